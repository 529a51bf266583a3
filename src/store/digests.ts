/** What a day's digest is made from, and the digests themselves. */
import { sql } from 'kysely';
import { recordset } from './bulk.ts';
import { type MentionFilter, matching, type Stretch, withPosts } from './mention-filter.ts';
import type { Db } from './store.ts';

export interface RangeCounts {
  readonly total: number;
  readonly negative: number;
  readonly positive: number;
}

const HOUR_MS = 3_600_000;

/** Counts of a series in each of the ranges, in their order; read from buckets, so the cost is that of the ranges. */
export async function countRanges(
  db: Db,
  brand: string,
  series: string,
  ranges: readonly Stretch[],
): Promise<RangeCounts[]> {
  return (await countSeries(db, brand, [series], ranges)).get(series) ?? [];
}

/** The same of several series at once. */
export async function countSeries(
  db: Db,
  brand: string,
  series: readonly string[],
  ranges: readonly Stretch[],
): Promise<ReadonlyMap<string, RangeCounts[]>> {
  const whole = ranges.every((range) => range.from.getTime() % HOUR_MS === 0 && range.to.getTime() % HOUR_MS === 0);
  const rows = ranges.map((range, index) => ({ index, since: range.from, until: range.to }));
  const { rows: counts } = await sql<RangeCounts & { series: string }>`
    select n.series, c.total, c.negative, c.positive
    from unnest(${[...new Set(series)]}::text[]) as n(series)
    cross join ${recordset(rows, { index: 'integer', since: 'timestamptz', until: 'timestamptz' })}
    cross join lateral (
      select coalesce(sum(b.total), 0)::int as total, coalesce(sum(b.negative), 0)::int as negative,
        coalesce(sum(b.positive), 0)::int as positive
      from buckets b where b.brand = ${brand} and b.series = n.series and b.width = ${whole ? 60 : 5}
        and b.start >= r.since and b.start < r.until
    ) c order by n.series, r.index`.execute(db);
  return Map.groupBy(counts, (row) => row.series);
}

/** Of these mentions, how many have a public answer, and the median of minutes until it came. */
export async function countAnswered(
  db: Db,
  filter: MentionFilter,
): Promise<{ answered: number; medianMinutes: number | null }> {
  const { rows } = await sql<{ answered: number; medianMinutes: number | null }>`
    select count(*)::int as answered,
      percentile_cont(0.5) within group (order by greatest(0, extract(epoch from p.reply_at - m.occurred_at)) / 60)
        as "medianMinutes"
    from ${withPosts(filter)} where ${matching({ ...filter, answered: true })}`.execute(db);
  return rows[0]!;
}

export type DigestPeriod = 'day' | 'week';

export interface DigestRow {
  readonly digestId: number;
  readonly brand: string;
  readonly period: DigestPeriod;
  /** 0; each amendment counts up. */
  readonly edition: number;
  /** The period's first day. */
  readonly day: string;
  readonly recipient: string;
  readonly language: string;
  readonly timezone: string;
  readonly view: unknown;
  readonly createdAt: Date;
  readonly sentAt: Date | null;
}

/** Keeps a composed digest; null where this edition of it has been composed for this recipient before. */
export async function insertDigest(
  db: Db,
  digest: Omit<DigestRow, 'digestId' | 'createdAt' | 'sentAt'>,
  now: Date,
): Promise<number | null> {
  const row = await db
    .insertInto('digests')
    .values({ ...digest, view: JSON.stringify(digest.view), created_at: now, sent_at: null })
    .onConflict((conflict) => conflict.columns(['brand', 'period', 'day', 'recipient', 'edition']).doNothing())
    .returning('digest_id')
    .executeTakeFirst();
  return row?.digest_id ?? null;
}

const DIGEST_COLUMNS = [
  'digest_id as digestId',
  'brand',
  'period',
  'edition',
  'day',
  'recipient',
  'language',
  'timezone',
  'view',
  'created_at as createdAt',
  'sent_at as sentAt',
] as const;

export async function findDigest(db: Db, digestId: number): Promise<DigestRow | null> {
  const row = await db
    .selectFrom('digests')
    .select(DIGEST_COLUMNS)
    .where('digest_id', '=', digestId)
    .executeTakeFirst();
  return row === undefined ? null : fromRow(row);
}

function fromRow<T extends { period: string }>(row: T): T & { period: DigestPeriod } {
  return { ...row, period: row.period === 'week' ? 'week' : 'day' };
}

/** A brand's digest of a period, its last edition: the recipient's, or any where none is named. */
export async function findDigestOf(
  db: Db,
  brand: string,
  day: string,
  recipient?: string,
  period: DigestPeriod = 'day',
): Promise<DigestRow | null> {
  let query = db
    .selectFrom('digests')
    .select(DIGEST_COLUMNS)
    .where('brand', '=', brand)
    .where('period', '=', period)
    .where('day', '=', day);
  if (recipient !== undefined) query = query.where('recipient', '=', recipient);
  const row = await query.orderBy('recipient').orderBy('edition', 'desc').limit(1).executeTakeFirst();
  return row === undefined ? null : fromRow(row);
}

/** Those of earlier versions do not say themselves when they went out: the first of their messages does. */
const SENT_AT = sql<Date | null>`coalesce(digests.sent_at, (select min(d.sent_at) from deliveries d
  where d.brand = digests.brand and d.incident_id is null and d.digest_id = digests.digest_id and d.state = 'sent'))`;

/** The last digests, those of later days first. `before`: only those of earlier days. */
export async function listDigests(
  db: Db,
  limit: number,
  { brand, before }: { readonly brand?: string; readonly before?: string } = {},
): Promise<Omit<DigestRow, 'view'>[]> {
  let query = db
    .selectFrom('digests')
    .select(['digest_id as digestId', 'brand', 'period', 'edition', 'day', 'recipient', 'language', 'timezone'])
    .select(['created_at as createdAt', SENT_AT.as('sentAt')])
    .orderBy('day', 'desc')
    .orderBy('brand')
    .orderBy('recipient')
    .orderBy('edition', 'desc')
    .limit(limit);
  if (brand !== undefined) query = query.where('brand', '=', brand);
  if (before !== undefined) query = query.where('day', '<', before);
  return (await query.execute()).map(fromRow);
}

export async function hasDigest(
  db: Db,
  brand: string,
  period: DigestPeriod,
  day: string,
  recipient: string,
): Promise<boolean> {
  const row = await db
    .selectFrom('digests')
    .select('digest_id')
    .where('brand', '=', brand)
    .where('period', '=', period)
    .where('day', '=', day)
    .where('recipient', '=', recipient)
    .executeTakeFirst();
  return row !== undefined;
}

/** What a recipient does not want any more. */
export interface Unsubscription {
  readonly recipient: string;
  readonly brand: string;
  readonly period: DigestPeriod;
}

export async function unsubscriptions(db: Db): Promise<Unsubscription[]> {
  const rows = await db.selectFrom('unsubscriptions').select(['recipient', 'brand', 'period']).execute();
  return rows.map(fromRow);
}

export async function unsubscribe(db: Db, what: Unsubscription, at: Date): Promise<void> {
  const { recipient, brand, period } = what;
  await db
    .insertInto('unsubscriptions')
    .values({ recipient, brand, period, at })
    .onConflict((conflict) => conflict.columns(['recipient', 'brand', 'period']).doNothing())
    .execute();
}

export async function resubscribe(db: Db, { recipient, brand, period }: Unsubscription): Promise<void> {
  await db
    .deleteFrom('unsubscriptions')
    .where('recipient', '=', recipient)
    .where('brand', '=', brand)
    .where('period', '=', period)
    .execute();
}

/**
 * Deliveries of a brand that nobody can vouch for before `to`: those that may or may not have arrived and are tried
 * again, and those given up since `from`, by the time of their last attempt.
 */
export async function troubledDeliveries(
  db: Db,
  brand: string,
  from: Date,
  to: Date,
): Promise<
  { recipient: string; channel: string; subject: string | null; at: Date; state: string; error: string; key: string }[]
> {
  const rows = await db
    .selectFrom('deliveries')
    .select(['recipient', 'channel', 'subject', 'created_at as at', 'state', 'last_error as error', 'key'])
    .where('brand', '=', brand)
    .where('created_at', '<', to)
    .where((where) => where.or([where('state', '=', 'dead'), where('unconfirmed', '=', true)]))
    .where((where) =>
      where.or([
        where('state', '=', 'pending'),
        where.and([where('not_before', '>=', from), where('not_before', '<', to)]),
      ]),
    )
    .orderBy('created_at')
    .execute();
  return rows.map((row) => ({ ...row, error: row.error ?? '' }));
}
