import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { csvCell, csvLine } from '../../src/web/csv.ts';

it('disarms what a spreadsheet would calculate, and leaves numbers alone', () => {
  for (const evil of ['=1+1', '+cmd', '-2+3', '@SUM(A1)', ' =1', '\t=1', '\r=1', '＝1+1', '|calc', '%0A'])
    expect(csvCell(evil).replace(/^"/, ''), evil).toMatch(/^'/);
  for (const fine of ['-3', '+4.5', '-1e6', 'a=b', '5% off', '']) expect(csvCell(fine), fine).toBe(fine);
  expect(csvCell(-3)).toBe('-3');
  expect(csvCell(null)).toBe('');
});

it('is read back as it was written, whatever it holds', () => {
  fc.assert(
    fc.property(fc.array(fc.string({ unit: 'grapheme' }), { minLength: 2, maxLength: 5 }), (cells) => {
      const [read] = parse(csvLine(cells), { relax_column_count: true }) as string[][];
      expect(read?.map((cell, i) => (cell === `'${cells[i]}` ? cells[i] : cell))).toEqual(cells);
    }),
  );
});
