/** Runs one command in this process, with its input and output as strings. */
import { Readable, Writable } from 'node:stream';
import { Command } from 'commander';
import type { CommandContext, RegisterCommand } from '../../../src/cli/context.ts';
import { type Clock, systemClock } from '../../../src/clock.ts';

export interface Ran {
  /** Standard output, each line parsed as JSON where it is. */
  readonly out: unknown[];
  readonly text: string;
  readonly err: string;
  readonly exitCode: number;
}

export async function run(
  register: RegisterCommand,
  args: readonly string[],
  input = '',
  clock: Clock = systemClock,
): Promise<Ran> {
  const written = { out: '', err: '' };
  const sink = (key: 'out' | 'err') =>
    new Writable({
      write(chunk, _encoding, done) {
        written[key] += String(chunk);
        done();
      },
    });
  const context: CommandContext = {
    stdin: Readable.from([`${input}\n`]),
    stdout: sink('out'),
    stderr: sink('err'),
    env: {},
    clock,
    signal: new AbortController().signal,
    exitCode: 0,
  };
  const program = new Command().exitOverride();
  register(program, context);
  await program.parseAsync([...args], { from: 'user' });
  const out = written.out
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as unknown);
  return { out, text: written.out, err: written.err, exitCode: context.exitCode };
}
