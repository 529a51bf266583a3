/** Clauses: the pieces in which one thing is said about one matter. */
import { isAsciiLetter, isCjk, isDigit, isSpace } from './chars.ts';

/** [start, end) of a clause without the punctuation, spaces and the linking word around it. */
export interface Clause {
  readonly start: number;
  readonly end: number;
  /** The clause turns against the one before: but, 但是, however, 不过. */
  readonly contrast: boolean;
  /** The last clause of its sentence. */
  readonly closes: boolean;
}

/** Linking words at the head of a clause; those that turn against what was said before are contrasts. */
const CONTRAST_ZH = ['但是', '但', '可是', '然而', '不过', '只是', '可惜', '却', '而是', '不過', '卻'];
const LINK_ZH = [
  '而且',
  '并且',
  '所以',
  '因为',
  '虽然',
  '尽管',
  '如果',
  '另外',
  '此外',
  '还有',
  '以及',
  '於是',
  '于是',
  '結果',
  '并',
  '因為',
  '雖然',
  '而',
];
const CONTRAST_EN = [
  'but',
  'however',
  'although',
  'though',
  'yet',
  'whereas',
  'except',
  'unfortunately',
  'nevertheless',
];
const LINK_EN = ['and', 'so', 'because', 'also', 'plus', 'then', 'since', 'or'];

/**
 * Cuts `text` (or the part [from, to)) into clauses at punctuation and, in English, before contrasting conjunctions.
 * Addresses and smileys hold punctuation too: give the `masked` text, whose offsets are the same.
 * Left to right; punctuation-only pieces are left out. Linear.
 */
export function clausesOf(text: string, from = 0, to: number = text.length): Clause[] {
  const clauses: Clause[] = [];
  let start = from;
  const add = (end: number, closes: boolean) => {
    const clause = trimmed(text, start, end, closes);
    if (clause !== null) clauses.push(clause);
  };
  for (let i = from; i < to; i++) {
    const c = text.charCodeAt(i);
    if (c === 32) {
      // A blank between two Chinese characters is a comma in most posts.
      if (isCjk(text.charCodeAt(i - 1)) && isCjk(text.charCodeAt(i + 1))) {
        add(i, false);
        start = i + 1;
      } else if (isAsciiLetter(text.charCodeAt(i + 1)) && turnsAt(text, i + 1, to)) {
        add(i, false);
        start = i + 1;
      }
      continue;
    }
    const kind = stopKind(text, i, c);
    if (kind === 0) continue;
    add(i, kind === 2);
    start = i + 1;
  }
  add(to, true);
  return clauses;
}

/** 0 no stop, 1 comma, 2 full stop. */
function stopKind(text: string, i: number, c: number): 0 | 1 | 2 {
  switch (c) {
    case 33:
    case 63:
    case 10:
    case 0x3002: // 。
    case 0xff01: // ！
    case 0xff1f: // ？
    case 0x2026: // …
    case 0xff0e: // ．
      return 2;
    case 59:
    case 0xff1b: // ；
      return 2;
    case 0xff0c: // ，
    case 0x3001: // 、
    case 0xff5e: // ～
      return 1;
    case 126:
      return 1;
    case 44: // ,
      return isDigit(text.charCodeAt(i - 1)) && isDigit(text.charCodeAt(i + 1)) ? 0 : 1;
    case 46: {
      // A point inside a number, an address or an abbreviation is none.
      const next = text.charCodeAt(i + 1);
      if (isNumero(text, i)) return 0;
      if (Number.isNaN(next) || isSpace(next) || next === 46 || isCjk(next)) return 2;
      return next >= 65 && next <= 90 && text.charCodeAt(i - 1) >= 97 ? 2 : 0;
    }
    default:
      return 0;
  }
}

const NUMERO = /(?:[\p{L}\p{N}] no|(?<![\p{L}\p{N}])N[oO])$/u;

/** Whether the point at `i` is that of “Chanel no. 5” or “No. 5”; “Again? no. 5 stars all the same” has another. */
function isNumero(text: string, i: number): boolean {
  const at = text.charCodeAt(i + 1) === 32 ? i + 2 : i + 1;
  return isDigit(text.charCodeAt(at)) && NUMERO.test(text.slice(Math.max(0, i - 4), i));
}

function trimmed(text: string, from: number, to: number, closes: boolean): Clause | null {
  let start = from;
  let end = to;
  while (start < end && isPadding(text.charCodeAt(start))) start++;
  while (end > start && isPadding(text.charCodeAt(end - 1))) end--;
  if (end <= start) return null;
  let contrast = false;
  const head = text.slice(start, Math.min(end, start + 14));
  const zh = CONTRAST_ZH.find((w) => head.startsWith(w));
  const linkZh = zh === undefined ? LINK_ZH.find((w) => head.startsWith(w)) : undefined;
  const en = zh ?? linkZh ?? englishHead(head, CONTRAST_EN);
  const linkEn = en === undefined ? englishHead(head, LINK_EN) : undefined;
  if (zh !== undefined || (en !== undefined && linkZh === undefined)) contrast = true;
  const link = en ?? linkEn;
  if (link !== undefined && start + link.length < end) {
    start += link.length;
    while (start < end && isPadding(text.charCodeAt(start))) start++;
  }
  return end > start ? { start, end, contrast, closes } : null;
}

function englishHead(head: string, words: readonly string[]): string | undefined {
  if (!isAsciiLetter(head.charCodeAt(0))) return undefined;
  const lower = head.toLowerCase();
  return words.find(
    (w) => lower.startsWith(w) && !isAsciiLetter(lower.charCodeAt(w.length)) && lower[w.length] !== "'",
  );
}

function turnsAt(text: string, i: number, to: number): boolean {
  const c = text.charCodeAt(i) | 32;
  // b(ut), h(owever), a(lthough), t(hough), w(hereas), e(xcept)
  if (c !== 98 && c !== 104 && c !== 97 && c !== 116 && c !== 119) return false;
  const word = englishHead(text.slice(i, Math.min(to, i + 12)), CONTRAST_EN);
  return word !== undefined && word !== 'except';
}

function isPadding(c: number): boolean {
  if (isSpace(c)) return true;
  switch (c) {
    case 45:
    case 58:
    case 0xff1a:
    case 44:
    case 46:
    case 40:
    case 41:
    case 0xff08:
    case 0xff09:
    case 0x2014:
    case 34:
    case 0x201c:
    case 0x201d:
    case 42:
    case 0x3000:
      return true;
    default:
      return false;
  }
}
