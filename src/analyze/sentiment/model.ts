/** One language's trained model: bytes → what is felt in a text or a part of it. */
import { FeatureReader, type FeatureSpec } from './features.ts';
import { ModelFormatError, type NumberArray, packModel, unpackModel } from './format.ts';
import { combine, type Mixture, probabilities, styleShares } from './mixture.ts';
import { TableReader, type WeightTable } from './table.ts';
import type { Units } from './units.ts';

/** Everything a model consists of; what `train` makes and the file holds. */
export interface ModelParts {
  readonly lang: string;
  readonly spec: FeatureSpec;
  /** Columns: the experts' sums, then one gate sum per style. */
  readonly table: WeightTable;
  readonly mixture: Mixture;
}

/** What a model says of a text. */
export interface Judgement {
  /** P(negative), P(neutral), P(positive). */
  readonly p: readonly [number, number, number];
  /** The same, with rare classes given their due: what the label and the score are read from. */
  readonly fair: readonly [number, number, number];
  /** 0 negative, 1 neutral, 2 positive. */
  readonly label: 0 | 1 | 2;
  /** Balance before squashing, unbounded. */
  readonly balance: number;
  /** How much the text is like each style. */
  readonly shares: Float64Array;
}

/** Inputs beyond the experts' sums: length, balance by length, 1. */
export const EXTRA_INPUTS = ['length', 'all×length', '1'] as const;

/** Fills `inputs` from the experts' sums of a text with `features` features. */
export function fillInputs(inputs: Float64Array, sums: Float64Array, experts: number, features: number): void {
  for (let i = 0; i < experts; i++) inputs[i] = sums[i]!;
  const length = Math.log1p(features) / 5 - 1;
  inputs[experts] = length;
  inputs[experts + 1] = length * sums[0]!;
  inputs[experts + 2] = 1;
}

/** Reads texts of one language. Not shared between threads; one text at a time. */
export class SentimentModel {
  readonly lang: string;
  readonly styles: readonly string[];
  readonly #features: FeatureReader;
  readonly #table: TableReader;
  readonly #mixture: Mixture;
  readonly #sums: Float64Array;
  readonly #inputs: Float64Array;
  readonly #experts: number;

  constructor(parts: ModelParts) {
    this.lang = parts.lang;
    this.styles = parts.mixture.styles;
    this.#features = new FeatureReader(parts.spec);
    this.#table = new TableReader(parts.table);
    this.#mixture = parts.mixture;
    this.#sums = new Float64Array(parts.table.columns.length);
    this.#experts = parts.table.columns.length - parts.mixture.styles.length;
    this.#inputs = new Float64Array(parts.mixture.inputs.length);
  }

  /** What is felt in `units[from, to)`. */
  judge(units: Units, kind: 'review' | 'post' | undefined, from = 0, to = units.count): Judgement {
    const features = this.#features.read(units, from, to);
    this.#table.sum(features, this.#sums);
    fillInputs(this.#inputs, this.#sums, this.#experts, features.length);
    const shares = this.#sums.slice(this.#experts);
    styleShares(this.#mixture, shares, kind);
    const [s, n] = combine(this.#mixture, shares, this.#inputs);
    const p = probabilities(s, n);
    const fair = this.#fair(p, shares);
    const [down, middle, up] = fair;
    const label = middle > down && middle > up ? 1 : up >= down ? 2 : 0;
    return { p, fair, label, balance: s, shares };
  }

  /** The probabilities as they would be were rare classes less rare. */
  #fair(p: readonly number[], shares: Float64Array): [number, number, number] {
    const weights = p.map((probability, c) => {
      let bonus = 0;
      for (let g = 0; g < shares.length; g++) bonus += shares[g]! * this.#mixture.decision[g * 3 + c]!;
      return probability * Math.exp(bonus);
    });
    const total = weights[0]! + weights[1]! + weights[2]!;
    return [weights[0]! / total, weights[1]! / total, weights[2]! / total];
  }
}

interface Header {
  readonly lang: string;
  readonly spec: FeatureSpec;
  readonly columns: readonly string[];
  readonly styles: readonly string[];
  readonly kinds: readonly ('review' | 'post')[];
  readonly inputs: readonly string[];
}

/** The file of a model. */
export function encodeModel({ lang, spec, table, mixture }: ModelParts): Uint8Array {
  const { styles, kinds, inputs } = mixture;
  const header: Header = { lang, spec, columns: table.columns, styles, kinds, inputs };
  return packModel(header, {
    gaps: gapsOf(table.ids),
    weights: transposed(table.weights, table.ids.length, table.columns.length),
    scales: table.scales,
    bias: table.bias,
    balance: mixture.balance,
    neutrality: mixture.neutrality,
    decision: mixture.decision,
  });
}

/** The model in a file. Throws `ModelFormatError`. */
export function decodeModel(bytes: Uint8Array): ModelParts {
  const { header, arrays } = unpackModel(bytes);
  const { lang, spec, columns, styles, kinds, inputs } = header as Header;
  const ids = idsOf(pick(arrays, 'gaps', Uint8Array));
  return {
    lang,
    spec,
    table: {
      columns,
      ids,
      weights: transposed(pick(arrays, 'weights', Int8Array), columns.length, ids.length),
      scales: pick(arrays, 'scales', Float32Array),
      bias: pick(arrays, 'bias', Float32Array),
    },
    mixture: {
      styles,
      kinds,
      inputs,
      balance: pick(arrays, 'balance', Float32Array),
      neutrality: pick(arrays, 'neutrality', Float32Array),
      decision: pick(arrays, 'decision', Float32Array),
    },
  };
}

function pick<T extends NumberArray>(
  arrays: Readonly<Record<string, NumberArray>>,
  name: string,
  Type: abstract new (...args: never[]) => T,
): T {
  const array = arrays[name];
  if (!(array instanceof Type)) throw new ModelFormatError(`the model file lacks its part "${name}"`);
  return array;
}

/** Column-major compresses better than row-major. */
function transposed(from: Int8Array, rows: number, columns: number): Int8Array {
  const to = new Int8Array(from.length);
  for (let r = 0; r < rows; r++) for (let c = 0; c < columns; c++) to[c * rows + r] = from[r * columns + c]!;
  return to;
}

/** Distances between ascending ids, seven bits to a byte, the last byte of each marked by a clear high bit. */
function gapsOf(ids: Int32Array): Uint8Array {
  const bytes: number[] = [];
  let before = 0;
  for (const id of ids) {
    let gap = id - before;
    before = id;
    for (; gap > 127; gap >>>= 7) bytes.push((gap & 127) | 128);
    bytes.push(gap);
  }
  return Uint8Array.from(bytes);
}

function idsOf(gaps: Uint8Array): Int32Array {
  let count = 0;
  for (const byte of gaps) if (byte < 128) count++;
  const ids = new Int32Array(count);
  let at = 0;
  let id = 0;
  let shift = 0;
  let gap = 0;
  for (const byte of gaps) {
    gap |= (byte & 127) << shift;
    shift += 7;
    if (byte > 127) continue;
    id += gap;
    ids[at++] = id;
    gap = 0;
    shift = 0;
  }
  return ids;
}
