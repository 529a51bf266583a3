import { expect, test } from 'vitest';
import { type CountIncident, keepingNumbers } from '../../src/pipeline/views/kept-numbers.ts';
import type { IncidentNumbers } from '../../src/store/incident-numbers.ts';
import type { Db } from '../../src/store/store.ts';

const WANTED = { authors: 5, top: 8, stories: 50, fewest: 5 };
// Never asked anything: what counts is given.
const db = {} as Db;

function counting(totals: (number | Error)[]): { count: CountIncident; asked: () => number; at: (ms: number) => void } {
  let asked = 0;
  let now = 0;
  const count: CountIncident = async () => {
    const total = totals[asked++]!;
    if (total instanceof Error) throw total;
    return { total } as IncidentNumbers;
  };
  const clock = { now: () => new Date(now), sleep: async () => undefined };
  return {
    count: keepingNumbers(clock, count),
    asked: () => asked,
    at: (ms) => {
      now = ms;
    },
  };
}

const totalOf = async (count: CountIncident) => (await count(db, 'acme', 1, WANTED)).total;

test('a large incident is counted once in fifteen seconds, however many look', async () => {
  const { count, asked, at } = counting([20_000, 20_010]);
  expect(await Promise.all([totalOf(count), totalOf(count)])).toEqual([20_000, 20_000]);
  at(14_999);
  expect(await totalOf(count)).toBe(20_000);
  expect(asked()).toBe(1);
  at(15_000);
  expect(await totalOf(count)).toBe(20_010);
});

test('a small one is counted each time: what was just corrected is seen at once', async () => {
  const { count } = counting([1999, 1998]);
  expect(await totalOf(count)).toBe(1999);
  expect(await totalOf(count)).toBe(1998);
});

test('incidents are told apart, and a count that failed is asked again', async () => {
  const { count } = counting([new Error('gone'), 5000, 6000]);
  await expect(totalOf(count)).rejects.toThrow('gone');
  expect(await totalOf(count)).toBe(5000);
  expect((await count(db, 'acme', 2, WANTED)).total).toBe(6000);
});
