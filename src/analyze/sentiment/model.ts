/** One language's trained model: bytes → what is felt in a text or a part of it. */
import type { FeatureSpec } from './features.ts';
import { ModelFormatError, type NumberArray, packModel, unpackModel } from './format.ts';
import { type Mixture, styleShares, type Verdict, verdictOf } from './mixture.ts';
import { type NetworkParts, NetworkReader } from './network.ts';
import { PartSums } from './parts.ts';
import { NO_POLARITY, type PolarityList, PolarityReader } from './polarity.ts';
import { TableReader, type WeightTable } from './table.ts';
import type { Units } from './units.ts';

/** Everything a model consists of; what `train` makes and the file holds. */
export interface ModelParts {
  readonly lang: string;
  readonly spec: FeatureSpec;
  /** Columns: the experts' sums, then one gate sum per style. */
  readonly table: WeightTable;
  readonly mixture: Mixture;
  readonly polarity: PolarityList;
  /** Null: linear experts only. */
  readonly network: NetworkParts | null;
}

/** Inputs beyond the experts' sums: what a caller adds, then length, balance by length, 1. */
export const EXTRA_INPUTS = ['length', 'all×length', '1'] as const;

/** Fills `inputs` from the experts' sums of a text with `features` features, and what the caller adds. */
export function fillInputs(
  inputs: Float64Array,
  sums: Float64Array,
  experts: number,
  features: number,
  more: Float64Array | null = null,
): void {
  for (let i = 0; i < experts; i++) inputs[i] = sums[i]!;
  if (more !== null) inputs.set(more, experts);
  const at = inputs.length - EXTRA_INPUTS.length;
  const length = Math.log1p(features) / 5 - 1;
  inputs[at] = length;
  inputs[at + 1] = length * sums[0]!;
  inputs[at + 2] = 1;
}

/** Experts, gate and their combination, over features that somebody else reads. One text at a time. */
export class Blend {
  readonly #table: TableReader;
  readonly #mixture: Mixture;
  readonly #sums: Float64Array;
  readonly #inputs: Float64Array;
  readonly #experts: number;

  constructor({ table, mixture }: Pick<ModelParts, 'table' | 'mixture'>) {
    this.#table = new TableReader(table);
    this.#mixture = mixture;
    this.#sums = new Float64Array(table.columns.length);
    this.#experts = table.columns.length - mixture.styles.length;
    this.#inputs = new Float64Array(mixture.inputs.length);
  }

  judge(features: Int32Array, kind: Kind, more: Float64Array | null = null): Verdict {
    this.#table.sum(features, this.#sums);
    return this.#combine(features.length, kind, more);
  }

  /** The verdict on `units[from, to)`, whose features `parts` reads. */
  judgePart(parts: PartSums, units: Units, from: number, to: number, kind: Kind, more: Float64Array | null): Verdict {
    return this.#combine(parts.read(units, from, to, this.#sums), kind, more);
  }

  /** Reads the features of parts with the table of this. */
  parts(spec: FeatureSpec, polarity: PolarityReader): PartSums {
    return new PartSums(spec, polarity, this.#table);
  }

  #combine(features: number, kind: Kind, more: Float64Array | null): Verdict {
    fillInputs(this.#inputs, this.#sums, this.#experts, features, more);
    const shares = this.#sums.slice(this.#experts);
    styleShares(this.#mixture, shares, kind);
    return verdictOf(this.#mixture, shares, this.#inputs);
  }
}

type Kind = 'review' | 'post' | undefined;

/** What was said of a part of the text read last. */
interface Said {
  readonly kind: Kind;
  readonly from: number;
  readonly to: number;
  readonly verdict: Verdict;
}

/** Reads texts of one language. Not shared between threads; one text at a time. */
export class SentimentModel {
  readonly lang: string;
  readonly network: NetworkParts | null;
  readonly #polarity: PolarityReader;
  readonly #parts: PartSums;
  readonly #reader: NetworkReader | null;
  readonly #blend: Blend;
  /** A text is asked about as a whole and in parts, by the same questions often twice. */
  #units: Units | null = null;
  #said: Said[] = [];

  constructor(parts: ModelParts) {
    this.lang = parts.lang;
    this.network = parts.network;
    this.#polarity = new PolarityReader(parts.polarity);
    this.#reader = parts.network === null ? null : new NetworkReader(parts.network);
    this.#blend = new Blend(parts);
    this.#parts = this.#blend.parts(parts.spec, this.#polarity);
  }

  /** By unit, 1 where a negation reaches. */
  negated(units: Units): Uint8Array {
    return this.#polarity.read(units).negated;
  }

  /** What is felt in `units[from, to)`. */
  judge(units: Units, kind: Kind, from = 0, to = units.count): Verdict {
    if (this.#units !== units) {
      this.#units = units;
      this.#said = [];
    }
    const known = this.#said.find((s) => s.from === from && s.to === to && s.kind === kind);
    if (known !== undefined) return known.verdict;
    const input = { hash: units.hash, marks: this.negated(units), regions: null };
    const network = this.#reader?.read(input, from, to) ?? null;
    const verdict = this.#blend.judgePart(this.#parts, units, from, to, kind, network);
    if (this.#said.length < REMEMBERED) this.#said.push({ kind, from, to, verdict });
    return verdict;
  }
}

/** Parts of a text whose verdicts are kept. */
const REMEMBERED = 16;

interface Header {
  readonly lang: string;
  readonly spec: FeatureSpec;
  readonly columns: readonly string[];
  readonly styles: readonly string[];
  readonly kinds: readonly ('review' | 'post')[];
  readonly inputs: readonly string[];
  readonly network: Pick<NetworkParts, 'heads' | 'dimensions' | 'filters' | 'marks' | 'regions'> | null;
}

/** The file of a model. */
export function encodeModel({ lang, spec, table, mixture, polarity, network }: ModelParts): Uint8Array {
  const { styles, kinds, inputs } = mixture;
  const header: Header = { lang, spec, columns: table.columns, styles, kinds, inputs, network: shapeOf(network) };
  return packModel(header, {
    gaps: gapsOf(table.ids),
    counts: table.counts,
    places: table.places,
    weights: table.weights,
    scales: table.scales,
    bias: table.bias,
    balance: mixture.balance,
    neutrality: mixture.neutrality,
    decision: mixture.decision,
    words: polarity.hashes,
    polarity: polarity.values,
    ...(network === null ? {} : networkArrays(network)),
  });
}

/** The model in a file. Throws `ModelFormatError`. */
export function decodeModel(bytes: Uint8Array): ModelParts {
  const { header, arrays } = unpackModel(bytes);
  const { lang, spec, columns, styles, kinds, inputs, network = null } = header as Header;
  const counts = pick(arrays, 'counts', Uint8Array);
  const ids = idsOf(pick(arrays, 'gaps', Uint8Array), counts.length);
  return {
    lang,
    spec,
    table: {
      columns,
      ids,
      counts,
      places: pick(arrays, 'places', Uint8Array),
      weights: pick(arrays, 'weights', Int8Array),
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
    polarity:
      arrays.words === undefined
        ? NO_POLARITY
        : { hashes: pick(arrays, 'words', Int32Array), values: pick(arrays, 'polarity', Int8Array) },
    network: network === null ? null : networkIn(network, arrays),
  };
}

function shapeOf(parts: NetworkParts | null): Header['network'] {
  if (parts === null) return null;
  const { heads, dimensions, filters, marks, regions } = parts;
  return { heads, dimensions, filters, marks, regions };
}

function networkArrays(parts: NetworkParts): Record<string, NumberArray> {
  return {
    'network words': parts.words,
    'network vectors': parts.vectors,
    'network scales': parts.scales,
    'network kernels': parts.kernels,
    'network marked': parts.marked,
    'network bias': parts.bias,
    'network weights': parts.weights,
    'network constants': parts.constants,
  };
}

function networkIn(shape: NonNullable<Header['network']>, arrays: Readonly<Record<string, NumberArray>>): NetworkParts {
  const floats = (name: string) => pick(arrays, `network ${name}`, Float32Array);
  return {
    ...shape,
    words: pick(arrays, 'network words', Int32Array),
    vectors: pick(arrays, 'network vectors', Int8Array),
    scales: floats('scales'),
    kernels: floats('kernels'),
    marked: floats('marked'),
    bias: floats('bias'),
    weights: floats('weights'),
    constants: floats('constants'),
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

/** The `count` ids that `gapsOf` was given. */
function idsOf(gaps: Uint8Array, count: number): Int32Array {
  const { length } = gaps;
  const ids = new Int32Array(count);
  let at = 0;
  let id = 0;
  let shift = 0;
  let gap = 0;
  for (let i = 0; i < length; i++) {
    const byte = gaps[i]!;
    gap |= (byte & 127) << shift;
    shift += 7;
    if (byte > 127) continue;
    id += gap;
    ids[at++] = id;
    gap = 0;
    shift = 0;
  }
  if (at !== count) throw new ModelFormatError(`the model file has ${at} features, but the weights of ${count}`);
  return ids;
}
