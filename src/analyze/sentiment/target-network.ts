/** A text as a network reads it that asks what is felt towards something the text names. */
import type { NetworkInput, NetworkParts } from './network.ts';
import { READ_UNITS } from './network.ts';
import type { Place } from './place.ts';
import type { Units } from './units.ts';

/** Marks: a negation reaches the unit; it names the target. */
export const TARGET_MARKS = 2;
const TARGET = 2;
/** Regions: everything; the target's clause; beside it, before and after. */
export const TARGET_REGIONS = 4;
const EVERYTHING = 1;
const CLAUSE = 2;
const BEFORE = 4;
const AFTER = 8;
/** Units that count as beside the target. */
const BESIDE = 5;
/** Of a unit whose name must not matter: no unit's hash. */
const NAMELESS = 0;

/** The units [from, to) to read, and how. What the target is called says nothing: its units lose their names. */
export function targetInput(
  { count, hash }: Units,
  negated: Uint8Array,
  places: readonly Place[],
  clauses: Int32Array,
): { readonly input: NetworkInput; readonly from: number; readonly to: number } {
  const own = hash.slice(0, count);
  const marks = negated.slice(0, count);
  const regions = new Uint8Array(count).fill(places.length === 0 ? EVERYTHING | CLAUSE : EVERYTHING);
  for (const [from, to] of places) {
    own.fill(NAMELESS, from, to);
    for (let i = from; i < to; i++) marks[i]! |= TARGET;
    for (let i = from - 1; i >= 0 && clauses[i] === clauses[from]; i--) regions[i]! |= CLAUSE;
    for (let i = from; i < count && clauses[i] === clauses[to - 1]; i++) regions[i]! |= CLAUSE;
    for (let i = Math.max(0, from - BESIDE); i < from; i++) regions[i]! |= BEFORE;
    for (let i = to; i < Math.min(count, to + BESIDE); i++) regions[i]! |= AFTER;
  }
  const first = places[0]?.[0] ?? 0;
  const from = Math.max(0, Math.min(first - READ_UNITS / 2, count - READ_UNITS));
  return { input: { hash: own, marks, regions }, from, to: Math.min(count, from + READ_UNITS) };
}

/** A target's network reads with the vectors of the language's: its own file holds none. */
export const withVectors = (own: NetworkParts, { words, vectors, scales }: NetworkParts): NetworkParts => ({
  ...own,
  words,
  vectors,
  scales,
});

export const withoutVectors = (own: NetworkParts): NetworkParts =>
  withVectors(own, { ...own, words: new Int32Array(0), vectors: new Int8Array(0), scales: new Float32Array(0) });
