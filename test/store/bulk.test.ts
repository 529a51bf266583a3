/** Rows that travel as arrays arrive as they were, whatever stands in them. */
import { type RawBuilder, sql } from 'kysely';
import { beforeAll, expect, it } from 'vitest';
import { recordset } from '../../src/store/bulk.ts';
import type { Store } from '../../src/store/store.ts';
import { describeOnEachStore } from '../support/stores.ts';

describeOnEachStore('rows in one statement', (stores) => {
  let store: Store;
  beforeAll(async () => {
    store = await stores.open();
  });
  const read = async (source: RawBuilder<unknown>) =>
    (await sql<Record<string, unknown>>`select r.* from ${source}`.execute(store.db)).rows;

  it('keep every text to the letter', async () => {
    const texts = [
      '',
      ' ',
      'NULL',
      'null',
      '"',
      '\\',
      '\\"',
      "it's",
      '{a,b}',
      'a,b',
      'two\nlines\tand\r\n',
      '客服 😀',
      '\\n',
      '$1',
    ];
    const rows = texts.map((text, n) => ({ n, text }));
    expect(await read(recordset(rows, { n: 'integer', text: 'text' }))).toEqual(rows);
  });

  it('keep numbers, moments, truths and nothing apart', async () => {
    const at = new Date('2026-03-01T12:34:56.789Z');
    const columns = {
      big: 'bigint',
      real: 'double precision',
      at: 'timestamptz',
      yes: 'boolean',
      text: 'text',
    } as const;
    const full = { big: 9_007_199_254_740_991, real: -1.5e-7, at, yes: false, text: 'x' };
    const none = { big: null, real: null, at: null, yes: null, text: null };
    const odd = { big: undefined, real: Number.NaN, at: new Date(Number.NaN), yes: undefined, text: undefined };
    expect(await read(recordset([full, none, odd], columns))).toEqual([full, none, none]);
  });

  it('keep documents and lists within a row', async () => {
    const columns = { doc: 'jsonb', list: 'text[]', n: 'integer' } as const;
    const rows = [
      {
        doc: { say: 'a "b" \\ {c}', n: [1, null, { x: '' }] },
        list: ['a', 'b "c"', '\\', '', 'NULL', 'd,e', '{'],
        n: 1,
      },
      { doc: 'only a "text"', list: [], n: 2 },
      { doc: 0, list: ['客'], n: 3 },
      { doc: null, list: null, n: 4 },
    ];
    expect(await read(recordset<(typeof rows)[number]>(rows, columns))).toEqual(rows);
  });

  it('are none where there are none', async () => {
    expect(await read(recordset([] as { n: number }[], { n: 'integer' }))).toEqual([]);
    expect(await read(recordset([] as { n: string[] }[], { n: 'text[]' }))).toEqual([]);
  });
});
