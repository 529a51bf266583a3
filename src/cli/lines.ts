/** Commands that are filters: lines in, lines out, and those that cannot be used reported. */
import { once } from 'node:events';
import type { Readable, Writable } from 'node:stream';
import { LineError, linesOf, parseJsonObject, TOO_LONG } from '../pipeline/doors/lines.ts';
import type { CommandContext } from './context.ts';

/** Writes and waits while the reader is slower than we are. */
export async function write(out: Writable, text: string): Promise<void> {
  if (!out.write(text)) await once(out, 'drain');
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
  input.setEncoding('utf8');
  for await (const { number, line } of linesOf(input as AsyncIterable<string>)) {
    let output: unknown;
    try {
      if (line === null) throw new LineError(TOO_LONG);
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
