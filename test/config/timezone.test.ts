import { expect, test } from 'vitest';
import { isTimezone, nearestTimezone } from '../../src/config/timezone.ts';

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
