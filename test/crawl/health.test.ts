/** How a target stands, told from its crawls; silence against simulated lives is in `silence.test.ts`. */
import { describe, expect, it } from 'vitest';
import { healthOf, type PastCrawl, yieldOf } from '../../src/crawl/health.ts';
import { chanceByCounts, chanceOfSilence, learnRhythm, type Span } from '../../src/crawl/silence.ts';
import type { CrawlOutcome, HealthState } from '../../src/model.ts';

const NOW = new Date('2024-05-29T00:00:00Z');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

const LETTERS: Readonly<Record<string, CrawlOutcome>> = {
  o: 'ok',
  n: 'unchanged',
  b: 'blocked',
  d: 'drifted',
  u: 'unreachable',
  t: 'throttled',
  g: 'gone',
  r: 'refused',
};

/** `noob`: unchanged, two that brought a post, blocked; the last one now, the others every `minutes` before. */
function crawls(letters: string, minutes: number): PastCrawl[] {
  return [...letters].map((letter, i) => {
    const outcome = LETTERS[letter] ?? 'failed';
    const at = new Date(NOW.getTime() - (letters.length - 1 - i) * minutes * MINUTE);
    return { at, outcome, reason: outcome, postsNew: outcome === 'ok' ? 1 : 0 };
  });
}
const stateOf = (letters: string, minutes: number, before: HealthState = 'well') =>
  healthOf({ crawls: crawls(letters, minutes), spans: [] }, before).state;

describe('crawls that fail', () => {
  it.each([
    // Often crawled: one bad crawl may be an accident; the second one says so.
    ['oooooob', 10, 'learning'],
    ['ooooobb', 10, 'blocked'],
    ['ooooodd', 10, 'drifted'],
    // Rarely crawled: nobody waits another hour.
    ['oooooob', 60, 'blocked'],
    ['oooooor', 1440, 'refused'],
    ['oooooog', 60, 'gone'],
    // It was never open.
    ['r', 60, 'refused'],
    ['b', 10, 'blocked'],
    ['u', 10, 'learning'],
    // A site that is away for a quarter of an hour is no news.
    ['ooooouu', 10, 'learning'],
    ['oooouuu', 10, 'learning'],
    ['ooouuuu', 10, 'unreachable'],
    ['ooooouu', 60, 'unreachable'],
    ['oooooou', 1440, 'unreachable'],
    // "Slow down" passes by itself, unless it does not.
    ['ooooottt', 10, 'learning'],
    ['otttt', 60, 'throttled'],
    // Every other crawl fails.
    ['obobobobob', 10, 'learning'],
    ['bobbobbobb', 10, 'blocked'],
    ['ubuubnubuo', 10, 'unreachable'],
  ] as const)('%s every %d min: %s', (letters, minutes, state) => expect(stateOf(letters, minutes)).toBe(state));

  it('name the crawl that began it', () => {
    const health = healthOf({ crawls: crawls('oooobbb', 10), spans: [] }, 'well');
    expect(health).toMatchObject({ since: new Date(NOW.getTime() - 20 * MINUTE), reason: 'blocked' });
  });
});

describe('being well again', () => {
  it.each([
    // A post that comes is proof; a page without one might be an empty answer, so it takes two.
    ['ooobbbbo', 10, 'learning'],
    ['ooobbbbn', 10, 'blocked'],
    ['ooobbbbnn', 10, 'learning'],
    ['ooobbbbn', 60, 'learning'],
    ['bbbbbbbbbo', 10, 'learning'],
    // It keeps coming and going: not well yet.
    ['bbobbobbon', 10, 'blocked'],
    ['bboonboonn', 10, 'learning'],
  ] as const)('%s every %d min after "blocked": %s', (letters, minutes, state) =>
    expect(stateOf(letters, minutes, 'blocked')).toBe(state),
  );
});

/** One span an hour for `days`, ending now; `posts` says how many, by hours before now. */
function hourly(days: number, posts: (hoursAgo: number) => number): Span[] {
  return Array.from({ length: days * 24 }, (_, i) => {
    const hoursAgo = days * 24 - 1 - i;
    const to = new Date(NOW.getTime() - hoursAgo * HOUR);
    return { from: new Date(to.getTime() - HOUR), to, posts: posts(hoursAgo) };
  });
}
const silent = (spans: readonly Span[]) => healthOf({ crawls: crawls('n', 60), spans }, 'well');

describe('silence', () => {
  it('is nothing to tell by before there are two days and five events', () => {
    expect(healthOf({ crawls: [], spans: [] }, 'new')).toMatchObject({ state: 'new', yield: null });
    expect(silent(hourly(1, (h) => (h > 12 ? 3 : 0))).state).toBe('learning');
    expect(silent(hourly(60, (h) => (h % 480 === 470 ? 1 : 0))).state).toBe('learning');
  });

  it('is told with its beginning', () => {
    expect(silent(hourly(10, (h) => (h < 12 ? 0 : 1)))).toMatchObject({
      state: 'quiet',
      since: new Date(NOW.getTime() - 12 * HOUR),
    });
    expect(silent(hourly(10, (h) => (h < 1 ? 0 : 1))).state).toBe('well');
  });

  it('that was usual before is usual', () => {
    expect(silent(hourly(20, (h) => (h % 96 === 90 ? 3 : 0))).state).toBe('well');
  });

  it('of a weekend that nobody has seen yet is no alarm', () => {
    // Learnt from Monday to Friday; NOW is a Wednesday.
    const end = Date.parse('2024-05-26T12:00:00Z');
    const spans = hourly(9, () => 1)
      .map(({ from, to, posts }) => ({
        from: new Date(from.getTime() - (NOW.getTime() - end)),
        to: new Date(to.getTime() - (NOW.getTime() - end)),
        posts: [0, 6].includes(new Date(from.getTime() - (NOW.getTime() - end)).getUTCDay()) ? 0 : posts,
      }))
      .filter(({ from }) => from >= new Date('2024-05-20T00:00:00Z'));
    expect(spans.at(-1)?.posts).toBe(0);
    expect(silent(spans).state).toBe('well');
  });
});

describe('the rhythm', () => {
  it('is flat where events are even, and its silence is as improbable as theirs', () => {
    const rhythm = learnRhythm(hourly(28, (h) => (h % 4 === 0 ? 1 : 0)));
    expect(rhythm?.eventsPerDay).toBeCloseTo(6, 1);
    const day = chanceOfSilence(rhythm!, new Date(NOW.getTime() - DAY), NOW);
    expect(day).toBeGreaterThan(1e-4);
    expect(day).toBeLessThan(0.02);
  });

  it('counts where hardly a stretch is empty', () => {
    const daily = Array.from({ length: 28 }, (_, i) => ({
      from: new Date(NOW.getTime() - (28 - i) * DAY),
      to: new Date(NOW.getTime() - (27 - i) * DAY),
      posts: 10 + ((i * 7) % 5),
    }));
    expect(chanceByCounts(daily, NOW, new Date(NOW.getTime() + DAY))).toBeLessThan(1e-3);
    expect(
      chanceByCounts(
        hourly(10, (h) => h % 2),
        NOW,
        new Date(NOW.getTime() + DAY),
      ),
    ).toBe(1);
  });
});

describe('the yield', () => {
  it('is posts per day over what was seen, and how the days differ', () => {
    expect(yieldOf(hourly(10, () => 1))).toMatchObject({ perDay: 24, deviation: 0, days: 10 });
    const varied = yieldOf(hourly(10, (h) => (Math.floor(h / 24) % 2 ? 2 : 0)));
    expect(varied?.perDay).toBeCloseTo(24, 5);
    expect(varied?.deviation).toBeCloseTo(25.3, 0);
    expect(yieldOf(hourly(10, () => 1).slice(-12))).toBeNull();
  });
});
