/** From full float columns to the small table that ships: the features that matter, in eight bits. */
import type { WeightTable } from '../table.ts';
import type { Columns } from './fit.ts';
import type { FeatureRows } from './rows.ts';

/** Steps between 0 and a column's largest weights: coarse steps compress well and cost no accuracy. */
const STEPS = 40;
/** Share of the rows in which a column keeps its weight: the first column, other experts, gates. */
const KEPT = { first: 1, expert: 0.3, gate: 0.25 };

/**
 * Keeps at most `keep` features and, by column, the weights that matter: those which move the column's sum the most
 * over all texts they occur in. The others become 0.
 */
export function packColumns(rows: FeatureRows, columns: Columns, keep: number): WeightTable {
  const width = columns.names.length;
  const scales = new Float32Array(width);
  const quantised = columns.weights.map((weights, c) => {
    const top = Math.max(quantile(weights, 0.9999), 1e-6);
    scales[c] = top / STEPS;
    const share = columns.names[c]!.startsWith('gate:') ? KEPT.gate : c === 0 ? KEPT.first : KEPT.expert;
    return quantise(weights, rows.frequency, top / STEPS, Math.ceil(keep * share));
  });
  // A row exists if a style's expert or the gate needs it, or if it is among the most telling for all texts.
  const needed = new Float32Array(rows.width);
  quantised.forEach((values, c) => {
    for (let j = 0; j < rows.width; j++) {
      if (values[j] === 0) continue;
      const worth = Math.abs(values[j]!) * Math.sqrt(rows.frequency[j]!) * (c === 0 ? 1 : 1.5);
      if (worth > needed[j]!) needed[j] = worth;
    }
  });
  const limit = largest(needed, keep);
  const kept: number[] = [];
  for (let j = 0; j < rows.width; j++) if (needed[j]! > 0 && needed[j]! >= limit) kept.push(j);
  const counts = new Uint8Array(kept.length);
  const places: number[] = [];
  const weights: number[] = [];
  kept.forEach((j, row) => {
    for (let c = 0; c < width; c++) {
      const value = quantised[c]![j]!;
      if (value === 0) continue;
      counts[row]!++;
      places.push(c);
      weights.push(value);
    }
  });
  return {
    columns: columns.names,
    ids: Int32Array.from(kept, (j) => rows.ids[j]!),
    counts,
    places: Uint8Array.from(places),
    weights: Int8Array.from(weights),
    scales,
    bias: Float32Array.from(columns.bias),
  };
}

function quantise(weights: Float32Array, frequency: Int32Array, step: number, keep: number): Int8Array {
  const worth = weights.map((w, j) => Math.abs(w) * Math.sqrt(frequency[j]!));
  const limit = largest(worth, keep);
  return Int8Array.from(weights, (w, j) =>
    worth[j]! < limit ? 0 : Math.max(-127, Math.min(127, Math.round(w / step))),
  );
}

/** The `n`-th largest value; 0 if there are fewer. */
function largest(values: Float32Array, n: number): number {
  if (n >= values.length) return 0;
  const sorted = Float32Array.from(values).sort();
  return sorted[sorted.length - n]!;
}

function quantile(values: Float32Array, q: number): number {
  const sorted = values
    .map(Math.abs)
    .filter((v) => v > 0)
    .sort();
  return sorted[Math.floor((sorted.length - 1) * q)] ?? 0;
}
