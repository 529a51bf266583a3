/** The state of work for operators: the job queue's tables and the outbox, counted. */
import { sql } from 'kysely';
import { LOOKING } from './crawls.ts';
import { type DeliveryStop, deliveryStops } from './delivery-health.ts';
import type { Db } from './store.ts';

export interface QueueState {
  readonly queue: string;
  readonly waiting: number;
  readonly running: number;
  /** Given up after their last attempt, within the days that the queue keeps them. */
  readonly failed: number;
  readonly oldestWaiting: Date | null;
}

/** Empty where no service has made its queue yet. */
export async function queueStates(db: Db): Promise<QueueState[]> {
  const { rows: found } = await sql<{ there: boolean }>`select to_regclass('jobs.job') is not null as there`.execute(
    db,
  );
  if (!found[0]?.there) return [];
  const { rows } = await sql<QueueState>`
    select name as queue,
      count(*) filter (where state in ('created', 'retry')) as waiting,
      count(*) filter (where state = 'active') as running,
      count(*) filter (where state = 'failed') as failed,
      min(created_on) filter (where state in ('created', 'retry')) as "oldestWaiting"
    from jobs.job where name in ('crawl', 'refresh', 'judge', 'digest') group by name order by name`.execute(db);
  return rows;
}

export interface OutboxState {
  readonly pending: number;
  /** Should have gone out five minutes ago or longer: nobody has sent them, or every attempt failed. */
  readonly late: number;
  /** Why the last attempt at the oldest of them failed; null where there are none, or nobody has tried. */
  readonly lateReason: string | null;
  readonly sentLastDay: number;
  readonly dead: readonly TroubledDelivery[];
  /** May have arrived, and nobody has confirmed it; they are tried again. */
  readonly unconfirmed: readonly TroubledDelivery[];
  /** Recipients to whom nothing is sent, since their address was refused. */
  readonly stopped: readonly DeliveryStop[];
}

interface TroubledDelivery {
  readonly key: string;
  readonly recipient: string;
  readonly channel: string;
  readonly attempt: number;
  readonly lastError: string | null;
  readonly createdAt: Date;
}

const DAY_MS = 86_400_000;
/** Dead letters stay in sight this long. */
const DEAD_DAYS = 30;
/** A second attempt comes a minute after the first. */
const LATE_MS = 5 * 60_000;

export async function outboxState(db: Db, now: Date): Promise<OutboxState> {
  const counts = await db
    .selectFrom('deliveries')
    .select([
      sql<number>`count(*) filter (where state = 'pending')`.as('pending'),
      sql<number>`count(*) filter (where sent_at >= ${new Date(now.getTime() - DAY_MS)})`.as('sentLastDay'),
    ])
    .executeTakeFirstOrThrow();
  // A retry moves `not_before`, so that says nothing of how long a message has waited.
  const { rows: late } = await sql<{ late: number; lateReason: string | null }>`
    select count(*) as late, (array_agg(d.last_error order by d.first_due, d.key))[1] as "lateReason"
    from deliveries d
    where d.state = 'pending' and d.first_due <= ${new Date(now.getTime() - LATE_MS)} and not exists (
      select 1 from delivery_stops s where s.recipient = d.recipient and s.channel = d.channel)`.execute(db);
  const troubled = db
    .selectFrom('deliveries')
    .select(['key', 'recipient', 'channel', 'attempt', 'last_error as lastError', 'created_at as createdAt'])
    .orderBy('created_at', 'desc')
    .limit(20);
  const dead = await troubled
    .where('state', '=', 'dead')
    .where('created_at', '>=', new Date(now.getTime() - DEAD_DAYS * DAY_MS))
    .execute();
  const unconfirmed = await troubled.where('unconfirmed', '=', true).where('state', '=', 'pending').execute();
  return { ...counts, ...late[0]!, dead, unconfirmed, stopped: await deliveryStops(db) };
}

/** The last crawl of a target that has ended, or what a door brought last, in full. */
export interface CrawlRow {
  readonly target: string;
  readonly startedAt: Date;
  readonly finishedAt: Date;
  readonly outcome: string;
  readonly reason: string;
  readonly requests: number;
  readonly bytes: number;
  readonly postsSeen: number;
  readonly postsNew: number;
  readonly postsUpdated: number;
  readonly postsFailed: number;
  readonly fill: Readonly<Record<string, number>>;
}

export async function lastCrawlOf(db: Db, target: string): Promise<CrawlRow | null> {
  const row = await db
    .selectFrom('crawls')
    .select(['target', 'started_at', 'finished_at', 'outcome', 'reason', 'requests', 'bytes', 'fill'])
    .select(['posts_seen as postsSeen', 'posts_new as postsNew'])
    .select(['posts_updated as postsUpdated', 'posts_failed as postsFailed'])
    .where('target', '=', target)
    .where('kind', 'in', [...LOOKING])
    .where('finished_at', 'is not', null)
    .orderBy('finished_at', 'desc')
    .limit(1)
    .executeTakeFirst();
  if (row?.started_at == null || row.finished_at === null) return null;
  const { started_at: startedAt, finished_at: finishedAt, outcome, reason, fill, ...counts } = row;
  return { ...counts, startedAt, finishedAt, outcome: outcome ?? 'failed', reason: reason ?? '', fill: fill ?? {} };
}

/** New posts of a target since `since`, first crawls left out. */
export async function postsSince(db: Db, target: string, since: Date): Promise<number> {
  const row = await db
    .selectFrom('crawls')
    .select(sql<number>`coalesce(sum(posts_new - posts_backfilled), 0)::integer`.as('posts'))
    .where('target', '=', target)
    .where('finished_at', '>=', since)
    .executeTakeFirstOrThrow();
  return row.posts;
}
