/**
 * Gradient-boosted regression trees for a quantile (Friedman 2001): histogram splits, best-first growth, leaves re-fitted
 * to the weighted quantile of their residuals. Training only; what is shipped reads the result (`forecast/trees.ts`).
 */
import type { Trees } from '../../src/detect/forecast/trees.ts';
import { random } from '../detect/support/worlds.ts';

export interface BoostOptions {
  readonly quantile: number;
  readonly trees: number;
  readonly leaves: number;
  readonly rate: number;
  /** Least weight of a leaf, and weight of the belief that a leaf says nothing. */
  readonly leastLeaf: number;
  readonly shrink: number;
  /** Shares of rows and of features that each tree may look at. */
  readonly rows: number;
  readonly columns: number;
  readonly seed: number;
}

export interface Table {
  readonly x: readonly Float64Array[];
  readonly y: Float64Array;
  readonly weight: Float64Array;
}

const BINS = 64;

interface Leaf {
  readonly rows: Int32Array;
  readonly gain: number;
  readonly feature: number;
  readonly bin: number;
  node: Node;
}

type Node = { feature: number; threshold: number; left: Node; right: Node } | { value: number };

export function boost(table: Table, options: BoostOptions): Trees {
  const { x, y, weight } = table;
  const n = x.length;
  const edges = edgesOf(x);
  const binned = edges.map((edge, j) => Uint8Array.from(x, (row) => binOf(edge, row[j]!)));
  const r = random(options.seed);
  const base = weightedQuantile(
    Int32Array.from(y, (_, i) => i),
    y,
    weight,
    options.quantile,
  );
  const residual = y.map((value) => value - base);
  const trees: Node[] = [];
  for (let t = 0; t < options.trees; t++) {
    const gradient = residual.map((value) => (value > 0 ? options.quantile : options.quantile - 1));
    const rows = Int32Array.from(y.keys()).filter(() => r() < options.rows);
    const columns = edges.map((_, j) => j).filter(() => r() < options.columns);
    const tree = grow(rows, columns, { edges, binned, gradient, residual, weight }, options);
    trees.push(tree);
    for (let i = 0; i < n; i++) residual[i] = residual[i]! - valueAt(tree, x[i]!);
  }
  return flatten(base, trees);
}

interface Grown {
  readonly edges: readonly Float64Array[];
  readonly binned: readonly Uint8Array[];
  readonly gradient: Float64Array;
  readonly residual: Float64Array;
  readonly weight: Float64Array;
}

function grow(rows: Int32Array, columns: readonly number[], data: Grown, options: BoostOptions): Node {
  const holder = { root: undefined as unknown as Node };
  const leaves = [bestSplit(rows, columns, data, options)];
  const parents = new Map<Leaf, { node: Node; side: 'left' | 'right' }>();
  while (leaves.length < options.leaves) {
    const best = leaves.reduce((a, b) => (b.gain > a.gain ? b : a));
    if (best.gain <= 1e-9) break;
    const column = data.binned[best.feature]!;
    const sides = (['left', 'right'] as const).map((side) =>
      bestSplit(
        best.rows.filter((i) => (side === 'left') === column[i]! <= best.bin),
        columns,
        data,
        options,
      ),
    );
    const node = {
      feature: best.feature,
      threshold: Number(data.edges[best.feature]![best.bin]!.toPrecision(5)),
      left: sides[0]!.node,
      right: sides[1]!.node,
    };
    place(best, node);
    parents.set(sides[0]!, { node, side: 'left' });
    parents.set(sides[1]!, { node, side: 'right' });
    leaves.splice(leaves.indexOf(best), 1, ...sides);
  }
  for (const leaf of leaves) {
    const total = leaf.rows.reduce((sum, i) => sum + data.weight[i]!, 0);
    const value = weightedQuantile(leaf.rows, data.residual, data.weight, options.quantile);
    place(leaf, { value: Number((options.rate * value * (total / (total + options.shrink))).toPrecision(4)) });
  }
  return holder.root;

  function place(leaf: Leaf, node: Node): void {
    const parent = parents.get(leaf);
    if (parent === undefined) holder.root = node;
    else (parent.node as { left: Node; right: Node })[parent.side] = node;
  }
}

function bestSplit(rows: Int32Array, columns: readonly number[], data: Grown, options: BoostOptions): Leaf {
  let [sum, total] = [0, 0];
  for (const i of rows) {
    sum += data.weight[i]! * data.gradient[i]!;
    total += data.weight[i]!;
  }
  const without = (sum * sum) / (total + options.shrink);
  let best = { gain: 0, feature: 0, bin: 0 };
  const sums = new Float64Array(BINS);
  const totals = new Float64Array(BINS);
  for (const feature of total >= 2 * options.leastLeaf ? columns : []) {
    sums.fill(0);
    totals.fill(0);
    const column = data.binned[feature]!;
    for (const i of rows) {
      const bin = column[i]!;
      sums[bin] = sums[bin]! + data.weight[i]! * data.gradient[i]!;
      totals[bin] = totals[bin]! + data.weight[i]!;
    }
    let [left, leftTotal] = [0, 0];
    for (let bin = 0; bin < data.edges[feature]!.length; bin++) {
      left += sums[bin]!;
      leftTotal += totals[bin]!;
      if (leftTotal < options.leastLeaf) continue;
      if (total - leftTotal < options.leastLeaf) break;
      const apart =
        (left * left) / (leftTotal + options.shrink) + (sum - left) ** 2 / (total - leftTotal + options.shrink);
      if (apart - without > best.gain) best = { gain: apart - without, feature, bin };
    }
  }
  return { rows, ...best, node: { value: 0 } };
}

function edgesOf(x: readonly Float64Array[]): Float64Array[] {
  return Array.from(x[0]!, (_, j) => {
    const values = Float64Array.from(x, (row) => row[j]!).sort();
    const cuts = Array.from(
      { length: BINS - 2 },
      (_, b) => values[Math.floor((values.length * (b + 1)) / (BINS - 1))]!,
    );
    return Float64Array.from(new Set(cuts));
  });
}

function binOf(edge: Float64Array, value: number): number {
  let low = 0;
  let high = edge.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (value <= edge[middle]!) high = middle;
    else low = middle + 1;
  }
  return low;
}

export function weightedQuantile(
  rows: Int32Array,
  value: Float64Array,
  weight: Float64Array,
  quantile: number,
): number {
  const order = [...rows].sort((a, b) => value[a]! - value[b]!);
  const total = order.reduce((sum, i) => sum + weight[i]!, 0);
  let reached = 0;
  for (const i of order) {
    reached += weight[i]!;
    if (reached >= quantile * total) return value[i]!;
  }
  return order.length > 0 ? value[order.at(-1)!]! : 0;
}

function valueAt(tree: Node, x: Float64Array): number {
  let node = tree;
  while ('feature' in node) node = x[node.feature]! <= node.threshold ? node.left : node.right;
  return node.value;
}

function flatten(base: number, trees: readonly Node[]): Trees {
  const flat = { feature: [] as number[], threshold: [] as number[], right: [] as number[], roots: [] as number[] };
  const put = (node: Node): void => {
    const at = flat.feature.length;
    flat.right.push(0);
    if (!('feature' in node)) {
      flat.feature.push(-1);
      flat.threshold.push(node.value);
      return;
    }
    flat.feature.push(node.feature);
    flat.threshold.push(node.threshold);
    put(node.left);
    flat.right[at] = flat.feature.length;
    put(node.right);
  };
  for (const tree of trees) {
    flat.roots.push(flat.feature.length);
    put(tree);
  }
  return { base: Number(base.toPrecision(5)), ...flat };
}
