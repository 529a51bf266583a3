/** English words without their endings: "refunded" and "refunds" are "refund" (Porter 1980). */
import porter from 'natural/lib/natural/stemmers/porter_stemmer.js';

const LETTERS = /^[a-z']{3,}$/;
/** Words are few and come again, and stemming is slow. */
const known = new Map<string, string>();
const MOST = 20_000;

/** The stem of a folded word; what is no English word stays as it is. */
export function stemOf(word: string): string {
  if (!LETTERS.test(word)) return word;
  let stem = known.get(word);
  if (stem === undefined) {
    if (known.size >= MOST) known.clear();
    stem = porter.stem(word);
    known.set(word, stem);
  }
  return stem;
}
