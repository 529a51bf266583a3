/**
 * A text as the units that sentiment is read from: Chinese characters, words, numbers, emoticons, punctuation runs.
 * Each unit is a 32-bit hash; models know units, and sequences of units, by their hashes only. So what this file makes
 * of a text must not change without training anew.
 */
import { fold } from '../normalise.ts';
import { recent } from '../text/recent.ts';
import { hashText, mix } from './hash.ts';

/** Kinds of units. */
export const CJK = 0;
export const WORD = 1;
export const NUMBER = 2;
/** Emoji, `[泪]`, `:-(`. */
export const EMOTICON = 3;
export const PUNCTUATION = 4;
/** `@name`, URL, `//@name:`: that it is there, not what it says. */
export const REFERENCE = 5;

/** The units of one text; the arrays may be longer than `count`. Offsets count UTF-16 code units of `folded`. */
export interface Units {
  readonly count: number;
  readonly hash: Int32Array;
  readonly kind: Uint8Array;
  readonly start: Int32Array;
  readonly end: Int32Array;
  readonly folded: string;
  /** How the text is written, not what it says: hashes of its length, spacing, ending. */
  readonly manner: readonly number[];
  /** The folded offset at which what stands at offset `i` of the original begins. */
  readonly foldedOffset: (i: number) => number;
}

/** Longer texts are read at both ends only: what is felt stands there, and one line must never stall the rest. */
const MAX_CHARS = 12_000;

const SEED = { word: 0x11, number: 0x22, tag: 0x33, emoji: 0x44, punctuation: 0x55, reference: 0x66, cjk: 0x77 };
const USER = mix(SEED.reference, 1);
const LINK = mix(SEED.reference, 2);
const REPOST = mix(SEED.reference, 3);

const isCjk = (c: number): boolean =>
  (c >= 0x4e00 && c <= 0x9fff) ||
  (c >= 0x3400 && c <= 0x4dbf) ||
  (c >= 0x3040 && c <= 0x30ff) ||
  (c >= 0xac00 && c <= 0xd7a3);
const isDigit = (c: number): boolean => c >= 48 && c <= 57;
const isLatin = (c: number): boolean => c >= 97 && c <= 122;
/** Letters of other scripts make words too. */
const isLetter = (c: number): boolean =>
  isLatin(c) || (c >= 0xc0 && c <= 0x24f && c !== 0xd7 && c !== 0xf7) || (c >= 0x370 && c <= 0x1fff);
const isSpace = (c: number): boolean => c <= 32 || c === 0x3000 || c === 0xa0;
const isSurrogate = (c: number): boolean => c >= 0xd800 && c <= 0xdfff;
/** Symbols that stand for a feeling or a thing: arrows and dingbats, hearts, suns, faces. */
const isSymbol = (c: number): boolean => (c >= 0x2190 && c <= 0x21ff) || (c >= 0x2300 && c <= 0x2bff);

/** Splits `text` into units. Never throws; time grows with the length, whatever the content. */
export const unitsOf: (text: string) => Units = recent(2, (text) => {
  const cut =
    text.length > MAX_CHARS ? `${text.slice(0, MAX_CHARS / 2)}\n${text.slice(text.length - MAX_CHARS / 2)}` : text;
  const folding = fold(cut);
  const s = folding.text;
  const n = s.length;
  const hash = new Int32Array(n);
  const kind = new Uint8Array(n);
  const start = new Int32Array(n);
  const end = new Int32Array(n);
  let count = 0;
  const put = (h: number, k: number, from: number, to: number): void => {
    // 哈哈哈哈哈 says no more than 哈哈哈.
    if (count > 2 && hash[count - 1] === h && hash[count - 2] === h && hash[count - 3] === h) {
      end[count - 1] = to;
      return;
    }
    hash[count] = h;
    kind[count] = k;
    start[count] = from;
    end[count++] = to;
  };
  for (let i = 0; i < n; ) {
    const c = s.charCodeAt(i);
    if (isSpace(c)) {
      i++;
    } else if (isCjk(c)) {
      put(mix(SEED.cjk, c), CJK, i, i + 1);
      i++;
    } else if (isLetter(c)) {
      const link = linkEnd(s, i);
      if (link > i) {
        put(LINK, REFERENCE, i, link);
        i = link;
        continue;
      }
      const to = wordEnd(s, i);
      put(wordHash(s, i, to), WORD, i, to);
      i = to;
    } else if (isDigit(c)) {
      let to = i + 1;
      while (
        to < n &&
        (isDigit(s.charCodeAt(to)) || (isNumberPoint(s.charCodeAt(to)) && isDigit(s.charCodeAt(to + 1))))
      )
        to++;
      // The number of digits tells a price from a year; small numbers (one star, 24 hours) are kept.
      put(to - i <= 2 ? hashText(s, i, to, SEED.number) : mix(SEED.number, Math.min(to - i, 6)), NUMBER, i, to);
      i = to;
    } else if (c === 0x5b /* [ */ || c === 0x3010 /* 【 */) {
      const to = tagEnd(s, i, c === 0x5b ? 0x5d : 0x3011);
      if (c === 0x5b && to > 0) {
        put(hashText(s, i + 1, to - 1, SEED.tag), EMOTICON, i, to);
        i = to;
      } else i = punctuation(s, i, put);
    } else if (c === 0x40 /* @ */) {
      let to = i + 1;
      while (to < n && to - i < 32 && isNameChar(s.charCodeAt(to))) to++;
      if (to > i + 1) put(USER, REFERENCE, i, to);
      i = to;
    } else if (isSurrogate(c)) {
      const to = i + (n - i > 1 && isSurrogate(s.charCodeAt(i + 1)) ? 2 : 1);
      if (to - i === 2) put(hashText(s, i, to, SEED.emoji), EMOTICON, i, to);
      i = to;
    } else if (isSymbol(c)) {
      put(mix(SEED.emoji, c), EMOTICON, i, i + 1);
      i++;
    } else i = punctuation(s, i, put);
  }
  const manner = mannerOf(cut, s, count, hash, kind);
  return {
    count,
    hash,
    kind,
    start,
    end,
    folded: s,
    manner,
    foldedOffset: (at) => foldedOffset(folding.startOf, n, at),
  };
});

const MANNER = 0x88;

/** Shops, forums and microblogs each have their ways; what a word means depends on where it is said. */
function mannerOf(text: string, folded: string, count: number, hash: Int32Array, kind: Uint8Array): number[] {
  const kinds = [0, 0, 0, 0, 0, 0];
  for (let i = 0; i < count; i++) kinds[kind[i]!]!++;
  let blanks = 0;
  let lines = 0;
  for (let i = 0; i < folded.length; i++) {
    const c = folded.charCodeAt(i);
    if (c === 10) lines++;
    else if (isSpace(c) && !isSpace(folded.charCodeAt(i + 1))) blanks++;
  }
  const bucket = (n: number): number => Math.min(12, Math.round(2 * Math.log2(n + 1)));
  const facts = [
    bucket(count),
    bucket(kinds[EMOTICON]!),
    bucket(kinds[REFERENCE]!),
    kinds[CJK]! > 0 ? bucket(blanks) : 20,
    Math.min(3, lines),
    count === 0 ? 0 : kind[count - 1] === PUNCTUATION ? hash[count - 1]! : -1 - kind[count - 1]!,
    kinds[CJK]! > 0 && kinds[WORD]! > 0 ? 1 : 0,
    Math.round((8 * kinds[PUNCTUATION]!) / (count + 1)),
    // Weibo ends posts with a zero-width space.
    text.includes('\u200b') ? 1 : 0,
    text.includes('{%') ? 1 : 0,
    count > 0 && /^\p{Lu}/u.test(text) ? 1 : 0,
  ];
  return facts.map((fact, i) => mix(mix(MANNER, i), fact));
}

/** Inverts the monotonic `startOf`: the first folded offset that begins at or after the original offset. */
function foldedOffset(startOf: (i: number) => number, length: number, at: number): number {
  let low = 0;
  let high = length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (startOf(middle) < at) low = middle + 1;
    else high = middle;
  }
  return low;
}

const isNumberPoint = (c: number): boolean => c === 0x2e || c === 0x2c || c === 0x3a;
const isNameChar = (c: number): boolean =>
  isLetter(c) || isDigit(c) || isCjk(c) || c === 0x5f || c === 0x2d || c === 0xb7;

/** Past the end of a link that begins at `i`, or `i`. */
function linkEnd(s: string, i: number): number {
  const c = s.charCodeAt(i);
  if (c !== 104 /* h */ && c !== 119 /* w */) return i;
  if (!s.startsWith('http://', i) && !s.startsWith('https://', i) && !s.startsWith('www.', i)) return i;
  let to = i;
  while (to < s.length && to - i < 300) {
    const x = s.charCodeAt(to);
    if (x <= 32 || x >= 0x2e80) break;
    to++;
  }
  return to;
}

/** Letters, and apostrophes inside them. */
function wordEnd(s: string, i: number): number {
  let to = i + 1;
  while (to < s.length) {
    const c = s.charCodeAt(to);
    if (isLetter(c) || isDigit(c) || (c === 0x27 && isLetter(s.charCodeAt(to + 1)))) to++;
    else break;
  }
  return to;
}

/** Letters said three times or more are heard as two: sooooo = soo. Long words are known by their first 24 letters. */
export function wordHash(s: string, from: number, to: number): number {
  let h = SEED.word;
  const end = to - from > 24 ? from + 24 : to;
  for (let i = from; i < end; i++) {
    const c = s.charCodeAt(i);
    if (c === 0x27 || (i - from > 1 && c === s.charCodeAt(i - 1) && c === s.charCodeAt(i - 2))) continue;
    h = mix(h, c);
  }
  return h;
}

/** Past the `]` of a tag such as `[允悲]`: up to 10 characters without space or bracket; 0 if there is none. */
function tagEnd(s: string, i: number, close: number): number {
  for (let to = i + 1; to < s.length && to - i <= 11; to++) {
    const c = s.charCodeAt(to);
    if (c === close) return to - i > 1 ? to + 1 : 0;
    if (isSpace(c) || c === 0x5b) return 0;
  }
  return 0;
}

/** A run of punctuation is one unit: `!!!` = `!!`, `:-(`, `…`. */
function punctuation(s: string, i: number, put: (h: number, k: number, from: number, to: number) => void): number {
  if (s.startsWith('//@', i)) {
    let to = i + 3;
    while (to < s.length && to - i < 36 && isNameChar(s.charCodeAt(to))) to++;
    put(REPOST, REFERENCE, i, to);
    return to;
  }
  let to = i;
  let h = SEED.punctuation;
  let distinct = 0;
  let face = false;
  while (to < s.length && distinct < 6) {
    const c = s.charCodeAt(to);
    if (isSpace(c) || isCjk(c) || isDigit(c) || isSurrogate(c) || isSymbol(c)) break;
    if (to > i && (c === 0x40 || c === 0x5b || (c === 0x2f && s.charCodeAt(to + 1) === 0x2f))) break;
    if (isLetter(c)) {
      // `:D` and `:P` are faces; other letters begin a word.
      const eyes = to - i >= 1 && to - i <= 2 && EYES.has(s.charCodeAt(i)) && MOUTHS.has(c);
      if (!eyes || isLetter(s.charCodeAt(to + 1))) break;
      face = true;
    }
    const again = to > i + 1 && c === s.charCodeAt(to - 1) && c === s.charCodeAt(to - 2);
    if (!again) {
      h = mix(h, c);
      distinct++;
    }
    to++;
    if (face) break;
  }
  if (s.charCodeAt(i) === 0x3c && s.charCodeAt(to) === 0x33) to++; // <3
  const smile = to - i > 1 && to - i <= 4 && EYES.has(s.charCodeAt(i));
  put(to > i + 1 && s.charCodeAt(to - 1) === 0x33 ? mix(h, 0x33) : h, smile ? EMOTICON : PUNCTUATION, i, to);
  return to;
}

const EYES = new Set([...':;=^<'].map((c) => c.charCodeAt(0)));
const MOUTHS = new Set([...'dpox'].map((c) => c.charCodeAt(0)));
