/** A row's fields by a column map: pure, one row in, one post in public form out. */
import { contentId } from '../../crawl/parsing/ids.ts';
import type { ColumnMap, FieldSource, PostField } from '../../model.ts';

/** What stands in a column; empty where nothing does. */
type Cell = (column: string) => string;

const DATES: ReadonlySet<PostField> = new Set(['published_at', 'edited_at', 'reply.at']);
const TRUTHS: ReadonlySet<PostField> = new Set(['deleted', 'author.verified']);

/** The columns that a map reads. */
export function columnsOf(map: ColumnMap): Set<string> {
  return new Set(Object.values(map.fields).flatMap((sources) => sources.flatMap(sourceColumns)));
}

function sourceColumns(source: FieldSource): readonly string[] {
  if ('column' in source) return [source.column];
  return 'join' in source ? source.join : source.hash;
}

/** The post that a row means. Fields for which the row has nothing are left out. */
export function mapRow(row: Readonly<Record<string, unknown>>, map: ColumnMap): Record<string, unknown> {
  const cell: Cell = (column) => textAt(row, column);
  const value: Record<string, unknown> = {};
  for (const [field, constant] of Object.entries(map.constants)) {
    // A scale without a rating is no rating.
    if (field.startsWith('rating.') && field !== 'rating.value') continue;
    put(value, field, constant);
  }
  for (const [field, sources] of Object.entries(map.fields) as [PostField, readonly FieldSource[]][]) {
    const text = firstOf(sources, cell);
    if (text !== '') put(value, field, typed(field, text, map));
  }
  if (value.rating !== undefined) {
    for (const field of ['rating.best', 'rating.worst'] as const) {
      const constant = map.constants[field];
      if (constant !== undefined && map.fields[field] === undefined) put(value, field, constant);
    }
  }
  return value;
}

/** A column of a table, or a value of JSON: by its key, or by keys joined with points. */
function textAt(row: Readonly<Record<string, unknown>>, column: string): string {
  const value = Object.hasOwn(row, column) ? row[column] : column.split('.').reduce<unknown>(memberOf, row);
  if (typeof value === 'string') return value.trim();
  return typeof value === 'number' || typeof value === 'boolean' ? String(value) : '';
}

function memberOf(value: unknown, key: string): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, key)) return undefined;
  return (value as Record<string, unknown>)[key];
}

function firstOf(sources: readonly FieldSource[], cell: Cell): string {
  for (const source of sources) {
    const text = read(source, cell);
    if (text !== '') return text;
  }
  return '';
}

function read(source: FieldSource, cell: Cell): string {
  if ('join' in source) return source.join.map(cell).filter(Boolean).join(source.with);
  if ('hash' in source) {
    const cells = source.hash.map(cell);
    return cells.some(Boolean) ? contentId(...cells) : '';
  }
  const text = cell(source.column);
  const part = source.match === undefined ? text : (new RegExp(source.match, 'u').exec(text)?.[1] ?? '');
  if (source.values === undefined || part === '') return part;
  return Object.hasOwn(source.values, part) ? (source.values[part] ?? '') : '';
}

function typed(field: PostField, text: string, map: ColumnMap): unknown {
  if (DATES.has(field)) return map.dates === null ? text : ordered(text, map.dates);
  return TRUTHS.has(field) ? truthOf(text) : text;
}

/** `03/04/2025 10:00` as ISO: whoever made the export said which of the two numbers is the day. */
function ordered(text: string, order: 'day-first' | 'month-first'): string {
  const match = /^(\d{1,2})([/.-])(\d{1,2})\2(\d{4}|\d{2})(?!\d)[ T,]*(.*)$/.exec(text);
  if (match === null) return text;
  const [, first = '', , second = '', year = '', time = ''] = match;
  const [day, month] = order === 'day-first' ? [first, second] : [second, first];
  const whole = year.length === 2 ? `20${year}` : year;
  return `${whole}-${month.padStart(2, '0')}-${day.padStart(2, '0')}${time === '' ? '' : ` ${time}`}`;
}

/** Truth in a table's words; other words stay, and are refused where a truth value is needed. */
export function truthOf(text: unknown): unknown {
  if (/^(true|yes|y|1|是)$/i.test(String(text))) return true;
  if (/^(false|no|n|0|否)$/i.test(String(text))) return false;
  return text;
}

/** Puts content under `outer.inner` or `outer`. */
export function put(value: Record<string, unknown>, field: string, content: unknown): void {
  const [outer = '', inner] = field.split('.');
  if (inner === undefined) {
    value[outer] = content;
    return;
  }
  const object = (typeof value[outer] === 'object' && value[outer] !== null ? value[outer] : {}) as object;
  value[outer] = { ...object, [inner]: content };
}
