/** Runs the command line as its user does: a process of its own, in a folder of its own. */
import { spawn } from 'node:child_process';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';

const MAIN = fileURLToPath(new URL('../../src/earshot.js', import.meta.url));

export interface Ran {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export async function earshot(
  words: readonly string[],
  options: { cwd: string; env?: Record<string, string>; input?: string },
): Promise<Ran> {
  const { DATABASE_URL: _none, ...env } = process.env;
  const child = spawn(process.execPath, [MAIN, ...words], { cwd: options.cwd, env: { ...env, ...options.env } });
  child.stdin.end(options.input ?? '');
  const [stdout, stderr, code] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    new Promise<number | null>((resolve) => child.on('close', resolve)),
  ]);
  return { code, stdout, stderr };
}
