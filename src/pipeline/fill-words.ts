/** Makes the words of mentions that were taken in before there was a search. */
import type { Store } from '../store/store.ts';
import { wordlessMentions, writeWords } from '../store/wordless.ts';
import { wordsOf } from './search.ts';

/** One unit of work: the words of the latest `limit` mentions that have none. How many there were; 0: none are left. */
export async function fillWords(store: Store, limit: number): Promise<number> {
  const mentions = await wordlessMentions(store.db, limit);
  if (mentions.length > 0)
    await writeWords(
      store.db,
      mentions.map((of) => ({ of, tokens: wordsOf(of) })),
    );
  return mentions.length;
}
