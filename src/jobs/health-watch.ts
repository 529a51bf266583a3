/**
 * Watches the targets: judges each after its crawl, notices those that nobody crawls, and tells the operators of changes,
 * one message for all that changed together. What was found is stored, so any number of processes may watch.
 */
import type { Logger } from '../log.ts';
import { type HealthState, type Recipient, SEEING, type Target } from '../model.ts';
import { silentSince } from '../pipeline/doors/silence.ts';
import { assess } from '../pipeline/health.ts';
import { tellOperators } from '../pipeline/operator-notices.ts';
import type { Store } from '../store/store.ts';
import {
  broughtTimes,
  forgetOthers,
  foundHealth,
  lastOutcomes,
  markTold,
  recordHealth,
  underWay,
} from '../store/target-health.ts';
import type { CrawlReport } from './crawl-job.ts';
import { Schedule } from './due.ts';

export interface HealthWatchDeps {
  readonly store: Store;
  readonly targets: readonly Target[];
  /** Ids of targets whose posts are brought: judged after what is brought, and when nothing is for too long. */
  readonly doors: readonly string[];
  /** Who is told; nobody where this is empty, and health is only shown. */
  readonly operators: readonly Recipient[];
  /** Hosts at which a target begins: one site's trouble is not the network's. */
  readonly hostsOf: (target: string) => readonly string[];
  readonly log: Logger;
}

const MINUTE_MS = 60_000;
/** A silence is judged this often; how crawls fail, after each of them. */
const JUDGE_SILENCE_MS = 10 * MINUTE_MS;
/** Whether too little comes, where something does, can wait longer. */
const JUDGE_DROP_MS = 60 * MINUTE_MS;
/** Missed slots are looked for this often, and tolerated this long. */
const LOOK_FOR_MISSED_MS = 5 * MINUTE_MS;
const MISSED_MS = 60 * MINUTE_MS;
/** A crawl under way for longer is none. */
/** A door's rhythm is told from so much of its past. */
const RHYTHM_MS = 180 * 24 * 60 * MINUTE_MS;
const RHYTHM_TIMES = 2_000;
const LONGEST_CRAWL_MS = 2 * 60 * MINUTE_MS;

export class HealthWatch {
  readonly #deps: HealthWatchDeps;
  readonly #schedules: ReadonlyMap<string, Schedule>;
  /** When each target's silence was judged last. */
  readonly #judged = new Map<string, number>();
  #began: number | null = null;
  #looked = 0;
  #resting = '';

  constructor(deps: HealthWatchDeps) {
    this.#deps = deps;
    this.#schedules = new Map(deps.targets.map(({ id, schedule, timezone }) => [id, new Schedule(schedule, timezone)]));
  }

  /** Judges a target after its crawl. Costs one row while all is well. */
  async afterCrawl({ target, outcome, postsNew }: Omit<CrawlReport, 'reason' | 'postsSeen'>, now: Date): Promise<void> {
    const { store, log } = this.#deps;
    const [found] = await foundHealth(store.db, [target]);
    if (found?.state === 'well' && SEEING.has(outcome)) {
      const pause = postsNew > 0 ? JUDGE_DROP_MS : JUDGE_SILENCE_MS;
      if (now.getTime() - (this.#judged.get(target) ?? 0) < pause) return;
    }
    this.#judged.set(target, now.getTime());
    const before = found?.state ?? 'new';
    const { state, since, reason } = await assess(store.db, target, before, now);
    if (state === before && reason === found?.reason) return;
    await recordHealth(store.db, { target, state, since: since ?? now, reason }, now);
    if (state !== before) log.info({ target, state, before, reason }, 'health of a target');
  }

  /** Looks for missed slots now and then, and tells what is to be told. `resting`: targets that are not to be crawled. */
  async tick(resting: ReadonlySet<string>, now: Date): Promise<void> {
    const { store, targets, doors, operators, hostsOf } = this.#deps;
    if (this.#began === null) {
      this.#began = now.getTime();
      await forgetOthers(store.db, [...targets.map(({ id }) => id), ...doors]);
    }
    await this.#noteResting(resting, now);
    if (now.getTime() - this.#looked >= LOOK_FOR_MISSED_MS) {
      this.#looked = now.getTime();
      await this.#lookForMissed(resting, now);
      await this.#lookForSilentDoors(resting, now);
    }
    await tellOperators({ store, operators, hostsOf, doors }, now);
  }

  /** Whoever rests needs no alarm, and neither does one that comes back. */
  async #noteResting(resting: ReadonlySet<string>, now: Date): Promise<void> {
    const key = [...resting].sort().join('\n');
    if (key === this.#resting) return;
    this.#resting = key;
    const { store } = this.#deps;
    const found = new Map((await foundHealth(store.db)).map((row) => [row.target, row.state]));
    const changed = [...resting].filter((id) => found.get(id) !== 'paused');
    for (const target of changed)
      await recordHealth(store.db, { target, state: 'paused', since: now, reason: '' }, now);
    await markTold(store.db, changed, null);
    for (const [target, state] of found) {
      if (state !== 'paused' || resting.has(target)) continue;
      await recordHealth(store.db, { target, state: 'learning', since: now, reason: '' }, now);
      await markTold(store.db, [target], null);
    }
  }

  /** Targets whose slot has passed without a crawl: no worker runs, or it is stuck. */
  async #lookForMissed(resting: ReadonlySet<string>, now: Date): Promise<void> {
    const grace = now.getTime() - MISSED_MS;
    // After a start, crawls that were missed while nothing ran are still being caught up with.
    if ((this.#began ?? 0) > grace) return;
    const { store, targets } = this.#deps;
    const last = new Map((await lastOutcomes(store.db)).map(({ target, at }) => [target, at]));
    const missed = targets.flatMap(({ id }) => {
      const slot = resting.has(id) ? null : (this.#schedules.get(id)?.latest(new Date(grace)) ?? null);
      return slot !== null && (last.get(id) ?? new Date(0)) < slot ? [{ id, slot }] : [];
    });
    if (missed.length === 0) return;
    const busy = await underWay(store.db, new Date(now.getTime() - LONGEST_CRAWL_MS));
    const known = new Map((await foundHealth(store.db)).map((row) => [row.target, row.state]));
    for (const { id, slot } of missed) {
      if (busy.has(id) || known.get(id) === ('overdue' satisfies HealthState)) continue;
      const reason = `its crawl of ${slot.toISOString()} has not been done`;
      await recordHealth(store.db, { target: id, state: 'overdue', since: last.get(id) ?? slot, reason }, now);
    }
  }

  /** Doors at which nothing was brought for longer than ever: whoever exports or pushes has stopped. */
  async #lookForSilentDoors(resting: ReadonlySet<string>, now: Date): Promise<void> {
    const { store, doors } = this.#deps;
    // What could not be brought while nothing ran gets time to be.
    if (doors.length === 0 || now.getTime() - (this.#began ?? 0) < MISSED_MS) return;
    const known = new Map((await foundHealth(store.db)).map((row) => [row.target, row.state]));
    for (const door of doors) {
      if (resting.has(door) || known.get(door) === ('overdue' satisfies HealthState)) continue;
      const times = await broughtTimes(store.db, door, new Date(now.getTime() - RHYTHM_MS), RHYTHM_TIMES);
      const since = silentSince(times, now);
      if (since === null) continue;
      const reason = `nothing has been brought or pushed since ${since.toISOString()}`;
      await recordHealth(store.db, { target: door, state: 'overdue', since, reason }, now);
    }
  }
}
