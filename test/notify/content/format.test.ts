/** Numbers and times as readers write them. */
import { expect, test } from 'vitest';
import { formatFor } from '../../../src/notify/content/format.ts';

const en = formatFor('en', 'Asia/Shanghai');
const zh = formatFor('zh', 'Asia/Shanghai');
const at = (clock: string) => `2026-03-01T${clock}:00.000Z`;

test('a stretch of time names its days where they are two in the reader’s zone', () => {
  expect(en.stretch(at('06:05'), at('09:00'))).toBe('14:05–17:00');
  // Over midnight in Shanghai, on one day in London.
  expect(en.stretch(at('15:00'), at('17:30'))).toBe('Sun 1 Mar, 23:00 – Mon 2 Mar, 01:30');
  expect(formatFor('en', 'Europe/London').stretch(at('15:00'), at('17:30'))).toBe('15:00–17:30');
  expect(zh.stretch(at('15:00'), '2026-03-02T15:00:00.000Z')).toBe('3月1日 周日 23:00 – 3月2日 周一 23:00');
});

test('a range with signs is told in words, one without by a dash', () => {
  expect(en.range('−16', '+8')).toBe('−16 to +8');
  expect(zh.range('−16', '+8')).toBe('−16 至 +8');
  expect(en.range('3', '12')).toBe('3–12');
  expect(en.range('3', '3')).toBe('3');
});

test('durations have two units at most, and one day is one', () => {
  expect([0, 59, 60, 80, 1440, 2881, 4560].map(en.duration)).toEqual([
    '0 min',
    '59 min',
    '1 h',
    '1 h 20 min',
    '1 day',
    '2 days',
    '3 days 4 h',
  ]);
  expect([80, 1440, 4560].map(zh.duration)).toEqual(['1 小时 20 分钟', '1 天', '3 天 4 小时']);
});
