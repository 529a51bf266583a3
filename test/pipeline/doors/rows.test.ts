/** Rows of tables and JSON lines, whatever state they come in. */
import { describe, expect, it } from 'vitest';
import type { ColumnMap } from '../../../src/model.ts';
import { type Format, type PostRow, postRows } from '../../../src/pipeline/doors/rows.ts';

const MAP: ColumnMap = {
  id: 'shop',
  title: 'Shop',
  encoding: null,
  delimiter: null,
  timezone: null,
  dates: 'day-first',
  fields: { id: [{ column: 'No' }], text: [{ column: 'Said' }], published_at: [{ column: 'On' }] },
  constants: {},
};

async function rows(
  body: string | Uint8Array,
  format: Format,
  map: ColumnMap | null = MAP,
  size = 7,
): Promise<PostRow[]> {
  const bytes = typeof body === 'string' ? Buffer.from(body) : body;
  const pieces = Array.from({ length: Math.ceil(bytes.length / size) }, (_, i) =>
    bytes.subarray(i * size, i * size + size),
  );
  const found: PostRow[] = [];
  // In pieces of seven bytes: characters, line breaks and quotes are cut in every way.
  const source = async function* () {
    yield* pieces;
  };
  for await (const row of postRows(source, format, { map, renames: new Map() })) found.push(row);
  return found;
}

describe('tables', () => {
  it('are read whatever stands between the cells and above the header', async () => {
    for (const delimiter of [',', ';', '\t', '|']) {
      const text = `Report\nFrom${delimiter}To\n\nNo${delimiter}Other${delimiter}Said${delimiter}On\n1${delimiter}x${delimiter}"hello ${delimiter} world"${delimiter}03/04/2025 10:00\n`;
      expect(await rows(text, 'table'), delimiter).toEqual([
        { line: 5, value: { id: '1', text: `hello ${delimiter} world`, published_at: '2025-04-03 10:00' } },
      ]);
    }
  });

  it('are read in every charset, told from the bytes alone', async () => {
    const gbk = Buffer.concat([
      Buffer.from(`No,Said\n${'1,plain\n'.repeat(20_000)}2,`),
      Buffer.from([0xbf, 0xcd, 0xb7, 0xfe, 0xcc, 0xab, 0xb2, 0xee, 0xc1, 0xcb]), // 客服太差了
    ]);
    const found = await rows(gbk, 'table');
    expect(found.at(-1)).toEqual({ line: 20_002, value: { id: '2', text: '客服太差了' } });
    const unmarked = Buffer.from('No,Said\n1,service\n', 'utf16le');
    expect(await rows(unmarked, 'table', MAP, 1024)).toEqual([{ line: 2, value: { id: '1', text: 'service' } }]);
  });

  it('lose a broken row, not the rows around it', async () => {
    const found = await rows(
      'No,Said\n1,one\n2,two,three,four\n3,"a ""quoted"" word\nover lines"\n4\n5,"bad" quote\n',
      'table',
    );
    expect(found).toEqual([
      { line: 2, value: { id: '1', text: 'one' } },
      { line: 3, problem: 'has 4 cells where the header has 2' },
      { line: 4, value: { id: '3', text: 'a "quoted" word\nover lines' } },
      { line: 6, value: { id: '4' } },
      { line: 7, value: { id: '5', text: '"bad" quote' } },
    ]);
  });

  it('say so where a quotation never ends', async () => {
    const found = await rows('No,Said\n1,one\n2,"never closed\n3,three\n', 'table');
    expect(found[0]).toEqual({ line: 2, value: { id: '1', text: 'one' } });
    expect(found).toHaveLength(2);
    expect(found[1]).toEqual({ line: 3, problem: expect.stringMatching(/quote/i) });
  });

  it('with none of the columns are refused, with what stands there instead', async () => {
    await expect(rows('Nr;Text\n1;x\n', 'table')).rejects.toThrow(
      /^none of the columns No, Said, On is in the first 40 lines; the first is "Nr;Text"$/,
    );
    expect(await rows('', 'table')).toEqual([]);
  });
});

describe('JSON', () => {
  it('is an array, one object, or after all JSON lines', async () => {
    const plain = (body: string) => rows(body, 'json', null);
    expect(await plain('[{"id":1},\n 2]')).toEqual([
      { line: 1, value: { id: 1 } },
      { line: 2, problem: 'not a JSON object' },
    ]);
    expect(await plain('{"id":1,\n"text":"x"}')).toEqual([{ line: 1, value: { id: 1, text: 'x' } }]);
    expect(await plain('{"id":1}\n{"id":2}\nx\n')).toEqual([
      { line: 1, value: { id: 1 } },
      { line: 2, value: { id: 2 } },
      { line: 3, problem: expect.stringContaining('not JSON') },
    ]);
    await expect(plain('[{"id":1},')).rejects.toThrow(/^not JSON: /);
    await expect(plain('"words"')).rejects.toThrow('neither a JSON array nor an object');
  });
});

describe('JSON lines', () => {
  it('are read by paths, and those that are none are named', async () => {
    const map = { ...MAP, fields: { id: [{ column: 'data.id' }], text: [{ column: 'data.body' }] } };
    const found = await rows('\uFEFF{"data":{"id":7,"body":"客服"}}\r\n\nnot json\n[1]\n', 'json-lines', map);
    expect(found).toEqual([
      { line: 1, value: { id: '7', text: '客服' } },
      { line: 3, problem: expect.stringContaining('not JSON') },
      { line: 4, problem: 'not a JSON object' },
    ]);
  });

  it('of absurd length cost no memory', async () => {
    const found = await rows(`{"id":1}\n"${'x'.repeat(5_000_000)}"\n{"id":2}\n`, 'json-lines', null, 60_000);
    expect(found.map((row) => ('problem' in row ? row.problem : row.value))).toEqual([
      { id: 1 },
      'longer than 4,000,000 characters',
      { id: 2 },
    ]);
  });
});
