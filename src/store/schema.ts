/** The database as Kysely sees it. One interface a table, in the order of the story; columns as in the migrations. */
import type { ColumnType, Generated, JSONColumnType } from 'kysely';

/** jsonb: read as values, written as JSON text. */
type Json<T> = ColumnType<T, string, string>;

export interface SettingsTable {
  name: string;
  value: string;
}

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

export interface SavedViewsTable {
  view_id: Generated<number>;
  name: string;
  /** The feed's parameters, as in its address. */
  query: string;
  by_whom: string;
  at: Date;
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
  band: string;
  simhash: string;
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

export interface IncidentsTable {
  brand: string;
  incident_id: Generated<number>;
  state: string;
  severity: number;
  opened_at: Date;
  changed_at: Date;
  closed_at: Date | null;
  /** What a title is made from: foremost aspect, intent, site. */
  title: Json<unknown>;
  /** Series, stories, posts, sites, aspects, intents it is about. */
  scope: Json<unknown>;
  /** Detection's own memory of it. */
  memory: ColumnType<unknown, string | null, string | null>;
  /** Who has it in hand. */
  owner: string | null;
  /** Null: not muted. */
  muted_by: string | null;
  muted_until: Date | null;
  muted_above: number | null;
}

export interface IncidentNotesTable {
  brand: string;
  incident_id: number;
  note_id: Generated<number>;
  at: Date;
  by_whom: string;
  text: string;
}

export interface IncidentTransitionsTable {
  brand: string;
  incident_id: number;
  seq: number;
  kind: string;
  at: Date;
  by_whom: string;
  severity: number;
  reason: Json<unknown>;
}

export interface IncidentPostsTable {
  brand: string;
  incident_id: number;
  month: number;
  post_id: number;
  role: string;
}

export interface DeliveriesTable {
  key: string;
  kind: string;
  brand: string;
  incident_id: number | null;
  transition_seq: number | null;
  digest_id: number | null;
  notice_id: number | null;
  recipient: string;
  channel: string;
  severity: number | null;
  /** Without its host part. */
  message_id: string;
  thread: string | null;
  /** `pending`, `sent`, `dead`, `superseded`. */
  state: Generated<string>;
  not_before: Date;
  /** `not_before` before any retry. */
  first_due: Date;
  attempt: Generated<number>;
  leased_until: Date | null;
  subject: string | null;
  response: string | null;
  last_error: string | null;
  /** An attempt that failed may have arrived all the same. */
  unconfirmed: Generated<boolean>;
  superseded_by: string | null;
  created_at: Date;
  sent_at: Date | null;
  /** What it goes back to: the crawl, push or file after which it was planned. */
  trace: string | null;
  /** The delivery whose message this one repeats to the letter. */
  again_of: string | null;
}

export interface DigestsTable {
  brand: string;
  /** `day` or `week`. */
  period: Generated<string>;
  /** 0; each amendment counts up. */
  edition: Generated<number>;
  /** `YYYY-MM-DD` in `timezone`. */
  day: string;
  recipient: string;
  digest_id: Generated<number>;
  language: string;
  timezone: string;
  view: Json<unknown>;
  created_at: Date;
  sent_at: Date | null;
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

export interface ConfigChangesTable {
  change_id: Generated<number>;
  at: Date;
  by_whom: string;
  /** `started`, `applied`, `refused`, `repaired`. */
  kind: string;
  /** Of the configuration then in use: SHA-256, 16 hexadecimal digits. */
  fingerprint: string;
  /** The changes in words, or the problems. */
  lines: Json<string[]>;
  /** Path within the directory → text; null for files that are not in use. */
  files: ColumnType<Record<string, string> | null, string | null, string | null>;
}

export interface SessionsTable {
  /** SHA-256 of what the browser holds. */
  session_hash: string;
  user_id: string;
  /** Fingerprint of what they signed in with. */
  credential: string;
  agent: string;
  created_at: Date;
  seen_at: Date;
  expires_at: Date;
}

export interface ApiTokensTable {
  /** SHA-256 of what the program holds. */
  token_hash: string;
  name: string;
  role: string;
  by_whom: string;
  created_at: Date;
  expires_at: Date | null;
  used_at: Date | null;
}

export interface Database {
  settings: SettingsTable;
  post_keys: PostKeysTable;
  posts: PostsTable;
  post_versions: PostVersionsTable;
  readings: ReadingsTable;
  brands: { brand: string; judged_until: Date | null };
  mentions: MentionsTable;
  corrections: CorrectionsTable;
  saved_views: SavedViewsTable;
  stories: StoriesTable;
  story_bands: StoryBandsTable;
  buckets: BucketsTable;
  touched_series: { brand: string; series: string; touch: Generated<number> };
  touched_posts: { brand: string; month: number; post_id: number; touch: Generated<number> };
  series_states: SeriesStatesTable;
  crawls: CrawlsTable;
  inbox_files: InboxFilesTable;
  target_states: TargetStatesTable;
  pauses: PausesTable;
  target_health: TargetHealthTable;
  operator_notices: { notice_id: Generated<number>; at: Date; view: Json<unknown> };
  coverage_gaps: CoverageGapsTable;
  incidents: IncidentsTable;
  incident_transitions: IncidentTransitionsTable;
  incident_posts: IncidentPostsTable;
  incident_notes: IncidentNotesTable;
  deliveries: DeliveriesTable;
  sent_bodies: { key: string; body: Buffer };
  delivery_stops: { recipient: string; channel: string; address: string; since: Date; reason: string };
  operator_alarms: { alarm: string; since: Date; told_at: Date };
  digests: DigestsTable;
  unsubscriptions: { recipient: string; brand: string; period: string; at: Date };
  sessions: SessionsTable;
  sign_in_attempts: { attempt_id: Generated<number>; key: string; at: Date };
  api_tokens: ApiTokensTable;
  host_budgets: HostBudgetsTable;
  robots: { origin: string; fetched_at: Date; state: string; body: string };
  http_cache: { target: string; url: string; entry: Json<unknown>; at: Date };
  request_log: RequestLogTable;
  evidence: EvidenceTable;
  evidence_posts: { month: number; post_id: number; sha256: string; at: Date; version: number };
  rereads: RereadsTable;
  config_changes: ConfigChangesTable;
  processes: { process: string; host: string; pid: number; roles: string[]; started_at: Date; seen_at: Date };
  duties: { duty: string; holder: string; until: Date };
  erasures: { erasure_id: Generated<number>; at: Date; by_whom: string; kind: string; counts: Json<unknown> };
}
