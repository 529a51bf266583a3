/** From full float columns to the small table that ships: the features that matter, in eight bits. */
import type { WeightTable } from '../table.ts';
import type { Columns } from './fit.ts';
import type { FeatureRows } from './rows.ts';

/** Keeps about `rows` features: those which move some column the most, over all texts they occur in. */
export function packColumns(rows: FeatureRows, columns: Columns, keep: number): WeightTable {
  const width = columns.names.length;
  const scales = new Float32Array(width);
  const worth = new Float32Array(rows.width);
  columns.weights.forEach((weights, c) => {
    const top = quantile(weights, 0.9999);
    scales[c] = Math.max(top, 1e-6) / 127;
    for (let j = 0; j < rows.width; j++) {
      const share = (Math.abs(weights[j]!) / top) * Math.sqrt(rows.frequency[j]!);
      if (share > worth[j]!) worth[j] = share;
    }
  });
  const limit = keep >= rows.width ? 0 : Float32Array.from(worth).sort()[rows.width - keep]!;
  const kept: number[] = [];
  for (let j = 0; j < rows.width; j++) if (worth[j]! >= limit && worth[j]! > 0) kept.push(j);
  const ids = new Int32Array(kept.length);
  const weights = new Int8Array(kept.length * width);
  kept.forEach((j, row) => {
    ids[row] = rows.ids[j]!;
    for (let c = 0; c < width; c++) {
      const q = Math.round(columns.weights[c]![j]! / scales[c]!);
      weights[row * width + c] = Math.max(-127, Math.min(127, q));
    }
  });
  return { columns: columns.names, ids, weights, scales, bias: Float32Array.from(columns.bias) };
}

function quantile(values: Float32Array, q: number): number {
  const sorted = values
    .map(Math.abs)
    .filter((v) => v > 0)
    .sort();
  return sorted[Math.floor((sorted.length - 1) * q)] ?? 0;
}
