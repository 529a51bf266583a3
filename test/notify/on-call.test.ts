import { expect, test } from 'vitest';
import { onCallAt } from '../../src/notify/on-call.ts';

const DAYS = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'].map((day) => [day]);
const at = (moment: string, timezone: string, from = '00:00') =>
  onCallAt({ timezone, from, days: DAYS }, new Date(moment));

test('the day is that of the roster’s zone', () => {
  // Sunday evening in London is Monday morning in Shanghai.
  expect(at('2026-03-01T20:00:00Z', 'Europe/London')).toEqual(['sun']);
  expect(at('2026-03-01T20:00:00Z', 'Asia/Shanghai')).toEqual(['mon']);
});

test('duty changes on the minute', () => {
  expect(at('2026-03-01T15:59:59Z', 'Asia/Shanghai')).toEqual(['sun']);
  expect(at('2026-03-01T16:00:00Z', 'Asia/Shanghai')).toEqual(['mon']);
  expect(at('2026-03-02T00:59:00Z', 'Asia/Shanghai', '09:00')).toEqual(['sun']);
  expect(at('2026-03-02T01:00:00Z', 'Asia/Shanghai', '09:00')).toEqual(['mon']);
  expect(at('2026-03-01T00:30:00Z', 'UTC', '09:00')).toEqual(['sat']);
});

test('in the night when clocks change', () => {
  // In New York 02:00 becomes 03:00 on 8 March 2026, a Sunday.
  expect(at('2026-03-08T06:59:00Z', 'America/New_York', '02:30')).toEqual(['sat']);
  expect(at('2026-03-08T07:00:00Z', 'America/New_York', '02:30')).toEqual(['sun']);
});
