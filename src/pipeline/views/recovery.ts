/** What an answer did: the share of negative mentions and R, before it and since. */
import type { IncidentReason } from '../../detect/incident-types.ts';
import type { Figure } from '../../notify/views/parts.ts';
import type { IncidentRow, TransitionRow } from '../../store/incidents.ts';
import type { MentionFilter } from '../../store/mention-filter.ts';
import { countLabels } from '../../store/mention-list.ts';
import type { Db } from '../../store/store.ts';
import { figure } from './parts.ts';

/** Shares are of negative among judged mentions of the brand, 0…1; R as detection saw it last in each part, or null. */
export interface Recovery {
  /** When the brand answered; null where it did not: then the parts are the halves of the incident's life. */
  readonly answeredAt: Date | null;
  readonly before: Figure;
  readonly after: Figure;
  readonly rBefore: number | null;
  readonly rAfter: number | null;
}

const HOUR_MS = 3_600_000;

/** As of `until`. Null where that is not later than the answer. */
export async function recoveryOf(
  db: Db,
  incident: Pick<IncidentRow, 'brand' | 'openedAt'>,
  transitions: readonly TransitionRow[],
  until: Date,
): Promise<Recovery | null> {
  const past = transitions.filter(({ at }) => at <= until);
  const answered = past.findLast(({ kind }) => kind === 'answered');
  const turn = answered?.at ?? new Date((incident.openedAt.getTime() + until.getTime()) / 2);
  if (until <= turn) return null;
  const share = async (from: Date, to: Date) => {
    const filter: MentionFilter = { brand: incident.brand, from, to };
    const { total, negative } = await countLabels(db, filter);
    return figure(total === 0 ? 0 : negative / total, filter);
  };
  // What was measured in the very look that found the answer was measured before it could do anything.
  const lastR = (of: readonly TransitionRow[]) => of.map(rOf).findLast((r) => r !== null) ?? null;
  return {
    answeredAt: answered?.at ?? null,
    before: await share(new Date(incident.openedAt.getTime() - HOUR_MS), turn),
    after: await share(turn, until),
    rBefore: lastR(past.filter(({ at }) => at <= turn)),
    rAfter: lastR(past.filter(({ at }) => at > turn)),
  };
}

/** R of the furthest post at a change that detection made. */
function rOf({ reason }: TransitionRow): number | null {
  return (reason as Partial<IncidentReason>).viral?.verdict.r.value ?? null;
}
