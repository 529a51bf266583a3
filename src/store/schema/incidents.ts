/** Incidents, and the messages and digests that tell of them. Columns as in the migrations. */
import type { ColumnType, Generated } from 'kysely';
import type { Json } from './json.ts';

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
  /** Which of the incident's pieces it is counted in. */
  piece: Generated<number>;
}

/** About a thousand posts of an incident, with what was counted of them. */
export interface IncidentPiecesTable {
  brand: string;
  incident_id: number;
  piece: number;
  posts: number;
  numbers: ColumnType<unknown, string | null, string | null>;
  moved: Generated<boolean>;
  counted_at: Date | null;
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
