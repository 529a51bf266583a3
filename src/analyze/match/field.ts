/** A title or text made ready for the search: HTML decoded, folded, white space evened out; with the way back. */
import { foldUnits } from '../normalise.ts';
import { isSpace, isWord } from '../text/chars.ts';
import { recent } from '../text/recent.ts';
import type { Doc } from '../text.ts';
import { readText } from '../text.ts';
import { boundaryClass, FREE } from './boundary.ts';

export class Field {
  readonly text: string;
  /** What the automaton reads. Valid for the first `length` units. */
  readonly units: Uint16Array;
  readonly length: number;
  /** Offsets in the decoded text; null where they are those of the units. */
  #starts: Int32Array | null;
  #ends: Int32Array | null;
  readonly #decoded: Decoded | null;
  #doc: Doc | null = null;
  #wordIndex: Int32Array | null = null;

  constructor(text: string) {
    this.text = text;
    this.#decoded = MAY_BE_HTML.test(text) ? decoded(this.doc) : null;
    const folded = foldUnits(this.#decoded?.text ?? text);
    const units = folded.units.slice();
    const { starts, ends } = folded;
    this.#starts = starts?.slice() ?? null;
    this.#ends = ends?.slice() ?? null;
    // A hyphen separates words as a blank does (Coca-Cola, Coca Cola), and many blanks as one.
    let length = 0;
    for (let i = 0; i < units.length; i++) {
      let unit = units[i]!;
      if (unit === 45 || isSpace(unit) || unit === 0x2010 || unit === 0x2011) unit = 32;
      if (unit === 32 && length > 0 && units[length - 1] === 32) {
        if (this.#starts === null) this.#number(units.length, length);
        continue;
      }
      units[length] = unit;
      if (this.#starts !== null) {
        this.#starts[length] = starts === null ? i : starts[i]!;
        this.#ends![length] = ends === null ? i + 1 : ends[i]!;
      }
      length++;
    }
    this.units = units;
    this.length = length;
  }

  /** Offsets of the first `length` of `capacity` units, which so far are the units' own numbers. */
  #number(capacity: number, length: number): void {
    const starts = new Int32Array(capacity);
    const ends = new Int32Array(capacity);
    for (let i = 0; i < length; i++) {
      starts[i] = i;
      ends[i] = i + 1;
    }
    this.#starts = starts;
    this.#ends = ends;
  }

  /** Read on demand: most posts name nothing that is looked for. */
  get doc(): Doc {
    this.#doc ??= readText(this.text);
    return this.#doc;
  }

  /** Offset in the original of unit `i`. */
  start(i: number): number {
    const start = this.#starts === null ? i : this.#starts[i]!;
    return this.#decoded?.originOf(start) ?? start;
  }

  /** Offset in the original just behind what ends before unit `i`, `i` > 0. */
  end(i: number): number {
    const end = this.#ends === null ? i : this.#ends[i - 1]!;
    return this.#decoded?.endOf(end) ?? end;
  }

  /**
   * Index of the word at `offset` of the original, counted from 0: a run of letters is one word, a character of a
   * script without spaces is one word.
   */
  wordIndex(offset: number): number {
    if (this.#wordIndex === null) {
      const { text } = this;
      const index = new Int32Array(text.length + 1);
      let word = -1;
      let inside = false;
      for (let i = 0; i < text.length; i++) {
        const unit = text.charCodeAt(i);
        const begins = isWord(unit) && (!inside || boundaryClass(unit) === FREE);
        if (begins) word++;
        inside = isWord(unit) && boundaryClass(unit) !== FREE;
        index[i] = Math.max(word, 0);
      }
      index[text.length] = Math.max(word, 0);
      this.#wordIndex = index;
    }
    return this.#wordIndex[Math.min(offset, this.text.length)]!;
  }
}

/** The field of a text. */
export const fieldOf: (text: string) => Field = recent(2, (text) => new Field(text));

const MAY_BE_HTML = /[&<\\]/;

interface Decoded {
  readonly text: string;
  originOf(i: number): number;
  /** For an exclusive end. */
  endOf(i: number): number;
}

/** The text with its HTML remains replaced by what they stand for. */
function decoded(doc: Doc): Decoded {
  const html = doc.marks.filter((m) => m.kind === 'html');
  if (html.length === 0) return { text: doc.text, originOf: (i) => i, endOf: (i) => i };
  const starts: number[] = [];
  const ends: number[] = [];
  let text = '';
  const copy = (from: number, to: number) => {
    for (let i = from; i < to; i++) {
      starts.push(i);
      ends.push(i + 1);
    }
    text += doc.text.slice(from, to);
  };
  let from = 0;
  for (const mark of html) {
    copy(from, mark.start);
    for (let k = 0; k < mark.value.length; k++) {
      starts.push(mark.start);
      ends.push(mark.end);
    }
    text += mark.value;
    from = mark.end;
  }
  copy(from, doc.text.length);
  return { text, originOf: (i) => starts[i] ?? doc.text.length, endOf: (i) => ends[i - 1] ?? doc.text.length };
}
