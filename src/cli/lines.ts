/** Reading JSON lines, one input line at a time, and reporting those that cannot be used. */
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import type { Readable, Writable } from 'node:stream';
import { messageOf } from '../errors.ts';
import type { CommandContext } from './context.ts';

/** A line that cannot be used; its message says what is wrong with it. */
export class LineError extends Error {
  override readonly name = 'LineError';
}

/** Writes and waits while the reader is slower than we are. */
export async function write(out: Writable, text: string): Promise<void> {
  if (!out.write(text)) await once(out, 'drain');
}

/** The lines of a stream with their numbers, from 1; empty lines are passed over, a leading BOM is dropped. */
export async function* numberedLines(input: Readable): AsyncGenerator<{ number: number; line: string }> {
  const lines = createInterface({ input, crlfDelay: Number.POSITIVE_INFINITY });
  let number = 0;
  for await (const raw of lines) {
    number++;
    const line = number === 1 ? raw.replace(/^\uFEFF/, '') : raw;
    if (line.trim() !== '') yield { number, line };
  }
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

/**
 * A filter: JSON lines in, JSON lines out, in order and streamed. A line that cannot be used is named on standard
 * error as `line N: what is wrong`, the rest goes on, and the exit code becomes 1.
 */
export async function filterJsonLines(
  context: CommandContext,
  input: Readable,
  each: (value: Record<string, unknown>) => unknown,
): Promise<void> {
  for await (const { number, line } of numberedLines(input)) {
    let output: unknown;
    try {
      output = each(parseJsonObject(line));
    } catch (error) {
      if (!(error instanceof LineError)) throw error;
      await write(context.stderr, `line ${number}: ${error.message}\n`);
      context.exitCode = 1;
      continue;
    }
    await write(context.stdout, `${JSON.stringify(output)}\n`);
  }
}
