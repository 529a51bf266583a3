/**
 * What is due, asked at every tick: crawls by their targets' schedules, posts to read again, judgements of brands that changed or have an
 * open incident, digests by their readers' hours. A slot is claimed in the database, so any number of schedulers may
 * tick at once and each thing still happens once.
 */
import type { Logger } from '../log.ts';
import type { Channel, Recipient, Target } from '../model.ts';
import { channelsOf } from '../notify/plan.ts';
import { type Rest, type Resting, type RestRules, restingTargets } from '../pipeline/rest.ts';
import { addDays, dayAt } from '../pipeline/views/days.ts';
import { type CrawlKind, claimCrawl, lastSlots, releaseClaim } from '../store/crawls.ts';
import { hasDigest, type Unsubscription, unsubscriptions } from '../store/digests.ts';
import { brandsWithOpenIncidents } from '../store/incidents.ts';
import { activePauses, markPaused } from '../store/pauses.ts';
import { targetsWithDuePosts } from '../store/rereads.ts';
import { touchedBrands } from '../store/series.ts';
import type { Store } from '../store/store.ts';
import { Schedule } from './due.ts';
import type { JobQueue } from './queue.ts';

/** A digest rule as config gives it. */
export interface DigestPlan {
  readonly brands: readonly string[];
  readonly recipients: readonly Recipient[];
  /** Five-field cron expression, read in each recipient's time zone. */
  readonly cron: string;
  readonly period: 'day' | 'week';
  readonly channels?: readonly Channel[] | undefined;
}

export interface SchedulerDeps {
  readonly store: Store;
  readonly queue: JobQueue;
  readonly targets: readonly Target[];
  /** Doors are not crawled, but can rest. */
  readonly doors: readonly Resting[];
  /** What config says of sites, and which sites a target asks. */
  readonly rest: RestRules;
  readonly brands: readonly string[];
  readonly digests: readonly DigestPlan[];
  readonly log: Logger;
}

/** A slot older than this at start-up is not made up for: the next one is near. */
const CATCH_UP_MS = 25 * 3_600_000;

export class Scheduler {
  readonly #deps: SchedulerDeps;
  readonly #crawls: { target: Target; schedule: Schedule }[];
  readonly #digests: {
    brand: string;
    recipient: Recipient;
    channels: readonly Channel[];
    period: 'day' | 'week';
    schedule: Schedule;
  }[];
  #seen: Map<string, Date> | null = null;
  #resting: ReadonlyMap<string, Rest> = new Map();
  /** The targets that the store knows to rest; null before the first tick. */
  #marked: readonly string[] | null = null;
  /** Digests this process has queued already: a day that gives none is not asked for at every tick. */
  readonly #digested = new Set<string>();

  constructor(deps: SchedulerDeps) {
    this.#deps = deps;
    this.#crawls = deps.targets.map((target) => ({ target, schedule: new Schedule(target.schedule, target.timezone) }));
    this.#digests = deps.digests.flatMap((plan) =>
      plan.recipients.flatMap((recipient) =>
        plan.brands.map((brand) => ({
          brand,
          recipient,
          channels: channelsOf(plan.channels, recipient),
          period: plan.period,
          schedule: new Schedule(plan.cron, recipient.timezone),
        })),
      ),
    );
  }

  /** Queues what is due at `now`. Idempotent. */
  async tick(now: Date): Promise<void> {
    await this.#lookWhoRests(now);
    await this.#queueCrawls(now);
    await this.#queueRefreshes(now);
    await this.#queueJudgements();
    await this.#queueDigests(now);
  }

  /** The targets and doors that rest as of the last tick. */
  get resting(): ReadonlyMap<string, Rest> {
    return this.#resting;
  }

  /** Pauses come and go by command, from any process: the store knows them. */
  async #lookWhoRests(now: Date): Promise<void> {
    const { store, targets, doors, rest, log } = this.#deps;
    const before = this.#marked;
    this.#resting = restingTargets([...targets, ...doors], rest, await activePauses(store.db, now));
    const ids = [...this.#resting.keys()];
    if (before !== null && before.length === ids.length && ids.every((id) => before.includes(id))) return;
    await markPaused(store.db, ids);
    this.#marked = ids;
    for (const id of ids) if (before !== null && !before.includes(id)) log.info({ target: id }, 'paused');
    for (const id of before ?? []) if (!ids.includes(id)) log.info({ target: id }, 'resumed');
  }

  async #queueCrawls(now: Date): Promise<void> {
    const { store, log } = this.#deps;
    this.#seen ??= await lastSlots(store.db);
    for (const { target, schedule } of this.#crawls) {
      if (this.#resting.has(target.id)) continue;
      const slot = this.#dueSlot(target.id, schedule, now);
      if (slot === null) continue;
      const result = await this.queueCrawl(target, 'crawl', slot);
      if (result === 'busy') continue;
      this.#seen.set(target.id, slot);
      if (result === 'queued') log.debug({ target: target.id, slot }, 'crawl queued');
    }
  }

  /** Targets of which a post is due to be read again, or a page is wanted: at most one job a minute each. */
  async #queueRefreshes(now: Date): Promise<void> {
    const slot = new Date(Math.floor(now.getTime() / 60_000) * 60_000);
    const awake = this.#deps.targets.filter((target) => !this.#resting.has(target.id));
    const targets = new Map(awake.map((target) => [target.id, target]));
    for (const id of await targetsWithDuePosts(this.#deps.store.db, [...targets.keys()], now)) {
      await this.queueCrawl(targets.get(id)!, 'refresh', slot);
    }
  }

  /** The slot to crawl now: the schedule's latest if it has not had its crawl; a target that never had one is due. */
  #dueSlot(target: string, schedule: Schedule, now: Date): Date | null {
    const latest = schedule.latest(now);
    const last = this.#seen?.get(target);
    if (last === undefined) return latest ?? new Date(Math.floor(now.getTime() / 60_000) * 60_000);
    if (latest === null || latest <= last) return null;
    return now.getTime() - latest.getTime() < CATCH_UP_MS ? latest : null;
  }

  /**
   * Claims the slot and queues its job, both or neither. `taken`: somebody has this slot already. `busy`: the target's
   * crawl before is still waiting or running; the slot stays free.
   */
  async queueCrawl(
    target: Target,
    kind: Extract<CrawlKind, 'crawl' | 'refresh'>,
    slot: Date,
  ): Promise<'queued' | 'taken' | 'busy'> {
    const { store, queue } = this.#deps;
    return store.write(async (trx) => {
      const crawlId = await claimCrawl(trx, target.id, kind, slot);
      if (crawlId === null) return 'taken';
      if (await queue.send(kind, target.id, { target: target.id, crawlId }, trx)) return 'queued';
      await releaseClaim(trx, crawlId);
      return 'busy';
    });
  }

  async #queueJudgements(): Promise<void> {
    const { store, queue, brands } = this.#deps;
    const configured = new Set(brands);
    const waiting = [...(await touchedBrands(store.db)), ...(await brandsWithOpenIncidents(store.db))];
    const known = waiting.filter((brand) => configured.has(brand));
    await queue.sendAll('judge', new Map(known.map((brand) => [brand, { brand }])));
  }

  async #queueDigests(now: Date): Promise<void> {
    const { store, queue } = this.#deps;
    const unwanted = new Set((await unsubscriptions(store.db)).map(subscriptionKey));
    for (const { brand, recipient, channels, period, schedule } of this.#digests) {
      const slot = schedule.latest(now);
      if (slot === null || now.getTime() - slot.getTime() > CATCH_UP_MS) continue;
      // The digest of the morning is about the day, or the seven days, that have ended.
      const day = addDays(dayAt(slot, recipient.timezone), period === 'week' ? -7 : -1);
      const key = `${brand}/${period}/${day}/${recipient.id}`;
      if (unwanted.has(subscriptionKey({ recipient: recipient.id, brand, period }))) continue;
      if (this.#digested.has(key)) continue;
      this.#digested.add(key);
      if (await hasDigest(store.db, brand, period, day, recipient.id)) continue;
      await queue.send('digest', key, { brand, period, day, recipient: recipient.id, channels });
    }
  }
}

function subscriptionKey({ recipient, brand, period }: Unsubscription): string {
  return `${recipient}/${brand}/${period}`;
}
