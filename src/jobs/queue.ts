/**
 * Jobs across processes and machines: pg-boss on the store's own database. Every job is for now; what is due is
 * decided by the scheduler from our clock.
 */
import { randomUUID } from 'node:crypto';
import { CompiledQuery } from 'kysely';
import { PgBoss } from 'pg-boss';
import { messageOf } from '../errors.ts';
import type { Logger } from '../log.ts';
import type { Channel } from '../model.ts';
import type { Db, Store } from '../store/store.ts';

/** A job of a process that died is given to another one this long after its last sign of life. */
const HEARTBEAT_SECONDS = 15;
/** How often whoever works at a job says that it lives. */
const SIGN_OF_LIFE_MS = 5_000;
/** How often each process looks for jobs of processes that died. */
const SUPERVISE_SECONDS = 5;

/** What each queue carries. */
export interface JobData {
  /** One slot of one target. */
  crawl: { target: string; crawlId: number };
  /** Engagement of young posts of one target. */
  refresh: { target: string; crawlId: number };
  /** A brand of which something changed; `trace`: the crawl, push or file that changed it first. */
  judge: { brand: string; trace?: string };
  /** A brand's day, or the week that begins with it, for one recipient. */
  digest: { brand: string; period: 'day' | 'week'; day: string; recipient: string; channels: readonly Channel[] };
}

export type QueueName = keyof JobData;

interface QueueSettings {
  /** `exclusive`: one job a key, waiting or running. `stately`: one waiting and one running. */
  readonly policy: 'exclusive' | 'stately';
  readonly retryLimit: number;
  /** A job that runs longer than this is given to somebody else. */
  readonly expireInSeconds: number;
}

const QUEUES: Readonly<Record<QueueName, QueueSettings>> = {
  crawl: { policy: 'exclusive', retryLimit: 2, expireInSeconds: 1800 },
  refresh: { policy: 'exclusive', retryLimit: 0, expireInSeconds: 900 },
  judge: { policy: 'stately', retryLimit: 5, expireInSeconds: 300 },
  digest: { policy: 'exclusive', retryLimit: 5, expireInSeconds: 600 },
};

export interface Job<Name extends QueueName> {
  readonly id: string;
  readonly data: JobData[Name];
}

export class JobQueue {
  readonly #boss: PgBoss;

  readonly #log: Logger;

  private constructor(boss: PgBoss, log: Logger) {
    this.#boss = boss;
    this.#log = log;
  }

  /** Opens the queue, and makes its tables where there are none. `supervise`: looks after jobs of dead processes. */
  static async open(store: Store, log: Logger, supervise = true): Promise<JobQueue> {
    const boss = new PgBoss({
      db: executorOf(store.db),
      schema: 'jobs',
      schedule: false,
      supervise,
      superviseIntervalSeconds: SUPERVISE_SECONDS,
      monitorIntervalSeconds: SUPERVISE_SECONDS,
      persistWarnings: false,
      backend: store.kind === 'embedded' ? 'pglite' : 'postgres',
    });
    boss.on('error', (error) => log.error({ err: error }, 'job queue'));
    await boss.start();
    for (const [name, settings] of Object.entries(QUEUES)) {
      const limits = {
        heartbeatSeconds: HEARTBEAT_SECONDS,
        retryBackoff: true,
        retryDelay: 1,
        deleteAfterSeconds: 86_400,
      };
      const known = await boss.getQueue(name);
      if (known === null) await boss.createQueue(name, { ...settings, ...limits });
      else if (known.heartbeatSeconds !== HEARTBEAT_SECONDS) await boss.updateQueue(name, limits);
      // pg-boss looks a queue up when it is first used, over a connection of its own: not inside one of our
      // transactions, where on the embedded store everyone else waits.
      await boss.touch(name, randomUUID());
    }
    return new JobQueue(boss, log);
  }

  /**
   * Queues a job; false where one with this key is there already. With `db`, in that transaction: the job exists if and
   * only if what it is about was stored.
   */
  async send<Name extends QueueName>(name: Name, key: string, data: JobData[Name], db?: Db): Promise<boolean> {
    const options = { singletonKey: key, ...(db === undefined ? {} : { db: executorOf(db) }) };
    return (await this.#boss.send(name, data, options)) !== null;
  }

  /** Queues jobs, each under its key, in one statement; those whose key is there already are left out. */
  async sendAll<Name extends QueueName>(name: Name, jobs: ReadonlyMap<string, JobData[Name]>): Promise<void> {
    if (jobs.size === 0) return;
    await this.#boss.insert(
      name,
      [...jobs].map(([singletonKey, data]) => ({ singletonKey, data })),
    );
  }

  /** Takes one job, or null. It must be ended by `complete` or `fail`. */
  async take<Name extends QueueName>(name: Name): Promise<Job<Name> | null> {
    return (await this.takeSome(name, 1))[0] ?? null;
  }

  /** Takes up to `most` jobs, each of another key. Each must be ended by `complete` or `fail`. */
  async takeSome<Name extends QueueName>(name: Name, most: number): Promise<Job<Name>[]> {
    const jobs = await this.#boss.fetch<JobData[Name]>(name, { batchSize: most });
    return jobs.map(({ id, data }) => ({ id, data }));
  }

  /** Says now and then that jobs are still being worked at, until the returned function is called. */
  alive(name: QueueName, ...jobs: readonly Job<QueueName>[]): () => void {
    const timer = setInterval(() => {
      this.#boss
        .touch(
          name,
          jobs.map(({ id }) => id),
        )
        .catch((error: unknown) => this.#log.warn({ err: error, queue: name }, 'sign of life'));
    }, SIGN_OF_LIFE_MS);
    timer.unref();
    return () => clearInterval(timer);
  }

  async complete(name: QueueName, ...jobs: readonly Job<QueueName>[]): Promise<void> {
    if (jobs.length === 0) return;
    await this.#boss.complete(
      name,
      jobs.map(({ id }) => id),
    );
  }

  /** Gives the job back; it is tried again after a pause, up to its limit. */
  async fail(name: QueueName, job: Job<QueueName>, error: unknown): Promise<void> {
    await this.#boss.fail(name, job.id, { message: messageOf(error) });
  }

  async close(): Promise<void> {
    await this.#boss.stop({ graceful: false, close: false });
  }
}

/** Lets pg-boss speak through our connection, or our transaction. */
function executorOf(db: Db): { executeSql(text: string, values?: unknown[]): Promise<{ rows: unknown[] }> } {
  return {
    executeSql: async (text, values = []) => ({ rows: (await db.executeQuery(CompiledQuery.raw(text, values))).rows }),
  };
}
