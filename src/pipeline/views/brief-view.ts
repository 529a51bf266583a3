/** An incident as it stands, for somebody who was not there. */
import type { Recipient } from '../../model.ts';
import type { BriefView } from '../../notify/views/brief.ts';
import { countKeptPages } from '../../store/evidence.ts';
import { transitionsOf } from '../../store/incidents.ts';
import type { MentionFilter } from '../../store/mention-filter.ts';
import { notesOf } from '../../store/mutes.ts';
import { type AlertViewDeps, composeCounted, nameOf, noteOf } from './alert-view.ts';
import { figure } from './parts.ts';

/** Whoever reads it was told nothing before: no delivery has this id. */
const NOBODY = '@brief';

/** Null where the incident or its brand does not exist. */
export async function composeBrief(
  deps: AlertViewDeps,
  incidentId: number,
  reader: Pick<Recipient, 'language' | 'timezone'>,
  now: Date,
): Promise<BriefView | null> {
  const { db } = deps;
  const history = await transitionsOf(db, incidentId);
  const last = history.at(-1);
  if (last === undefined) return null;
  const counted = await composeCounted(deps, incidentId, last.seq, { ...reader, id: NOBODY, name: '', email: null });
  if (counted === null) return null;
  const { alert, total } = counted;
  const filter: MentionFilter = { brand: alert.brand.id, incident: incidentId };
  const notes = await notesOf(db, alert.brand.id, incidentId);
  return {
    at: now.toISOString(),
    alert: { ...alert, escalation: null, change: { ...alert.change, by: null, note: null } },
    history: history.map((change) => ({
      kind: change.kind,
      at: change.at.toISOString(),
      severity: change.severity,
      by: change.by === 'earshot' ? null : nameOf(deps, change.by, reader.language),
      note: noteOf(change),
    })),
    notes: notes.map(({ at, by, text }) => ({ at: at.toISOString(), by: nameOf(deps, by, reader.language), text })),
    mentions: figure(total, filter),
    kept: await countKeptPages(db, alert.brand.id, incidentId),
    page: `/incidents/${incidentId}`,
  };
}
