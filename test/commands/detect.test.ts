import { describe, expect, it } from 'vitest';
import register from '../../src/commands/detect.ts';
import { run } from './support/run.ts';

const START = Date.UTC(2024, 2, 25);

/** Lines of a quiet series, `edit` applied to each: what a source may do to them. */
function series(rows: number, edit: (i: number) => string | null = () => '', header = 'timestamp,value'): string {
  const lines = Array.from({ length: rows }, (_, i) => {
    const stamp = new Date(START + i * 300_000).toISOString().slice(0, 19).replace('T', ' ');
    return edit(i) || (edit(i) === null ? null : `${stamp},${(i * 7) % 5}`);
  });
  return [header, ...lines.filter((line) => line !== null)].join('\n');
}

const rowsOf = (text: string) =>
  text
    .trim()
    .split('\n')
    .slice(1)
    .map((line) => line.split(','));
const alarms = (text: string) => rowsOf(text).filter((row) => row[4] === '1').length;

describe('earshot detect', () => {
  it('writes a row for every row, in ISO 8601 UTC', async () => {
    const { text, exitCode } = await run(register, ['detect'], series(300));
    expect(text.split('\n')[0]).toBe('timestamp,value,expected,anomaly_score,alarm');
    expect(rowsOf(text)).toHaveLength(300);
    expect(rowsOf(text)[1]![0]).toBe('2024-03-25T00:05:00Z');
    expect(exitCode).toBe(0);
  });

  it('is strictly online: later rows change nothing', async () => {
    const long = await run(register, ['detect'], series(900));
    const short = await run(register, ['detect'], series(500));
    expect(long.text.startsWith(short.text)).toBe(true);
  });

  it.each([
    ['a negative value', '2024-03-25 08:20:00,-3', 'line 102: value "-3" is not a number of 0 or more'],
    ['a word for a value', '2024-03-25 08:20:00,many', 'line 102: value "many" is not a number of 0 or more'],
    ['no time', 'soon,3', 'line 102: timestamp "soon" is neither ISO 8601 (2015-02-26T21:42:53Z) nor epoch seconds'],
    ['a day that is none', '2024-02-31 08:20:00,3', 'line 102: timestamp "2024-02-31 08:20:00" names no moment'],
    ['a time that was before', '2024-03-25 08:15:00,3', 'line 102: its time is not later than that of the row before'],
    ['a clock set back', '2023-01-01 00:00:00,3', 'line 102: its time is not later than that of the row before'],
  ])('names %s, keeps its row unjudged, and goes on', async (_, line, complaint) => {
    const { text, err, exitCode } = await run(
      register,
      ['detect'],
      series(300, (i) => (i === 100 ? line : '')),
    );
    expect(err).toContain(complaint);
    expect(rowsOf(text)).toHaveLength(300);
    expect(rowsOf(text)[100]!.slice(2)).toEqual(['', '0', '0']);
    expect(exitCode).toBe(1);
  });

  it('takes gaps, empty cells, jumps of the clock and hours of daylight saving for what was not seen', async () => {
    const gaps = series(3000, (i) => (i % 97 === 5 || (i > 1500 && i < 1700) ? null : ''));
    expect(alarms((await run(register, ['detect'], gaps)).text)).toBe(0);
    const jump = `${series(2000)}\n2034-03-25 00:00:00,2\n2034-03-25 00:05:00,3`;
    expect(alarms((await run(register, ['detect'], jump)).text)).toBe(0);
    const zoned = [
      'timestamp,value',
      '2024-03-31T01:55:00+01:00,2',
      '2024-03-31T03:00:00+02:00,3',
      '2024-03-31T01:05:00Z,1',
    ];
    const { text, err } = await run(register, ['detect'], zoned.join('\n'));
    expect(rowsOf(text).map((row) => row[0])).toEqual([
      '2024-03-31T00:55:00Z',
      '2024-03-31T01:00:00Z',
      '2024-03-31T01:05:00Z',
    ]);
    expect(err).toBe('');
  });

  it('is silent over zeros, and tells one giant value once', async () => {
    const zeros = series(4000, (i) => `${1.7e9 + i * 300},${i === 3500 ? 1e12 : 0}`);
    expect(alarms((await run(register, ['detect'], zeros)).text)).toBe(1);
  });

  it('does not judge blind bins', async () => {
    const blind = series(
      3000,
      (i) => `${1.7e9 + i * 300},${i > 2000 && i < 2100 ? 500 : i % 4},${i > 2000 && i < 2100 ? 0 : 1}`,
      'timestamp,value,exposure',
    );
    expect(alarms((await run(register, ['detect'], blind)).text)).toBe(0);
  });

  it('refuses a header without the columns, and a zone that is none', async () => {
    const { err, exitCode } = await run(register, ['detect'], 'when,how_many\n1,2');
    expect(err).toContain('the first line must name the columns timestamp and value');
    expect(exitCode).toBe(1);
    await expect(run(register, ['detect', '--timezone', 'Mars/Olympus'], '')).rejects.toThrow('not an IANA time zone');
  });
});
