/** Targets and sites that rest by an operator's command. What config pauses is not written here: config can change. */
import { sql } from 'kysely';
import type { Db } from './store.ts';

export type PauseKind = 'target' | 'site';

export interface Pause {
  readonly kind: PauseKind;
  /** A target's id, or a site as posts are stored under it or as a host. */
  readonly name: string;
  readonly since: Date;
  /** Null: until it is ended by command. */
  readonly until: Date | null;
  /** The operator's words; may be empty. */
  readonly reason: string;
}

/** Pauses that stand at `now`. */
export async function activePauses(db: Db, now: Date): Promise<Pause[]> {
  const rows = await db
    .selectFrom('pauses')
    .selectAll()
    .where('since', '<=', now)
    .where((where) => where.or([where('until', 'is', null), where('until', '>', now)]))
    .orderBy('kind')
    .orderBy('name')
    .execute();
  return rows.map((row) => ({ ...row, kind: row.kind as PauseKind }));
}

/** Pauses; one that stands already keeps its beginning and gets the new end and reason. */
export async function pause(db: Db, what: Pause, now: Date): Promise<void> {
  await db
    .insertInto('pauses')
    .values(what)
    .onConflict((conflict) =>
      conflict.columns(['kind', 'name']).doUpdateSet((row) => ({
        since: row
          .case()
          .when(row.and([row('pauses.until', 'is not', null), row('pauses.until', '<=', now)]))
          .then(row.ref('excluded.since'))
          .else(row.ref('pauses.since'))
          .end(),
        until: row.ref('excluded.until'),
        reason: row.ref('excluded.reason'),
      })),
    )
    .execute();
}

/** Ends a pause; false where none stood. */
export async function resume(db: Db, kind: PauseKind, name: string, now: Date): Promise<boolean> {
  const row = await db
    .deleteFrom('pauses')
    .where('kind', '=', kind)
    .where('name', '=', name)
    .returning('until')
    .executeTakeFirst();
  return row !== undefined && (row.until === null || row.until > now);
}

/** Writes down which targets rest now, for all who ask for coverage. */
export async function markPaused(db: Db, targets: readonly string[]): Promise<void> {
  await sql`update target_states set paused = not paused
    where paused <> (target = any(${[...targets]}::text[]))`.execute(db);
}
