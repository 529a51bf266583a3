/** What was looked at, and how: crawls, files brought, targets and hosts. Columns as in the migrations. */
import type { ColumnType, Generated, JSONColumnType } from 'kysely';

export interface CrawlsTable {
  crawl_id: Generated<number>;
  target: string;
  kind: string;
  slot: Date;
  started_at: Date | null;
  finished_at: Date | null;
  outcome: string | null;
  reason: string | null;
  complete: boolean | null;
  /** Share of what it set out to read that was read, 0…1. */
  completeness: number | null;
  requests: Generated<number>;
  bytes: Generated<number>;
  posts_seen: Generated<number>;
  posts_new: Generated<number>;
  posts_updated: Generated<number>;
  posts_failed: Generated<number>;
  /** Of the new ones, those of a first crawl: no measure of what a day brings. */
  posts_backfilled: Generated<number>;
  fill: JSONColumnType<Record<string, number>> | null;
}

export interface InboxFilesTable {
  target: string;
  name: string;
  size: number;
  modified: Date;
  crawl_id: number;
  taken_at: Date;
  worker: string;
  leased_until: Date;
  /** Rows up to this line are stored. */
  line: Generated<number>;
  posts_new: Generated<number>;
  posts_updated: Generated<number>;
  /** `done`, `failed`; null while it is being read. */
  outcome: string | null;
  moved_at: Date | null;
}

export interface TargetStatesTable {
  target: string;
  crawler: string | null;
  site: string | null;
  brands: Generated<string[]>;
  state: ColumnType<Record<string, unknown>, string | undefined, string>;
  last_crawl_id: number | null;
  last_outcome: string | null;
  last_reason: string | null;
  last_at: Date | null;
  covered_since: Date | null;
  covered_until: Date | null;
  failing_since: Date | null;
  told_outcome: string | null;
  paused: Generated<boolean>;
}

export interface PausesTable {
  /** `target` or `site`. */
  kind: string;
  name: string;
  since: Date;
  /** Null: until somebody ends it. */
  until: Date | null;
  reason: string;
}

export interface TargetHealthTable {
  /** A target's id, or `*` for the whole network. */
  target: string;
  state: string;
  since: Date;
  reason: string;
  found_at: Date;
  /** The state that operators were last told of. */
  told_state: Generated<string>;
  told_at: Date | null;
}

export interface CoverageGapsTable {
  target: string;
  since: Date;
  until: Date;
  reason: string;
  /** Share that was seen all the same, 0…1. */
  seen: Generated<number>;
}

export interface HostBudgetsTable {
  host: string;
  next_at: Generated<Date>;
  penalty_until: Generated<Date>;
  penalty_reason: string | null;
  /** The UTC day that `used` counts. */
  day: Generated<string>;
  used: Generated<number>;
  /** Lease → when it runs out, epoch milliseconds. */
  leases: ColumnType<Record<string, number>, string | undefined, string>;
}

export interface RequestLogTable {
  request_id: Generated<number>;
  at: Date;
  target: string;
  host: string;
  method: string;
  url: string;
  status: number | null;
  bytes: number;
  duration_ms: number;
  verdict: string | null;
  reason: string | null;
}
