/** What is said about brands: mentions, corrections, stories, counts, what detection knows; columns as in the migrations. */
import type { Generated } from 'kysely';
import type { Json } from './json.ts';

export interface MentionsTable {
  month: number;
  brand: string;
  post_id: number;
  occurred_at: Date;
  site: string;
  kind: string;
  lang: string;
  label: string;
  score: number;
  confidence: number;
  why: Json<unknown>;
  aspects: Json<unknown>;
  intents: Json<unknown>;
  aspect_names: string[];
  intent_names: string[];
  talker: string;
  story_id: number;
  target: string | null;
  model: string;
  scored_at: Date;
  /** What it is found by; null: not made yet. Never read, only asked. */
  words: string | null;
  /** What the models say where a person said otherwise. */
  uncorrected: Json<unknown> | null;
}

export interface CorrectionsTable {
  correction_id: Generated<number>;
  brand: string;
  month: number;
  post_id: number;
  /** A label, `spam` or `unrelated`. */
  verdict: string;
  at: Date;
  by_whom: string;
  /** Null: it stands. */
  undone_at: Date | null;
  undone_by: string | null;
}

export interface StoriesTable {
  brand: string;
  story_id: Generated<number>;
  first_at: Date;
  last_at: Date;
  posts: number;
  negative: number;
  head_month: number;
  head_post_id: number;
  muted_until: Date | null;
  muted_factor: number | null;
}

export interface StoryBandsTable {
  brand: string;
  /** A band's digits as a number; below nothing: of a text's own SimHash. */
  band: number;
  /** 64 bits, as a signed number; text beyond what a number holds. */
  simhash: number | string;
  story_id: number;
}

export interface BucketsTable {
  brand: string;
  series: string;
  /** Minutes: 5, 60 or 1440. */
  width: number;
  start: Date;
  total: number;
  negative: number;
  positive: number;
}

export interface SeriesStatesTable {
  brand: string;
  series: string;
  upto: Date;
  state: Json<unknown>;
}
