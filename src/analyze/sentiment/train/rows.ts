/** Labelled texts → numbered features. */
import type { Label } from '../../../model.ts';
import { FeatureReader, type FeatureSpec } from '../features.ts';
import { type PolarityList, PolarityReader } from '../polarity.ts';
import { unitsOf } from '../units.ts';
import type { SparseRows } from './linear.ts';

/** One labelled text. */
export interface LabelledText {
  readonly text: string;
  readonly label: Label;
  readonly corpus: string;
}

export interface FeatureRows extends SparseRows {
  /** The 26-bit id of each feature number, ascending. */
  readonly ids: Int32Array;
  /** In how many texts each occurs. */
  readonly frequency: Int32Array;
  /** How many features each text has, unknown ones included. */
  readonly lengths: Int32Array;
}

/** Features of whole texts. */
export function featureRows(texts: readonly string[], spec: FeatureSpec, polarity: PolarityList): FeatureRows {
  const reader = new FeatureReader(spec, new PolarityReader(polarity));
  return rowsOf(texts.map((text) => reader.read(unitsOf(text)).slice()));
}

/** Features that occur in at least two of `raw`, numbered by ascending id. */
export function rowsOf(raw: readonly Int32Array[]): FeatureRows {
  const { ids, frequency } = repeated(raw);
  const width = ids.length;
  const numberOf = numbering(ids);
  const offsets = new Float64Array(raw.length + 1);
  const norms = new Float32Array(raw.length);
  const lengths = new Int32Array(raw.length);
  const features = new Int32Array(frequency.reduce((a, b) => a + b, 0));
  let at = 0;
  raw.forEach((row, i) => {
    lengths[i] = row.length;
    norms[i] = 1 / Math.sqrt(row.length + 1);
    for (const id of row) {
      const number = numberOf(id);
      if (number >= 0) features[at++] = number;
    }
    offsets[i + 1] = at;
  });
  return { offsets, features, width, norms, ids, frequency, lengths };
}

/** The ids that occur in two texts or more, ascending, and in how many. */
function repeated(raw: readonly Int32Array[]): { ids: Int32Array; frequency: Int32Array } {
  const all = new Int32Array(raw.reduce((sum, row) => sum + row.length, 0));
  let at = 0;
  for (const row of raw) {
    all.set(row, at);
    at += row.length;
  }
  all.sort();
  const ids: number[] = [];
  const frequency: number[] = [];
  for (let i = 0; i < all.length; ) {
    let end = i + 1;
    while (end < all.length && all[end] === all[i]) end++;
    if (end - i >= 2) {
      ids.push(all[i]!);
      frequency.push(end - i);
    }
    i = end;
  }
  return { ids: Int32Array.from(ids), frequency: Int32Array.from(frequency) };
}

/** Place of an id among `ids`, −1 for none. */
function numbering(ids: Int32Array): (id: number) => number {
  let size = 1024;
  while (size < ids.length * 2) size *= 2;
  const mask = size - 1;
  const slots = new Int32Array(size).fill(-1);
  ids.forEach((id, number) => {
    let slot = id & mask;
    while (slots[slot] !== -1) slot = (slot + 1) & mask;
    slots[slot] = number;
  });
  return (id) => {
    let slot = id & mask;
    let number = slots[slot]!;
    while (number !== -1 && ids[number] !== id) {
      slot = (slot + 1) & mask;
      number = slots[slot]!;
    }
    return number;
  };
}
