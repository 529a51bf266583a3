/** Posts in files: JSON lines or CSV, plain or gzipped, read as they come so that size does not matter. */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { parse } from 'csv-parse';
import { messageOf, UsageError } from '../errors.ts';
import { LineError, numberedLines, parseJsonObject } from './lines.ts';

/** A column of a file and the post's field it fills: `author.name`, `published_at`. */
export type ColumnMap = ReadonlyMap<string, string>;

/** One row of the file as a post's public JSON form, or why it is none. */
export type PostRow =
  | { readonly line: number; readonly value: Record<string, unknown> }
  | { readonly line: number; readonly problem: string };

/** Fields a column may fill. */
export const FIELDS = [
  'id',
  'text',
  'title',
  'url',
  'kind',
  'site',
  'lang',
  'published_at',
  'edited_at',
  'parent',
  'root',
  'brand',
  'deleted',
  'author.name',
  'author.id',
  'author.followers',
  'author.verified',
  'rating.value',
  'rating.best',
  'rating.worst',
  'engagement.likes',
  'engagement.replies',
  'engagement.reposts',
  'engagement.views',
  'engagement.helpful',
  'reply.text',
  'reply.at',
] as const;

/** Short names that columns of a table may have. */
const SHORT: Readonly<Record<string, string>> = {
  author: 'author.name',
  author_id: 'author.id',
  followers: 'author.followers',
  rating: 'rating.value',
  likes: 'engagement.likes',
  replies: 'engagement.replies',
  reposts: 'engagement.reposts',
  views: 'engagement.views',
  helpful: 'engagement.helpful',
  reply: 'reply.text',
  reply_at: 'reply.at',
};

const TOP_LEVEL: ReadonlySet<string> = new Set([...FIELDS.map((field) => field.split('.')[0]!)]);

/** Reads `field=column` words. Throws `UsageError` naming the fields there are. */
export function columnMap(words: readonly string[]): ColumnMap {
  const map = new Map<string, string>();
  for (const word of words) {
    const equals = word.indexOf('=');
    const field = word.slice(0, equals);
    const full = SHORT[field] ?? field;
    if (equals < 1 || equals === word.length - 1 || !(FIELDS as readonly string[]).includes(full)) {
      throw new UsageError(`--map ${word}: must be field=column; fields: ${FIELDS.join(', ')}`);
    }
    map.set(word.slice(equals + 1), full);
  }
  return map;
}

/** The rows of a file. `unknown` is told each column that fills nothing, once. Throws `UsageError` if it cannot be read. */
export async function* readPostFile(
  path: string,
  columns: ColumnMap,
  unknown: (column: string) => void,
): AsyncGenerator<PostRow> {
  const input = await openFile(path);
  const told = new Set<string>();
  const tell = (column: string) => {
    if (told.has(column)) return;
    told.add(column);
    unknown(column);
  };
  const plain = path.replace(/\.gz$/i, '');
  yield* /\.csv$/i.test(plain) ? csvRows(input, columns, tell) : jsonRows(input, columns, tell);
}

async function openFile(path: string): Promise<Readable> {
  try {
    const handle = await open(path);
    const { bytesRead, buffer } = await handle.read(Buffer.alloc(2), 0, 2, 0);
    await handle.close();
    const file = createReadStream(path);
    const zipped = bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
    if (!zipped) return file;
    const unzipped = createGunzip();
    file.on('error', (error) => unzipped.destroy(error));
    return file.pipe(unzipped);
  } catch (error) {
    throw new UsageError(`${path}: cannot be read: ${messageOf(error)}`, { cause: error });
  }
}

async function* jsonRows(input: Readable, columns: ColumnMap, tell: (column: string) => void): AsyncGenerator<PostRow> {
  for await (const { number, line } of numberedLines(input)) {
    try {
      yield { line: number, value: mapped(parseJsonObject(line), columns, tell) };
    } catch (error) {
      if (!(error instanceof LineError)) throw error;
      yield { line: number, problem: error.message };
    }
  }
}

async function* csvRows(input: Readable, columns: ColumnMap, tell: (column: string) => void): AsyncGenerator<PostRow> {
  const parser = parse({ columns: true, bom: true, info: true, skip_empty_lines: true, relax_column_count: true });
  input.on('error', (error) => parser.destroy(error));
  for await (const { record, info } of input.pipe(parser) as AsyncIterable<{
    record: Record<string, string>;
    info: { lines: number; error?: Error };
  }>) {
    if (info.error) {
      yield { line: info.lines, problem: info.error.message };
      continue;
    }
    const filled = Object.fromEntries(Object.entries(record).filter(([, value]) => value !== ''));
    yield { line: info.lines, value: mapped(filled, columns, tell, true) };
  }
}

/** Puts each column where it belongs. In a table the short names fill nested fields too, and words become truth values. */
function mapped(
  row: Readonly<Record<string, unknown>>,
  columns: ColumnMap,
  tell: (column: string) => void,
  table = false,
): Record<string, unknown> {
  const value: Record<string, unknown> = {};
  for (const [column, content] of Object.entries(row)) {
    const field = columns.get(column) ?? (table ? (SHORT[column] ?? column) : column);
    const nested = (FIELDS as readonly string[]).includes(field) && field.includes('.');
    if (nested) put(value, field, table ? truthOf(field, content) : content);
    else if (TOP_LEVEL.has(field)) value[field] = table ? truthOf(field, content) : content;
    else tell(column);
  }
  return value;
}

function put(value: Record<string, unknown>, field: string, content: unknown): void {
  const [outer = '', inner = ''] = field.split('.');
  const object = (typeof value[outer] === 'object' && value[outer] !== null ? value[outer] : {}) as object;
  value[outer] = { ...object, [inner]: content };
}

function truthOf(field: string, content: unknown): unknown {
  if (field !== 'deleted' && field !== 'author.verified') return content;
  if (/^(true|yes|1|是)$/i.test(String(content))) return true;
  if (/^(false|no|0|否)$/i.test(String(content))) return false;
  return content;
}
