/** The body of a push: its size held to a limit, unpacked, and taken apart by its content type. */

import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { messageOf } from '../../errors.ts';
import type { ColumnMap } from '../../model.ts';
import { FormError } from '../../pipeline/doors/form-error.ts';
import { type Format, type PostRow, postRows } from '../../pipeline/doors/rows.ts';

/** Bytes of a body, as sent and unpacked. */
export const MOST_BYTES = 10_000_000;
export const MOST_ROWS = 10_000;

/** A push that cannot be taken; `status` says why to programs, the message to people. */
export class PushError extends Error {
  override readonly name = 'PushError';
  readonly status: 400 | 413 | 415;

  constructor(status: 400 | 413 | 415, message: string) {
    super(message);
    this.status = status;
  }
}

const TYPES: Readonly<Record<string, Format>> = {
  'application/json': 'json',
  'application/x-ndjson': 'json-lines',
  'application/ndjson': 'json-lines',
  'application/jsonl': 'json-lines',
  'application/x-jsonlines': 'json-lines',
  'text/csv': 'table',
  'text/tab-separated-values': 'table',
};

/** The form that a content type announces. Throws `PushError` 415 with those there are. */
export function formOf(contentType: string | undefined): { format: Format; charset: string | null } {
  const [type = '', ...parameters] = (contentType ?? '').toLowerCase().split(';');
  const format = TYPES[type.trim()];
  if (format === undefined) {
    const given = type.trim() === '' ? 'no content-type is given' : `content-type ${type.trim()} is not understood`;
    throw new PushError(415, `${given}; allowed: ${Object.keys(TYPES).join(', ')}`);
  }
  const named = /charset\s*=\s*"?([\w.:-]+)/.exec(parameters.join(';'))?.[1] ?? null;
  // JSON is UTF-8 whatever its sender says (RFC 8259).
  return { format, charset: format === 'table' ? knownCharset(named) : 'utf-8' };
}

function knownCharset(name: string | null): string | null {
  if (name === null) return null;
  try {
    return new TextDecoder(name).encoding;
  } catch (error) {
    throw new PushError(415, `charset ${name} is not understood: ${messageOf(error)}`);
  }
}

/** The whole body, unpacked. Throws `PushError`: 413 as soon as it is too large, 415 for packings other than gzip. */
export async function bodyOf(request: Request): Promise<Buffer> {
  const packing = request.headers.get('content-encoding')?.trim().toLowerCase() ?? 'identity';
  if (packing !== 'identity' && packing !== 'gzip') {
    throw new PushError(415, `content-encoding ${packing} is not understood; allowed: gzip, identity`);
  }
  if (Number(request.headers.get('content-length') ?? 0) > MOST_BYTES) throw tooLarge();
  if (request.body === null) return Buffer.alloc(0);
  const source = Readable.fromWeb(request.body as Parameters<typeof Readable.fromWeb>[0]);
  if (packing === 'identity') return collected(source);
  const gunzip = createGunzip();
  source.on('error', (error) => gunzip.destroy(error));
  try {
    return await collected(source.pipe(gunzip));
  } catch (error) {
    if (error instanceof PushError) throw error;
    throw new PushError(400, `the body is no gzip: ${messageOf(error)}`);
  } finally {
    source.destroy();
  }
}

async function collected(stream: Readable): Promise<Buffer> {
  const pieces: Buffer[] = [];
  let size = 0;
  for await (const piece of stream as AsyncIterable<Buffer>) {
    size += piece.length;
    if (size > MOST_BYTES) throw tooLarge();
    pieces.push(piece);
  }
  return Buffer.concat(pieces);
}

function tooLarge(): PushError {
  return new PushError(413, `the body is larger than ${MOST_BYTES.toLocaleString('en')} bytes; send it in parts`);
}

/** All rows of a body, before any of them is stored. Throws `PushError` 400 or 413. */
export async function rowsOf(
  body: Buffer,
  { format, charset }: ReturnType<typeof formOf>,
  map: ColumnMap | null,
): Promise<PostRow[]> {
  const rows: PostRow[] = [];
  const add = (row: PostRow) => {
    if (rows.length >= MOST_ROWS) {
      throw new PushError(413, `there are more than ${MOST_ROWS.toLocaleString('en')} rows; send them in parts`);
    }
    rows.push(row);
  };
  const bytes = async function* () {
    yield body;
  };
  try {
    for await (const row of postRows(bytes, format, { map, renames: new Map(), encoding: charset })) add(row);
  } catch (error) {
    if (error instanceof FormError) throw new PushError(400, `the body cannot be read: ${error.message}`);
    throw error;
  }
  return rows;
}
