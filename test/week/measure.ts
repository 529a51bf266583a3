/** What a running service holds at a moment: memory, handles, rows, and rows that should be gone by then. */
import { readdirSync, readlinkSync } from 'node:fs';
import { join } from 'node:path';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { sql } from 'kysely';
import type { KeptDays } from '../../src/model.ts';
import { monthOf } from '../../src/store/months.ts';
import { monthsKept } from '../../src/store/retention.ts';
import type { Db } from '../../src/store/store.ts';

export interface Measure {
  readonly day: number;
  /** In use after a full collection, and resident, bytes. */
  readonly heap: number;
  readonly resident: number;
  /** Open files and sockets but the store's; 0 where the system does not say. */
  readonly files: number;
  /** Files of its tables that the embedded store keeps open, up to a limit of its own. */
  readonly storeFiles: number;
  /** What keeps the event loop alive, by kind. */
  readonly handles: Readonly<Record<string, number>>;
  readonly rows: Readonly<Record<string, number>>;
  /** Rows that retention should have dropped, in words. */
  readonly overdue: readonly string[];
}

const DAY_MS = 86_400_000;

interface Subject {
  readonly db: Db;
  readonly dataDir: string;
  readonly kept: KeptDays;
  /** How long after their time rows may still be there. */
  readonly slackMs: number;
}

export async function measure({ db, dataDir, kept, slackMs }: Subject, day: number, now: Date): Promise<Measure> {
  const rows = await rowsByTable(db);
  const overdue = await overdueRows(db, now.getTime() - slackMs, kept);
  collect();
  const { heapUsed, rss } = process.memoryUsage();
  const handles: Record<string, number> = {};
  for (const kind of process.getActiveResourcesInfo()) handles[kind] = (handles[kind] ?? 0) + 1;
  return { day, heap: heapUsed, resident: rss, ...openFiles(dataDir), handles, rows, overdue };
}

function collect(): void {
  setFlagsFromString('--expose-gc');
  const gc = runInNewContext('gc') as () => void;
  gc();
  gc();
}

const OPEN = '/proc/self/fd';

function openFiles(dataDir: string): { files: number; storeFiles: number } {
  if (process.platform !== 'linux') return { files: 0, storeFiles: 0 };
  const targets = readdirSync(OPEN).map((number) => {
    try {
      return readlinkSync(join(OPEN, number));
    } catch (error) {
      // The folder itself, open while it was read.
      if ((error as NodeJS.ErrnoException).code === 'ENOENT') return '';
      throw error;
    }
  });
  const storeFiles = targets.filter((target) => target.startsWith(dataDir)).length;
  return { files: targets.length - storeFiles, storeFiles };
}

/** Every table, the queue's too; partitions are counted with the table they belong to. */
async function rowsByTable(db: Db): Promise<Record<string, number>> {
  const { rows: tables } = await sql<{ schema: string; name: string }>`
    select n.nspname as schema, c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname in ('public', 'jobs') and c.relkind in ('r', 'p') and not c.relispartition order by 1, 2`.execute(
    db,
  );
  const counts: Record<string, number> = {};
  for (const { schema, name } of tables) {
    const table = sql.table(`${schema}.${name}`);
    const { rows } = await sql<{ count: number }>`select count(*) as count from ${table}`.execute(db);
    counts[schema === 'public' ? name : `${schema}.${name}`] = rows[0]?.count ?? 0;
  }
  return counts;
}

/** Asked of the tables anew, not of the code that drops. */
async function overdueRows(db: Db, now: number, kept: KeptDays): Promise<string[]> {
  const found: string[] = [];
  const look = async (what: string, days: number | null, table: string, condition: (before: Date) => unknown) => {
    if (days === null) return;
    const before = new Date(now - days * DAY_MS);
    const { rows } = await sql<{ count: number }>`
      select count(*) as count from ${sql.table(table)} where ${condition(before)}`.execute(db);
    const count = rows[0]?.count ?? 0;
    if (count > 0) found.push(`${count} rows of ${table} (${what}) from before ${before.toISOString()}`);
  };
  await look('texts', kept.texts, 'posts', (before) => sql`first_seen_at < ${before} and text <> ''`);
  await look('texts', kept.texts, 'post_versions', (before) => sql`seen_at < ${before}`);
  await look('five_minutes', kept.fiveMinutes, 'buckets', (before) => sql`width = 5 and start < ${before}`);
  await look('hours', kept.hours, 'buckets', (before) => sql`width = 60 and start < ${before}`);
  await look('evidence', kept.evidence, 'evidence_posts', (before) => sql`at < ${before}`);
  for (const table of ['request_log', 'http_cache']) {
    await look('requests', kept.requests, table, (before) => sql`at < ${before}`);
  }
  await look(
    'crawls',
    kept.crawls,
    'crawls',
    (before) => sql`finished_at < ${before} and crawl_id not in (
      select last_crawl_id from target_states where last_crawl_id is not null)`,
  );
  await look('messages', kept.messages, 'deliveries', (before) => sql`created_at < ${before} and state <> 'pending'`);
  for (const table of ['posts', 'readings', 'mentions'] as const) {
    const days = table === 'readings' ? kept.readings : kept.posts;
    if (days === null) continue;
    const month = monthOf(new Date(now - days * DAY_MS));
    for (const old of await monthsKept(db, table)) if (old < month) found.push(`${table} of the month ${old}`);
  }
  return found;
}
