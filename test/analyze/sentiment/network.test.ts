import { describe, expect, it } from 'vitest';
import { randomOf } from '../../../src/analyze/sentiment/hash.ts';
import { NetworkReader, READ_UNITS, readPlaces, vectorRows } from '../../../src/analyze/sentiment/network.ts';
import { NO_POLARITY, polarityList } from '../../../src/analyze/sentiment/polarity.ts';
import { teachNetwork } from '../../../src/analyze/sentiment/train/network.ts';
import { BatchGradient, type NetworkExample } from '../../../src/analyze/sentiment/train/network-gradient.ts';
import { packNetwork, startFrom, startWeights } from '../../../src/analyze/sentiment/train/network-weights.ts';
import { readVectors } from '../../../src/analyze/sentiment/train/vectors.ts';
import { unitsOf } from '../../../src/analyze/sentiment/units.ts';
import { UsageError } from '../../../src/errors.ts';

const KEEP_ALL = { words: 0, components: 0, pooled: 0 };
const SHAPE = { dimensions: 4, filters: 5, heads: 3, marks: 2, regions: 2 };
const WORDS = Int32Array.of(-70, -3, 2, 8, 9, 400);

const example = (rows: number[], label: 0 | 1 | 2, style = -1, neutral = true): NetworkExample => ({
  rows: Int32Array.from(rows),
  marks: Uint8Array.from(rows, (_, i) => i % 4),
  regions: Uint8Array.from(rows, (_, i) => (i % 3 === 2 ? 3 : 1)),
  label,
  neutral,
  style,
  weight: 1 + rows.length / 10,
});

const EXAMPLES = [
  example([1, 2, 3, 4, 2], 2, 0),
  example([5], 0, 1, false),
  example([6, 0, 1], 1),
  example([3, 3, 6, 5], 0, 0),
  example([], 1),
];

describe('the network', () => {
  it('has gradients that agree with finite differences', () => {
    const weights = startWeights(WORDS, null, NO_POLARITY, SHAPE, 3);
    const random = randomOf(5);
    for (const values of [weights.headWeights, weights.bias, weights.marked, weights.vectors]) {
      for (let i = 0; i < values.length; i++) values[i]! += random() - 0.5;
    }
    const step = new BatchGradient(weights);
    const loss = () => new BatchGradient(weights).of(EXAMPLES, KEEP_ALL, random) / EXAMPLES.length;
    step.of(EXAMPLES, KEEP_ALL, random);
    const slope = (values: Float32Array, i: number) => {
      const kept = values[i]!;
      values[i] = kept + 1e-2;
      const up = loss();
      values[i] = kept - 1e-2;
      const down = loss();
      values[i] = kept;
      return (up - down) / 2e-2;
    };
    for (const { values, gradient } of step.dense) {
      for (let i = 0; i < values.length; i++) expect(gradient[i]).toBeCloseTo(slope(values, i), 2);
    }
    expect([...step.touched].sort()).toEqual([0, 1, 2, 3, 4, 5, 6]);
    step.touched.forEach((row, slot) => {
      for (let d = 0; d < SHAPE.dimensions; d++) {
        expect(step.vectorGradients[slot]![d]).toBeCloseTo(slope(weights.vectors, row * SHAPE.dimensions + d), 2);
      }
    });
  });

  it('learns that a negated word of praise blames, and reads as it learned when packed', () => {
    const polarity = polarityList([['good', 1]]);
    const texts = [
      'it is good',
      'it is not good',
      'so good to me',
      'never was good to me',
      'a table',
      'that was a table',
    ];
    const labels = [2, 0, 2, 0, 1, 1] as const;
    const units = texts.map((t) => unitsOf(t));
    const words = Int32Array.from(new Set(units.flatMap(({ hash, count }) => [...hash.slice(0, count)]))).sort();
    const rowOf = vectorRows(words);
    const examples = units.map(({ hash, count }, i) => ({
      rows: hash.slice(0, count).map(rowOf),
      marks: new Uint8Array(count),
      regions: new Uint8Array(count).fill(1),
      label: labels[i]!,
      neutral: true,
      style: -1,
      weight: 1,
    }));
    const weights = startWeights(
      words,
      null,
      polarity,
      { dimensions: 9, filters: 8, heads: 1, marks: 1, regions: 1 },
      1,
    );
    const losses: number[] = [];
    const options = { epochs: 150, batch: 3, rate: 0.02, vectorRate: 0.02, drop: KEEP_ALL, seed: 1 };
    teachNetwork(weights, examples, options, (_, loss) => losses.push(loss));
    expect(losses.at(-1)).toBeLessThan(losses[0]! / 20);
    const reader = new NetworkReader(packNetwork(weights, words, ['all']));
    const said = units.map(({ hash, count }) => {
      const [s, n] = reader.read({ hash, marks: new Uint8Array(count), regions: null }, 0, count);
      return n! > Math.abs(s!) ? 1 : s! > 0 ? 2 : 0;
    });
    expect(said).toEqual(labels);
  });

  it('reads long texts at both ends, and any part of a text', () => {
    expect(readPlaces(3, 7).count).toBe(4);
    expect(readPlaces(3, 7).at(0)).toBe(3);
    const { count, at } = readPlaces(10, 10_010);
    expect([count, at(0), at(count / 2 - 1), at(count / 2), at(count - 1)]).toEqual([READ_UNITS, 10, 73, 9946, 10_009]);
    const reader = new NetworkReader(
      packNetwork(startWeights(WORDS, null, NO_POLARITY, SHAPE, 3), WORDS, ['a', 'b', 'c']),
    );
    const text = (length: number, first: number) => ({
      hash: Int32Array.from({ length }, (_, i) => WORDS[(first + i) % 6]!),
      marks: new Uint8Array(length),
      regions: Uint8Array.from({ length }, (_, i) => ((first + i) % 6 > 3 ? 3 : 1)),
    });
    const whole = reader.read(text(6, 0), 0, 6).slice();
    expect([...reader.read(text(500, 0), 6, 12)]).toEqual([...whole]);
    expect(reader.read(text(500, 0), 0, 500).every(Number.isFinite)).toBe(true);
    expect(reader.read(text(500, 0), 4, 4).every(Number.isFinite)).toBe(true);
  });

  it('begins with what another learned', () => {
    const one = packNetwork(startWeights(WORDS, null, NO_POLARITY, { ...SHAPE, marks: 1, regions: 1 }, 3), WORDS, [
      'a',
      'b',
      'c',
    ]);
    const two = packNetwork(startFrom(one, SHAPE), WORDS, ['a', 'b', 'c']);
    const input = { hash: WORDS, marks: new Uint8Array(6), regions: null };
    const [balance] = new NetworkReader(one).read(input, 0, 6);
    const both = { ...input, regions: new Uint8Array(6).fill(3) };
    expect(new NetworkReader(two).read(both, 0, 6)[0]).toBeCloseTo(balance!, 2);
  });
});

describe('word vectors', () => {
  it('are read from JSON and from lines', () => {
    const json = readVectors('{"dimensions":2,"vectors":{"the":[1,0.5,9],"New York":[0,0,0]}}');
    const lines = readVectors('2 2\nthe 1 0.5\nbad -1 2\n');
    const the = unitsOf('the').hash[0]!;
    expect([...json.byHash]).toEqual([[the, Float32Array.of(1, 0.5)]]);
    expect([json.dimensions, lines.dimensions, lines.byHash.size]).toEqual([2, 2, 2]);
    expect(lines.byHash.get(the)).toEqual(Float32Array.of(1, 0.5));
  });

  it('are refused where they cannot be right', () => {
    for (const bad of ['', '{"a":', '{"vectors":{}}', 'the 1 2\nbad 1 x\n', 'the 1 2\nbad 1 2 3\n']) {
      expect(() => readVectors(bad)).toThrow(UsageError);
    }
  });
});
