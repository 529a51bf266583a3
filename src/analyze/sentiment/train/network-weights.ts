/** Where a network begins, and how it ships: vectors in eight bits. */
import { randomOf } from '../hash.ts';
import { type NetworkParts, PLACES } from '../network.ts';
import type { PolarityList } from '../polarity.ts';

/** A network while it learns. */
export interface Weights {
  readonly dimensions: number;
  readonly filters: number;
  /** Number of heads: for all texts, then one a style. */
  readonly heads: number;
  readonly marks: number;
  readonly regions: number;
  /** (words + 1) × dimensions. */
  readonly vectors: Float32Array;
  /** places × filters × dimensions. */
  readonly kernels: Float32Array;
  /** marks × places × filters. */
  readonly marked: Float32Array;
  readonly bias: Float32Array;
  /** heads × 2 × regions × 2·filters; those of a style are added to those for all. */
  readonly headWeights: Float32Array;
  /** heads × 2. */
  readonly constants: Float32Array;
}

/** Vectors of units, by hash. */
export interface UnitVectors {
  readonly dimensions: number;
  readonly byHash: ReadonlyMap<number, Float32Array>;
}

export interface NetworkShape {
  /** Components of a vector, that of the word list included. */
  readonly dimensions: number;
  readonly filters: number;
  readonly heads: number;
  readonly marks: number;
  readonly regions: number;
}

/**
 * A network over `words`, known by their vectors or, where those have none, by small random ones; the last component of
 * each is what the word list says of it.
 */
export function startWeights(
  words: Int32Array,
  vectors: UnitVectors | null,
  polarity: PolarityList,
  shape: NetworkShape,
  seed: number,
): Weights {
  const { dimensions, filters, heads, marks, regions } = shape;
  const random = randomOf(seed);
  const spread = (length: number, reach: number) => Float32Array.from({ length }, () => (2 * random() - 1) * reach);
  const values = new Map(Array.from(polarity.hashes, (hash, i) => [hash, polarity.values[i]! / 100]));
  const table = new Float32Array((words.length + 1) * dimensions);
  const scale = vectors === null ? 1 : VECTOR_SPREAD / spreadOf(vectors);
  words.forEach((hash, i) => {
    const known = vectors?.byHash.get(hash);
    const own = known === undefined ? spread(dimensions - 1, UNKNOWN_SPREAD) : known.map((x) => x * scale);
    table.set(own, (i + 1) * dimensions);
    table[(i + 2) * dimensions - 1] = (values.get(hash) ?? 0) * POLARITY_REACH;
  });
  const inputs = PLACES * dimensions;
  const pooled = regions * 2 * filters;
  return {
    ...shape,
    vectors: table,
    kernels: spread(filters * inputs, Math.sqrt(1 / inputs)),
    marked: new Float32Array(marks * PLACES * filters),
    bias: new Float32Array(filters),
    // Styles begin as what is learned for all.
    headWeights: Float32Array.from({ length: heads * 2 * pooled }, (_, i) =>
      i < 2 * pooled ? (2 * random() - 1) * Math.sqrt(1 / pooled) : 0,
    ),
    constants: new Float32Array(heads * 2),
  };
}

/** A network that begins with what another has learned, its head for all shared among the regions. */
export function startFrom(parts: NetworkParts, shape: Pick<NetworkShape, 'heads' | 'marks' | 'regions'>): Weights {
  const { dimensions, filters } = parts;
  const width = 2 * filters;
  const headWeights = new Float32Array(shape.heads * 2 * shape.regions * width);
  for (let part = 0; part < 2; part++) {
    for (let r = 0; r < shape.regions; r++) {
      const own = parts.weights.subarray(part * width, (part + 1) * width);
      headWeights.set(
        own.map((w) => w / shape.regions),
        (part * shape.regions + r) * width,
      );
    }
  }
  const marked = new Float32Array(shape.marks * PLACES * filters);
  marked.set(parts.marked.subarray(0, marked.length));
  const constants = new Float32Array(shape.heads * 2);
  constants.set(parts.constants.subarray(0, 2));
  return {
    dimensions,
    filters,
    ...shape,
    vectors: Float32Array.from(parts.vectors, (x, i) => (x / 127) * parts.scales[Math.floor(i / dimensions)]!),
    kernels: parts.kernels.slice(),
    marked,
    bias: parts.bias.slice(),
    headWeights,
    constants,
  };
}

/** Standard deviation of a component: of vectors given, whatever they had; of random ones, half the width. */
const VECTOR_SPREAD = 0.15;
const UNKNOWN_SPREAD = 0.08;
const POLARITY_REACH = 0.7;

function spreadOf({ byHash }: UnitVectors): number {
  let squares = 0;
  let count = 0;
  for (const vector of byHash.values()) {
    for (const x of vector) squares += x * x;
    count += vector.length;
  }
  return Math.sqrt(squares / Math.max(1, count)) || 1;
}

/** What ships. `names` of the heads; a style's head is given what is learned for all. */
export function packNetwork(weights: Weights, words: Int32Array, names: readonly string[]): NetworkParts {
  const { dimensions, filters, marks, regions, vectors } = weights;
  const rows = words.length + 1;
  const scales = new Float32Array(rows);
  const small = new Int8Array(vectors.length);
  for (let row = 0; row < rows; row++) {
    const own = vectors.subarray(row * dimensions, (row + 1) * dimensions);
    const top = own.reduce((most, x) => Math.max(most, Math.abs(x)), 1e-6);
    scales[row] = top;
    for (let d = 0; d < dimensions; d++) small[row * dimensions + d] = Math.round((own[d]! / top) * 127);
  }
  const added = (values: Float32Array, width: number) => values.map((x, i) => (i < width ? x : x + values[i % width]!));
  return {
    heads: names,
    dimensions,
    filters,
    marks,
    regions,
    words,
    vectors: small,
    scales,
    kernels: weights.kernels,
    marked: weights.marked,
    bias: weights.bias,
    weights: added(weights.headWeights, 4 * filters * regions),
    constants: added(weights.constants, 2),
  };
}
