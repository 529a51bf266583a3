/**
 * Whether a target still sees what it should: what it usually brings against what came, and what the operator is to be
 * told. Pure: history and the state so far are given, the state now comes out. A state changes only on evidence that
 * will not be taken back by the next crawl.
 */
import { CRAWL_OUTCOMES, type CrawlOutcome, type HealthState, SEEING } from '../model.ts';
import { dropSince } from './drop.ts';
import { chanceByCounts, chanceOfSilence, expectedEvents, learnRhythm, type Rhythm, type Span } from './silence.ts';

/** A crawl that has ended. */
export interface PastCrawl {
  readonly at: Date;
  readonly outcome: CrawlOutcome;
  readonly reason: string;
  /** First crawls bring months at once: theirs do not count. */
  readonly postsNew: number;
}

export interface History {
  /** The last crawls, in the order of time: some twenty tell how it stands. */
  readonly crawls: readonly PastCrawl[];
  /** What was seen and what came, over the last weeks, without gaps between neighbours that saw. */
  readonly spans: readonly Span[];
}

export interface Yield {
  /** New posts per day, over what was seen. */
  readonly perDay: number;
  /** Standard deviation of the days' counts. */
  readonly deviation: number;
  readonly days: number;
}

export interface Health {
  readonly state: HealthState;
  /** Since when it is so; null where there is nothing to date it by. */
  readonly since: Date | null;
  /** The last crawl's own words where it failed. */
  readonly reason: string;
  /** Null while too little is known. */
  readonly yield: Yield | null;
}

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
/** Least that must be known before silence can be told from a slow week. */
const LEAST_DAYS = 2;
const LEAST_EVENTS = 5;
/** One false alarm per target in this many days is accepted: each event begins a silence that may be mistaken for one. */
const FALSE_ALARM_DAYS = 1_000;
/** A silence must also be longer than any before, by this much; an unheard-of one was a fault and is no measure. */
const LONGER_THAN_EVER = 1.5;
const UNHEARD_OF = 1e-8;

/** Doors that are shut, pages that have changed: said at once where crawls are rare, else when it is no accident. */
const SHUT: ReadonlySet<CrawlOutcome> = new Set(['blocked', 'drifted', 'refused', 'gone']);
const RARE_MS = HOUR_MS;
const VERY_RARE_MS = 6 * HOUR_MS;
const UNREACHABLE_MS = HOUR_MS / 2;
const THROTTLED_MS = 3 * HOUR_MS;
/** Of the last ten crawls: so many that fail are no accident either; so few are none any more. */
const WINDOW = 10;
const UNSTEADY = 6;
const STEADY = 3;
const USUAL_PAUSE_MS = HOUR_MS / 2;

/** `before`: the state that was found last. */
export function healthOf(history: History, before: HealthState): Health {
  const { crawls, spans } = history;
  const last = crawls.at(-1);
  const known = yieldOf(spans);
  if (last === undefined) return { state: 'new', since: null, reason: '', yield: null };
  const failing = failureOf(crawls, before);
  if (failing !== null) return { ...failing, yield: known };
  const silence = silenceOf(spans);
  if (silence === 'unknown') return { state: 'learning', since: null, reason: '', yield: known };
  if (silence !== null) return { state: 'quiet', since: silence, reason: '', yield: known };
  const drop = dropSince(spans, before === 'low');
  if (drop !== null) return { state: 'low', since: drop, reason: '', yield: known };
  return { state: 'well', since: null, reason: '', yield: known };
}

/** Posts per day and how the days differ; null before the first whole day. */
export function yieldOf(spans: readonly Span[]): Yield | null {
  const [first] = spans;
  const last = spans.at(-1);
  if (first === undefined || last === undefined) return null;
  const counts = new Map<number, { posts: number; seen: number }>();
  for (const { from, to, posts } of spans) {
    const length = Math.max(1, to.getTime() - from.getTime());
    for (let start = from.getTime(); start < to.getTime(); ) {
      const day = Math.floor((last.to.getTime() - start - 1) / DAY_MS);
      const end = Math.min(to.getTime(), last.to.getTime() - day * DAY_MS);
      const count = counts.get(day) ?? { posts: 0, seen: 0 };
      counts.set(day, { posts: count.posts + (posts * (end - start)) / length, seen: count.seen + end - start });
      start = end;
    }
  }
  const seen = [...counts.values()].reduce((sum, count) => sum + count.seen, 0) / DAY_MS;
  if (seen < 1) return null;
  const perDay = [...counts.values()].reduce((sum, count) => sum + count.posts, 0) / seen;
  const whole = [...counts.values()].filter((count) => count.seen >= DAY_MS / 2);
  const squares = whole.reduce((sum, count) => sum + ((count.posts * DAY_MS) / count.seen - perDay) ** 2, 0);
  return { perDay, deviation: Math.sqrt(squares / Math.max(1, whole.length - 1)), days: Math.round(seen) };
}

/** How the last crawls fail, if that is what they do. */
function failureOf(
  crawls: readonly PastCrawl[],
  before: HealthState,
): Pick<Health, 'state' | 'since' | 'reason'> | null {
  const recent = crawls.slice(-WINDOW);
  const fails = recent.filter(({ outcome }) => !SEEING.has(outcome));
  const lastFailure = fails.at(-1);
  if (lastFailure === undefined) return null;
  const run = crawls.slice(crawls.findLastIndex(({ outcome }) => SEEING.has(outcome)) + 1);
  const since = (run[0] ?? fails[0] ?? lastFailure).at;
  const failing = { state: lastFailure.outcome as HealthState, since, reason: lastFailure.reason };
  const pause = usualPause(crawls);
  // A door that was never open is no accident.
  const neverOpen = run.length === crawls.length && SHUT.has(lastFailure.outcome);
  if (run.length > 0 && (neverOpen || isNoAccident(run, pause))) return failing;
  // Failing and seeing in turn is no better; one long failure that is over is over.
  const inTurn = recent.filter(
    (crawl, n) => !SEEING.has(crawl.outcome) && SEEING.has(recent[n - 1]?.outcome ?? 'failed'),
  );
  const unsteady = inTurn.length + (SEEING.has(recent[0]?.outcome ?? 'ok') ? 0 : 1) > 1;
  const first = { ...failing, since: fails[0]?.at ?? since };
  if (unsteady && fails.length >= UNSTEADY) return first;
  if (!FAILING.has(before)) return null;
  // What was found failing is well again when two crawls in a row have seen, or one that brought something.
  const seen = crawls.slice(crawls.findLastIndex(({ outcome }) => !SEEING.has(outcome)) + 1);
  const back = seen.length >= 2 || (seen.length === 1 && (pause >= RARE_MS || (seen[0]?.postsNew ?? 0) > 0));
  return back && (!unsteady || fails.length <= STEADY) ? null : first;
}

/** States that are ways of crawls to fail. */
const FAILING: ReadonlySet<HealthState> = new Set(
  CRAWL_OUTCOMES.filter((outcome) => !SEEING.has(outcome)) as HealthState[],
);

/** `run`: crawls at the end that all failed. */
function isNoAccident(run: readonly PastCrawl[], pause: number): boolean {
  const [first, last] = [run[0], run.at(-1)];
  if (first === undefined || last === undefined) return false;
  const lasted = last.at.getTime() - first.at.getTime();
  if (run.every(({ outcome }) => outcome === 'throttled')) {
    return (run.length >= 3 && lasted >= THROTTLED_MS) || (pause >= THROTTLED_MS && run.length >= 2);
  }
  if (SHUT.has(last.outcome)) return run.length >= 2 || pause >= RARE_MS;
  return (
    (run.length >= 3 && lasted >= UNREACHABLE_MS) || (pause >= RARE_MS && run.length >= 2) || pause >= VERY_RARE_MS
  );
}

/** Usual time between two crawls: the median. */
function usualPause(crawls: readonly PastCrawl[]): number {
  const pauses = crawls.slice(1).map(({ at }, i) => at.getTime() - (crawls[i]?.at.getTime() ?? 0));
  return pauses.sort((a, b) => a - b)[Math.floor(pauses.length / 2)] ?? USUAL_PAUSE_MS;
}

/** Since when it is improbably quiet; null where it is not; `unknown` while too little is known to tell. */
function silenceOf(spans: readonly Span[]): Date | null | 'unknown' {
  const lastEvent = spans.findLastIndex(({ posts }) => posts > 0);
  const last = spans.at(-1);
  const event = spans[lastEvent];
  if (last === undefined || event === undefined) return 'unknown';
  const past = spans.slice(0, lastEvent + 1);
  const rhythm = learnRhythm(past);
  const seen = past.reduce((sum, { from, to }) => sum + to.getTime() - from.getTime(), 0);
  if (rhythm === null || rhythm.events < LEAST_EVENTS || seen < LEAST_DAYS * DAY_MS) return 'unknown';
  if (lastEvent === spans.length - 1) return null;
  const chance = Math.min(chanceOfSilence(rhythm, event.to, last.to), chanceByCounts(past, event.to, last.to));
  if (chance > 1 / (FALSE_ALARM_DAYS * rhythm.eventsPerDay)) return null;
  const now = expectedEvents(rhythm, event.to, last.to);
  return now > LONGER_THAN_EVER * longestSilence(past, rhythm) ? event.to : null;
}

/** The longest silence so far, in events that should have come; silences that were surely faults are left out. */
function longestSilence(spans: readonly Span[], rhythm: Rhythm): number {
  let longest = 0;
  let from: Date | null = null;
  for (const { posts, to, from: start } of spans) {
    if (from !== null && posts > 0 && start > from && chanceOfSilence(rhythm, from, start) > UNHEARD_OF) {
      longest = Math.max(longest, expectedEvents(rhythm, from, start));
    }
    if (posts > 0) from = to;
  }
  return longest;
}
