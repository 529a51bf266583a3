/** Other processes beside the test, under plain Node, as they would run outside of it. */
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';

export interface Program {
  readonly process: ChildProcess;
  /** The next line of its standard output; rejects with what it said on standard error if it ends before. */
  line(): Promise<string>;
  /** Writes a line to its standard input. */
  say(line: string): void;
  /** Ends it at once, as a crash would, and waits until it is gone. */
  kill(): Promise<void>;
  /** Waits until it has ended by itself; resolves to its exit code. */
  ended(): Promise<number | null>;
}

/** Starts a TypeScript file; killed after the test if it still runs. */
export function startProgram(file: URL, args: readonly string[], env: Record<string, string> = {}): Program {
  const child = spawn(process.execPath, [fileURLToPath(file), ...args], { env: { ...process.env, ...env } });
  const gone = once(child, 'exit') as Promise<[number | null]>;
  let errors = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    errors += text;
  });
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const kill = async () => {
    child.kill('SIGKILL');
    await gone;
  };
  onTestFinished(kill);
  return {
    process: child,
    line: async () => {
      const next = await lines.next();
      if (next.done) throw new Error(`the program ended: ${errors}`);
      return next.value;
    },
    say: (text) => void child.stdin.write(`${text}\n`),
    kill,
    ended: async () => (await gone)[0],
  };
}
