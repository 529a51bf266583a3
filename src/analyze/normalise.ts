/**
 * Folding: the form of a text in which things that read the same are the same, with the way back to the original.
 *
 * NFKC (Unicode UAX #15: full width, ligatures, styled letters), traditional → simplified characters (OpenCC, character
 * by character, so that both sides of a comparison always fold alike), lower case, Latin letters without accents,
 * straight quotes; invisible characters (zero width, direction marks, soft hyphens, variation selectors) vanish.
 */
import { Buffer } from 'node:buffer';
import traditional from 'opencc-js/dict/TSCharacters';
import { recent } from './text/recent.ts';

/** A folded text. Offsets count UTF-16 code units on both sides. */
export interface Folded {
  readonly text: string;
  /** Where in the original the folded unit `i` begins; for `i` = length: the original's end. */
  startOf(i: number): number;
  /** Where in the original what ends before folded offset `i` ends (exclusive); 0 for `i` = 0. */
  endOf(i: number): number;
}

/** In `table`: not yet looked up; needs more than one unit; vanishes. Real mappings to U+0000–2 do not occur. */
const UNKNOWN = 0;
const SEVERAL = 1;
const NOTHING = 2;

const table = new Uint16Array(0x10000);
const several = new Map<number, string>();

const INVISIBLE = /^[\p{Cf}\p{Default_Ignorable_Code_Point}]$/u;
const MARK = /^\p{M}$/u;
const ACCENTED_LATIN = /^\p{Script=Latin}\p{M}+$/u;
const QUOTES: Readonly<Record<string, string>> = {
  '‘': "'",
  '’': "'",
  '‛': "'",
  ʼ: "'",
  '´': "'",
  '“': '"',
  '”': '"',
  '„': '"',
  '‟': '"',
  '\r': '\n',
  '\u0085': '\n',
  '\u2028': '\n',
  '\u2029': '\n',
};

let simplified: Map<string, string> | undefined;

/** The simplified form of one traditional character, itself for all others; of a few the form has one itself (薴 苧 苎). */
function simplify(char: string): string {
  if (simplified === undefined) {
    simplified = new Map();
    for (const entry of traditional.split('|')) {
      const [from, to] = entry.split(' ');
      if (from && to) simplified.set(from, to);
    }
  }
  const form = simplified.get(char) ?? char;
  return simplified.get(form) ?? form;
}

/** Unified ideographs, but those of later versions of Unicode: of these only the simplified form is another. */
const isIdeograph = (code: number): boolean => code >= 0x4e00 && code <= 0x9fa5;

function foldChar(char: string): string {
  if (isIdeograph(char.charCodeAt(0))) return simplify(char);
  const quote = QUOTES[char];
  if (quote !== undefined) return quote;
  if (INVISIBLE.test(char)) return '';
  let out = '';
  for (const part of char.normalize('NFKC')) {
    for (const lower of simplify(part).toLowerCase()) {
      const bare = lower.normalize('NFD');
      if (ACCENTED_LATIN.test(bare)) out += bare[0];
      else if (lower < ' ' && lower !== '\n') out += ' ';
      else out += QUOTES[lower] ?? lower;
    }
  }
  // `İ` lower-cases to an i and a dot of its own.
  return out.length === 2 && ACCENTED_LATIN.test(out) ? out.charAt(0) : out;
}

function lookUp(code: number): number {
  const folded = foldChar(String.fromCharCode(code));
  let entry = SEVERAL;
  if (folded === '') entry = NOTHING;
  else if (folded.length === 1 && !composes(folded.charCodeAt(0))) entry = folded.charCodeAt(0);
  else several.set(code, folded);
  table[code] = entry;
  return entry;
}

function foldAstral(code: number): string {
  let folded = several.get(code);
  if (folded === undefined) {
    folded = foldChar(String.fromCodePoint(code));
    several.set(code, folded);
  }
  return folded;
}

/** Combining marks and Hangul vowels and finals: units that may melt into the one before. */
function composes(code: number): boolean {
  if (code < 0x300) return false;
  if (code >= 0x1160 && code <= 0x11ff) return true;
  return (code < 0x3400 || code > 0x9fff) && MARK.test(String.fromCharCode(code));
}

const isHigh = (code: number): boolean => code >= 0xd800 && code <= 0xdbff;
const isLow = (code: number): boolean => code >= 0xdc00 && code <= 0xdfff;

/** A folded text as code units; `starts` and `ends` are null where folded and original offsets are the same. */
export interface FoldedUnits {
  readonly units: Uint16Array;
  readonly starts: Int32Array | null;
  readonly ends: Int32Array | null;
}

/** Whether folding leaves `text` as it is. May say no where it does: of pictures, and of letters that could melt. */
export function isFolded(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    const to = table[code]!;
    if (to !== code && (to !== UNKNOWN || (code >= 0xd800 && code <= 0xdfff) || lookUp(code) !== code)) return false;
  }
  return true;
}

/** Folds `text`. Never throws; time grows with the length, whatever the content. */
export const fold: (text: string) => Folded = recent(2, (text) => {
  const { units, starts, ends } = foldUnits(text);
  const folded = Buffer.from(units.buffer, units.byteOffset, units.length * 2).toString('utf16le');
  if (starts === null || ends === null) return { text: folded, startOf: (i) => i, endOf: (i) => i };
  return {
    text: folded,
    startOf: (i) => starts[i] ?? text.length,
    endOf: (i) => (i <= 0 ? 0 : (ends[i - 1] ?? text.length)),
  };
});

/** As `fold`, for those who read code units; not to be written to. */
export const foldUnits: (text: string) => FoldedUnits = recent(2, (text) => {
  const n = text.length;
  const units = new Uint16Array(n);
  for (let i = 0; i < n; i++) {
    const code = text.charCodeAt(i);
    let to = table[code]!;
    if (to === UNKNOWN) to = code >= 0xd800 && code <= 0xdfff ? SEVERAL : lookUp(code);
    if (to === SEVERAL || to === NOTHING) return new Uneven(text, units, i).finish();
    units[i] = to;
  }
  return { units, starts: null, ends: null };
});

/** From some point on, folded and original offsets part. */
class Uneven {
  readonly #text: string;
  #units: Uint16Array;
  #starts: Int32Array;
  #ends: Int32Array;
  #length: number;

  constructor(text: string, before: Uint16Array, from: number) {
    this.#text = text;
    const capacity = text.length + 32;
    this.#units = new Uint16Array(capacity);
    this.#starts = new Int32Array(capacity);
    this.#ends = new Int32Array(capacity);
    for (let i = 0; i < from; i++) {
      this.#units[i] = before[i]!;
      this.#starts[i] = i;
      this.#ends[i] = i + 1;
    }
    this.#length = from;
    this.#run(from);
  }

  finish(): FoldedUnits {
    const n = this.#length;
    return { units: this.#units.subarray(0, n), starts: this.#starts.subarray(0, n), ends: this.#ends.subarray(0, n) };
  }

  #run(from: number): void {
    const text = this.#text;
    for (let i = from; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (isHigh(code) && isLow(text.charCodeAt(i + 1))) {
        this.#pushAll(foldAstral(text.codePointAt(i)!), i, i + 2);
        i++;
        continue;
      }
      let to = table[code]!;
      if (to === UNKNOWN) to = isHigh(code) || isLow(code) ? code : lookUp(code);
      if (to === SEVERAL) this.#pushAll(several.get(code) ?? '', i, i + 1);
      else if (to !== NOTHING) this.#push(to, i, i + 1);
    }
  }

  #pushAll(folded: string, start: number, end: number): void {
    for (let k = 0; k < folded.length; k++) this.#push(folded.charCodeAt(k), start, end);
  }

  #push(unit: number, start: number, end: number): void {
    if (unit >= 0x300 && this.#length > 0 && composes(unit) && this.#melt(unit, end)) return;
    if (this.#length === this.#units.length) this.#grow();
    this.#units[this.#length] = unit;
    this.#starts[this.#length] = start;
    this.#ends[this.#length++] = end;
  }

  /** Joins a mark to the unit before it, where the two make one letter. */
  #melt(unit: number, end: number): boolean {
    const last = this.#length - 1;
    const melted = String.fromCharCode(this.#units[last]!, unit).normalize('NFC');
    if (melted.length === 1) {
      const folded = foldChar(melted);
      this.#units[last] = folded.length === 1 ? folded.charCodeAt(0) : melted.charCodeAt(0);
    } else if (!ACCENTED_LATIN.test(melted)) return false; // An accent Unicode has no letter for is still only an accent.
    this.#ends[last] = end;
    return true;
  }

  #grow(): void {
    const capacity = this.#units.length * 2;
    const larger = <T extends Uint16Array | Int32Array>(to: T, from: T): T => {
      to.set(from);
      return to;
    };
    this.#units = larger(new Uint16Array(capacity), this.#units);
    this.#starts = larger(new Int32Array(capacity), this.#starts);
    this.#ends = larger(new Int32Array(capacity), this.#ends);
  }
}
