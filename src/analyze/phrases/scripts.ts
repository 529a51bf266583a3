/** Phrase books by script, so that an English text never waits for the Chinese phrases to be read. */
import type { Field } from '../match/field.ts';
import { isDigit, isHan, isSpace } from '../text/chars.ts';
import { type Occurrence, PhraseBook } from './book.ts';

export type PhraseEntry<T> = readonly [pattern: string, value: T];

/**
 * Looks for the patterns with a Chinese character in texts with one, for the others in texts with a letter or digit of
 * another script. Each book is made when a text first needs it. So a pattern with a Chinese character must not have a
 * spelling without any.
 */
export class ScriptBooks<T> {
  readonly #entries: () => Iterable<PhraseEntry<T>>;
  #han: PhraseBook<T> | undefined;
  #other: PhraseBook<T> | undefined;

  /** `entries` is asked once for each book. Broken patterns throw when their book is made. */
  constructor(entries: () => Iterable<PhraseEntry<T>>) {
    this.#entries = entries;
  }

  /** Every occurrence; those of either book by their ends from left to right. */
  find(field: Field): Occurrence<T>[] {
    const { han, other } = scriptsIn(field);
    const found: Occurrence<T>[] = [];
    if (han) {
      this.#han ??= this.#book(true);
      found.push(...this.#han.find(field));
    }
    if (other) {
      this.#other ??= this.#book(false);
      found.push(...this.#other.find(field));
    }
    return found;
  }

  #book(han: boolean): PhraseBook<T> {
    const own: PhraseEntry<T>[] = [];
    for (const entry of this.#entries()) if (hasHan(entry[0]) === han) own.push(entry);
    return new PhraseBook(own);
  }
}

function hasHan(pattern: string): boolean {
  for (let i = 0; i < pattern.length; i++) if (isHan(pattern.charCodeAt(i))) return true;
  return false;
}

/** Whether a text has Chinese characters, and whether anything else that a phrase may consist of. */
function scriptsIn({ units, length }: Field): { han: boolean; other: boolean } {
  let han = false;
  let other = false;
  for (let i = 0; i < length && !(han && other); i++) {
    const unit = units[i]!;
    if (isHan(unit)) han = true;
    else if ((unit >= 97 && unit <= 122) || isDigit(unit) || (unit > 0xbf && !isPlainMark(unit))) other = true;
  }
  return { han, other };
}

/** Punctuation that Chinese texts are full of. */
const isPlainMark = (unit: number): boolean =>
  isSpace(unit) || (unit >= 0x2000 && unit <= 0x206f) || (unit >= 0x3000 && unit <= 0x303f);
