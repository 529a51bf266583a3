/** The database as Kysely sees it: its tables in the order of the story, each described under `schema/`. */
import type { Generated } from 'kysely';
import type {
  CoverageGapsTable,
  CrawlsTable,
  HostBudgetsTable,
  InboxFilesTable,
  PausesTable,
  RequestLogTable,
  TargetHealthTable,
  TargetStatesTable,
} from './schema/crawls.ts';
import type {
  DeliveriesTable,
  DigestsTable,
  IncidentNotesTable,
  IncidentPiecesTable,
  IncidentPostsTable,
  IncidentsTable,
  IncidentTransitionsTable,
} from './schema/incidents.ts';
import type { Json } from './schema/json.ts';
import type {
  BucketsTable,
  CorrectionsTable,
  MentionsTable,
  SeriesStatesTable,
  StoriesTable,
  StoryBandsTable,
} from './schema/mentions.ts';
import type {
  ApiTokensTable,
  ConfigChangesTable,
  SavedViewsTable,
  SessionsTable,
  SettingsTable,
} from './schema/people.ts';
import type {
  EvidenceTable,
  PostKeysTable,
  PostsTable,
  PostVersionsTable,
  ReadingsTable,
  RereadsTable,
} from './schema/posts.ts';

export interface Database {
  settings: SettingsTable;
  post_keys: PostKeysTable;
  posts: PostsTable;
  post_versions: PostVersionsTable;
  readings: ReadingsTable;
  brands: { brand: string; judged_until: Date | null; look: Generated<string | null> };
  mentions: MentionsTable;
  first_heard: { brand: string; author_key: string; first_at: Date };
  corrections: CorrectionsTable;
  saved_views: SavedViewsTable;
  stories: StoriesTable;
  story_bands: StoryBandsTable;
  buckets: BucketsTable;
  touched_series: { brand: string; series: string; touch: Generated<number>; since: Generated<Date | null> };
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
  incident_pieces: IncidentPiecesTable;
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
