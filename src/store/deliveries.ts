/**
 * The outbox: deliveries written with what made them true, claimed under a lease, marked after sending. Every mark
 * changes a row only while its `attempt` is still the claimer's own.
 */
import { sql } from 'kysely';
import type { Severity } from '../model.ts';
import { recordset } from './bulk.ts';
import type { Db } from './store.ts';

export type DeliveryAbout =
  | { readonly kind: 'alert'; readonly brand: string; readonly incidentId: string; readonly transitionId: string }
  | { readonly kind: 'digest'; readonly brand: string; readonly digestId: string }
  | { readonly kind: 'operator'; readonly brand: ''; readonly noticeId: string };

/** A transition's name, unique among all: its incident and its number in that incident's history. */
export function transitionId(incidentId: number, seq: number): string {
  return `${incidentId}.${seq}`;
}

export function readTransitionId(id: string): { incidentId: number; seq: number } {
  const [incidentId, seq] = id.split('.').map(Number);
  return { incidentId: incidentId ?? 0, seq: seq ?? 0 };
}

export interface NewDelivery<Channel extends string = string> {
  readonly key: string;
  readonly about: DeliveryAbout;
  readonly recipientId: string;
  readonly channel: Channel;
  readonly severity: Severity | null;
  readonly messageId: string;
  readonly thread: string | null;
  readonly notBefore: Date;
  /** The delivery whose message this one repeats to the letter. */
  readonly againOf?: string | null;
}

/**
 * Writes deliveries; a key that is there already is left as it is. `trace`: the crawl, push or file they go back to.
 * Returns how many were new.
 */
export async function addDeliveries(
  db: Db,
  drafts: readonly NewDelivery[],
  now: Date,
  trace: string | null = null,
): Promise<number> {
  if (drafts.length === 0) return 0;
  const rows = drafts.map((draft) => ({
    key: draft.key,
    kind: draft.about.kind,
    brand: draft.about.brand,
    incident_id: draft.about.kind === 'alert' ? draft.about.incidentId : null,
    transition_seq: draft.about.kind === 'alert' ? readTransitionId(draft.about.transitionId).seq : null,
    digest_id: draft.about.kind === 'digest' ? draft.about.digestId : null,
    notice_id: draft.about.kind === 'operator' ? draft.about.noticeId : null,
    recipient: draft.recipientId,
    channel: draft.channel,
    severity: draft.severity,
    message_id: draft.messageId,
    thread: draft.thread,
    not_before: draft.notBefore,
    again_of: draft.againOf ?? null,
  }));
  const columns = {
    key: 'text',
    kind: 'text',
    brand: 'text',
    incident_id: 'bigint',
    transition_seq: 'integer',
    digest_id: 'bigint',
    notice_id: 'bigint',
    recipient: 'text',
    channel: 'text',
    severity: 'smallint',
    message_id: 'text',
    thread: 'text',
    not_before: 'timestamptz',
    again_of: 'text',
  } as const;
  const names = sql.raw(Object.keys(columns).join(', '));
  const result = await sql`insert into deliveries (${names}, first_due, created_at, trace)
    select ${names}, not_before, ${now}, ${trace} from ${recordset(rows, columns)} on conflict (key) do nothing`.execute(
    db,
  );
  return Number(result.numAffectedRows ?? 0n);
}

export type ClaimedRow<Channel extends string> = NewDelivery<Channel> & {
  readonly attempt: number;
  readonly trace: string | null;
};

/** Claims up to `limit` due deliveries, in the order they were planned; another process's claim is passed over. */
export async function claimDeliveries<Channel extends string>(
  db: Db,
  now: Date,
  leaseMs: number,
  limit: number,
): Promise<ClaimedRow<Channel>[]> {
  const rows = await db
    .updateTable('deliveries')
    .set({ leased_until: new Date(now.getTime() + leaseMs), attempt: sql`attempt + 1` })
    .where('key', 'in', (select) =>
      select
        .selectFrom('deliveries')
        .select('key')
        .where('state', '=', 'pending')
        .where('not_before', '<=', now)
        .where((where) =>
          where.not(
            where.exists(
              where
                .selectFrom('delivery_stops')
                .select('delivery_stops.recipient')
                .whereRef('delivery_stops.recipient', '=', 'deliveries.recipient')
                .whereRef('delivery_stops.channel', '=', 'deliveries.channel'),
            ),
          ),
        )
        .where((where) => where.or([where('leased_until', 'is', null), where('leased_until', '<=', now)]))
        .orderBy('created_at')
        .orderBy('transition_seq')
        .orderBy('key')
        .limit(limit)
        .forUpdate()
        .skipLocked(),
    )
    .where('state', '=', 'pending')
    .returningAll()
    .execute();
  return rows
    .sort(
      (a, b) =>
        a.created_at.getTime() - b.created_at.getTime() ||
        (a.transition_seq ?? 0) - (b.transition_seq ?? 0) ||
        (a.key < b.key ? -1 : 1),
    )
    .map((row) => ({
      key: row.key,
      about: aboutOf(row),
      recipientId: row.recipient,
      channel: row.channel as Channel,
      severity: row.severity as Severity | null,
      messageId: row.message_id,
      thread: row.thread,
      notBefore: row.not_before,
      attempt: row.attempt,
      trace: row.trace,
      againOf: row.again_of,
    }));
}

export function aboutOf(row: {
  kind: string;
  brand: string;
  incident_id: number | null;
  transition_seq: number | null;
  digest_id: number | null;
  notice_id: number | null;
}): DeliveryAbout {
  const { kind, brand, incident_id: incident, transition_seq: seq } = row;
  if (kind === 'operator') return { kind, brand: '', noticeId: String(row.notice_id) };
  if (kind === 'digest') return { kind, brand, digestId: String(row.digest_id) };
  return { kind: 'alert', brand, incidentId: String(incident), transitionId: transitionId(incident ?? 0, seq ?? 0) };
}

type Claim = { readonly key: string; readonly attempt: number };

async function mark(db: Db, claim: Claim, values: Record<string, unknown>): Promise<boolean> {
  const result = await db
    .updateTable('deliveries')
    .set({ leased_until: null, ...values })
    .where('key', '=', claim.key)
    .where('attempt', '=', claim.attempt)
    .where('state', '=', 'pending')
    .executeTakeFirst();
  return result.numUpdatedRows > 0n;
}

/** Extends a claim's lease. */
export async function renewDelivery(db: Db, claim: Claim, until: Date): Promise<boolean> {
  return mark(db, claim, { leased_until: until });
}

/**
 * The channel took it. Earlier deliveries of the same thread that still wait are superseded with it: this one has told
 * everything, and the digest it carries has been sent. `body`: what was sent, packed, kept in the same statement.
 */
export async function markDeliverySent(
  db: Db,
  claim: Claim & { readonly thread: string | null; readonly notBefore: Date },
  sent: { at: Date; subject: string; response: string; body?: Uint8Array },
): Promise<boolean> {
  const body = sent.body === undefined ? null : Buffer.from(sent.body);
  const { rows } = await sql<{ key: string }>`
    with sent as (
      update deliveries set state = 'sent', leased_until = null, sent_at = ${sent.at}, subject = ${sent.subject},
        response = ${sent.response}, last_error = null, unconfirmed = false
      where key = ${claim.key} and attempt = ${claim.attempt} and state = 'pending'
      returning key, thread, created_at, transition_seq, digest_id
    ), told as (
      update digests g set sent_at = coalesce(g.sent_at, ${sent.at}) from sent where g.digest_id = sent.digest_id
    ), older as (
      update deliveries d set state = 'superseded', leased_until = null, superseded_by = sent.key
      from sent where d.thread = sent.thread and d.key <> sent.key and d.state = 'pending'
        and (d.created_at, coalesce(d.transition_seq, 0)) <= (sent.created_at, coalesce(sent.transition_seq, 0))
    ), kept as (
      insert into sent_bodies (key, body) select sent.key, ${body}::bytea from sent where ${body}::bytea is not null
      on conflict do nothing
    )
    select key from sent`.execute(db);
  return rows.length > 0;
}

interface Failure {
  readonly error: string;
  /** It may have arrived all the same. */
  readonly unconfirmed: boolean;
}

/** Once in doubt, a delivery stays in doubt until an attempt is confirmed. */
function raised(unconfirmed: boolean): { unconfirmed?: true } {
  return unconfirmed ? { unconfirmed: true } : {};
}

export function markDeliveryFailed(db: Db, claim: Claim, failed: Failure & { retryAt: Date }): Promise<boolean> {
  const { retryAt, error, unconfirmed } = failed;
  return mark(db, claim, { not_before: retryAt, last_error: error, ...raised(unconfirmed) });
}

export function markDeliveryDead(db: Db, claim: Claim, dead: Failure): Promise<boolean> {
  return mark(db, claim, { state: 'dead', last_error: dead.error, ...raised(dead.unconfirmed) });
}

/** When each recipient was last told of an incident, by channel; null in `sentAt`: planned, not sent yet. */
export interface IncidentDelivery {
  readonly key: string;
  readonly recipientId: string;
  readonly channel: string;
  readonly seq: number;
  readonly severity: Severity;
  readonly state: string;
  readonly notBefore: Date;
  /** When it was to go out, before any retry. */
  readonly firstDue: Date;
  readonly sentAt: Date | null;
  readonly subject: string | null;
  readonly messageId: string;
  readonly lastError: string | null;
}

/** Everything planned or sent about an incident, oldest first; what was only sent once more is left out. */
export async function deliveriesOf(db: Db, incidentId: number): Promise<IncidentDelivery[]> {
  const rows = await db
    .selectFrom('deliveries')
    .select([
      'key',
      'recipient as recipientId',
      'channel',
      'transition_seq as seq',
      'severity',
      'state',
      'not_before as notBefore',
      'first_due as firstDue',
      'sent_at as sentAt',
      'subject',
      'message_id as messageId',
      'last_error as lastError',
    ])
    .where('incident_id', '=', incidentId)
    .where('again_of', 'is', null)
    .orderBy('created_at')
    .orderBy('key')
    .execute();
  return rows.map((row) => ({ ...row, seq: row.seq ?? 0, severity: row.severity as Severity }));
}
