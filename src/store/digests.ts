/** What a day's digest is made from, and the digests themselves. */
import { sql } from 'kysely';
import { recordset } from './bulk.ts';
import type { MentionFilter } from './mention-filter.ts';
import { matching } from './mention-filter.ts';
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
  ranges: readonly { from: Date; to: Date }[],
): Promise<RangeCounts[]> {
  const whole = ranges.every((range) => range.from.getTime() % HOUR_MS === 0 && range.to.getTime() % HOUR_MS === 0);
  const rows = ranges.map((range, index) => ({ index, since: range.from, until: range.to }));
  const { rows: counts } = await sql<RangeCounts>`
    select coalesce(sum(b.total), 0)::int as total, coalesce(sum(b.negative), 0)::int as negative,
      coalesce(sum(b.positive), 0)::int as positive
    from ${recordset(rows, { index: 'integer', since: 'timestamptz', until: 'timestamptz' })}
    left join buckets b on b.brand = ${brand} and b.series = ${series} and b.width = ${whole ? 60 : 5}
      and b.start >= r.since and b.start < r.until
    group by r.index order by r.index`.execute(db);
  return counts;
}

/** Authors of these mentions who had not spoken of the brand before `from`. */
export async function countNewcomers(db: Db, filter: MentionFilter, from: Date): Promise<number> {
  const { rows } = await sql<{ newcomers: number }>`
    with speakers as materialized (
      select distinct p.author_key
      from mentions m join posts p on p.month = m.month and p.post_id = m.post_id
      where ${matching(filter)} and p.author_key is not null
    )
    select count(*)::int as newcomers
    from speakers s left join lateral (
      select true as known
      from posts q join mentions n on n.month = q.month and n.post_id = q.post_id
      where q.author_key = s.author_key and q.occurred_at < ${from} and n.brand = ${filter.brand}
      limit 1
    ) before on true
    where before.known is null`.execute(db);
  return rows[0]?.newcomers ?? 0;
}

/** Minutes from complaint to public answer, of complaints answered in [from, to): median and number. */
export async function responseTimes(
  db: Db,
  brand: string,
  from: Date,
  to: Date,
): Promise<{ answered: number; medianMinutes: number | null }> {
  const { rows } = await sql<{ answered: number; medianMinutes: number | null }>`
    select count(*)::int as answered,
      percentile_cont(0.5) within group (order by extract(epoch from p.reply_at - m.occurred_at) / 60)
        as "medianMinutes"
    from mentions m join posts p on p.month = m.month and p.post_id = m.post_id
    where m.brand = ${brand} and m.label = 'negative' and p.reply_at >= ${from} and p.reply_at < ${to}
      and p.reply_at >= m.occurred_at`.execute(db);
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

/** The last digests, those of later days first. `before`: only those of earlier days. */
export async function listDigests(
  db: Db,
  limit: number,
  { brand, before }: { readonly brand?: string; readonly before?: string } = {},
): Promise<Omit<DigestRow, 'view'>[]> {
  let query = db
    .selectFrom('digests')
    .select(['digest_id as digestId', 'brand', 'period', 'edition', 'day', 'recipient', 'language', 'timezone'])
    .select(['created_at as createdAt', 'sent_at as sentAt'])
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
