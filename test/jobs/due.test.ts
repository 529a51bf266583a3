import { expect, it } from 'vitest';
import { Schedule } from '../../src/jobs/due.ts';

const at = (time: string) => new Date(time);

it('names the latest slot at or before a moment, in its own time zone', () => {
  const every = new Schedule('*/15 * * * *', 'UTC');
  expect(every.latest(at('2026-03-02T10:14:59Z'))).toEqual(at('2026-03-02T10:00:00Z'));
  expect(every.latest(at('2026-03-02T10:15:00Z'))).toEqual(at('2026-03-02T10:15:00Z'));
  const morning = new Schedule('0 8 * * *', 'Asia/Shanghai');
  expect(morning.latest(at('2026-03-02T00:00:00Z'))).toEqual(at('2026-03-02T00:00:00Z'));
  expect(morning.latest(at('2026-03-02T10:00:00Z'))).toEqual(at('2026-03-02T00:00:00Z'));
});

it('finds a slot that passed while nobody looked', () => {
  const daily = new Schedule('30 6 * * *', 'UTC');
  expect(daily.latest(at('2026-03-02T05:00:00Z'))).toEqual(at('2026-03-01T06:30:00Z'));
  expect(daily.latest(at('2026-03-04T05:00:00Z'))).toEqual(at('2026-03-03T06:30:00Z'));
});

it('reads six fields to the second', () => {
  const seconds = new Schedule('*/20 * * * * *', 'UTC');
  expect(seconds.latest(at('2026-03-02T10:00:45Z'))).toEqual(at('2026-03-02T10:00:40Z'));
});

it('has one slot where the clock is set back, and none skipped where it is set forward', () => {
  // Berlin, 29 March 2026: 02:00 becomes 03:00. 25 October: 03:00 becomes 02:00.
  const daily = new Schedule('0 8 * * *', 'Europe/Berlin');
  expect(daily.latest(at('2026-03-29T12:00:00Z'))).toEqual(at('2026-03-29T06:00:00Z'));
  expect(daily.latest(at('2026-10-25T12:00:00Z'))).toEqual(at('2026-10-25T07:00:00Z'));
});

it('says when it is next due', () => {
  const weekly = new Schedule('0 9 * * 1', 'UTC');
  expect(weekly.next(at('2026-03-02T09:00:00Z'))).toEqual(at('2026-03-09T09:00:00Z'));
});
