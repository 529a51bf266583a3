/** What people said of mentions: kept with who and when, one standing at a time for each mention. */
import { sql } from 'kysely';
import type { Label, MatchReason } from '../model.ts';
import type { Countable } from './buckets.ts';
import { recordset } from './bulk.ts';
import { mentionsChanged } from './incident-pieces.ts';
import { labelFact, quoted, talkerFact } from './mention-words.ts';
import type { Verdict } from './mentions.ts';
import type { PostRef } from './post-ref.ts';
import type { Db } from './store.ts';

/** How the mention feels; or `spam`: advertising or the like; `unrelated`: not about the brand. */
export const CORRECTIONS = ['negative', 'neutral', 'positive', 'spam', 'unrelated'] as const;
export type Correction = (typeof CORRECTIONS)[number];

export interface CorrectionRow {
  readonly verdict: Correction;
  readonly at: Date;
  /** User id. */
  readonly by: string;
  /** Null: it stands. */
  readonly undoneAt: Date | null;
  readonly undoneBy: string | null;
}

/** All that was ever said of a mention, newest first. */
export async function correctionsOf(db: Db, brand: string, ref: PostRef): Promise<CorrectionRow[]> {
  const rows = await db
    .selectFrom('corrections')
    .select(['verdict', 'at', 'by_whom as by', 'undone_at as undoneAt', 'undone_by as undoneBy'])
    .where('brand', '=', brand)
    .where('month', '=', ref.month)
    .where('post_id', '=', ref.postId)
    .orderBy('correction_id', 'desc')
    .execute();
  return rows.map((row) => ({ ...row, verdict: row.verdict as Correction }));
}

/** What stands about mentions of these posts. */
export async function standingCorrections(
  db: Db,
  posts: readonly { month: number; post_id: number }[],
): Promise<{ brand: string; month: number; postId: number; verdict: Correction }[]> {
  if (posts.length === 0) return [];
  const { rows } = await sql<{ brand: string; month: number; postId: number; verdict: Correction }>`
    select c.brand, c.month, c.post_id as "postId", c.verdict
    from ${recordset(posts, { month: 'integer', post_id: 'bigint' })}
    join corrections c on c.month = r.month and c.post_id = r.post_id and c.undone_at is null`.execute(db);
  return rows;
}

/** Takes back what stands about a mention, if anything does. */
export async function endCorrection(db: Db, brand: string, ref: PostRef, at: Date, by: string): Promise<void> {
  await db
    .updateTable('corrections')
    .set({ undone_at: at, undone_by: by })
    .where('brand', '=', brand)
    .where('month', '=', ref.month)
    .where('post_id', '=', ref.postId)
    .where('undone_at', 'is', null)
    .execute();
}

export async function addCorrection(
  db: Db,
  brand: string,
  { month, postId }: PostRef,
  said: { verdict: Correction; at: Date; by: string },
): Promise<void> {
  await db
    .insertInto('corrections')
    .values({ brand, month, post_id: postId, verdict: said.verdict, at: said.at, by_whom: said.by })
    .execute();
}

/** A mention with what a correction changes of it and what it counts as. */
export type Correctable = Countable & Verdict & { readonly storyId: number; readonly uncorrected: Verdict | null };

/** Null where there is no such mention. The caller holds the brand's lock. */
export async function readCorrectable(db: Db, brand: string, ref: PostRef): Promise<Correctable | null> {
  const { rows } = await sql<Correctable>`
    select m.brand, m.occurred_at as "occurredAt", m.site, m.label, m.score, m.confidence, m.aspects, m.intents,
      m.talker, m.story_id as "storyId", m.uncorrected
    from mentions m where m.month = ${ref.month} and m.brand = ${brand} and m.post_id = ${ref.postId}`.execute(db);
  return rows[0] ?? null;
}

/** Writes what counts of a mention now, and what the models say of it; null: they are what counts. */
export async function writeVerdict(
  db: Db,
  brand: string,
  ref: PostRef,
  { before, now, uncorrected }: { before: Verdict; now: Verdict; uncorrected: Verdict | null },
): Promise<void> {
  const old = [labelFact(before.label), talkerFact(before.talker)];
  const facts = [labelFact(now.label), talkerFact(now.talker)].map(quoted).join(' ');
  await sql`update mentions m set label = ${now.label}, score = ${now.score}, confidence = ${now.confidence},
      talker = ${now.talker}, uncorrected = ${uncorrected === null ? null : JSON.stringify(uncorrected)}::jsonb,
      words = ts_delete(m.words, ${old}::text[]) || ${facts}::tsvector
    where m.month = ${ref.month} and m.brand = ${brand} and m.post_id = ${ref.postId}`.execute(db);
  await mentionsChanged(db, [{ month: ref.month, post_id: ref.postId }]);
}

/** A mention whose feeling a person has said, with its text. */
export interface CorrectedText extends PostRef {
  readonly brand: string;
  readonly title: string | null;
  readonly text: string;
  readonly lang: string;
  readonly label: Label;
  readonly why: readonly MatchReason[];
  /** Brands that the post is a mention of. */
  readonly brands: number;
  readonly at: Date;
  readonly by: string;
}

/** The standing corrections of feelings after `after`, in the order in which they were made; at most `limit`. */
export async function correctedTexts(
  db: Db,
  after: number,
  limit: number,
): Promise<{ texts: CorrectedText[]; last: number | null }> {
  const { rows } = await sql<CorrectedText & { id: number }>`
    select c.correction_id as id, c.brand, c.month, c.post_id as "postId", c.at, c.by_whom as by, c.verdict as label,
      p.title, p.text, m.lang, m.why,
      (select count(*)::int from mentions o where o.month = c.month and o.post_id = c.post_id) as brands
    from corrections c
    join mentions m on m.month = c.month and m.brand = c.brand and m.post_id = c.post_id
    join posts p on p.month = c.month and p.post_id = c.post_id
    where c.undone_at is null and c.verdict in ('negative', 'neutral', 'positive') and c.correction_id > ${after}
    order by c.correction_id limit ${limit}`.execute(db);
  return { texts: rows.map(({ id: _id, ...text }) => text), last: rows.at(-1)?.id ?? null };
}
