/** A post's shares up to a moment, whichever way they are known. */

/** One share. */
export interface Share {
  /** Seconds after the post was published. */
  readonly t: number;
  /** Index of the share that this one passed on; absent: the post itself, or not known. */
  readonly parent?: number | undefined;
  /** Followers of the sharer, where known. */
  readonly followers?: number | undefined;
}

/** A counter re-read: `count` shares `t` seconds after publication. */
export interface CountReading {
  readonly t: number;
  readonly count: number;
}

export interface CascadeInput {
  /** Epoch seconds. */
  readonly publishedAt: number;
  /** Followers of the author; null: not known. */
  readonly followers: number | null;
  readonly verified: boolean | null;
  /** Every share, or … */
  readonly events?: readonly Share[] | undefined;
  /** … only counters. */
  readonly readings?: readonly CountReading[] | undefined;
}

/** What had been seen of a cascade by `age`; arrays run in order of time. */
export interface Cascade {
  readonly publishedAt: number;
  readonly followers: number | null;
  readonly verified: boolean | null;
  /** Seconds after publication up to which it was seen, at least `LEAST_AGE`. */
  readonly age: number;
  /** Shares that each entry of the arrays stands for; 1 except for very large counters. */
  readonly each: number;
  readonly times: Float64Array;
  /** Index of the parent, −1 where it is the post itself or not known. */
  readonly parents: Int32Array;
  /** Followers of each sharer, the median where one's are not known; null unless most are. */
  readonly audience: Float64Array | null;
}

/** Nothing can be told of a younger post. */
export const LEAST_AGE = 60;

/** What was known `age` seconds after publication; later shares are not looked at. */
export function observe(input: CascadeInput, age: number): Cascade {
  return input.events === undefined ? fromReadings(input, age) : fromEvents(input, input.events, age);
}

function fromEvents(input: CascadeInput, events: readonly Share[], age: number): Cascade {
  const order = events.map((_, i) => i).filter((i) => events[i]!.t <= age);
  order.sort((a, b) => events[a]!.t - events[b]!.t || a - b);
  const place = new Map(order.map((from, to) => [from, to]));
  const known = order.map((i) => events[i]!.followers).filter(isCount);
  const typical = known.toSorted((a, b) => a - b)[known.length >> 1];
  return {
    ...about(input, age),
    each: 1,
    times: Float64Array.from(order, (i) => Math.max(0, events[i]!.t)),
    parents: Int32Array.from(order, (i, at) => {
      const parent = place.get(events[i]!.parent ?? -1) ?? -1;
      // A share cannot pass on a later one.
      return parent < at ? parent : -1;
    }),
    audience:
      typical !== undefined && known.length >= order.length / 2
        ? Float64Array.from(order, (i) => (isCount(events[i]!.followers) ? events[i]!.followers! : typical))
        : null,
  };
}

/** Shares between two readings are taken to have come evenly; counters that run backwards are levelled. */
function fromReadings(input: CascadeInput, age: number): Cascade {
  const readings = (input.readings ?? []).filter(({ t, count }) => t >= 0 && t <= age && count >= 0);
  const curve = [{ t: 0, count: 0 }];
  for (const { t, count } of readings.toSorted((a, b) => a.t - b.t)) {
    curve.push({ t, count: Math.max(curve.at(-1)!.count, Math.floor(count)) });
  }
  const total = curve.at(-1)!.count;
  const each = Math.max(1, total / MOST_SHARES);
  const times = new Float64Array(Math.round(total / each));
  for (let i = 0, at = 1; i < times.length; i++) {
    const reached = (i + 0.5) * each;
    while (curve[at]!.count < reached) at++;
    const [from, to] = [curve[at - 1]!, curve[at]!];
    times[i] = from.t + ((reached - from.count) / (to.count - from.count)) * (to.t - from.t);
  }
  return {
    // After the last reading nothing was seen: the cascade is as old as that.
    ...about(input, readings.length > 0 ? curve.at(-1)!.t : age),
    each,
    times,
    parents: new Int32Array(times.length).fill(-1),
    audience: null,
  };
}

/** A counter of millions is told by a sample of its shares no worse than by all of them. */
const MOST_SHARES = 5000;

function about({ publishedAt, followers, verified }: CascadeInput, age: number) {
  return { publishedAt, followers: isCount(followers) ? followers : null, verified, age: Math.max(LEAST_AGE, age) };
}

function isCount(x: number | null | undefined): x is number {
  return typeof x === 'number' && x >= 0 && x < Number.POSITIVE_INFINITY;
}
