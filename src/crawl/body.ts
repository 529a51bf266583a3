/** Bodies as they come over the wire: counted, cut off where they get absurd, unpacked within limits. */
import { promisify } from 'node:util';
import {
  brotliDecompress,
  brotliDecompressSync,
  gunzip,
  gunzipSync,
  inflate,
  inflateRaw,
  inflateRawSync,
  inflateSync,
  zstdDecompress,
  zstdDecompressSync,
} from 'node:zlib';
import { failed, unreachable } from './errors.ts';

export interface SizeLimits {
  /** Bytes as received. */
  readonly wireBytes: number;
  /** Bytes after unpacking: what a gzip bomb would fill. */
  readonly bodyBytes: number;
}

const megabytes = (bytes: number) => `${Math.round((bytes / 1_048_576) * 10) / 10} MB`;

/** Reads a whole body. Throws `CrawlError` `failed` as soon as it is larger than allowed, without reading on. */
export async function readBody(chunks: AsyncIterable<Uint8Array>, limits: SizeLimits): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let bytes = 0;
  for await (const chunk of chunks) {
    bytes += chunk.length;
    if (bytes > limits.wireBytes) throw failed(`the page is larger than ${megabytes(limits.wireBytes)}`);
    parts.push(chunk);
  }
  return parts.length === 1 ? (parts[0] as Uint8Array) : Buffer.concat(parts, bytes);
}

type Unpack = (body: Uint8Array, options: { maxOutputLength: number }) => Uint8Array;
type UnpackLater = (body: Uint8Array, options: { maxOutputLength: number }) => Promise<Uint8Array>;

const CODINGS: Readonly<Record<string, readonly [Unpack, UnpackLater]>> = {
  gzip: [gunzipSync, promisify(gunzip) as UnpackLater],
  'x-gzip': [gunzipSync, promisify(gunzip) as UnpackLater],
  deflate: [inflateSync, promisify(inflate) as UnpackLater],
  br: [brotliDecompressSync, promisify(brotliDecompress) as UnpackLater],
  zstd: [zstdDecompressSync, promisify(zstdDecompress) as UnpackLater],
};
/** Some servers mean raw deflate when they say `deflate`. */
const RAW_DEFLATE: readonly [Unpack, UnpackLater] = [inflateRawSync, promisify(inflateRaw) as UnpackLater];

/** Below this size unpacking is quicker than handing it to another thread. */
const INLINE_BYTES = 131_072;

/**
 * Undoes `Content-Encoding`. Throws `CrawlError`: `failed` if the result would be larger than allowed or the coding is
 * unknown, `unreachable` (to be tried again) if the data is cut short or broken.
 */
export async function unpack(body: Uint8Array, encoding: string | undefined, limits: SizeLimits): Promise<Uint8Array> {
  const codings = (encoding ?? '')
    .toLowerCase()
    .split(',')
    .map((coding) => coding.trim())
    .filter((coding) => coding !== '' && coding !== 'identity');
  // Each layer multiplies: honest servers use one.
  if (codings.length > 2) throw failed(`the page is packed ${codings.length} times over`);
  let plain = body;
  for (const coding of codings.reverse()) {
    const how = CODINGS[coding];
    if (!how) throw failed(`the page is packed in an unknown way ("${coding.slice(0, 40)}")`);
    plain = plain.length === 0 ? plain : await unpackOne(plain, rawDeflate(plain, coding) ? RAW_DEFLATE : how, limits);
  }
  return plain;
}

/** RFC 1950's header is a multiple of 31 with method 8. */
function rawDeflate(body: Uint8Array, coding: string): boolean {
  const [first = 0, second = 0] = body;
  return coding === 'deflate' && ((first & 0x0f) !== 8 || (first * 256 + second) % 31 !== 0);
}

async function unpackOne(
  body: Uint8Array,
  [now, later]: readonly [Unpack, UnpackLater],
  limits: SizeLimits,
): Promise<Uint8Array> {
  const options = { maxOutputLength: limits.bodyBytes };
  try {
    return body.length < INLINE_BYTES ? now(body, options) : await later(body, options);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === 'ERR_BUFFER_TOO_LARGE') {
      throw failed(`the page unpacks to more than ${megabytes(limits.bodyBytes)} (sent as ${megabytes(body.length)})`);
    }
    throw unreachable('the packed page is cut short or broken', error);
  }
}

const MAGIC: readonly (readonly [string, readonly number[]])[] = [
  ['a PNG image', [0x89, 0x50, 0x4e, 0x47]],
  ['a JPEG image', [0xff, 0xd8, 0xff]],
  ['a GIF image', [0x47, 0x49, 0x46, 0x38]],
  ['a PDF document', [0x25, 0x50, 0x44, 0x46, 0x2d]],
  ['a ZIP archive', [0x50, 0x4b, 0x03, 0x04]],
  ['a gzip archive', [0x1f, 0x8b, 0x08]],
  ['a program', [0x7f, 0x45, 0x4c, 0x46]],
];

/** What a body that is no text is, for people; null for text in any charset (UTF-16 and UTF-32 included). */
export function binaryKind(body: Uint8Array): string | null {
  for (const [kind, bytes] of MAGIC) if (bytes.every((byte, i) => body[i] === byte)) return kind;
  const [a = 0, b = 0] = body;
  if ((a === 0xff && b === 0xfe) || (a === 0xfe && b === 0xff)) return null;
  const sample = body.subarray(0, 4096);
  let zeros = 0;
  let controls = 0;
  for (const byte of sample) {
    if (byte === 0) zeros++;
    else if (byte < 32 && byte !== 9 && byte !== 10 && byte !== 12 && byte !== 13 && byte !== 27) controls++;
  }
  // UTF-16 without a mark has a zero at every other place, and only there; a stray NUL in a page is forgiven.
  const utf16 = zeros > sample.length * 0.3 && zeros <= sample.length * 0.55 && controls === 0;
  return !utf16 && (zeros > 8 || controls > sample.length * 0.1) ? 'binary data' : null;
}
