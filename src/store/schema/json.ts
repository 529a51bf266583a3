import type { ColumnType } from 'kysely';

/** jsonb: read as values, written as JSON text. */
export type Json<T> = ColumnType<T, string, string>;
