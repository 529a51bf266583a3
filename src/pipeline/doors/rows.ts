/** Rows of JSON lines or of a table, as posts in public form: read as they come, so that size does not matter. */
import { messageOf } from '../../errors.ts';
import type { ColumnMap } from '../../model.ts';
import { type Bytes, decoded } from './decode.ts';
import { columnsOf, mapRow } from './field-values.ts';
import { FormError } from './form-error.ts';
import { LineError, linesOf, parseJsonObject, TOO_LONG } from './lines.ts';
import { plainRow, type Renames } from './plain-rows.ts';
import { tableRows } from './table.ts';

/** One row as a post's public JSON form, or why it is none. `line` counts from 1. */
export type PostRow =
  | { readonly line: number; readonly value: Record<string, unknown> }
  | { readonly line: number; readonly problem: string };

/** `json`: an array of posts or one post; what else stands in such a file is read as JSON lines. */
export type Format = 'table' | 'json-lines' | 'json';

/** How rows become posts. */
export interface Reading {
  /** Null: columns are named like the fields, but for the renamed ones. */
  readonly map: ColumnMap | null;
  readonly renames: Renames;
  /** Charset that came with the text; without it the map's, else told from the bytes. */
  readonly encoding?: string | null;
  /** Told each column that fills nothing, once. Columns that a map does not name are no news. */
  readonly unknown?: (column: string) => void;
}

/** `line`: which of several items it is, from 1. */
function jsonRow(item: unknown, line: number, map: ColumnMap | null): PostRow {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return { line, problem: 'not a JSON object' };
  const row = item as Record<string, unknown>;
  return { line, value: map === null ? plainRow(row, new Map(), () => undefined, false) : mapRow(row, map) };
}

/** Throws `FormError` where the whole is not what its format says: a table without a header, an array that ends too soon. */
export async function* postRows(bytes: Bytes, format: Format, reading: Reading): AsyncGenerator<PostRow> {
  const { map, renames, unknown } = reading;
  const told = new Set<string>();
  const tell = (column: string) => {
    if (told.has(column)) return;
    told.add(column);
    unknown?.(column);
  };
  const postOf = (row: Readonly<Record<string, unknown>>, table: boolean) =>
    map === null ? plainRow(row, renames, tell, table) : mapRow(row, map);
  const text = decoded(bytes, reading.encoding ?? map?.encoding ?? null);
  if (format === 'table') {
    const shape = { delimiter: map?.delimiter ?? null, known: map === null ? new Set<string>() : columnsOf(map) };
    for await (const row of tableRows(text, shape)) {
      yield 'problem' in row ? row : { line: row.line, value: postOf(row.cells, true) };
    }
    return;
  }
  const whole = format === 'json' ? await wholeOf(text) : null;
  const items = whole === null ? null : itemsOf(whole);
  if (items !== null) {
    for (const [index, item] of items.entries()) yield jsonRow(item, index + 1, map);
    return;
  }
  for await (const { number, line } of linesOf(whole === null ? text : once(whole))) {
    try {
      if (line === null) throw new LineError(TOO_LONG);
      yield { line: number, value: postOf(parseJsonObject(line), false) };
    } catch (error) {
      if (!(error instanceof LineError)) throw error;
      yield { line: number, problem: error.message };
    }
  }
}

/** A JSON array cannot be read piece by piece: longer ones (in UTF-16 code units) are to be sent as JSON lines. */
const LONGEST_JSON = 50_000_000;

async function wholeOf(text: AsyncIterable<string>): Promise<string> {
  const pieces: string[] = [];
  let length = 0;
  for await (const piece of text) {
    length += piece.length;
    if (length > LONGEST_JSON) throw new FormError('the JSON array is too long to be read at once; use JSON lines');
    pieces.push(piece);
  }
  return pieces.join('').replace(/^\uFEFF/, '');
}

/** The items of an array, or one object; null where the text is several objects, one a line. Throws `FormError`. */
function itemsOf(whole: string): unknown[] | null {
  let value: unknown;
  try {
    value = JSON.parse(whole);
  } catch (error) {
    if (/^\s*\{[^\n]*\}\s*\n\s*\{/.test(whole)) return null;
    throw new FormError(`not JSON: ${messageOf(error)}`);
  }
  if (Array.isArray(value)) return value;
  if (typeof value === 'object' && value !== null) return [value];
  throw new FormError('neither a JSON array nor an object');
}

async function* once(text: string): AsyncGenerator<string> {
  yield text;
}
