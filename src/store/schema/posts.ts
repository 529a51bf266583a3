/** Posts as published, their versions and readings, and the pages kept of them. Columns as in the migrations. */
import type { Generated } from 'kysely';
import type { Json } from './json.ts';

export interface PostKeysTable {
  site: string;
  external_id: string;
  post_id: Generated<number>;
  month: number;
}

/** Counters as columns; null: not shown by the site. */
export interface CounterColumns {
  likes: number | null;
  replies: number | null;
  reposts: number | null;
  views: number | null;
  helpful: number | null;
}

export interface PostsTable extends CounterColumns {
  month: number;
  post_id: number;
  site: string;
  external_id: string;
  kind: string;
  url: string | null;
  /** Keyed hash of (site, author id), or the plain id where config says so. */
  author_key: string | null;
  author_name: string | null;
  author_followers: number | null;
  author_verified: boolean | null;
  title: string | null;
  text: string;
  lang: string | null;
  rating_value: number | null;
  rating_best: number | null;
  rating_worst: number | null;
  /** 0…1. */
  rating: number | null;
  published_at: Date | null;
  first_seen_at: Date;
  /** When the post counts: published, or first seen where the site does not say. */
  occurred_at: Date;
  edited_at: Date | null;
  content_hash: string;
  /** Only the beginning of the text is known. */
  truncated: boolean;
  /** `content_hash` of the beginning that a listing showed last; null where none ever did. */
  excerpt_hash: string | null;
  /** Brought by a target's first crawl: history, not news. */
  backfilled: boolean;
  version: number;
  parent: string | null;
  root: string | null;
  brand: string | null;
  target: string | null;
  deleted_at: Date | null;
  reply_text: string | null;
  reply_at: Date | null;
  /** When the counters were last read. */
  read_at: Date;
}

export interface PostVersionsTable {
  month: number;
  post_id: number;
  version: number;
  seen_at: Date;
  title: string | null;
  text: string;
  rating_value: number | null;
}

export interface ReadingsTable extends CounterColumns {
  month: number;
  post_id: number;
  at: Date;
}

export interface RereadsTable {
  month: number;
  post_id: number;
  target: string;
  due_at: Date;
  /** Read again by its age; false: only asked for once, as evidence. */
  scheduled: boolean;
  /** Its page is wanted as evidence. */
  evidence: Generated<boolean>;
  born_at: Date;
  /** The last reading and the one before: likes, replies and reposts together. */
  read_at: Date | null;
  total: number | null;
  before_at: Date | null;
  before_total: number | null;
  /** Times it was asked for in vain since it was last read. */
  misses: Generated<number>;
}

export interface EvidenceTable {
  /** Of the page's bytes as fetched, hexadecimal. */
  sha256: string;
  target: string;
  url: string;
  fetched_at: Date;
  status: number;
  content_type: string | null;
  headers: Json<Record<string, string>>;
  /** Of `body`: `gzip`, `identity`, or `omitted` where the page was too large to keep. */
  encoding: string;
  /** Of the page as fetched. */
  bytes: number;
  body: Buffer;
}
