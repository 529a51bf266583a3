import { describe, expect, it } from 'vitest';
import register from '../../src/commands/forecast.ts';
import { run } from './support/run.ts';

const post = {
  id: 'a',
  published_at: 1353669030,
  observed_at: 1353672630,
  followers: 3512,
  events: [{ t: 663 }, { t: 809, parent: 0, followers: 120 }],
};
const line = (change: object) => `${JSON.stringify({ ...post, ...change })}\n`;
const answers = (text: string) =>
  text
    .trim()
    .split('\n')
    .map((row) => JSON.parse(row));

describe('earshot forecast', () => {
  it('says what is seen, R, and the final number with its interval', async () => {
    const { text, err, exitCode } = await run(register, ['forecast'], line({}));
    const [answer] = answers(text);
    expect(Object.keys(answer)).toEqual(['id', 'observed', 'r', 'predicted', 'low', 'high']);
    expect(answer).toMatchObject({ id: 'a', observed: 2 });
    expect(answer.low).toBeGreaterThanOrEqual(2);
    expect(answer.predicted).toBeGreaterThanOrEqual(answer.low);
    expect(answer.high).toBeGreaterThanOrEqual(answer.predicted);
    expect([err, exitCode]).toEqual(['', 0]);
  });

  it('takes ISO times, counters, posts without shares, and passes over what came later', async () => {
    const later = { events: [...post.events, { t: 3601 }, { t: 99_999, parent: 1 }] };
    const iso = { published_at: '2012-11-23T11:10:30Z', observed_at: '2012-11-23T20:10:30+08:00' };
    const readings = {
      events: undefined,
      readings: [
        { t: 900, count: 12 },
        { t: 3600, count: 30 },
      ],
    };
    const input = line({}) + line(later) + line(iso) + line(readings) + line({ events: [] });
    const [first, second, third, counted, none] = answers((await run(register, ['forecast'], input)).text);
    expect(second).toEqual(first);
    expect(third).toEqual(first);
    expect(counted.observed).toBe(30);
    expect(none.observed).toBe(0);
  });

  it.each([
    ['no JSON', '{"id":', 'line 2: not JSON'],
    ['no shares', line({ events: undefined }), 'line 2: "events" or "readings" is missing'],
    ['a list that is none', line({ events: {} }), 'line 2: "events" must be a list'],
    ['a time that is none', line({ published_at: 'soon' }), 'line 2: timestamp "soon" is neither ISO 8601'],
    ['a time that is missing', line({ observed_at: undefined }), 'line 2: "observed_at" is missing'],
    ['a look before publication', line({ observed_at: 5 }), 'line 2: "observed_at" is before "published_at"'],
    [
      'a share before publication',
      line({ events: [{ t: -5 }] }),
      'line 2: "events[0].t" must be a number of 0 or more',
    ],
    ['a counter without a time', line({ events: undefined, readings: [{ count: 3 }] }), 'line 2: "readings[0]" needs'],
  ])('names %s and goes on', async (_, bad, complaint) => {
    const { text, err, exitCode } = await run(register, ['forecast'], `${line({})}${bad.trim()}\n${line({ id: 'b' })}`);
    expect(answers(text).map(({ id }) => id)).toEqual(['a', 'b']);
    expect(err).toContain(complaint);
    expect(exitCode).toBe(1);
  });

  it('refuses a time zone that does not exist', async () => {
    await expect(run(register, ['forecast', '--timezone', 'Mars/Base'], '')).rejects.toThrow('not an IANA time zone');
  });
});
