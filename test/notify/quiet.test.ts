import { expect, test } from 'vitest';
import { quietUntil } from '../../src/notify/quiet.ts';

const NIGHT = { from: '22:00', to: '08:00' };
const until = (at: string, timezone: string, hours = NIGHT) =>
  quietUntil(new Date(at), hours, timezone)?.toISOString() ?? null;

test.each([
  ['2025-08-14T13:59:59Z', null],
  ['2025-08-14T14:00:00Z', '2025-08-15T00:00:00.000Z'],
  ['2025-08-14T20:30:45Z', '2025-08-15T00:00:00.000Z'],
  ['2025-08-14T23:59:59Z', '2025-08-15T00:00:00.000Z'],
  ['2025-08-15T00:00:00Z', null],
])('over midnight in Shanghai: %s', (at, end) => {
  expect(until(at, 'Asia/Shanghai')).toBe(end);
});

test('within a day', () => {
  expect(until('2025-08-14T12:30:00Z', 'UTC', { from: '12:00', to: '14:00' })).toBe('2025-08-14T14:00:00.000Z');
  expect(until('2025-08-14T14:00:00Z', 'UTC', { from: '12:00', to: '14:00' })).toBeNull();
});

test('the same instant is night for one reader and day for another', () => {
  expect(until('2025-08-14T15:00:00Z', 'Asia/Shanghai')).not.toBeNull();
  expect(until('2025-08-14T15:00:00Z', 'America/New_York')).toBeNull();
});

test('ends at eight on the wall clock in the nights that daylight saving makes shorter and longer', () => {
  expect(until('2025-03-29T23:00:00Z', 'Europe/Berlin')).toBe('2025-03-30T06:00:00.000Z');
  expect(until('2025-10-25T21:00:00Z', 'Europe/Berlin')).toBe('2025-10-26T07:00:00.000Z');
});
