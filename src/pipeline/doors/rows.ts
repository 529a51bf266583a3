/** Rows of JSON lines or of a table, as posts in public form: read as they come, so that size does not matter. */
import type { ColumnMap } from '../../model.ts';
import { type Bytes, decoded } from './decode.ts';
import { columnsOf, mapRow } from './field-values.ts';
import { LineError, linesOf, parseJsonObject, TOO_LONG } from './lines.ts';
import { plainRow, type Renames } from './plain-rows.ts';
import { tableRows } from './table.ts';

/** One row as a post's public JSON form, or why it is none. `line` counts from 1. */
export type PostRow =
  | { readonly line: number; readonly value: Record<string, unknown> }
  | { readonly line: number; readonly problem: string };

export type Format = 'table' | 'json-lines';

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

/** A JSON value that came by itself, as a row. `line`: which of several it is, from 1. */
export function jsonRow(item: unknown, line: number, map: ColumnMap | null): PostRow {
  if (typeof item !== 'object' || item === null || Array.isArray(item)) return { line, problem: 'not a JSON object' };
  const row = item as Record<string, unknown>;
  return { line, value: map === null ? plainRow(row, new Map(), () => undefined, false) : mapRow(row, map) };
}

/** Throws `TableError` where a table has no header. */
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
  for await (const { number, line } of linesOf(text)) {
    try {
      if (line === null) throw new LineError(TOO_LONG);
      yield { line: number, value: postOf(parseJsonObject(line), false) };
    } catch (error) {
      if (!(error instanceof LineError)) throw error;
      yield { line: number, problem: error.message };
    }
  }
}
