/**
 * The file a trained model lives in: a JSON header and named arrays, compressed. Bytes in, bytes out; numbers are
 * little-endian.
 *
 * Layout after decompression (Zstandard, RFC 8878): `ESM2`, header length (uint32), header (JSON, with each array's name,
 * type and length), then the arrays one after another, each beginning at a multiple of four.
 */
import { constants, zstdCompressSync, zstdDecompressSync } from 'node:zlib';
import { EarshotError } from '../../errors.ts';

const MAGIC = 0x324d5345;

const TYPES = { i8: Int8Array, u8: Uint8Array, i32: Int32Array, f32: Float32Array } as const;
type TypeName = keyof typeof TYPES;
export type NumberArray = Int8Array | Uint8Array | Int32Array | Float32Array;

interface Entry {
  readonly name: string;
  readonly type: TypeName;
  readonly length: number;
}

/** Thrown for bytes that are no model of ours. */
export class ModelFormatError extends EarshotError {}

const padded = (n: number): number => (n + 3) & ~3;

/** Packs a header (plain JSON) and arrays. */
export function packModel(header: unknown, arrays: Readonly<Record<string, NumberArray>>): Uint8Array {
  const entries: Entry[] = Object.entries(arrays).map(([name, array]) => ({
    name,
    type: typeOf(array),
    length: array.length,
  }));
  const json = new TextEncoder().encode(JSON.stringify({ header, arrays: entries }));
  let size = 8 + padded(json.length);
  for (const array of Object.values(arrays)) size += padded(array.byteLength);
  const bytes = new Uint8Array(size);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, MAGIC, true);
  view.setUint32(4, json.length, true);
  bytes.set(json, 8);
  let at = 8 + padded(json.length);
  for (const array of Object.values(arrays)) {
    bytes.set(new Uint8Array(array.buffer, array.byteOffset, array.byteLength), at);
    at += padded(array.byteLength);
  }
  return zstdCompressSync(bytes, { params: { [constants.ZSTD_c_compressionLevel]: 19 } });
}

/** Unpacked, a model is hardly ever this many times as long; what is longer comes in several chunks, which takes longer. */
const ROOM = 3;
const LEAST_CHUNK = 1_024;

/** The header and the arrays. Throws `ModelFormatError`. */
export function unpackModel(packed: Uint8Array): { header: unknown; arrays: Record<string, NumberArray> } {
  let bytes: Uint8Array<ArrayBuffer>;
  try {
    bytes = zstdDecompressSync(packed, { chunkSize: Math.max(LEAST_CHUNK, ROOM * packed.length) });
    // The arrays are views, which must begin at multiples of four.
    if (bytes.byteOffset % 4 !== 0) bytes = new Uint8Array(bytes);
  } catch (cause) {
    throw new ModelFormatError('this is not a model file: it cannot be unpacked', { cause });
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  if (bytes.length < 8 || view.getUint32(0, true) !== MAGIC) {
    throw new ModelFormatError('this is not a model file of this version of Earshot; train it anew');
  }
  const length = view.getUint32(4, true);
  const { header, arrays: entries } = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + length))) as {
    header: unknown;
    arrays: Entry[];
  };
  const arrays: Record<string, NumberArray> = {};
  let at = 8 + padded(length);
  for (const { name, type, length: count } of entries) {
    const Type = TYPES[type];
    if (at + count * Type.BYTES_PER_ELEMENT > bytes.length) throw new ModelFormatError('the model file is cut short');
    arrays[name] = new Type(bytes.buffer, bytes.byteOffset + at, count);
    at += padded(count * Type.BYTES_PER_ELEMENT);
  }
  return { header, arrays };
}

function typeOf(array: NumberArray): TypeName {
  if (array instanceof Int8Array) return 'i8';
  if (array instanceof Uint8Array) return 'u8';
  if (array instanceof Int32Array) return 'i32';
  return 'f32';
}
