import { expect, test } from 'vitest';
import { isTimezone, nearestTimezone, startOfDay } from '../../src/config/timezone.ts';

test.each(['UTC', 'Asia/Shanghai', 'Europe/London', 'America/Argentina/Buenos_Aires', 'Asia/Calcutta'])(
  '%s is a time zone',
  (zone) => expect(isTimezone(zone)).toBe(true),
);

test.each(['', '+08:00', 'Asia/Beijing', 'Europe/Atlantis', 'UTC+8', '8', ' UTC'])('%j is none', (zone) => {
  expect(isTimezone(zone)).toBe(false);
});

test.each([
  ['Asia/Beijing', 'Asia/Shanghai'],
  ['CST', 'Asia/Shanghai'],
  ['Asia/Shanghia', 'Asia/Shanghai'],
  ['Shanghai', 'Asia/Shanghai'],
  ['europe/berlinn', 'Europe/Berlin'],
  ['Asia/Tokio', 'Asia/Tokyo'],
])('%s probably meant %s', (word, zone) => expect(nearestTimezone(word)).toBe(zone));

test('a word that is near to none has no suggestion', () => {
  expect(nearestTimezone('somewhere over the rainbow')).toBeUndefined();
});

test.each([
  ['2026-11-11', 'UTC', '2026-11-11T00:00:00.000Z'],
  ['2026-11-11', 'Asia/Shanghai', '2026-11-10T16:00:00.000Z'],
  ['2026-11-11', 'America/New_York', '2026-11-11T05:00:00.000Z'],
  ['2026-07-01', 'America/New_York', '2026-07-01T04:00:00.000Z'],
  ['2026-07-01', 'Pacific/Kiritimati', '2026-06-30T10:00:00.000Z'],
  ['2026-03-29', 'Europe/London', '2026-03-29T00:00:00.000Z'], // summer time begins at one
  ['2026-03-30', 'Europe/London', '2026-03-29T23:00:00.000Z'],
  ['2018-11-04', 'America/Sao_Paulo', '2018-11-04T03:00:00.000Z'], // midnight itself was skipped
])('%s in %s begins at %s', (day, zone, moment) => expect(startOfDay(day, zone).toISOString()).toBe(moment));
