import { describe, expect, test } from 'vitest';
import { idleStep, scheduleInWords, toCron } from '../../src/config/schedule.ts';

describe('toCron', () => {
  test.each([
    ['every 30 min', '*/30 * * * *'],
    ['every 1 minute', '* * * * *'],
    ['every 60 min', '0 * * * *'],
    ['every 120 minutes', '0 */2 * * *'],
    ['every 1 h', '0 * * * *'],
    ['Every 2 hours', '0 */2 * * *'],
    ['every 24 h', '0 0 * * *'],
    ['every day at 07:30', '30 7 * * *'],
    ['  every   5 min ', '*/5 * * * *'],
    ['*/30 * * * *', '*/30 * * * *'],
    ['15 */2 * * mon-fri', '15 */2 * * mon-fri'],
    ['0 30 7 * * *', '0 30 7 * * *'],
  ])('%s', (schedule, cron) => expect(toCron(schedule)).toEqual({ cron }));

  test.each([
    ['every 7 min', '7 minutes do not divide an hour evenly'],
    ['every 0 min', '0 minutes do not divide an hour evenly'],
    ['every 90 min', '90 minutes do not divide an hour evenly'],
    ['every 5 h', '5 hours do not divide a day evenly'],
    ['61 * * * *', '"61" is no value for the minute'],
    ['0 8 32 * *', '"32" is no value for the day of month'],
    ['0 0 31 2 *', '31 2 is an impossible day of month for the given month'],
    ['* * * *', 'it has 4 fields'],
    ['* * * * * * *', 'it has 7 fields'],
    ['', 'it has 0 fields'],
    ['hourly', 'it has 1 field'],
    ['every day at 24:00', 'the words after "every" are not understood'],
    ['every moon', 'the words after "every" are not understood'],
  ])('refuses %s', (schedule, problem) => expect(toCron(schedule)).toEqual({ problem }));
});

describe('scheduleInWords', () => {
  test.each([
    ['*/30 * * * *', 'every 30 min'],
    ['* * * * *', 'every 1 min'],
    ['0 * * * *', 'every 1 h'],
    ['0 */2 * * *', 'every 2 h'],
    ['5 8 * * *', 'every day at 08:05'],
    ['0 8 * * 1-5', '"0 8 * * 1-5"'],
  ])('%s is %s', (cron, words) => expect(scheduleInWords(cron)).toBe(words));

  test('says what toCron was told', () => {
    for (const words of ['every 5 min', 'every 1 h', 'every 12 h', 'every day at 23:05']) {
      const meaning = toCron(words);
      expect('cron' in meaning && scheduleInWords(meaning.cron)).toBe(words);
    }
  });
});

describe('idleStep', () => {
  test.each([
    ['*/90 * * * *', { step: '*/90', offset: 0 }],
    ['0 */24 * * *', { step: '*/24', offset: 2 }],
    ['0 0 */24 * * *', { step: '*/24', offset: 4 }],
    ['*/30 */2 * * *', undefined],
    ['*/59 * * * * *', undefined],
  ])('%s', (cron, expected) => expect(idleStep(cron)).toEqual(expected));
});
