/** The proof of forgetting: words looked for in every column of every table. */
import { sql } from 'kysely';
import type { Db } from './store.ts';

/** Where a word still stands, anywhere in the database: table and column, with the number of rows. */
export async function tracesOf(
  db: Db,
  words: readonly string[],
  except: readonly string[],
): Promise<Record<string, number>> {
  if (words.length === 0) return {};
  const { rows: columns } = await sql<{ table: string; column: string; type: string }>`
    select c.table_name as "table", c.column_name as "column", c.data_type as type
    from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
    where c.table_schema = 'public' and t.table_type = 'BASE TABLE'
      and c.data_type in ('text', 'jsonb', 'json', 'ARRAY', 'tsvector')
      and not exists (select 1 from pg_inherits i join pg_class k on k.oid = i.inhrelid where k.relname = c.table_name)
    order by 1, 2`.execute(db);
  // In JSON text quotation marks and line breaks are escaped.
  const forms = [...new Set(words.flatMap((word) => [word, JSON.stringify(word).slice(1, -1)]))];
  const patterns = forms.map((form) => `%${form.replace(/[\\%_]/g, '\\$&')}%`);
  const exact = forms.map(wholeOf);
  const traces: Record<string, number> = {};
  for (const { table, column } of columns) {
    if (except.includes(`${table}.${column}`)) continue;
    const { rows } = await sql<{ count: number }>`select count(*) as count from ${sql.table(table)}
      where ${sql.ref(column)}::text like any(${patterns}::text[])
        and ${sql.ref(column)}::text ~ any(${exact}::text[])`.execute(db);
    const count = rows[0]?.count ?? 0;
    if (count > 0) traces[`${table}.${column}`] = count;
  }
  return traces;
}

/** An address ends where it ends (`/posts/7` is not `/posts/70`); other words may go on. */
function wholeOf(word: string): string {
  const literal = word.replace(/[!-/:-@[-`{-~]/g, '\\$&');
  return /^https?:/.test(word) ? `${literal}(?![[:alnum:]])` : literal;
}
