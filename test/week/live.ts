/**
 * Days of a whole service, as fast as they go: two sites on loopback that publish, a crisis on the third day, crawls,
 * re-reads, judgements, alerts, digests, housekeeping. The clock is moved on step by step.
 */
import { setTimeout as delay } from 'node:timers/promises';
import { sql } from 'kysely';
import type { KeptDays } from '../../src/model.ts';
import type { Db } from '../../src/store/store.ts';
import { brandNamed, startEarshot } from '../e2e/support.ts';
import { SmallSite } from '../jobs/support/small-site.ts';
import { type Measure, measure } from './measure.ts';

export interface LifeOptions {
  /** How many periods to live; a period is a day unless `period` says otherwise. */
  readonly days: number;
  /** Minutes of a period, at whose end is measured. */
  readonly period?: number;
  /** The service's data folder. */
  readonly dataDir: string;
  /** The clock's step, minutes. */
  readonly step: number;
  readonly postsADay: number;
  readonly retention: KeptDays;
  /** Called at the end of each period. */
  readonly onDay?: (measure: Measure) => void;
}

const MINUTE_MS = 60_000;
/** Housekeeping comes this often. */
const TIDY_MS = 3_600_000;
const DAY_MINUTES = 1_440;
/** Shortly before a month ends, so that one has to be dropped. */
const START = Date.parse('2026-02-28T12:00:00Z');
/** In periods from the start. */
const CRISIS = { from: 2.4, until: 2.65 };
/** Angry posts while it lasts, for each ordinary one. */
const CROWD = 20;
/** How often the queue looks after its own rows, and a bit. */
const QUEUE_MS = 6_000;

const WORDS = [
  'works as it should, thank you',
  'arrived a day late, otherwise fine',
  'asked support, they answered within the hour',
  'is a little dear for what it does',
  '发货很快，包装也仔细',
  '客服等了很久才接',
];
const ANGER = [
  'refuses every refund, this is a scam, I will tell everybody',
  'let my order burn and nobody answers, never again',
  '拒绝退款，客服不理人，再也不买了',
];

export async function live(options: LifeOptions): Promise<Measure[]> {
  const { days, step, retention, dataDir, onDay, period = DAY_MINUTES } = options;
  const sites = [new SmallSite(), new SmallSite()];
  for (const site of sites) await site.listen();
  const running = await startEarshot(
    { dataDir },
    new Date(START),
    {
      brands: [brandNamed('acme', 'Acme')],
      targets: sites.map((site, index) =>
        site.target({ id: `town${index}`, site: `town${index}`, schedule: '*/30 * * * *' }),
      ),
      retention,
    },
    { supervise: true },
  );
  const { clock, app, parts } = running;
  const measures: Measure[] = [];
  const subject = { db: app.store.db, dataDir, kept: retention, slackMs: TIDY_MS + step * MINUTE_MS };
  try {
    for (const [index, site] of sites.entries()) {
      site.now = () => clock.now();
      publish(site, index, options);
    }
    let tidied = 0;
    for (let day = 0; day < days; day++) {
      for (let minute = 0; minute < period; minute += step) {
        await running.step(step * MINUTE_MS);
        for (const site of sites) {
          site.asked.length = 0;
          spread(site, clock.now());
        }
        if (clock.now().getTime() - tidied < TIDY_MS) continue;
        tidied = clock.now().getTime();
        await parts.service.tidy();
      }
      if (options.period === undefined) await ageQueue(app.store.db);
      const measured = await measure(subject, day + 1, clock.now());
      measures.push(measured);
      onDay?.(measured);
    }
    return measures;
  } finally {
    await running.close();
    for (const site of sites) await site.close();
  }
}

/** All that a site will ever show, each post at its time. */
function publish(site: SmallSite, index: number, { days, postsADay, period = DAY_MINUTES }: LifeOptions): void {
  const periodMs = period * MINUTE_MS;
  const every = (DAY_MINUTES / postsADay) * MINUTE_MS;
  for (let at = START + index * MINUTE_MS, n = 0; at < START + days * periodMs; at += every, n++) {
    const words = WORDS[(n * 5 + index) % WORDS.length];
    site.statuses.push({ id: `${n}`, text: `Acme ${words} (${index}/${n})`, at: new Date(at), reposts: n % 3 });
  }
  const until = START + CRISIS.until * periodMs;
  for (let at = START + CRISIS.from * periodMs, n = 0; at < until; at += every / CROWD, n++) {
    const text = `Acme ${ANGER[n % ANGER.length]} (${index}/${n})`;
    site.statuses.push({ id: `c${n}`, text, at: new Date(at), reposts: 1 });
  }
}

/** The first angry post goes round. */
function spread(site: SmallSite, now: Date): void {
  const first = site.statuses.find(({ id }) => id === 'c0');
  if (first === undefined || now < first.at) return;
  first.reposts = Math.min(3_000, 1 + Math.round((now.getTime() - first.at.getTime()) / 20_000));
}

/** The queue drops its rows after a day of the database's clock, which has hardly moved: the day is added here. */
async function ageQueue(db: Db): Promise<void> {
  await sql`update jobs.job set completed_on = completed_on - interval '1 day' where completed_on is not null`.execute(
    db,
  );
  await sql`update jobs.queue set maintain_on = maintain_on - interval '1 day'`.execute(db);
  await delay(QUEUE_MS);
}
