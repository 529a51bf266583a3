/**
 * What autovacuum does on a server. The embedded Postgres is a single process without one: left alone, its tables would
 * grow with every update, and its plans would be made from no statistics.
 */
import type { Pool } from 'pg';

/** Autovacuum's own thresholds, with their defaults: so many rows, and this share of the table. */
const NEEDS_TIDYING = `
  select format('%I.%I', schemaname, relname) as "table"
  from pg_stat_user_tables
  where n_dead_tup > 50 + 0.2 * n_live_tup
     or n_ins_since_vacuum > 1000 + 0.2 * n_live_tup
     or n_mod_since_analyze > 50 + 0.1 * n_live_tup
  order by n_dead_tup + n_ins_since_vacuum + n_mod_since_analyze desc
  limit 1`;

/**
 * Vacuums and analyses the table that needs it most and returns its name; null when none does. Other queries wait
 * meanwhile, one table's time.
 */
export async function tidyOne(pool: Pool): Promise<string | null> {
  const { rows } = await pool.query<{ table: string }>(NEEDS_TIDYING);
  const table = rows[0]?.table;
  if (table === undefined) return null;
  await pool.query(`vacuum (analyze) ${table}`);
  return table;
}
