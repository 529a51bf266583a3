/** People's corrections: what they say of a mention wins over the models, wherever it is counted, until taken back. */
import type { Label, Span } from '../model.ts';
import { applyBucketChanges, BucketChanges, lockBrands } from '../store/buckets.ts';
import {
  addCorrection,
  type CorrectedText,
  type Correction,
  correctedTexts,
  endCorrection,
  readCorrectable,
  standingCorrections,
  writeVerdict,
} from '../store/corrections.ts';
import { keepingFirsts } from '../store/first-heard.ts';
import type { Verdict } from '../store/mentions.ts';
import type { PostRef } from '../store/post-ref.ts';
import { touchPosts } from '../store/series.ts';
import type { Db, Store } from '../store/store.ts';
import { countStories } from '../store/stories.ts';
import type { DraftMention } from './reading.ts';

/** `unknown`: there is no such mention. `already`: it is so. */
export type CorrectionResult = 'done' | 'already' | 'unknown';

export interface CorrectionRequest {
  readonly brand: string;
  readonly ref: PostRef;
  /** Null: what was said is taken back, and the models' reading counts again. */
  readonly verdict: Correction | null;
  /** User id. */
  readonly by: string;
}

const SCORES = { negative: -1, neutral: 0, positive: 1 } as const;

/** What counts after a person's word on what the models say. */
export function corrected(models: Verdict, verdict: Correction): Verdict {
  if (verdict === 'spam') return { ...models, talker: 'advertising' };
  if (verdict === 'unrelated') return { ...models, talker: 'unrelated' };
  return { ...models, label: verdict, score: SCORES[verdict], confidence: 1 };
}

/** Keeps what a person says of a mention, with all counts it changes, in one transaction. */
export async function correct(store: Store, request: CorrectionRequest, now: Date): Promise<CorrectionResult> {
  const { brand, ref, verdict, by } = request;
  return store.write(async (trx) => {
    await lockBrands(trx, [brand]);
    const mention = await readCorrectable(trx, brand, ref);
    if (mention === null) return 'unknown';
    const key = { month: ref.month, post_id: ref.postId };
    const standing = (await standingCorrections(trx, [key])).find((one) => one.brand === brand)?.verdict ?? null;
    if (standing === verdict) return 'already';
    await endCorrection(trx, brand, ref, now, by);
    if (verdict !== null) await addCorrection(trx, brand, ref, { verdict, at: now, by });

    const models = mention.uncorrected ?? verdictOf(mention);
    const next = verdict === null ? models : corrected(models, verdict);
    const uncorrected = verdict === null ? null : models;
    await keepingFirsts(trx, [key], () => writeVerdict(trx, brand, ref, { before: mention, now: next, uncorrected }));
    const changes = new BucketChanges();
    changes.add(mention, -1);
    changes.add({ ...mention, ...next }, 1);
    await applyBucketChanges(trx, changes);
    const negative = Number(next.label === 'negative') - Number(mention.label === 'negative');
    const at = mention.occurredAt;
    if (negative !== 0) {
      await countStories(trx, [{ brand, story_id: mention.storyId, posts: 0, negative, first_at: at, last_at: at }]);
    }
    await touchPosts(trx, [{ brand, ...key }]);
    return 'done';
  });
}

const verdictOf = ({ label, score, confidence, talker }: Verdict): Verdict => ({ label, score, confidence, talker });

/** Lets what people said of posts that are read again (`reread`) win over the new reading. */
export async function withCorrections<T extends { readonly mention: DraftMention; readonly postId: number }>(
  db: Db,
  items: readonly T[],
  reread: readonly { month: number; post_id: number }[],
): Promise<T[]> {
  const keyOf = (brand: string, postId: number) => `${postId} ${brand}`;
  const standing = await standingCorrections(db, reread);
  const said = new Map(standing.map(({ brand, postId, verdict }) => [keyOf(brand, postId), verdict]));
  return items.map((item) => {
    const verdict = said.get(keyOf(item.mention.brand, item.postId));
    if (verdict === undefined) return item;
    const models: Verdict = { ...item.mention.sentiment, talker: item.mention.talker };
    const { talker, ...sentiment } = corrected(models, verdict);
    return { ...item, mention: { ...item.mention, sentiment, talker, uncorrected: models } };
  });
}

/** A correction as a line that `earshot train` and `eval` read. */
export interface LabelledCorrection {
  readonly text: string;
  readonly label: Label;
  readonly lang: string;
  readonly corpus: 'corrections';
  readonly brand: string;
  /** Where a post names several brands: which of them is meant, and where it stands. */
  readonly target?: string;
  readonly start?: number;
  readonly end?: number;
  readonly at: string;
  readonly by: string;
}

const BATCH = 1000;

/** The feelings that people said and that stand, in the order in which they said them. */
export async function* labelledCorrections(db: Db): AsyncGenerator<LabelledCorrection> {
  for (let after = 0; ; ) {
    const { texts, last } = await correctedTexts(db, after, BATCH);
    for (const text of texts) yield lineOf(text);
    if (last === null) return;
    after = last;
  }
}

function lineOf({ title, text, lang, label, brand, brands, why, at, by }: CorrectedText): LabelledCorrection {
  const whole = title === null ? text : `${title}\n${text}`;
  const line = { text: whole, label, lang, corpus: 'corrections', brand, at: at.toISOString(), by } as const;
  const span = brands > 1 ? spanIn(why) : null;
  if (span === null) return line;
  const [start, end] = span;
  // Offsets count in the text alone, so the title is left out.
  return { ...line, text, target: text.slice(start, end), start, end };
}

function spanIn(why: CorrectedText['why']): Span | null {
  for (const reason of why) if ('term' in reason && reason.field === 'text') return [reason.start, reason.end];
  return null;
}
