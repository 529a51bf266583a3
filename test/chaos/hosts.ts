/** Machines on which processes of the service run, and what can happen to them. */
import { type ChildProcess, spawn } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const MAIN = fileURLToPath(new URL('../../src/earshot.js', import.meta.url));
const SKEW = fileURLToPath(new URL('./skewed-clock.ts', import.meta.url));

export interface Host {
  readonly name: string;
  /** Starts `earshot` with these words; what it logs goes to `log`, an open file. */
  run(words: readonly string[], env: Readonly<Record<string, string>>, log: number | 'ignore'): ChildProcess;
  /** Sets the clock so many seconds ahead of the truth, or behind; 0 sets it right. */
  setClock(seconds: number): void;
  /** Cuts the host off from everything, without a word to anybody, or puts the cable back. */
  cutOff?(off: boolean): void;
  /** Fills the disk that the processes write to until nothing fits, or empties it again. */
  fillDisk?(full: boolean): void;
}

/** The words and the environment by which Node runs the service with a clock that can be set. */
export function program(
  dir: string,
  host: string,
  words: readonly string[],
  env: Readonly<Record<string, string>>,
): { args: string[]; env: NodeJS.ProcessEnv } {
  return {
    args: ['--import', SKEW, MAIN, ...words],
    env: { ...process.env, ...env, CLOCK_FILE: clockFile(dir, host), NODE_NO_WARNINGS: '1' },
  };
}

export function setClock(dir: string, host: string, seconds: number): void {
  writeFileSync(clockFile(dir, host), String(seconds));
}

function clockFile(dir: string, host: string): string {
  return join(dir, `clock-${host}`);
}

/** A host that shares this machine's network and disk: its processes can be killed, its clock can be set. */
export function localHost(dir: string, name: string): Host {
  setClock(dir, name, 0);
  return {
    name,
    run: (words, more, log) => {
      const { args, env } = program(dir, name, words, more);
      return spawn(process.execPath, args, { env, stdio: ['ignore', 'ignore', log] });
    },
    setClock: (seconds) => setClock(dir, name, seconds),
  };
}
