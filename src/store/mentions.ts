/** Mentions: one row a post and brand, replaced when the post was edited. */
import { sql } from 'kysely';
import type { AspectFinding, IntentFinding, Label, MatchReason } from '../model.ts';
import type { Countable } from './buckets.ts';
import { columnsOf, namesOf, recordset } from './bulk.ts';
import { mentionsChanged } from './incident-pieces.ts';
import type { Db } from './store.ts';

/** A mention as it is written. */
export interface MentionRow {
  month: number;
  brand: string;
  post_id: number;
  occurred_at: Date;
  site: string;
  kind: string;
  lang: string;
  label: Label;
  score: number;
  confidence: number;
  why: readonly MatchReason[];
  aspects: readonly AspectFinding[];
  intents: readonly IntentFinding[];
  aspect_names: readonly string[];
  intent_names: readonly string[];
  talker: string;
  story_id: number;
  target: string | null;
  /** Which models scored it. */
  model: string;
  scored_at: Date;
  /** What it is found by (`mention-words.ts`). */
  words: string;
  /** What the models say, as JSON, where a person said otherwise. */
  uncorrected: Verdict | null;
}

/** What a correction replaces: how a mention feels, and whether it counts. */
export interface Verdict {
  readonly label: Label;
  readonly score: number;
  readonly confidence: number;
  readonly talker: string;
}

const COLUMNS = {
  month: 'integer',
  brand: 'text',
  post_id: 'bigint',
  occurred_at: 'timestamptz',
  site: 'text',
  kind: 'text',
  lang: 'text',
  label: 'text',
  score: 'real',
  confidence: 'real',
  why: 'jsonb',
  aspects: 'jsonb',
  intents: 'jsonb',
  aspect_names: 'text[]',
  intent_names: 'text[]',
  talker: 'text',
  story_id: 'bigint',
  target: 'text',
  model: 'text',
  scored_at: 'timestamptz',
  words: 'tsvector',
  uncorrected: 'jsonb',
} as const satisfies Record<keyof MentionRow, string>;

export async function insertMentions(db: Db, rows: readonly MentionRow[]): Promise<void> {
  if (rows.length === 0) return;
  await sql`insert into mentions (${namesOf(COLUMNS)})
    select ${columnsOf(COLUMNS)} from ${recordset(rows, COLUMNS)}`.execute(db);
}

/** A stored mention with what decides its buckets and its story. */
export interface StoredMention extends Countable {
  month: number;
  postId: number;
  storyId: number;
}

/** Takes the mentions of edited posts out, to be put in anew; what they counted is for the caller to subtract. */
export async function takeMentions(
  db: Db,
  posts: readonly { month: number; post_id: number }[],
): Promise<StoredMention[]> {
  if (posts.length === 0) return [];
  await mentionsChanged(db, posts);
  const { rows } = await sql<StoredMention>`
    delete from mentions m using ${recordset(posts, { month: 'integer', post_id: 'bigint' })}
    where m.month = r.month and m.post_id = r.post_id
    returning m.month, m.post_id as "postId", m.brand, m.occurred_at as "occurredAt", m.site, m.label,
      m.aspects, m.intents, m.talker, m.story_id as "storyId"`.execute(db);
  return rows;
}

/** Which brands posts are mentions of. */
export async function mentionsOf(
  db: Db,
  posts: readonly { month: number; post_id: number }[],
): Promise<{ brand: string; month: number; post_id: number }[]> {
  if (posts.length === 0) return [];
  const { rows } = await sql<{ brand: string; month: number; post_id: number }>`
    select m.brand, m.month, m.post_id from ${recordset(posts, { month: 'integer', post_id: 'bigint' })}
    join mentions m on m.month = r.month and m.post_id = r.post_id`.execute(db);
  return rows;
}
