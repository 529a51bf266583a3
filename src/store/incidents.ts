/** Incidents, their transitions and their posts. */
import type { Selectable, Transaction } from 'kysely';
import type { IncidentState, Severity, TransitionKind } from '../model.ts';
import { joinIncident } from './incident-pieces.ts';
import type { PostRef } from './post-ref.ts';
import type { IncidentsTable } from './schema/incidents.ts';
import type { Database } from './schema.ts';
import type { Db } from './store.ts';

/** An incident as stored; `scope` and `memory` are detection's own. */
export interface IncidentRow {
  readonly brand: string;
  readonly incidentId: number;
  readonly state: IncidentState;
  readonly severity: Severity;
  readonly openedAt: Date;
  readonly changedAt: Date;
  readonly closedAt: Date | null;
  readonly title: unknown;
  readonly scope: unknown;
  readonly memory: unknown;
  readonly owner: string | null;
}

const ENDED: ReadonlySet<IncidentState> = new Set(['resolved', 'dismissed']);

function fromRow(row: Selectable<IncidentsTable>): IncidentRow {
  return {
    brand: row.brand,
    incidentId: row.incident_id,
    state: row.state as IncidentState,
    severity: row.severity as Severity,
    openedAt: row.opened_at,
    changedAt: row.changed_at,
    closedAt: row.closed_at,
    title: row.title,
    scope: row.scope,
    memory: row.memory,
    owner: row.owner,
  };
}

/** Incidents of a brand that are open, or were closed after `since`. `lock`: nobody else decides meanwhile. */
export async function recentIncidents(db: Db, brand: string, since: Date, lock = false): Promise<IncidentRow[]> {
  let query = db
    .selectFrom('incidents')
    .selectAll()
    .where('brand', '=', brand)
    .where((where) => where.or([where('closed_at', 'is', null), where('closed_at', '>', since)]))
    .orderBy('incident_id');
  if (lock) query = query.forUpdate();
  return (await query.execute()).map(fromRow);
}

export async function findIncident(db: Db, incidentId: number, lock = false): Promise<IncidentRow | null> {
  let query = db.selectFrom('incidents').selectAll().where('incident_id', '=', incidentId);
  if (lock) query = query.forUpdate();
  const row = await query.executeTakeFirst();
  return row === undefined ? null : fromRow(row);
}

/** The last incidents of all brands, newest change first. */
export async function listIncidents(
  db: Db,
  filter: { brand?: string; openOnly?: boolean; limit: number },
): Promise<IncidentRow[]> {
  let query = db.selectFrom('incidents').selectAll().orderBy('changed_at', 'desc').limit(filter.limit);
  if (filter.brand !== undefined) query = query.where('brand', '=', filter.brand);
  if (filter.openOnly) query = query.where('closed_at', 'is', null);
  return (await query.execute()).map(fromRow);
}

/** Incidents of a brand that were open at any time in [from, to), oldest first. */
export async function incidentsWithin(db: Db, brand: string, from: Date, to: Date): Promise<IncidentRow[]> {
  const rows = await db
    .selectFrom('incidents')
    .selectAll()
    .where('brand', '=', brand)
    .where('opened_at', '<', to)
    .where((where) => where.or([where('closed_at', 'is', null), where('closed_at', '>', from)]))
    .orderBy('opened_at')
    .orderBy('incident_id')
    .execute();
  return rows.map(fromRow);
}

/** Brands that have an open incident: to be looked at again even when nothing new came in. */
export async function brandsWithOpenIncidents(db: Db): Promise<string[]> {
  const rows = await db.selectFrom('incidents').select('brand').distinct().where('closed_at', 'is', null).execute();
  return rows.map((row) => row.brand).sort();
}

/** Incidents that nobody has acknowledged. */
export async function unacknowledged(
  db: Db,
  brands: readonly string[],
): Promise<{ brand: string; incidentId: number }[]> {
  return db
    .selectFrom('incidents')
    .select(['brand', 'incident_id as incidentId'])
    .where('closed_at', 'is', null)
    .where('state', '=', 'open')
    .where('brand', 'in', [...brands])
    .orderBy('incident_id')
    .execute();
}

/** A change to be stored: the incident as it is afterwards, and the transition, if it is one. */
export interface IncidentWrite {
  readonly brand: string;
  /** Null: a new incident. */
  readonly incidentId: number | null;
  readonly at: Date;
  readonly state: IncidentState;
  readonly severity: Severity;
  readonly title: unknown;
  readonly scope: unknown;
  readonly memory: unknown;
  /** Null: scope and memory only; nothing is added to the incident's history. */
  readonly transition: { readonly kind: TransitionKind; readonly by: string; readonly reason: unknown } | null;
  readonly posts: readonly { readonly month: number; readonly postId: number; readonly role: string }[];
}

/** What was stored: the incident's id, the number of the transition (null where there is none), posts new to it. */
export interface WrittenIncident {
  readonly incidentId: number;
  readonly seq: number | null;
  readonly joined: readonly PostRef[];
}

export async function writeIncident(trx: Transaction<Database>, write: IncidentWrite): Promise<WrittenIncident> {
  const closedAt = ENDED.has(write.state) ? write.at : null;
  const values = {
    severity: write.severity,
    title: JSON.stringify(write.title),
    scope: JSON.stringify(write.scope),
    memory: write.memory === null || write.memory === undefined ? null : JSON.stringify(write.memory),
  };
  let incidentId = write.incidentId;
  if (incidentId === null) {
    const row = await trx
      .insertInto('incidents')
      .values({
        brand: write.brand,
        state: write.state,
        opened_at: write.at,
        changed_at: write.at,
        closed_at: closedAt,
        owner: null,
        ...values,
      })
      .returning('incident_id')
      .executeTakeFirstOrThrow();
    incidentId = row.incident_id;
  } else {
    await trx
      .updateTable('incidents')
      .set(
        write.transition === null
          ? values
          : { ...values, state: write.state, changed_at: write.at, closed_at: closedAt },
      )
      .where('brand', '=', write.brand)
      .where('incident_id', '=', incidentId)
      .execute();
  }
  const joined = await joinIncident(trx, write.brand, incidentId, write.posts);
  if (write.transition === null) return { incidentId, seq: null, joined };
  const { transition, brand, severity, at } = write;
  const seq = await addTransition(trx, { brand, incidentId, severity, at, ...transition });
  return { incidentId, seq, joined };
}

/** Adds to an incident's history, and changes nothing else of it. Returns the transition's number. */
export async function addTransition(
  trx: Transaction<Database>,
  transition: {
    readonly brand: string;
    readonly incidentId: number;
    readonly severity: Severity;
    readonly at: Date;
    readonly kind: TransitionKind;
    readonly by: string;
    readonly reason: unknown;
  },
): Promise<number> {
  const { brand, incidentId, severity, at, kind, by, reason } = transition;
  const last = await trx
    .selectFrom('incident_transitions')
    .select((select) => select.fn.max('seq').as('seq'))
    .where('brand', '=', brand)
    .where('incident_id', '=', incidentId)
    .executeTakeFirst();
  const seq = (last?.seq ?? 0) + 1;
  await trx
    .insertInto('incident_transitions')
    .values({ brand, incident_id: incidentId, seq, kind, at, by_whom: by, severity, reason: JSON.stringify(reason) })
    .execute();
  return seq;
}

export interface TransitionRow {
  readonly seq: number;
  readonly kind: TransitionKind;
  readonly at: Date;
  readonly by: string;
  readonly severity: Severity;
  readonly reason: unknown;
}

/** An incident's history, oldest first. */
export async function transitionsOf(db: Db, incidentId: number): Promise<TransitionRow[]> {
  const rows = await db
    .selectFrom('incident_transitions')
    .select(['seq', 'kind', 'at', 'by_whom as by', 'severity', 'reason'])
    .where('incident_id', '=', incidentId)
    .orderBy('seq')
    .execute();
  return rows.map((row) => ({ ...row, kind: row.kind as TransitionKind, severity: row.severity as Severity }));
}
