/** How messages fare: recipients that rest after a refusal, letters given up, what operators were told of it. */
import { sql } from 'kysely';
import type { Db } from './store.ts';

/** A recipient's channel that rests: nothing is sent over it, and nothing is lost. */
export interface DeliveryStop {
  readonly recipient: string;
  readonly channel: string;
  /** What was refused. */
  readonly address: string;
  readonly since: Date;
  /** The other side's words. */
  readonly reason: string;
}

export async function stopDeliveries(db: Db, stop: DeliveryStop): Promise<void> {
  await db
    .insertInto('delivery_stops')
    .values(stop)
    .onConflict((conflict) => conflict.columns(['recipient', 'channel']).doNothing())
    .execute();
}

export async function deliveryStops(db: Db): Promise<DeliveryStop[]> {
  return db.selectFrom('delivery_stops').selectAll().orderBy('since').orderBy('recipient').execute();
}

/** Sends again over all channels of a recipient; false where none rested. */
export async function resumeDeliveries(db: Db, recipient: string): Promise<boolean> {
  const result = await db.deleteFrom('delivery_stops').where('recipient', '=', recipient).executeTakeFirst();
  return result.numDeletedRows > 0n;
}

/** A delivery that was given up. */
export interface DeadLetter {
  readonly key: string;
  readonly recipient: string;
  readonly channel: string;
  readonly subject: string | null;
  readonly error: string;
  readonly createdAt: Date;
}

/** Given up since `since`, and not told to operators yet. Messages to operators are not among them. */
export async function untoldDead(db: Db, since: Date, limit: number): Promise<DeadLetter[]> {
  const { rows } = await sql<DeadLetter>`
    select d.key, d.recipient, d.channel, d.subject, coalesce(d.last_error, '') as error, d.created_at as "createdAt"
    from deliveries d
    where d.state = 'dead' and d.created_at >= ${since} and d.kind <> 'operator'
      and not exists (select 1 from operator_alarms a where a.alarm = 'dead:' || d.key)
    order by d.created_at, d.key limit ${limit}`.execute(db);
  return rows;
}

/** Notes that an alarm is on; false where it was on already. */
export async function raiseAlarm(db: Db, alarm: string, since: Date, now: Date): Promise<boolean> {
  const row = await db
    .insertInto('operator_alarms')
    .values({ alarm, since, told_at: now })
    .onConflict((conflict) => conflict.column('alarm').doNothing())
    .returning('alarm')
    .executeTakeFirst();
  return row !== undefined;
}

/** Ends an alarm; since when it was on, or null where it was not. */
export async function endAlarm(db: Db, alarm: string): Promise<Date | null> {
  const row = await db.deleteFrom('operator_alarms').where('alarm', '=', alarm).returning('since').executeTakeFirst();
  return row?.since ?? null;
}

/** Alarms that are on, of those named, with when operators were told of each. */
export async function standingAlarms(db: Db, names: readonly string[]): Promise<ReadonlyMap<string, Date>> {
  const rows = await db
    .selectFrom('operator_alarms')
    .select(['alarm', 'told_at'])
    .where('alarm', 'in', [...names])
    .execute();
  return new Map(rows.map(({ alarm, told_at }) => [alarm, told_at]));
}

/** Until when any target that is to be crawled was seen; null: never, or there is none. */
export async function lastSeen(db: Db): Promise<Date | null> {
  const row = await db
    .selectFrom('target_states')
    .select((select) => select.fn.max('covered_until').as('at'))
    .where('paused', '=', false)
    .executeTakeFirst();
  return row?.at ?? null;
}

/** Whether any crawl was due since `since`: with weekly schedules alone, a day without any is as it should be. */
export async function crawlsDueSince(db: Db, since: Date): Promise<boolean> {
  const row = await db.selectFrom('crawls').select('crawl_id').where('slot', '>=', since).limit(1).executeTakeFirst();
  return row !== undefined;
}

/** Since when the oldest message waits that should have gone out; null where none does. Those that rest do not count. */
export async function waitingSince(db: Db): Promise<Date | null> {
  const { rows } = await sql<{ at: Date | null }>`
    select min(d.first_due) as at from deliveries d
    where d.state = 'pending' and not exists (
      select 1 from delivery_stops s where s.recipient = d.recipient and s.channel = d.channel)`.execute(db);
  return rows[0]?.at ?? null;
}

/** Whether any message has been sent since `since`. */
export async function sentSince(db: Db, since: Date): Promise<boolean> {
  const row = await db.selectFrom('deliveries').select('key').where('sent_at', '>=', since).limit(1).executeTakeFirst();
  return row !== undefined;
}
