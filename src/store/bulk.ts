/**
 * Many rows in one statement: each column travels as one array and the server puts the rows together again. A third
 * cheaper than rows as JSON on both sides: no name is said twice, and the server parses values, not documents.
 */
import { type RawBuilder, sql } from 'kysely';

/**
 * `rows` as a row source with the given column types, to be used after `from`. Column names and types are our own
 * constants, never input. One parameter a column whatever the number of rows, so there is no limit of 65,535 to run
 * into. What is undefined, not a number or not a date is null.
 */
export function recordset<Row extends object>(
  rows: readonly Row[],
  columns: { readonly [K in keyof Row]-?: string },
  alias = 'r',
): RawBuilder<unknown> {
  const entries = Object.entries(columns) as [keyof Row & string, string][];
  const arrays = entries.map(([name, type]) => {
    // An array of arrays would be taken apart to its last element: each travels as the text of one.
    const carried = type.endsWith('[]') ? 'text' : type;
    return sql`${arrayOf(rows, name, type)}::${sql.raw(carried)}[]`;
  });
  const names = sql.raw(entries.map(([name]) => `"${name}"`).join(', '));
  const source = sql`unnest(${sql.join(arrays)})`;
  if (!entries.some(([, type]) => type.endsWith('[]'))) return sql`${source} as ${sql.raw(`"${alias}"`)}(${names})`;
  const cast = sql.raw(
    entries.map(([name, type]) => (type.endsWith('[]') ? `"${name}"::${type}` : `"${name}"`)).join(', '),
  );
  return sql`(select ${cast} from ${source} as "carried"(${names})) as ${sql.raw(`"${alias}"`)}`;
}

/** A comma-separated list of columns, each prefixed by the alias, for the select list over a `recordset`. */
export function columnsOf(columns: object, alias = 'r'): RawBuilder<unknown> {
  return sql.raw(
    Object.keys(columns)
      .map((name) => `"${alias}"."${name}"`)
      .join(', '),
  );
}

/** The bare column names, for `insert into table (…)`. */
export function namesOf(columns: object): RawBuilder<unknown> {
  return sql.raw(
    Object.keys(columns)
      .map((name) => `"${name}"`)
      .join(', '),
  );
}

/** One column of the rows in the text form of an array. */
function arrayOf<Row extends object>(rows: readonly Row[], name: keyof Row, type: string): string {
  const document = type === 'json' || type === 'jsonb';
  let list = '{';
  for (let i = 0; i < rows.length; i++) {
    const value = rows[i]![name];
    if (i > 0) list += ',';
    list += document ? documentOf(value) : elementOf(value);
  }
  return `${list}}`;
}

/** A JSON value as an element: whatever it is, but for null, which is no document. */
function documentOf(value: unknown): string {
  return value === null || value === undefined ? 'NULL' : quoted(JSON.stringify(value));
}

function elementOf(value: unknown): string {
  if (value === null || value === undefined) return 'NULL';
  if (typeof value === 'string') return quoted(value);
  if (typeof value === 'number') return Number.isFinite(value) ? String(value) : 'NULL';
  if (value instanceof Date) return Number.isNaN(value.getTime()) ? 'NULL' : `"${value.toISOString()}"`;
  if (Array.isArray(value)) return quoted(`{${value.map(elementOf).join(',')}}`);
  return String(value);
}

const SPECIAL = /["\\]/;

function quoted(text: string): string {
  return SPECIAL.test(text) ? `"${text.replace(/["\\]/g, '\\$&')}"` : `"${text}"`;
}
