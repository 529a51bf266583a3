/** Which incidents nobody is to be told about for now, and what people noted about incidents. */
import type { Severity } from '../model.ts';
import type { Db } from './store.ts';

/** A mute as it stands; it ends at `until`, or when more negative mentions than `above` belong to the incident. */
export interface Mute {
  readonly brand: string;
  readonly incidentId: number;
  readonly by: string;
  /** Null: not by time. */
  readonly until: Date | null;
  /** Null: not by growth. */
  readonly above: number | null;
  /** How severe the incident is. */
  readonly severity: Severity;
  /** How severe it was when it was muted. */
  readonly mutedSeverity: Severity;
  /** The number of the transition that muted it. */
  readonly seq: number;
}

function muted(db: Db) {
  return db
    .selectFrom('incidents as i')
    .where('i.muted_by', 'is not', null)
    .innerJoin('incident_transitions as t', (join) =>
      join
        .onRef('t.brand', '=', 'i.brand')
        .onRef('t.incident_id', '=', 'i.incident_id')
        .on('t.seq', '=', (select) =>
          select
            .selectFrom('incident_transitions as last')
            .select((max) => max.fn.max('last.seq').as('seq'))
            .whereRef('last.brand', '=', 'i.brand')
            .whereRef('last.incident_id', '=', 'i.incident_id')
            .where('last.kind', '=', 'muted'),
        ),
    )
    .select(['i.brand', 'i.incident_id as incidentId', 'i.muted_by as by', 'i.muted_until as until'])
    .select(['i.muted_above as above', 'i.severity', 't.severity as mutedSeverity', 't.seq']);
}

type Row = Awaited<ReturnType<ReturnType<typeof muted>['execute']>>[number];

function fromRow(row: Row): Mute {
  const { severity, mutedSeverity } = row;
  return { ...row, by: row.by ?? '', severity: severity as Severity, mutedSeverity: mutedSeverity as Severity };
}

/** Every mute that has not been ended, also those whose time has passed. */
export async function mutes(db: Db): Promise<Mute[]> {
  return (await muted(db).orderBy('i.incident_id').execute()).map(fromRow);
}

export async function muteOf(db: Db, incidentId: number): Promise<Mute | null> {
  const row = await muted(db).where('i.incident_id', '=', incidentId).executeTakeFirst();
  return row === undefined ? null : fromRow(row);
}

export async function setMute(
  db: Db,
  incidentId: number,
  mute: Pick<Mute, 'by' | 'until' | 'above'> | null,
): Promise<void> {
  await db
    .updateTable('incidents')
    .set({ muted_by: mute?.by ?? null, muted_until: mute?.until ?? null, muted_above: mute?.above ?? null })
    .where('incident_id', '=', incidentId)
    .execute();
}

/** Who has an incident in hand. */
export async function setOwner(db: Db, incidentId: number, owner: string): Promise<void> {
  await db.updateTable('incidents').set({ owner }).where('incident_id', '=', incidentId).execute();
}

export interface IncidentNote {
  readonly at: Date;
  readonly by: string;
  readonly text: string;
}

export async function addNote(db: Db, brand: string, incidentId: number, note: IncidentNote): Promise<void> {
  const { at, by, text } = note;
  await db.insertInto('incident_notes').values({ brand, incident_id: incidentId, at, by_whom: by, text }).execute();
}

/** Oldest first. */
export async function notesOf(db: Db, brand: string, incidentId: number): Promise<IncidentNote[]> {
  return db
    .selectFrom('incident_notes')
    .select(['at', 'by_whom as by', 'text'])
    .where('brand', '=', brand)
    .where('incident_id', '=', incidentId)
    .orderBy('note_id')
    .execute();
}
