import { describe, expect, it } from 'vitest';
import { ModelFormatError, packModel, unpackModel } from '../../../src/analyze/sentiment/format.ts';
import { decodeModel, encodeModel } from '../../../src/analyze/sentiment/model.ts';

describe('model files', () => {
  it('give back what was put in', () => {
    const arrays = {
      a: Int8Array.of(-1, 2, 3),
      b: Float32Array.of(0.5),
      c: Int32Array.of(7, 1 << 30),
      d: new Uint8Array(0),
    };
    const { header, arrays: back } = unpackModel(packModel({ lang: 'zh' }, arrays));
    expect(header).toEqual({ lang: 'zh' });
    expect(back).toEqual(arrays);
  });

  it('that are none are refused', () => {
    expect(() => unpackModel(new TextEncoder().encode('hello'))).toThrow(ModelFormatError);
    expect(() => unpackModel(new Uint8Array(0))).toThrow(ModelFormatError);
    expect(() => decodeModel(packModel({ columns: [] }, {}))).toThrow('lacks its part');
  });

  it('keep a model as it is', () => {
    const parts = {
      lang: 'xx',
      spec: { units: 2, letters: [3, 5] as const },
      table: {
        columns: ['all:s', 'gate:a'],
        ids: Int32Array.of(3, 200, 70_000, 66_000_000),
        counts: Uint8Array.of(1, 2, 0, 1),
        places: Uint8Array.of(0, 0, 1, 1),
        weights: Int8Array.of(1, 2, 3, -128),
        scales: Float32Array.of(0.5, 0.25),
        bias: Float32Array.of(0, 1),
      },
      mixture: {
        styles: ['a'],
        kinds: ['review' as const],
        inputs: ['all:s', 'length', 'all×length', '1'],
        balance: Float32Array.of(1, 0, 0, 0),
        neutrality: Float32Array.of(0, 0, 0, -1),
        decision: new Float32Array(3),
      },
      polarity: { hashes: Int32Array.of(5), values: Int8Array.of(-60) },
      network: null,
    };
    expect(decodeModel(encodeModel(parts))).toEqual(parts);
    const network = {
      heads: ['all', 'a'],
      dimensions: 2,
      filters: 1,
      marks: 1,
      regions: 1,
      words: Int32Array.of(-9, 4),
      vectors: Int8Array.of(0, 0, 127, -3, 5, -127),
      scales: Float32Array.of(1, 0.5, 2),
      kernels: Float32Array.of(1, 2, 3, 4, 5, 6),
      marked: Float32Array.of(0, -1, 1),
      bias: Float32Array.of(0.25),
      weights: Float32Array.of(1, 2, 3, 4, 5, 6, 7, 8),
      constants: Float32Array.of(0, 1, 2, 3),
    };
    expect(decodeModel(encodeModel({ ...parts, network }))).toEqual({ ...parts, network });
  });
});
