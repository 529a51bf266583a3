/** Posts in files: JSON lines or tables, plain or gzipped. */
import { createReadStream } from 'node:fs';
import { open } from 'node:fs/promises';
import { createGunzip } from 'node:zlib';
import { messageOf, UsageError } from '../../errors.ts';
import type { Bytes } from './decode.ts';
import type { Format } from './rows.ts';

/** What a file holds, by its name; null: nothing that can be read here. */
export function formatOf(name: string): Format | null {
  const plain = name.replace(/\.gz$/i, '');
  if (/\.(csv|tsv)$/i.test(plain)) return 'table';
  if (/\.json$/i.test(plain)) return 'json';
  return /\.(jsonl|ndjson)$/i.test(plain) ? 'json-lines' : null;
}

export const FILE_FORMS = '.csv, .tsv (tables), .jsonl, .ndjson (JSON lines), .json (an array), each also with .gz';

/** The bytes of a file, unpacked where it is gzipped, whatever its name says. Throws `UsageError` if it cannot be read. */
export async function fileBytes(path: string): Promise<Bytes> {
  try {
    const handle = await open(path);
    try {
      const { bytesRead, buffer } = await handle.read(Buffer.alloc(2), 0, 2, 0);
      const zipped = bytesRead === 2 && buffer[0] === 0x1f && buffer[1] === 0x8b;
      return () => (zipped ? unzipped(path) : createReadStream(path));
    } finally {
      await handle.close();
    }
  } catch (error) {
    throw new UsageError(`${path}: cannot be read: ${messageOf(error)}`, { cause: error });
  }
}

function unzipped(path: string): AsyncIterable<Uint8Array> {
  const gunzip = createGunzip();
  const file = createReadStream(path);
  file.on('error', (error) => gunzip.destroy(error));
  gunzip.on('close', () => file.destroy());
  return file.pipe(gunzip);
}
