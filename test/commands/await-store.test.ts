import { expect, it } from 'vitest';
import { awaitStore } from '../../src/cli/await-store.ts';
import { SteppedClock } from '../../src/clock.ts';
import { EarshotError } from '../../src/errors.ts';
import { createLogger } from '../../src/log.ts';
import { StoreAway } from '../../src/store/postgres.ts';
import type { Store } from '../../src/store/store.ts';

const BEGIN = new Date('2026-03-01T00:00:00Z');

function waiting(fails: (attempt: number) => Error | null, signal = new AbortController().signal) {
  const clock = new SteppedClock(BEGIN);
  const lines: string[] = [];
  const log = createLogger({ destination: { write: (line) => void lines.push(line) } });
  const store = {} as Store;
  let attempts = 0;
  const open = async () => {
    const error = fails(++attempts);
    if (error !== null) throw error;
    return store;
  };
  const result = awaitStore(open, { clock, log, signal });
  return { result, store, lines, attempts: () => attempts, seconds: () => (clock.now().getTime() - +BEGIN) / 1_000 };
}

const away = () => new StoreAway('Postgres at db/earshot cannot be reached: refused', { hint: 'Is it running?' });

it('waits for a database that comes up later, and says so', async () => {
  const { result, store, lines, seconds } = waiting((attempt) => (attempt <= 4 ? away() : null));
  expect(await result).toBe(store);
  expect(seconds()).toBe(1 + 2 + 4 + 8);
  expect(lines).toHaveLength(4);
  expect(JSON.parse(lines[0] ?? '')).toMatchObject({
    level: 40,
    msg: 'Postgres at db/earshot cannot be reached: refused; trying again',
    hint: 'Is it running?',
  });
});

it('gives up after two minutes, for whoever supervises it', async () => {
  const { result, seconds, attempts } = waiting(away);
  await expect(result).rejects.toThrow(StoreAway);
  expect(seconds()).toBeGreaterThanOrEqual(120);
  expect(seconds()).toBeLessThan(135);
  expect(attempts()).toBeGreaterThan(10);
});

it('does not wait for what no waiting mends, nor when it is to stop', async () => {
  const wrong = waiting(() => new EarshotError('the database is encoded as LATIN1'));
  await expect(wrong.result).rejects.toThrow('LATIN1');
  expect(wrong.attempts()).toBe(1);
  const stopped = new AbortController();
  stopped.abort(new Error('stopped'));
  await expect(waiting(away, stopped.signal).result).rejects.toThrow('stopped');
});
