import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseDate } from '../../src/crawl/dates.ts';

// A Thursday, 20:00 in Shanghai.
const now = new Date('2016-08-04T12:00:00Z');
const inShanghai = (value: string | number | Date | null) =>
  parseDate(value, { now, timezone: 'Asia/Shanghai' })?.toISOString() ?? null;

describe('parseDate', () => {
  it.each([
    ['2016-08-04T20:30:36Z', '2016-08-04T20:30:36.000Z'],
    ['2016-08-04T20:30:36.1239+08:00', '2016-08-04T12:30:36.123Z'],
    ['2016-08-04T20:30:36+0000', '2016-08-04T20:30:36.000Z'],
    ['2016-08-04 20:30', '2016-08-04T12:30:00.000Z'],
    ['2016-08-04', '2016-08-03T16:00:00.000Z'],
    ['2016-08', '2016-07-31T16:00:00.000Z'],
    ['2016-08-04 24:00', '2016-08-04T16:00:00.000Z'],
    ['20160804T203036Z', '2016-08-04T20:30:36.000Z'],
    ['20160804', '2016-08-03T16:00:00.000Z'],
    ['2015-02-16 23:36:05 -0800', '2015-02-17T07:36:05.000Z'],
  ])('reads ISO 8601 and its relatives: %s', (text, expected) => expect(inShanghai(text)).toBe(expected));

  it.each([
    ['Thu, 04 Aug 2016 20:30:36 GMT', '2016-08-04T20:30:36.000Z'],
    ['Thu, 4 Aug 2016 20:30 PDT', '2016-08-05T03:30:00.000Z'],
    ['04 Aug 16 20:30:36 +0200', '2016-08-04T18:30:36.000Z'],
    ['Thu Aug 04 20:30:36 +0800 2016', '2016-08-04T12:30:36.000Z'],
    ['Thu Aug 04 2016 20:30:36 GMT+0800 (China Standard Time)', '2016-08-04T12:30:36.000Z'],
    ['2016-08-04 20:30 CST', '2016-08-04T12:30:00.000Z'],
  ])('reads mail and program dates: %s', (text, expected) => expect(inShanghai(text)).toBe(expected));

  it.each([
    [1470342636, '2016-08-04T20:30:36.000Z'],
    [1470342636000, '2016-08-04T20:30:36.000Z'],
    ['1470342636', '2016-08-04T20:30:36.000Z'],
    ['1470342636123', '2016-08-04T20:30:36.123Z'],
  ])('reads epoch seconds and milliseconds: %s', (value, expected) => expect(inShanghai(value)).toBe(expected));

  it.each([
    ['August 4, 2016', '2016-08-03T16:00:00.000Z'],
    ['Aug 4, 2016 at 5:03 PM', '2016-08-04T09:03:00.000Z'],
    ['4 August 2016 17:03', '2016-08-04T09:03:00.000Z'],
    ['5:03 PM · Aug 3, 2016', '2016-08-03T09:03:00.000Z'],
    ["Aug 4, '16", '2016-08-03T16:00:00.000Z'],
    ['May 5th, 2015', '2015-05-04T16:00:00.000Z'],
    ['Reviewed in the United States on August 4, 2016', '2016-08-03T16:00:00.000Z'],
    ['2016/08/04 20:30', '2016-08-04T12:30:00.000Z'],
    ['04.08.2016', '2016-08-03T16:00:00.000Z'],
    ['13/04/2016', '2016-04-12T16:00:00.000Z'],
    ['2016年8月4日 20:30:36', '2016-08-04T12:30:36.000Z'],
    ['2016年8月4日 下午3:05', '2016-08-04T07:05:00.000Z'],
    ['2016年8月', '2016-07-31T16:00:00.000Z'],
    ['发表于 2016-8-4 20:30', '2016-08-04T12:30:00.000Z'],
    ['２０１６年８月４日 ２０：３０', '2016-08-04T12:30:00.000Z'],
  ])('reads dates for people: %s', (text, expected) => expect(inShanghai(text)).toBe(expected));

  it.each([
    ['Aug 4', '2016-08-03T16:00:00.000Z'],
    ['Dec 25', '2015-12-24T16:00:00.000Z'],
    ['12月31日', '2015-12-30T16:00:00.000Z'],
    ['8月4日 20:30', '2016-08-04T12:30:00.000Z'],
    ['08-04 09:05', '2016-08-04T01:05:00.000Z'],
    ['2月29日', '2016-02-28T16:00:00.000Z'],
  ])('supplies a missing year, never in the future: %s', (text, expected) => expect(inShanghai(text)).toBe(expected));

  it.each([
    ['刚刚', '2016-08-04T12:00:00.000Z'],
    ['30秒前', '2016-08-04T11:59:30.000Z'],
    ['3分钟前', '2016-08-04T11:57:00.000Z'],
    ['3分鐘前', '2016-08-04T11:57:00.000Z'],
    ['十五分钟前', '2016-08-04T11:45:00.000Z'],
    ['半小时前', '2016-08-04T11:30:00.000Z'],
    ['2小时前 来自微博', '2016-08-04T10:00:00.000Z'],
    ['1小时30分钟前', '2016-08-04T10:30:00.000Z'],
    ['三天前', '2016-08-01T12:00:00.000Z'],
    ['2周前', '2016-07-21T12:00:00.000Z'],
    ['1个月前', '2016-07-04T12:00:00.000Z'],
    ['2年前', '2014-08-04T12:00:00.000Z'],
    ['今天 14:05', '2016-08-04T06:05:00.000Z'],
    ['昨天 14:05', '2016-08-03T06:05:00.000Z'],
    ['前天14:05', '2016-08-02T06:05:00.000Z'],
    ['昨天', '2016-08-02T16:00:00.000Z'],
    ['昨晚 9:30', '2016-08-03T13:30:00.000Z'],
    ['周三 14:05', '2016-08-03T06:05:00.000Z'],
    ['下午3:05', '2016-08-04T07:05:00.000Z'],
    ['8点半', '2016-08-04T00:30:00.000Z'],
  ])('reads relative Chinese: %s', (text, expected) => expect(inShanghai(text)).toBe(expected));

  it.each([
    ['just now', '2016-08-04T12:00:00.000Z'],
    ['a minute ago', '2016-08-04T11:59:00.000Z'],
    ['about 5 hours ago', '2016-08-04T07:00:00.000Z'],
    ['1 hour and 5 minutes ago', '2016-08-04T10:55:00.000Z'],
    ['3 days ago', '2016-08-01T12:00:00.000Z'],
    ['over 2 years ago', '2014-08-04T12:00:00.000Z'],
    ['edited 5 minutes ago', '2016-08-04T11:55:00.000Z'],
    ['3h', '2016-08-04T09:00:00.000Z'],
    ['5m', '2016-08-04T11:55:00.000Z'],
    ['3mo', '2016-05-04T12:00:00.000Z'],
    ['Yesterday at 5 PM', '2016-08-03T09:00:00.000Z'],
    ['Today 17:05', '2016-08-04T09:05:00.000Z'],
    ['Monday at 5:03 PM', '2016-08-01T09:03:00.000Z'],
    ['Thursday 23:00', '2016-07-28T15:00:00.000Z'],
    ['10:05', '2016-08-04T02:05:00.000Z'],
    ['23:05', '2016-08-03T15:05:00.000Z'],
  ])('reads relative English: %s', (text, expected) => expect(inShanghai(text)).toBe(expected));

  it.each(['', 'hello', '2016-02-30', '2016-13-01', '25:61', 'chapter 3', 'NaN', 'x'.repeat(1000)])(
    'says nothing where nothing is said: %s',
    (text) => expect(inShanghai(text)).toBeNull(),
  );

  it('reads 8/4/2016 as people in the zone do', () => {
    expect(parseDate('8/4/2016', { now, timezone: 'America/New_York' })?.toISOString()).toBe(
      '2016-08-04T04:00:00.000Z',
    );
    expect(parseDate('8/4/2016', { now, timezone: 'Europe/London' })?.toISOString()).toBe('2016-04-07T23:00:00.000Z');
  });

  it('takes the earlier of two moments when clocks are set back, and survives the hour that is skipped', () => {
    const newYork = { now: new Date('2020-12-01T00:00:00Z'), timezone: 'America/New_York' };
    expect(parseDate('2020-11-01 01:30', newYork)?.toISOString()).toBe('2020-11-01T05:30:00.000Z');
    expect(parseDate('2020-03-08 02:30', newYork)?.toISOString()).toBe('2020-03-08T07:30:00.000Z');
    expect(parseDate('2020-07-01 12:00', newYork)?.toISOString()).toBe('2020-07-01T16:00:00.000Z');
  });

  it('goes back from the 31st to the last day of a shorter month', () => {
    const date = parseDate('1 month ago', { now: new Date('2021-03-31T10:00:00Z'), timezone: 'UTC' });
    expect(date?.toISOString()).toBe('2021-02-28T10:00:00.000Z');
  });
});

describe('whatever it is given', () => {
  const words = fc.constantFrom(
    ...[
      '3',
      '12',
      '2016',
      '99',
      '0',
      '-',
      '/',
      ':',
      '.',
      ' ',
      'T',
      'Z',
      '+08:00',
      'am',
      'PM',
      '年',
      '月',
      '日',
      '前',
      '昨天',
      '分钟',
    ],
    ...[
      'ago',
      'hours',
      'Aug',
      'May',
      'Monday',
      'yesterday',
      'at',
      '下午',
      '半',
      '一',
      '点',
      '周',
      'x',
      '(',
      'EST',
      '万',
      '1e9',
    ],
  );
  const zones = fc.constantFrom('UTC', 'Asia/Shanghai', 'America/New_York', 'Australia/Lord_Howe', 'Pacific/Apia');

  it('answers with a moment that can be, or null, and never throws', () => {
    const text = fc.array(words, { maxLength: 12 }).map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.oneof(text, fc.string({ unit: 'binary' })), zones, (given, timezone) => {
        const date = parseDate(given, { now, timezone });
        if (date !== null) expect(Number.isNaN(date.getTime())).toBe(false);
      }),
      { numRuns: 2_000 },
    );
  });

  it('reads back what it means to say, in every zone', () => {
    const moments = fc.date({ min: new Date('1990-01-01'), max: new Date('2037-12-31'), noInvalidDate: true });
    fc.assert(
      fc.property(moments, zones, (moment, timezone) => {
        const whole = new Date(Math.floor(moment.getTime() / 1000) * 1000);
        const context = { now, timezone };
        for (const text of [whole.toISOString(), whole.toUTCString(), `${whole.getTime()}`]) {
          expect(parseDate(text, context)).toEqual(whole);
        }
      }),
    );
  });
});
