/** Whose words are whose, in a post that speaks of several: `A is great. B never answers, and its app crashes.` */
import type { Span } from '../../model.ts';
import { clausesOf } from '../text/clauses.ts';

/** Stretches of a text, by whom they are about. */
export interface Shares {
  readonly own: readonly Span[];
  /** Those of sentences that name nobody but another, and clauses that do; what follows without a name is left out: it is less sure. */
  readonly others: readonly Span[];
}

/**
 * The clauses of `text` that are about what stands at `own`, and those that are about others. A clause without a name goes with
 * the one name of its sentence, else with the name before it; where the first sentence names nobody and the last does,
 * names come after what is said of them. Null where it cannot be told: nobody else is named, or a clause names both.
 */
export function sharesOf(text: string, own: readonly Span[], others: readonly Span[]): Shares | null {
  if (own.length === 0 || others.length === 0) return null;
  const pieces = piecesOf(text).map((piece) => ({ ...piece, owner: ownerOf(piece, own, others) }));
  if (pieces.some(({ owner }) => owner === BOTH)) return null;
  if (![OWN, OTHER].every((wanted) => pieces.some(({ owner }) => owner === wanted))) return null;
  const sentences = Map.groupBy(pieces, ({ sentence }) => sentence);
  for (const sentence of sentences.values()) {
    const named = new Set(sentence.flatMap(({ owner }) => (owner === NOBODY ? [] : [owner])));
    if (named.size === 1) for (const piece of sentence) piece.owner = [...named][0]!;
  }
  const foreign = pieces.filter(({ owner }) => owner === OTHER);
  const order = [...sentences.values()].map((sentence) => sentence.some(({ owner }) => owner !== NOBODY));
  const namesFollow = order[0] === false && order.at(-1) === true;
  const walk = namesFollow ? pieces.toReversed() : pieces;
  let owner: Owner = NOBODY;
  for (const piece of walk) {
    if (piece.owner === NOBODY) piece.owner = owner;
    else owner = piece.owner;
  }
  const spans = (list: readonly Piece[]) => list.map(({ start, end }): Span => [start, end]);
  return { own: spans(pieces.filter(({ owner }) => owner !== OTHER)), others: spans(foreign) };
}

type Owner = 0 | 1 | 2 | 3;
const NOBODY = 0;
const OWN = 1;
const OTHER = 2;
const BOTH = 3;

function ownerOf({ start, end }: Piece, own: readonly Span[], others: readonly Span[]): Owner {
  const names = (spans: readonly Span[]) => spans.some(([a, b]) => a < end && b > start);
  return ((names(own) ? OWN : NOBODY) | (names(others) ? OTHER : NOBODY)) as Owner;
}

interface Piece {
  readonly start: number;
  readonly end: number;
  readonly sentence: number;
}

/** Clauses, those that `while` begins as well: between two names it sets one against the other. */
function piecesOf(text: string): Piece[] {
  let sentence = 0;
  return clausesOf(text).flatMap(({ start, end, closes }) => {
    const own = sentence;
    if (closes) sentence++;
    const at = / while /i.exec(text.slice(start, end))?.index;
    if (at === undefined) return [{ start, end, sentence: own }];
    return [
      { start, end: start + at, sentence: own },
      { start: start + at + ' while '.length, end, sentence: own },
    ];
  });
}
