/** What the forecast is trained on: recorded cascades as they were at many moments, and in many disguises. */
import { offsetAt } from '../../src/detect/forecast/activity.ts';
import { type Cascade, observe } from '../../src/detect/forecast/cascade.ts';
import { normal, random } from '../detect/support/worlds.ts';
import type { Recorded } from './detect-cascades.ts';
import { simulateCascade } from './forecast-simulated.ts';

const MINUTE = 60;
const HOUR = 3600;
const DAY = 24 * HOUR;
const LIFE = 30 * DAY;
/** Ages at which the part for the recorded site looks at each of its cascades. */
const AGES = [5, 10, 20, 30, 42, 60, 84, 120, 180, 260, 360, 480, 720, 1200, 2400, 4800, 10_000].map((m) => m * MINUTE);
/** Looks at each cascade for the part that knows no site. */
const LOOKS = 8;
/** Cascades that stopped near the collector's limit went on unseen: nothing is learned from their end elsewhere. */
const COLLECTED_AT_MOST = 900;

export interface Example {
  readonly cascade: Cascade;
  readonly final: number;
  /** Index of the recorded or simulated cascade: folds never part what is of one. */
  readonly of: number;
}

/** Each cascade at every age, as it was; one in eight as counters. */
export function siteExamples(recorded: readonly Recorded[]): Example[] {
  const r = random(5);
  return recorded.flatMap((one, of) =>
    AGES.map((age) => ({ cascade: observe(r() < 0.12 ? asReadings(one) : one, age), final: one.final, of })),
  );
}

/**
 * Each cascade at random ages as another site might have shown it: fewer shares, a faster life, followers known or not;
 * and as many simulated ones.
 */
export function anyExamples(recorded: readonly Recorded[], simulated: number): Example[] {
  const r = random(7);
  const looks = (one: Recorded, of: number, disguise: (one: Recorded) => Recorded): Example[] =>
    Array.from({ length: LOOKS }, () => {
      const seen = disguise(one);
      const age = 5 * MINUTE * (7 * 24 * 12) ** r();
      return { cascade: observe(r() < 0.12 ? asReadings(seen) : seen, age), final: seen.final, of };
    }).filter(({ final }) => final > 0);
  const real = recorded.flatMap((one, of) =>
    one.final > COLLECTED_AT_MOST
      ? []
      : looks(one, of, (whole) => {
          const thin = thinned(whole, [1, 1, 0.5, 0.2, 0.05][Math.floor(r() * 5)]!, r);
          const fast = hastened(thin, 12 ** -r());
          return r() < 0.5 ? peopled(fast, r) : fast;
        }),
  );
  const made = Array.from({ length: simulated }, (_, i) => simulateCascade(r, `simulated ${i}`)).flatMap((one, i) =>
    looks(one, recorded.length + i, (whole) => (r() < 0.6 ? whole : unpeopled(whole))),
  );
  return [...real, ...made];
}

/** Counters read after 5, 15, 30 minutes, 1 h and then every hour or so. */
export function asReadings({ events = [], ...rest }: Recorded): Recorded {
  const marks = [5, 15, 30, 60, 120, 180, 240, 300, 360, 480, 720, 1440, 2880, 10_000].map((m) => m * MINUTE);
  const times = events.map(({ t }) => t).sort((a, b) => a - b);
  let count = 0;
  const readings = marks.map((t) => {
    while (count < times.length && times[count]! <= t) count++;
    return { t, count };
  });
  return { ...rest, readings };
}

function thinned(one: Recorded, keep: number, r: () => number): Recorded {
  if (keep === 1) return one;
  const events = one.events!.filter(() => r() < keep).map(({ t }) => ({ t }));
  return withEvents(one, events);
}

/** The same life in a fraction of the time. */
function hastened(one: Recorded, factor: number): Recorded {
  return withEvents(
    one,
    one.events!.map((event) => ({ ...event, t: event.t * factor })),
  );
}

function withEvents(one: Recorded, events: NonNullable<Recorded['events']>): Recorded {
  return { ...one, events, final: events.filter(({ t }) => t <= LIFE).length };
}

/** Followers as they are spread on such sites; whose they really were is not in the record. */
function peopled(one: Recorded, r: () => number): Recorded {
  const [typical, spread] = [100 * 10 ** r(), 1 + r()];
  const events = one.events!.map((event) => ({
    ...event,
    followers: Math.ceil(typical * Math.exp(spread * normal(r))),
  }));
  return { ...one, events };
}

function unpeopled({ events = [], ...rest }: Recorded): Recorded {
  return { ...rest, followers: null, events: events.map(({ t }) => ({ t })) };
}

/** Shares by local hour of the day, mean 1. */
export function activityOf(recorded: readonly Recorded[], timezone: string): number[] {
  const hours = new Array<number>(24).fill(0);
  for (const { publishedAt, events = [] } of recorded) {
    const offset = offsetAt(timezone, publishedAt);
    for (const { t } of events) {
      const hour = Math.floor((publishedAt + t + offset) / HOUR) % 24;
      hours[hour] = hours[hour]! + 1;
    }
  }
  const mean = hours.reduce((a, b) => a + b, 0) / 24;
  return hours.map((x) => Number((x / mean).toFixed(4)));
}
