import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { tryLock } from '../../../src/store/embedded/lock.ts';
import { startProgram } from '../../support/programs.ts';

function lockPath(): string {
  const folder = mkdtempSync(join(tmpdir(), 'earshot-lock-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return join(folder, 'lock');
}

it('is held once, and free again after release', () => {
  const path = lockPath();
  const lock = tryLock(path);
  expect(lock).not.toBeNull();
  expect(tryLock(path)).toBeNull();
  expect(tryLock(path)).toBeNull();
  lock?.release();
  lock?.release();
  const again = tryLock(path);
  expect(again).not.toBeNull();
  again?.release();
});

it('keeps other processes out until its holder dies, however it dies', async () => {
  const path = lockPath();
  const holder = startProgram(new URL('./lock-holder.ts', import.meta.url), [path]);
  expect(await holder.line()).toBe('held');
  expect(tryLock(path)).toBeNull();
  await holder.kill();
  const lock = tryLock(path);
  expect(lock).not.toBeNull();
  const late = startProgram(new URL('./lock-holder.ts', import.meta.url), [path]);
  expect(await late.line()).toBe('not held');
  lock?.release();
});

it('does not take a lock that cannot be taken for one that is held', () => {
  expect(() => tryLock('/nowhere/at/all')).toThrow(/unable to open/);
});
