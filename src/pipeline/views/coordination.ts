/** Whether an incident's copies look as if somebody had ordered them: a hint with its evidence, never a verdict. */
import { looksCoordinated } from '../../analyze/talkers.ts';
import type { AlertView } from '../../notify/views/alert.ts';
import { copiesOfIncident } from '../../store/signals.ts';
import type { Db } from '../../store/store.ts';
import { figure } from './parts.ts';

/** Fewer copies never look ordered; so many are enough to tell, however large the story grows. */
const LOOKED_AT = { fewest: 5, limit: 2000 };

/** Of the largest story that looks so; null where none does. */
export async function coordinationOf(db: Db, brand: string, incidentId: number): Promise<AlertView['coordination']> {
  const stories = Map.groupBy(await copiesOfIncident(db, brand, incidentId, LOOKED_AT), ({ storyId }) => storyId);
  const largest = [...stories.entries()].sort((a, b) => b[1].length - a[1].length);
  const found = largest.find(([, copies]) => looksCoordinated(copies));
  if (found === undefined) return null;
  const [story, copies] = found;
  const filter = { brand, story, everyone: true } as const;
  return {
    copies: figure(copies.length, filter),
    accounts: figure(new Set(copies.map(({ author }) => author)).size, filter),
  };
}
