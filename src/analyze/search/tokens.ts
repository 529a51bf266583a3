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

const UNSPACED = '\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Script=Hangul}\\p{Script=Thai}ー々';
const PIECES = new RegExp(
  `([${UNSPACED}]+)|((?:(?![${UNSPACED}])[\\p{L}\\p{N}\\p{M}])+)|(\\p{Extended_Pictographic})`,
  'gu',
);

/** The tokens of a text in the order in which they stand; what reads the same gives the same tokens. */
export function* searchTokens(text: string): Generator<Token> {
  const folded = fold(text);
  let position = 0;
  const place = (start: number, end: number) => ({ start: folded.startOf(start), end: folded.endOf(end) });
  for (const { index, 0: whole, 1: run, 2: word } of folded.text.matchAll(PIECES)) {
    if (run === undefined) {
      if (++position > MOST_TOKENS) return;
      const lexeme = word === undefined ? whole : stemOf(word.slice(0, LONGEST).toWellFormed());
      yield { lexeme, position, ...place(index, index + whole.length), kind: 'word' };
      continue;
    }
    let at = index;
    let before = '';
    for (const char of run) {
      if (before !== '') {
        if (++position > MOST_TOKENS) return;
        yield { lexeme: before + char, position, ...place(at - before.length, at + char.length), kind: 'pair' };
      }
      before = char;
      at += char.length;
    }
    if (++position > MOST_TOKENS) return;
    yield { lexeme: before, position, ...place(at - before.length, at), kind: 'tail' };
  }
}
