/** What filters saw at the units of a text → what goes to the heads, while a network learns. */
import { meanFactor } from '../network.ts';
import type { NetworkExample } from './network-gradient.ts';
import type { Weights } from './network-weights.ts';

export interface Pooled {
  /** By region: for each filter the most, then the mean. */
  readonly pooled: Float32Array;
  /** regions × filters: the unit where it was the most, −1: nowhere. */
  readonly where: Int32Array;
  /** By region: what a sum is multiplied by. */
  readonly means: Float32Array;
}

/** `seen`: units × filters. */
export function pool(
  { filters, regions }: Pick<Weights, 'filters' | 'regions'>,
  { rows, regions: masks }: Pick<NetworkExample, 'rows' | 'regions'>,
  seen: Float32Array,
): Pooled {
  const pooled = new Float32Array(regions * 2 * filters);
  const where = new Int32Array(regions * filters).fill(-1);
  const counts = new Int32Array(regions);
  for (let i = 0; i < rows.length; i++) {
    for (let r = 0; r < regions; r++) {
      if ((masks[i]! & (1 << r)) === 0) continue;
      counts[r]!++;
      const most = 2 * r * filters;
      for (let f = 0, at = i * filters; f < filters; f++, at++) {
        const value = seen[at]!;
        if (value <= 0) continue;
        pooled[most + filters + f]! += value;
        if (value <= pooled[most + f]!) continue;
        pooled[most + f] = value;
        where[r * filters + f] = i;
      }
    }
  }
  const means = Float32Array.from(counts, meanFactor);
  for (let r = 0; r < regions; r++) {
    const from = (2 * r + 1) * filters;
    for (let f = 0; f < filters; f++) pooled[from + f]! *= means[r]!;
  }
  return { pooled, where, means };
}
