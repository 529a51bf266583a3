/** Labelled texts → a network taught by all but one fold, and what it says of that fold: what the combination is fitted on. */
import {
  type NetworkInput,
  type NetworkParts,
  NetworkReader,
  networkOutputs,
  readPlaces,
  vectorRows,
} from '../network.ts';
import { type NetworkOptions, teachNetwork } from './network.ts';
import type { NetworkExample } from './network-gradient.ts';
import { packNetwork, type UnitVectors, type Weights } from './network-weights.ts';

/** What a network learns of one text. */
export interface NetworkText extends Pick<NetworkExample, 'label' | 'neutral' | 'style' | 'weight'> {
  readonly input: NetworkInput;
  readonly fold: number;
}

export interface FittedNetwork {
  readonly parts: NetworkParts;
  /** Names of its outputs. */
  readonly names: readonly string[];
  /** By text: the outputs for those of fold 0, which it was not taught; zeros for the others. */
  readonly values: readonly Float64Array[];
}

/** What a network is made of before it learns. */
export interface NetworkStart {
  readonly words: Int32Array;
  readonly heads: readonly string[];
  readonly weights: Weights;
}

export function fitNetwork(
  texts: readonly NetworkText[],
  { words, heads, weights }: NetworkStart,
  teaching: NetworkOptions,
  report: (what: string) => void,
): FittedNetwork {
  report(`teaching a network over ${words.length} words`);
  const rowOf = vectorRows(words);
  const others = texts.filter((t) => t.fold !== 0).map((text) => exampleOf(text, rowOf));
  teachNetwork(weights, others, teaching, (epoch, loss) =>
    report(`  round ${epoch + 1}: mean loss ${loss.toFixed(4)}`),
  );
  return keepNetwork(texts, packNetwork(weights, words, heads));
}

/** A network taught before. Texts are dealt into folds by what they say, so fold 0 is new to it whatever was added since. */
export function keepNetwork(texts: readonly NetworkText[], parts: NetworkParts): FittedNetwork {
  const reader = new NetworkReader(parts);
  const names = networkOutputs(parts.heads);
  const values = texts.map(({ input, fold }) =>
    fold === 0 ? reader.read(input, 0, input.hash.length).slice() : new Float64Array(names.length),
  );
  return { parts, names, values };
}

function exampleOf(
  { input: { hash, marks, regions }, label, neutral, style, weight }: NetworkText,
  rowOf: (hash: number) => number,
): NetworkExample {
  const { count, at } = readPlaces(0, hash.length);
  return {
    rows: Int32Array.from({ length: count }, (_, k) => rowOf(hash[at(k)]!)),
    marks: Uint8Array.from({ length: count }, (_, k) => marks[at(k)]!),
    regions: Uint8Array.from({ length: count }, (_, k) => (regions === null ? 1 : regions[at(k)]!)),
    label,
    neutral,
    style,
    weight,
  };
}

/** Units worth a vector: those of two texts if one is known, of three if not; and the commonest known ones. */
export function vocabularyOf(texts: readonly Int32Array[], vectors: UnitVectors | null, commonest: number): Int32Array {
  const frequency = new Map<number, number>();
  for (const hash of texts) for (const h of new Set(hash)) frequency.set(h, (frequency.get(h) ?? 0) + 1);
  const words = new Set<number>();
  for (const [hash, count] of frequency) if (count >= (vectors?.byHash.has(hash) ? 2 : 3)) words.add(hash);
  let common = 0;
  for (const hash of vectors?.byHash.keys() ?? []) {
    if (common++ >= commonest) break;
    words.add(hash);
  }
  return Int32Array.from(words).sort();
}
