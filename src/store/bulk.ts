/** Many rows in one statement: the rows travel as one JSON parameter and are taken apart by the server. */
import { type RawBuilder, sql } from 'kysely';

/**
 * `rows` as a row source with the given column types, to be used after `from`. Column names and types are our own
 * constants, never input. One parameter whatever the number of rows, so there is no limit of 65,535 to run into.
 */
export function recordset<Row extends object>(
  rows: readonly Row[],
  columns: { readonly [K in keyof Row]-?: string },
  alias = 'r',
): RawBuilder<unknown> {
  const definition = Object.entries(columns)
    .map(([name, type]) => `"${name}" ${String(type)}`)
    .join(', ');
  return sql`json_to_recordset(${JSON.stringify(rows)}::json) as ${sql.raw(`"${alias}"(${definition})`)}`;
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
