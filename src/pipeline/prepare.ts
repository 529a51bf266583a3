/** What is decided about a post before anything is written: what changed in it, which brands, what they feel. */
import { createHash, createHmac } from 'node:crypto';
import type { Engagement, Fingerprint, Post } from '../model.ts';
import { ENGAGEMENT_KEYS } from '../model.ts';
import { monthOf } from '../store/months.ts';
import type { KnownPost } from '../store/posts.ts';
import { isNobody } from './nobody.ts';
import type { DraftMention, Place, PostReader, PostReading } from './reading.ts';

/**
 * How a post differs from what is stored. `completed`: its whole text, where only the beginning was known; no edit.
 * `excerpt`: only the beginning that a listing shows of a text that is known whole.
 */
export type Difference = 'new' | 'edited' | 'completed' | 'engagement' | 'details' | 'excerpt' | 'none';

/** A post with all that the analysis says of it. */
export interface Prepared {
  readonly post: Post;
  readonly known: KnownPost | null;
  readonly difference: Difference;
  readonly contentHash: string;
  /** When it counts: as published, or now where the site does not say; frozen at first sight. */
  readonly occurredAt: Date;
  readonly month: number;
  readonly fingerprint: Fingerprint | null;
  /** What its mentions are found by, without their facts. */
  readonly words: string;
  /** Null: the text is as stored, so its mentions stand. */
  readonly mentions: readonly DraftMention[] | null;
}

/** Changes when what the post says changes: an edit. Counters, answers and addresses are no part of it. */
export function contentHash(post: Post): string {
  const said = [
    post.kind,
    post.title,
    post.text,
    post.rating && [post.rating.value, post.rating.best, post.rating.worst],
  ];
  return createHash('sha256').update(JSON.stringify(said)).digest('hex').slice(0, 32);
}

/**
 * The author's key: HMAC-SHA-256 of site and id (or name, where the site gives no id), so that one writer's posts
 * belong together without anyone being able to read who it is. `secret` null: stored as published. Null where nobody is
 * named: what many people are called says of no two posts that one wrote both.
 */
export function authorKey(post: Post, secret: string | null): string | null {
  const identity = post.author.id ?? post.author.name;
  return identity === null || isNobody(identity) ? null : authorKeyOf(post.site, identity, secret);
}

/** The same for an author's id (or name, where the site gives no id) on a site. */
export function authorKeyOf(site: string, identity: string, secret: string | null): string {
  if (secret === null) return identity;
  return createHmac('sha256', secret).update(`${site}\n${identity}`).digest('hex').slice(0, 32);
}

const CHARACTERS = new Intl.Segmenter();

/** `Alice Smith` → `A…`: enough to tell voices apart in a list, too little to find the person. */
export function maskName(name: string | null): string | null {
  if (name === null || name.trim() === '') return null;
  const { value } = CHARACTERS.segment(name.trim())[Symbol.iterator]().next();
  return `${value?.segment ?? ''}…`;
}

/** A counter that is not shown this time keeps its last value; counters are compared where both are known. */
export function mergeEngagement(known: Engagement, seen: Engagement): { merged: Engagement; changed: boolean } {
  let changed = false;
  const merged: Record<keyof Engagement, number | null> = { ...seen };
  for (const key of ENGAGEMENT_KEYS) {
    merged[key] = seen[key] ?? known[key];
    if (merged[key] !== known[key]) changed = true;
  }
  return { merged, changed };
}

function differenceOf(post: Post, known: KnownPost | null, hash: string): Difference {
  if (known === null) return 'new';
  // Past retention the key alone is left: the post is known, and its text is not taken in again.
  if (known.contentHash === '') return 'none';
  const stands = keepsText(post, known);
  if (!stands && known.truncated && !post.truncated) return 'completed';
  if (!stands && known.contentHash !== hash) return 'edited';
  if (mergeEngagement(known, post.engagement).changed) return 'engagement';
  const answered = post.reply !== null && post.reply.text !== known.replyText;
  const gone = post.deleted !== (known.deletedAt !== null);
  if (answered || gone) return 'details';
  return !post.deleted && stands && known.excerptHash !== hash ? 'excerpt' : 'none';
}

/**
 * Whether what is stored stands: only the beginning is shown of a text that is known whole, or the post was taken down and
 * what is shown ("[removed]") is not what it said.
 */
export function keepsText(post: Post, known: KnownPost): boolean {
  return post.deleted || (post.truncated === true && !known.truncated);
}

/** Whether the whole text of a post, of which the beginning is shown, is worth a request. */
export function wholeIsWanted(post: Post, known: KnownPost | undefined, again: boolean): boolean {
  if (known === undefined) return true;
  if (known.contentHash === '') return false;
  const hash = contentHash(post);
  if (known.truncated) return again || known.contentHash !== hash;
  return known.excerptHash !== null && known.excerptHash !== hash;
}

/** Where posts come from: what the page itself is about, and which target fetched it. */
export interface Origin extends Place {
  readonly now: Date;
}

/** A post beside what is stored of it. */
export type Compared = Omit<Prepared, keyof PostReading>;

/** Compares a post with what is stored. Pure. */
export function compare(post: Post, known: KnownPost | null, origin: Origin): Compared {
  const hash = contentHash(post);
  const occurredAt = known?.occurredAt ?? post.publishedAt ?? origin.now;
  return {
    post,
    known,
    difference: differenceOf(post, known, hash),
    contentHash: hash,
    occurredAt,
    month: known?.month ?? monthOf(occurredAt),
  };
}

/** Whether what a post says is new here, and is to be read. */
function isFresh({ difference }: Compared): boolean {
  return difference === 'new' || difference === 'edited' || difference === 'completed';
}

/** Reads what is new among the posts; all of them, in their order. */
export async function prepare(items: readonly Compared[], place: Place, reader: PostReader): Promise<Prepared[]> {
  const fresh = items.filter(isFresh);
  const readings =
    fresh.length === 0
      ? []
      : await reader.read(
          fresh.map(({ post }) => post),
          place,
        );
  const readingOf = new Map(fresh.map((item, i) => [item, readings[i]!]));
  return items.map((item) => ({ ...item, ...(readingOf.get(item) ?? UNREAD) }));
}

const UNREAD = { mentions: null, fingerprint: null, words: '' } as const;
