/** Monthly partitions: made before a transaction needs them, so that no write waits on a lock for a new table. */
import { type Kysely, sql } from 'kysely';
import type { Database } from './schema.ts';

const PARTITIONED = ['posts', 'readings', 'mentions'] as const;

/** `yyyymm` of a moment, UTC: the partition key of everything kept by month. */
export function monthOf(at: Date): number {
  return at.getUTCFullYear() * 100 + at.getUTCMonth() + 1;
}

/** The first moment of a month, given as `yyyymm`. */
export function monthStart(month: number): Date {
  return new Date(Date.UTC(Math.floor(month / 100), (month % 100) - 1));
}

/** Makes the partitions of these months where they do not exist yet. Safe to call from several processes at once. */
export class Months {
  readonly #known = new Set<number>();
  readonly #db: Kysely<Database>;

  constructor(db: Kysely<Database>) {
    this.#db = db;
  }

  async ensure(months: Iterable<number>): Promise<void> {
    const missing = [...new Set(months)].filter((month) => !this.#known.has(month)).sort((a, b) => a - b);
    for (const month of missing) {
      for (const table of PARTITIONED) await this.#make(table, month);
      this.#known.add(month);
    }
  }

  /** Looks again which partitions there are: some were dropped. */
  forget(): void {
    this.#known.clear();
  }

  async #make(table: (typeof PARTITIONED)[number], month: number): Promise<void> {
    try {
      await sql
        .raw(
          `create table if not exists ${table}_${month} partition of ${table} for values from (${month}) to (${month + 1})`,
        )
        .execute(this.#db);
    } catch (error) {
      // Two processes making the same partition: "if not exists" looks before it locks, so the slower one fails.
      const code = (error as { code?: string }).code;
      if (code !== '42P07' && code !== '23505' && code !== '42P17') throw error;
    }
  }
}
