/**
 * The tokens by which a text is found again. Words of alphabets count by their stem, so that "refunded" finds
 * "refunds"; scripts written without spaces count by pairs of characters, so that any stretch of two or more is found
 * without having to agree on where words end; a pictograph counts by itself.
 */
import { fold } from '../normalise.ts';
import { stemOf } from '../text/stem.ts';

/** A token with its place. */
export interface Token {
  readonly lexeme: string;
  /** Counts words and characters from 1 on: tokens that follow each other differ by 1. */
  readonly position: number;
  /** [start, end) in the text as given. */
  readonly start: number;
  readonly end: number;
  /** `pair`: two characters of a run without spaces; `tail`: the last one of the run. */
  readonly kind: 'word' | 'pair' | 'tail';
}

/** Tokens a text is found by at most; what follows is not searched. */
export const MOST_TOKENS = 16_000;
/** Longer words are found by their beginning. */
const LONGEST = 64;

/** What a code point is to the search: part of a run without spaces, of a word, a pictograph by itself, or none. */
const NONE = 1;
const RUN = 2;
const WORD = 3;
const PICTOGRAPH = 4;
const UNSPACED = /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Thai}ー々]$/u;
const LETTER = /^[\p{L}\p{N}\p{M}]$/u;
const PICTURE = /^\p{Extended_Pictographic}$/u;

/** By code unit, 0 where it has not been met. */
const kinds = new Uint8Array(0x10000);

function kindOf(code: number): number {
  const known = code < 0x10000 ? kinds[code]! : 0;
  if (known !== 0) return known;
  const char = String.fromCodePoint(code);
  const kind = UNSPACED.test(char) ? RUN : LETTER.test(char) ? WORD : PICTURE.test(char) ? PICTOGRAPH : NONE;
  if (code < 0x10000) kinds[code] = kind;
  return kind;
}

const widthOf = (code: number): number => (code > 0xffff ? 2 : 1);

/** The tokens of a text in the order in which they stand; what reads the same gives the same tokens. */
export function searchTokens(text: string): Token[] {
  const folded = fold(text);
  const s = folded.text;
  const tokens: Token[] = [];
  const add = (lexeme: string, start: number, end: number, kind: Token['kind']): boolean => {
    const position = tokens.length + 1;
    if (position > MOST_TOKENS) return false;
    tokens.push({ lexeme, position, start: folded.startOf(start), end: folded.endOf(end), kind });
    return true;
  };
  for (let i = 0; i < s.length; ) {
    const code = s.codePointAt(i)!;
    const kind = kindOf(code);
    let to = i + widthOf(code);
    if (kind === RUN) {
      to = runEnd(s, i, add);
      if (to < 0) break;
    } else if (kind !== NONE) {
      while (kind === WORD && to < s.length) {
        const next = s.codePointAt(to)!;
        if (kindOf(next) !== WORD) break;
        to += widthOf(next);
      }
      const lexeme = kind === WORD ? stemOf(s.slice(i, Math.min(to, i + LONGEST)).toWellFormed()) : s.slice(i, to);
      if (!add(lexeme, i, to, 'word')) break;
    }
    i = to;
  }
  return tokens;
}

/** Adds the pairs of the run that begins at `from`, and its tail. Returns where it ends; −1: there is no room for more. */
function runEnd(
  s: string,
  from: number,
  add: (lexeme: string, start: number, end: number, kind: Token['kind']) => boolean,
): number {
  let before = from;
  let at = from + widthOf(s.codePointAt(from)!);
  while (at < s.length) {
    const code = s.codePointAt(at)!;
    if (kindOf(code) !== RUN) break;
    const end = at + widthOf(code);
    if (!add(s.slice(before, end), before, end, 'pair')) return -1;
    before = at;
    at = end;
  }
  return add(s.slice(before, at), before, at, 'tail') ? at : -1;
}
