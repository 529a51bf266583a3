/** Tables as CSV (RFC 4180), safe to open in a spreadsheet program: no cell is taken for a formula. */
import type { Context } from 'hono';

/** With the mark that tells spreadsheets it is UTF-8. */
const MARK = '\uFEFF';
/** What makes a spreadsheet calculate, also behind blanks; plain numbers do not. */
const FORMULA = /^[\s\u0000-\u0020]*[=+\-@\t\r\uFF1D\uFF0B\uFF0D\uFF20|%]/;
const NUMBER = /^[+-]?\d+(\.\d+)?(e[+-]?\d+)?$/i;

/** One cell. Text that a spreadsheet would calculate gets an apostrophe before it. */
export function csvCell(value: string | number | null): string {
  if (value === null) return '';
  if (typeof value === 'number') return String(value);
  const safe = FORMULA.test(value) && !NUMBER.test(value) ? `'${value}` : value;
  return /[",\r\n]|^\s|\s$/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export function csvLine(cells: readonly (string | number | null)[]): string {
  return `${cells.map(csvCell).join(',')}\r\n`;
}

/** A file to be saved under `name` (letters, digits, `-`). */
export function csvFile(c: Context, name: string, rows: readonly (readonly (string | number | null)[])[]): Response {
  const safe = name.replace(/[^A-Za-z0-9-]+/g, '-');
  return c.body(MARK + rows.map(csvLine).join(''), 200, {
    'content-type': 'text/csv; charset=utf-8',
    'content-disposition': `attachment; filename="${safe}.csv"`,
  });
}
