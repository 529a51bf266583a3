/**
 * Folding: the form of a text in which things that read the same are the same, with the way back to the original.
 *
 * NFKC (Unicode UAX #15: full width, ligatures, styled letters), traditional → simplified characters (OpenCC, character
 * by character, so that both sides of a comparison always fold alike), lower case, Latin letters without accents,
 * straight quotes; invisible characters (zero width, direction marks, soft hyphens, variation selectors) vanish.
 */
import { Buffer } from 'node:buffer';
import traditional from 'opencc-js/dict/TSCharacters';

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

/** The simplified form of one traditional character, itself for all others. */
function simplify(char: string): string {
  if (simplified === undefined) {
    simplified = new Map();
    for (const entry of traditional.split('|')) {
      const [from, to] = entry.split(' ');
      if (from && to) simplified.set(from, to);
    }
  }
  return simplified.get(char) ?? char;
}

function foldChar(char: string): string {
  const quote = QUOTES[char];
  if (quote !== undefined) return quote;
  if (INVISIBLE.test(char)) return '';
  let out = '';
  for (const part of char.normalize('NFKC')) {
    for (const lower of simplify(part).toLowerCase()) {
      const bare = lower.normalize('NFD');
      if (ACCENTED_LATIN.test(bare)) out += bare[0];
      else if (lower < ' ' && lower !== '\n') out += ' ';
      else out += lower;
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

/** Folds `text`. Never throws; time grows with the length, whatever the content. */
export function fold(text: string): Folded {
  const n = text.length;
  const units = new Uint16Array(n);
  for (let i = 0; i < n; i++) {
    const code = text.charCodeAt(i);
    let to = table[code]!;
    if (to === UNKNOWN) to = code >= 0xd800 && code <= 0xdfff ? SEVERAL : lookUp(code);
    if (to === SEVERAL || to === NOTHING) return foldUneven(text, units, i);
    units[i] = to;
  }
  return { text: decode(units, n), startOf: (i) => i, endOf: (i) => i };
}

/** From `from` on, folded and original offsets part. */
function foldUneven(text: string, before: Uint16Array, from: number): Folded {
  const units: number[] = Array.from(before.subarray(0, from));
  const starts: number[] = units.map((_, i) => i);
  const ends: number[] = units.map((_, i) => i + 1);
  const push = (unit: number, start: number, end: number) => {
    if (composes(unit) && units.length > 0) {
      const last = units.length - 1;
      const base = units[last]!;
      const melted = String.fromCharCode(base, unit).normalize('NFC');
      if (melted.length === 1) {
        const folded = foldChar(melted);
        units[last] = folded.length === 1 ? folded.charCodeAt(0) : melted.charCodeAt(0);
        ends[last] = end;
        return;
      }
      // An accent that Unicode has no composed letter for is still only an accent.
      if (ACCENTED_LATIN.test(melted)) {
        ends[last] = end;
        return;
      }
    }
    units.push(unit);
    starts.push(start);
    ends.push(end);
  };
  for (let i = from; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (isHigh(code) && isLow(text.charCodeAt(i + 1))) {
      const folded = foldAstral(text.codePointAt(i)!);
      for (let k = 0; k < folded.length; k++) push(folded.charCodeAt(k), i, i + 2);
      i++;
      continue;
    }
    let to = table[code]!;
    if (to === UNKNOWN && (isHigh(code) || isLow(code))) to = code;
    else if (to === UNKNOWN) to = lookUp(code);
    if (to === NOTHING) continue;
    if (to === SEVERAL) {
      const folded = several.get(code) ?? '';
      for (let k = 0; k < folded.length; k++) push(folded.charCodeAt(k), i, i + 1);
    } else push(to, i, i + 1);
  }
  const folded = decode(Uint16Array.from(units), units.length);
  return {
    text: folded,
    startOf: (i) => starts[i] ?? text.length,
    endOf: (i) => (i <= 0 ? 0 : (ends[i - 1] ?? text.length)),
  };
}

function decode(units: Uint16Array, length: number): string {
  return Buffer.from(units.buffer, units.byteOffset, length * 2).toString('utf16le');
}
