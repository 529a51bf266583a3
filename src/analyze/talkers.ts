/** Who speaks: so that a brand's own words, the press and advertising are not taken for word of mouth. */
import type { Author, Brand, PostKind } from '../model.ts';
import { advertises } from './talkers/adverts.ts';
import { PRESS_NAME } from './talkers/signs.ts';
import type { Doc } from './text.ts';

/**
 * `brand`: one of its own accounts. `press`: media and articles. `advertising`: adverts, lotteries and spam. `large`: a
 * person many follow. `customer`: everybody else.
 */
export const TALKERS = ['brand', 'press', 'advertising', 'large', 'customer'] as const;
export type Talker = (typeof TALKERS)[number];

/** Whether what they write is word of mouth. */
export const isWordOfMouth = (talker: Talker): boolean => talker === 'customer' || talker === 'large';

export interface TalkerInput {
  readonly doc: Doc;
  readonly site: string;
  readonly kind: PostKind;
  readonly author: Author;
  /** The brand's own accounts. */
  readonly accounts: Brand['accounts'];
}

/** Followers from which an account is large; of verified accounts fewer will do. */
const LARGE = 100_000;
const LARGE_VERIFIED = 20_000;
/** The kind of talker behind a post, by its account first and its words second. */
export function talkerOf({ doc, site, kind, author, accounts }: TalkerInput): Talker {
  if (isOwn(accounts, site, author)) return 'brand';
  if (kind === 'article' || (author.name !== null && PRESS_NAME.test(author.name.slice(0, 100)))) return 'press';
  // A review is somebody's own, even where it speaks of discounts.
  if (kind !== 'review' && advertises(doc)) return 'advertising';
  const followers = author.followers ?? 0;
  return followers >= LARGE || (author.verified === true && followers >= LARGE_VERIFIED) ? 'large' : 'customer';
}

function isOwn(accounts: Brand['accounts'], site: string, author: Author): boolean {
  const names = [author.name, author.id].filter((n) => n !== null).map(plain);
  return accounts.some((account) => account.site === site && names.includes(plain(account.author)));
}

const plain = (name: string): string => name.trim().replace(/^@/, '').toLowerCase();

/** A copy of a text, as far as coordination goes. */
export interface Copy {
  readonly author: string;
  readonly at: Date;
  readonly followers: number | null;
  /** Shared by the site's own share or repost, which everybody does. */
  readonly shared: boolean;
}

/** Authors who post the same words as their own … */
const MANY_AUTHORS = 5;
/** … within this time, in ms … */
const SHORT = 24 * 3_600_000;
/** … most of them with hardly any followers. */
const FEW_FOLLOWERS = 50;

/**
 * Whether a story's copies look coordinated: at least five accounts, most of them small, posted the same words as their
 * own within a day. A hint to be shown, not a verdict.
 */
export function looksCoordinated(copies: readonly Copy[]): boolean {
  const own = copies.filter((c) => !c.shared).sort((a, b) => a.at.getTime() - b.at.getTime());
  const inWindow = new Map<string, number>();
  let from = 0;
  let small = 0;
  const isSmall = (copy: Copy) => copy.followers !== null && copy.followers < FEW_FOLLOWERS;
  for (const [to, copy] of own.entries()) {
    inWindow.set(copy.author, (inWindow.get(copy.author) ?? 0) + 1);
    if (isSmall(copy)) small++;
    for (; own[from]!.at.getTime() < copy.at.getTime() - SHORT; from++) {
      const gone = own[from]!;
      if (isSmall(gone)) small--;
      const left = inWindow.get(gone.author)! - 1;
      if (left === 0) inWindow.delete(gone.author);
      else inWindow.set(gone.author, left);
    }
    if (inWindow.size >= MANY_AUTHORS && small * 2 > to - from + 1) return true;
  }
  return false;
}
