/** Lines of JSON, one at a time, and what is said of those that cannot be used. */
import { messageOf } from '../../errors.ts';

/** A line that cannot be used; its message says what is wrong with it. */
export class LineError extends Error {
  override readonly name = 'LineError';
}

/** A line longer than this (in UTF-16 code units) is no post; without a limit a file of one line would fill the memory. */
const LONGEST = 4_000_000;
export const TOO_LONG = 'longer than 4,000,000 characters';

/**
 * The lines of a text that comes in pieces, with their numbers, from 1; empty lines are passed over, a leading BOM is
 * dropped. `line` is null for one that is too long to be read.
 */
export async function* linesOf(
  pieces: AsyncIterable<string>,
): AsyncGenerator<{ number: number; line: string } | { number: number; line: null }> {
  let number = 1;
  let rest = '';
  let overlong = false;
  for await (const piece of pieces) {
    const parts = piece.split('\n');
    const open = parts.pop() ?? '';
    for (const part of parts) {
      const line = rest + part;
      rest = '';
      if (overlong || line.length > LONGEST) yield { number, line: null };
      else if (line.trim() !== '') yield { number, line: bare(line, number) };
      overlong = false;
      number++;
    }
    rest += open;
    if (rest.length > LONGEST) {
      overlong = true;
      rest = '';
    }
  }
  if (overlong) yield { number, line: null };
  else if (rest.trim() !== '') yield { number, line: bare(rest, number) };
}

function bare(line: string, number: number): string {
  const whole = number === 1 ? line.replace(/^\uFEFF/, '') : line;
  return whole.endsWith('\r') ? whole.slice(0, -1) : whole;
}

/** `line` as a JSON object. Throws `LineError`. */
export function parseJsonObject(line: string): Record<string, unknown> {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch (error) {
    throw new LineError(`not JSON: ${messageOf(error)}`);
  }
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw new LineError('not a JSON object');
  return value as Record<string, unknown>;
}
