/** Whether copies look as if somebody had ordered them: a hint with its evidence, never a verdict. */
import { looksCoordinated } from '../../analyze/talkers.ts';
import type { AlertView } from '../../notify/views/alert.ts';
import { countMentions } from '../../store/mention-list.ts';
import { countPeople } from '../../store/people-behind.ts';
import type { Db } from '../../store/store.ts';
import { firstCopiesOf } from '../../store/talkers.ts';
import { figure } from './parts.ts';

/** Stories told less often never look ordered. */
export const FEWEST_COPIES = 5;
/** So many copies are enough to tell, however large a story grows. */
const MOST_COPIES = 2000;

/** Of the largest of these stories that looks so; null where none does. */
export async function coordinationOf(
  db: Db,
  brand: string,
  stories: readonly number[],
): Promise<AlertView['coordination']> {
  const byStory = Map.groupBy(await firstCopiesOf(db, brand, stories, MOST_COPIES), ({ storyId }) => storyId);
  const largest = [...byStory.entries()].sort((a, b) => b[1].length - a[1].length);
  const found = largest.find(([, copies]) => looksCoordinated(copies));
  if (found === undefined) return null;
  const [story, copies] = found;
  // Of a story that goes on, what was looked at: the figures are those of the lists that they lead to.
  const last = copies.length < MOST_COPIES ? null : copies.at(-1)!.at;
  const filter = { brand, story, everyone: true, ...(last && { to: new Date(last.getTime() + 1) }) } as const;
  return {
    copies: figure((await countMentions(db, filter)).total, filter),
    accounts: figure((await countPeople(db, filter)).named, filter),
  };
}
