/** Text out of bytes whose charset nobody names: exports come in UTF-8, UTF-16 and GBK, with and without a mark. */
import { detectCharset } from '../../crawl/charset.ts';

/** Opens the bytes from their beginning; may be called twice, since the charset is told from all of them. */
export type Bytes = () => AsyncIterable<Uint8Array>;

/** Bytes from which a charset is guessed. */
const SAMPLE_BYTES = 65_536;

/** The text, piece by piece. `encoding`: a WHATWG name; null: told from the bytes. */
export async function* decoded(bytes: Bytes, encoding: string | null): AsyncGenerator<string> {
  const decoder = new TextDecoder(encoding ?? (await charsetOf(bytes)));
  for await (const piece of bytes()) yield decoder.decode(piece, { stream: true });
  yield decoder.decode();
}

/** A large file may be plain ASCII for megabytes before its first word in GBK: all of it is looked at. */
async function charsetOf(bytes: Bytes): Promise<string> {
  const utf8 = new TextDecoder('utf-8', { fatal: true });
  const sample: Uint8Array[] = [];
  let sampled = 0;
  let valid = true;
  let first = true;
  for await (const piece of bytes()) {
    if (first) {
      const marked = utf16Of(piece);
      if (marked !== null) return marked;
      first = false;
    }
    valid = valid && decodes(utf8, piece);
    if (sampled < SAMPLE_BYTES) {
      const start = sampled > 0 ? 0 : piece.findIndex((byte) => byte > 127);
      const part = start < 0 ? piece.subarray(0, 0) : piece.subarray(start, start + SAMPLE_BYTES - sampled);
      sample.push(part);
      sampled += part.length;
    }
    if (!valid && sampled >= SAMPLE_BYTES) break;
  }
  return valid ? 'utf-8' : detectCharset(Buffer.concat(sample));
}

function decodes(decoder: InstanceType<typeof TextDecoder>, piece: Uint8Array): boolean {
  try {
    decoder.decode(piece, { stream: true });
    return true;
  } catch {
    // A fatal decoder says "not UTF-8" by throwing; that is the answer.
    return false;
  }
}

/** UTF-16 by its mark, or by the zeros that Latin letters leave in it. */
function utf16Of(start: Uint8Array): string | null {
  const [a, b] = start;
  if (a === 0xff && b === 0xfe) return 'utf-16le';
  if (a === 0xfe && b === 0xff) return 'utf-16be';
  const pairs = Math.min(200, Math.floor(start.length / 2));
  let high = 0;
  let low = 0;
  for (let i = 0; i < pairs; i++) {
    if (start[2 * i] === 0) high++;
    if (start[2 * i + 1] === 0) low++;
  }
  if (pairs < 4 || Math.max(high, low) < pairs * 0.4) return null;
  return high > low ? 'utf-16be' : 'utf-16le';
}
