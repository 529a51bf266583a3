/** The service: one tick, four kinds of work, any mix of them in a process. */
import { type ScheduledTask, schedule } from 'node-cron';
import type { Clock } from '../clock.ts';
import { messageOf } from '../errors.ts';
import type { Logger } from '../log.ts';
import type { Brand, Recipient } from '../model.ts';
import { type DeliverDeps, deliverDue } from '../notify/deliver.ts';
import type { AlertRule } from '../notify/plan.ts';
import { watchDeliveries } from '../pipeline/delivery-watch.ts';
import { escalateDue } from '../pipeline/escalations.ts';
import type { StoredChange } from '../pipeline/incident-rows.ts';
import { type JudgeDeps, judgeBrand } from '../pipeline/judge.ts';
import { passQuiet } from '../pipeline/judge-many.ts';
import { endMutes } from '../pipeline/mutes.ts';
import { SeriesMemory } from '../pipeline/series-memory.ts';
import { lastCrawlFor } from '../store/crawls.ts';
import type { Store } from '../store/store.ts';
import { type CrawlJobDeps, type CrawlReport, crawlTrace, runCrawl } from './crawl-job.ts';
import { type DigestJobDeps, runDigest } from './digest-job.ts';
import type { HealthWatch } from './health-watch.ts';
import type { Housekeeping } from './housekeeping.ts';
import type { Inbox } from './inbox.ts';
import type { Job, JobData, JobQueue } from './queue.ts';
import { runRefresh } from './refresh-job.ts';
import type { Role } from './roles.ts';
import type { Scheduler } from './scheduler.ts';
import { drain, jobStep, jobsStep, loop, type Step } from './worker.ts';

export interface ServiceDeps {
  readonly store: Store;
  readonly queue: JobQueue;
  readonly scheduler: Scheduler;
  readonly inbox: Inbox;
  readonly health: HealthWatch;
  readonly housekeeping: Housekeeping;
  readonly brands: readonly Brand[];
  readonly recipients: readonly Recipient[];
  /** Who is told when something does not work. */
  readonly operators: readonly Recipient[];
  readonly crawling: CrawlJobDeps;
  readonly judging: JudgeDeps;
  /** By which incidents that nobody acknowledges go on to the next person. */
  readonly rules: readonly AlertRule[];
  readonly digests: DigestJobDeps['digests'];
  readonly delivery: DeliverDeps;
  readonly clock: Clock;
  readonly log: Logger;
  /** For whoever watches: what a crawl brought, what an incident did. */
  readonly onCrawl?: (report: CrawlReport) => void;
  readonly onChange?: (change: StoredChange) => void;
}

/** Crawls under way at once in one process. */
const CRAWLERS = 4;
/** Brands looked at together. */
const BRANDS_AT_ONCE = 50;
/** Targets whose known posts are read again at once. */
const REREADERS = 2;

export class Service {
  readonly #deps: ServiceDeps;
  readonly #clocks: ScheduledTask[] = [];
  readonly #memory = new SeriesMemory();
  #ticking: Promise<void> = Promise.resolve();

  constructor(deps: ServiceDeps) {
    this.#deps = deps;
  }

  /** Queues what is due now. */
  async tick(): Promise<void> {
    const { scheduler, health, clock, judging, brands } = this.#deps;
    const now = clock.now();
    await scheduler.tick(now);
    await health.tick(new Set(scheduler.resting.keys()), now);
    await escalateDue(this.#deps, now);
    await endMutes({ ...judging, brands }, now);
    await watchDeliveries(this.#deps, now);
  }

  /** Does everything there is to do and returns; for stepped clocks and `earshot crawl`. */
  drain(signal?: AbortSignal): Promise<number> {
    const { crawl, refresh, judge, digest, deliver } = this.#steps();
    // What a listing has just shown need not be read again: crawls come first.
    const reading = [
      { step: crawl, workers: CRAWLERS },
      { step: refresh, workers: REREADERS },
    ];
    const one = [...this.#deps.inbox.steps(), judge, digest, deliver].map((step) => ({ step, workers: 1 }));
    return drain([...reading, ...one], signal);
  }

  /** A round of housekeeping; for stepped clocks, between two steps. */
  tidy(): Promise<void> {
    return this.#deps.housekeeping.round();
  }

  /** Ticks and works until the signal, as the process named `self`. What is under way then is finished or given back. */
  async run(roles: ReadonlySet<Role>, self: string, signal: AbortSignal): Promise<void> {
    const { clock, log } = this.#deps;
    const steps = this.#steps();
    // What is due is queued before anyone looks for it: who finds nothing pauses.
    await this.#tickSafely();
    const loops: Promise<void>[] = [];
    const start = (name: string, step: Step) => loops.push(loop(name, step, clock, log, signal));
    if (roles.has('crawl')) {
      for (let i = 0; i < CRAWLERS; i++) start('crawl', steps.crawl);
      for (let i = 0; i < REREADERS; i++) start('refresh', steps.refresh);
      await this.#deps.inbox.warnOfStrays();
      for (const step of this.#deps.inbox.steps()) start('inbox', step);
    }
    if (roles.has('detect')) start('detect', steps.judge);
    if (roles.has('notify')) {
      start('digest', steps.digest);
      start('deliver', steps.deliver);
    }
    const options = { noOverlap: true, logger: clockLogger(log) };
    this.#clocks.push(schedule('*/10 * * * * *', () => this.#tickSafely(), { ...options, name: 'tick' }));
    this.#clocks.push(schedule('5-59/10 * * * * *', () => this.#tidySafely(self), { ...options, name: 'tidy' }));
    await Promise.all([...loops, untilAborted(signal)]);
    await this.endTicks();
  }

  /** No tick begins any more; resolves when none is under way. What the loops have in hand goes on. */
  async endTicks(): Promise<void> {
    for (const clock of this.#clocks.splice(0)) await clock.destroy();
    await this.#ticking;
  }

  /** A tick that fails (the store is away) is said and tried again ten seconds later. */
  async #tickSafely(): Promise<void> {
    const ticking = this.tick();
    this.#ticking = ticking.then(
      () => undefined,
      () => undefined,
    );
    try {
      await ticking;
    } catch (error) {
      this.#deps.log.error({ err: error }, `tick: ${messageOf(error)}`);
    }
  }

  async #tidySafely(self: string): Promise<void> {
    try {
      await this.#deps.housekeeping.tick(self);
    } catch (error) {
      this.#deps.log.error({ err: error }, `tidy: ${messageOf(error)}`);
    }
  }

  #steps(): Record<'crawl' | 'refresh' | 'judge' | 'digest' | 'deliver', Step> {
    const { queue, log } = this.#deps;
    return {
      crawl: jobStep(queue, 'crawl', (job) => this.#crawl(job), log),
      refresh: jobStep(queue, 'refresh', (job) => this.#refresh(job), log),
      judge: jobsStep(
        queue,
        'judge',
        BRANDS_AT_ONCE,
        (jobs) => this.#passQuiet(jobs),
        (job) => this.#judge(job),
        log,
      ),
      digest: jobStep(queue, 'digest', (job) => this.#digest(job), log),
      deliver: async () => (await deliverDue(this.#deps.delivery)) > 0,
    };
  }

  async #crawl(job: JobData['crawl']): Promise<void> {
    const { crawling, health, clock, onCrawl } = this.#deps;
    const report = await runCrawl(crawling, job);
    if (report === null) return;
    onCrawl?.(report);
    await this.#judgeBrandsOf(job.target, crawlTrace(job.crawlId));
    await health.afterCrawl(report, clock.now());
  }

  async #refresh(job: JobData['refresh']): Promise<void> {
    if ((await runRefresh(this.#deps.crawling, job)) !== null)
      await this.#judgeBrandsOf(job.target, crawlTrace(job.crawlId));
  }

  async #judgeBrandsOf(targetId: string, trace: string): Promise<void> {
    const { crawling, queue } = this.#deps;
    const target = crawling.targets.find((candidate) => candidate.id === targetId);
    for (const brand of new Set([...(target?.brands ?? []), ...(target?.about ? [target.about] : [])])) {
      await queue.send('judge', brand, { brand, trace });
    }
  }

  /** Most brands have nothing to tell, and that is found out of many at once. Returns the jobs of the others. */
  async #passQuiet(jobs: readonly Job<'judge'>[]): Promise<readonly Job<'judge'>[]> {
    const { brands, judging, clock } = this.#deps;
    const asked = new Set(jobs.map(({ data }) => data.brand));
    const known = brands.filter(({ id }) => asked.has(id));
    const left = new Set((await passQuiet(judging, this.#memory, known, clock.now())).map(({ id }) => id));
    return jobs.filter(({ data }) => left.has(data.brand));
  }

  async #judge(job: JobData['judge']): Promise<void> {
    const { brands, judging, clock, log, onChange } = this.#deps;
    const brand = brands.find((candidate) => candidate.id === job.brand);
    if (brand === undefined) return;
    const trace = job.trace ?? (await this.#lastTrace(brand.id));
    for (const change of await judgeBrand({ ...judging, trace }, brand, clock.now())) {
      log.warn(
        { brand: brand.id, incident: change.incidentId, change: change.kind, severity: change.severity, trace },
        'incident',
      );
      onChange?.(change);
    }
  }

  /** Where nobody says what changed a brand, it was the last crawl that serves it, or what was brought last. */
  async #lastTrace(brand: string): Promise<string | null> {
    const crawlId = await lastCrawlFor(this.#deps.store.db, brand);
    return crawlId === null ? null : crawlTrace(crawlId);
  }

  async #digest(job: JobData['digest']): Promise<void> {
    const { recipients, clock } = this.#deps;
    const recipient = recipients.find((candidate) => candidate.id === job.recipient);
    if (recipient !== undefined) await runDigest(this.#deps, job, recipient, clock.now());
  }
}

function untilAborted(signal: AbortSignal): Promise<void> {
  if (signal.aborted) return Promise.resolve();
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }));
}

/** A tick that a busy machine missed, or that waits for the one before, is no matter: the next one does what is due. */
function clockLogger(log: Logger): NonNullable<NonNullable<Parameters<typeof schedule>[2]>['logger']> {
  const quietly = (message: string | Error) => log.debug(`clock: ${messageOf(message)}`);
  return {
    info: quietly,
    warn: quietly,
    debug: quietly,
    error: (message) => log.error(`clock: ${messageOf(message)}`),
  };
}
