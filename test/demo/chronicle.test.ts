import { describe, expect, it } from 'vitest';
import { DAY, HOUR, localHour, MINUTE, timelineFrom } from '../../src/demo/calendar.ts';
import { writeChronicle } from '../../src/demo/chronicle.ts';
import { sharesAt, type TownPost } from '../../src/demo/posts.ts';
import { START } from './support.ts';

const one = writeChronicle(1, START);
const all = (chronicle = one): TownPost[] => Object.values(chronicle.posts).flat();

describe('the chronicle', () => {
  it('is the same for the same seed, and another for another', () => {
    expect(writeChronicle(1, START)).toEqual(one);
    expect(writeChronicle(2, START).posts.reviews[0]!.text).not.toBe(one.posts.reviews[0]!.text);
  });

  it('has its own id for every post of a place, in order of time', () => {
    for (const posts of Object.values(one.posts)) {
      expect(new Set(posts.map(({ id }) => id)).size).toBe(posts.length);
      expect(posts.every((post, i) => i === 0 || posts[i - 1]!.at <= post.at)).toBe(true);
    }
  });

  it.each([1, 2, 3, 4, 5, 6])('lives an ordinary life before the disaster (seed %i)', (seed) => {
    const chronicle = writeChronicle(seed, START);
    const { historyStart, disasterAt, start } = chronicle.timeline;
    const own = all(chronicle).filter((post) => post.brand === 'reedpipe' && post.at < disasterAt.getTime());
    const perDay = own.length / ((disasterAt.getTime() - historyStart.getTime()) / DAY);
    expect(perDay).toBeGreaterThan(60);
    expect(perDay).toBeLessThan(120);
    const negative = own.filter(({ feeling }) => feeling === 'negative').length / own.length;
    expect(negative).toBeGreaterThan(0.2);
    expect(negative).toBeLessThan(0.4);
    const night = own.filter(({ at }) => localHour(at) >= 2 && localHour(at) < 6).length / own.length;
    expect(night).toBeLessThan(0.06);
    expect(own.filter(({ lang }) => lang === 'zh').length / own.length).toBeGreaterThan(0.65);
    expect(start.getTime() - historyStart.getTime()).toBe(14 * DAY);
  });

  it.each([1, 2, 3, 4, 5, 6])('has one disaster, which grows, spills over, and calms down (seed %i)', (seed) => {
    const chronicle = writeChronicle(seed, START);
    const { firstPost, answer, timeline, posts } = chronicle;
    const at = firstPost.at;
    const shares = (minutes: number) => sharesAt(firstPost.shares, at + minutes * MINUTE);
    expect(at).toBe(timeline.disasterAt.getTime());
    expect(shares(30)).toBeGreaterThanOrEqual(10);
    expect(shares(60)).toBeGreaterThan(2 * shares(30));
    expect(shares(180)).toBeGreaterThan(3 * shares(60));
    expect(firstPost.shares.length).toBeGreaterThan(2_000);
    // Further shares by one share, among the early ones: above 1; among the late ones: below.
    const reproduction = (from: number, to: number) => {
      const born = firstPost.shares.flatMap((share, i) => (share.at >= from && share.at < to ? [i] : []));
      const parents = new Set(born);
      return firstPost.shares.filter(({ parent }) => parent !== null && parents.has(parent)).length / born.length;
    };
    expect(reproduction(at, at + 2 * HOUR)).toBeGreaterThan(1);
    expect(reproduction(answer.at, answer.at + 12 * HOUR)).toBeLessThan(0.8);
    const about = (place: keyof typeof posts, from: number, to: number) =>
      posts[place].filter(
        (post) => post.brand === 'reedpipe' && post.feeling === 'negative' && post.at >= from && post.at < to,
      ).length;
    expect(about('microblog', at, at + 6 * HOUR)).toBeGreaterThan(
      5 * about('microblog', at - DAY, at - DAY + 6 * HOUR),
    );
    expect(about('reviews', at, at + DAY)).toBeGreaterThan(about('reviews', at - DAY, at));
    expect(about('forum', at, at + DAY)).toBeGreaterThan(about('forum', at - DAY, at));
    expect(about('microblog', answer.at + 12 * HOUR, answer.at + 24 * HOUR)).toBeLessThan(
      about('microblog', at, at + 12 * HOUR) / 4,
    );
    expect(answer.at - at).toBeLessThanOrEqual(14 * HOUR);
    expect(answer.root).toBe(firstPost.id);
  });

  it('keeps ordinary complaints small', () => {
    const { disasterAt } = one.timeline;
    const ordinary = one.posts.microblog.filter(
      (post) => post.at < disasterAt.getTime() && post.feeling === 'negative',
    );
    expect(Math.max(...ordinary.map(({ shares }) => shares.length))).toBeLessThan(40);
    expect(ordinary.some(({ shares }) => shares.length > 2)).toBe(true);
  });

  it('is written in less than half a second', () => {
    const times = [3, 4, 5].map((seed) => {
      const before = process.cpuUsage();
      writeChronicle(seed, START);
      const { user, system } = process.cpuUsage(before);
      return (user + system) / 1000;
    });
    expect(Math.min(...times)).toBeLessThan(500);
  });
});

describe('the timeline', () => {
  it.each([0, 6, 9, 13, 20])(
    'has its disaster by day, about a day and a half in, wherever it starts (+%i h)',
    (hours) => {
      const start = new Date(START.getTime() + hours * HOUR);
      const { disasterAt, answerAt, newsAt, end } = timelineFrom(start);
      expect(disasterAt.getTime() - start.getTime()).toBeGreaterThanOrEqual(33 * HOUR);
      expect(disasterAt.getTime() - start.getTime()).toBeLessThan(48 * HOUR);
      expect([10, 19]).toContain(localHour(disasterAt.getTime()));
      expect(localHour(answerAt.getTime())).toBeGreaterThanOrEqual(8);
      expect(localHour(newsAt.getTime())).toBe(7);
      expect(end.getTime() - start.getTime()).toBe(3 * DAY);
      expect(answerAt.getTime()).toBeLessThan(end.getTime());
    },
  );
});
