/** The figures that machines watch: counts alone, no names of brands, targets or people. */
import { sql } from 'kysely';
import { GONE_AFTER_MS } from './processes.ts';
import type { Db } from './store.ts';

export interface StoreFigures {
  /** Targets by the state of their health. */
  readonly targets: Readonly<Record<string, number>>;
  /** Crawls of the last 24 hours by outcome. */
  readonly crawls: Readonly<Record<string, number>>;
  readonly postsNew: number;
  /** Seconds since the last crawl that saw its site; null before the first. */
  readonly sinceSeen: number | null;
  /** Open incidents by severity. */
  readonly incidents: Readonly<Record<string, number>>;
  /** Processes that live, by role. */
  readonly processes: Readonly<Record<string, number>>;
  readonly bytes: number;
}

const DAY_MS = 86_400_000;

/** One statement each, all on small tables or by index, so that asking every few seconds costs little. */
export async function storeFigures(db: Db, now: Date): Promise<StoreFigures> {
  const yesterday = new Date(now.getTime() - DAY_MS);
  const alive = new Date(now.getTime() - GONE_AFTER_MS);
  const { rows } = await sql<StoreFigures>`
    select
      (select coalesce(jsonb_object_agg(state, n), '{}') from (
        select case when t.paused then 'paused' else coalesce(h.state, 'new') end as state, count(*) as n
        from target_states t left join target_health h using (target) group by 1) s) as targets,
      (select coalesce(jsonb_object_agg(outcome, n), '{}') from (
        select outcome, count(*) as n from crawls where finished_at >= ${yesterday} group by 1) s) as crawls,
      (select coalesce(sum(posts_new), 0)::int from crawls where finished_at >= ${yesterday}) as "postsNew",
      (select extract(epoch from ${now}::timestamptz - max(covered_until))::float8 from target_states
        where not paused) as "sinceSeen",
      (select coalesce(jsonb_object_agg(severity, n), '{}') from (
        select severity, count(*) as n from incidents where closed_at is null group by 1) s) as incidents,
      (select coalesce(jsonb_object_agg(role, n), '{}') from (
        select role, count(*) as n from processes, unnest(roles) as role where seen_at > ${alive} group by 1) s)
        as processes,
      pg_database_size(current_database()) as bytes`.execute(db);
  return rows[0]!;
}
