/** What a set of mentions is about, in words: those that occur in it far more often than in the brand's usual mentions. */
import { topicWordsOf } from './topics/words.ts';

/** In how many texts each word occurs; can be added up and kept. */
export interface WordCounts {
  readonly texts: number;
  /** Key of a word → number of texts with it. */
  readonly words: ReadonlyMap<string, number>;
}

export interface Topic {
  /** As most texts write it. */
  readonly word: string;
  /** Texts of the set that contain it. */
  readonly texts: number;
  /** Comparable within one call; higher is more telling. */
  readonly weight: number;
}

export interface TopicOptions {
  /** Words to leave out: the brand's own names. */
  readonly exclude?: readonly string[];
  readonly limit?: number;
}

/** A word must occur this many times more often than usual. */
const LEAST_LIFT = 1.2;

/** Counts the words of `texts`; best one text a story, so that copies do not make a topic. */
export function countWords(texts: Iterable<string>): WordCounts {
  const words = new Map<string, number>();
  let count = 0;
  for (const text of texts) {
    count++;
    for (const key of topicWordsOf(text).keys()) words.set(key, (words.get(key) ?? 0) + 1);
  }
  return { texts: count, words };
}

/**
 * The most telling words of `texts` against `background` (the brand's mentions of weeks), most telling first. The weight
 * is TF-IDF with document frequencies on both sides: share in the set × log(share in the set ÷ share in the background).
 * A word of one text alone is no topic, unless there is only one text.
 */
export function topicsOf(texts: readonly string[], background: WordCounts, options: TopicOptions = {}): Topic[] {
  const { exclude = [], limit = 10 } = options;
  const left = new Set(exclude.flatMap((name) => [...topicWordsOf(name).keys(), name.toLowerCase()]));
  const counts = new Map<string, Map<string, number>>();
  for (const text of texts) {
    for (const [key, word] of topicWordsOf(text)) {
      if (left.has(key) || left.has(word)) continue;
      const forms = counts.get(key) ?? new Map<string, number>();
      forms.set(word, (forms.get(word) ?? 0) + 1);
      counts.set(key, forms);
    }
  }
  const least = texts.length > 1 ? 2 : 1;
  const topics: Topic[] = [];
  for (const [key, forms] of counts) {
    const inTexts = [...forms.values()].reduce((a, b) => a + b, 0);
    if (inTexts < least) continue;
    const here = inTexts / texts.length;
    // One text more on either side: a word never seen before is not infinitely telling.
    const usual = ((background.words.get(key) ?? 0) + 1) / (background.texts + 2);
    if (here < usual * LEAST_LIFT) continue;
    topics.push({ word: commonest(forms), texts: inTexts, weight: here * Math.log(here / usual) });
  }
  return topics.sort((a, b) => b.weight - a.weight || (a.word < b.word ? -1 : 1)).slice(0, limit);
}

function commonest(forms: ReadonlyMap<string, number>): string {
  let best = '';
  let most = 0;
  for (const [form, count] of forms) {
    if (count > most || (count === most && form.length < best.length)) {
      best = form;
      most = count;
    }
  }
  return best;
}
