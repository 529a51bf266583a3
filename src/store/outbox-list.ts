/** The outbox as it is looked at: deliveries in pages, counted by state, and one by one. */
import { sql } from 'kysely';
import type { Channel, Severity } from '../model.ts';
import { aboutOf, type DeliveryAbout } from './deliveries.ts';
import type { Db } from './store.ts';

export const DELIVERY_STATES = ['pending', 'sent', 'dead', 'superseded'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

export interface DeliveryLine {
  readonly key: string;
  readonly recipient: string;
  readonly channel: Channel;
  readonly state: DeliveryState;
  readonly about: DeliveryAbout;
  readonly severity: Severity | null;
  /** As the recipient saw it; null until it was sent. */
  readonly subject: string | null;
  readonly attempt: number;
  /** What the other side answered. */
  readonly response: string | null;
  readonly lastError: string | null;
  /** An attempt that failed may have arrived all the same. */
  readonly unconfirmed: boolean;
  readonly supersededBy: string | null;
  /** The delivery whose message this one repeats to the letter. */
  readonly againOf: string | null;
  readonly createdAt: Date;
  readonly notBefore: Date;
  readonly sentAt: Date | null;
}

/** Where a list goes on. */
export interface DeliveryPlace {
  readonly createdAt: Date;
  readonly key: string;
}

/** Newest first, those after `after`. */
export async function listDeliveries(
  db: Db,
  { state, after, limit }: { state?: DeliveryState | undefined; after?: DeliveryPlace | undefined; limit: number },
): Promise<DeliveryLine[]> {
  let query = selected(db).orderBy('created_at', 'desc').orderBy('key', 'desc').limit(limit);
  if (state !== undefined) query = query.where('state', '=', state);
  if (after !== undefined) {
    query = query.where(sql<boolean>`(created_at, key) < (${after.createdAt}::timestamptz, ${after.key}::text)`);
  }
  return (await query.execute()).map(fromRow);
}

export async function findDelivery(db: Db, key: string): Promise<DeliveryLine | null> {
  const row = await selected(db).where('key', '=', key).executeTakeFirst();
  return row === undefined ? null : fromRow(row);
}

/** How many are in each state. */
export async function deliveriesByState(db: Db): Promise<ReadonlyMap<string, number>> {
  const rows = await db
    .selectFrom('deliveries')
    .select(['state', sql<number>`count(*)::int`.as('count')])
    .groupBy('state')
    .execute();
  return new Map(rows.map(({ state, count }) => [state, count]));
}

function selected(db: Db) {
  return db.selectFrom('deliveries').selectAll();
}

function fromRow(row: Awaited<ReturnType<ReturnType<typeof selected>['execute']>>[number]): DeliveryLine {
  return {
    key: row.key,
    recipient: row.recipient,
    channel: row.channel as Channel,
    state: row.state as DeliveryState,
    about: aboutOf(row),
    severity: row.severity as Severity | null,
    subject: row.subject,
    attempt: row.attempt,
    response: row.response,
    lastError: row.last_error,
    unconfirmed: row.unconfirmed,
    supersededBy: row.superseded_by,
    againOf: row.again_of,
    createdAt: row.created_at,
    notBefore: row.not_before,
    sentAt: row.sent_at,
  };
}
