/** `earshot demo`: the whole product on a simulated town, in about a minute. Nothing in it is faked but the town. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { type AddressInfo, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Writable } from 'node:stream';
import { type Command, InvalidArgumentError } from 'commander';
import { type App, openApp } from '../cli/app.ts';
import type { CommandContext } from '../cli/context.ts';
import { demoConfig, PR_DESK } from '../cli/demo-config.ts';
import { write } from '../cli/lines.ts';
import { progressOn } from '../cli/progress.ts';
import { openService } from '../cli/service.ts';
import { takeShots } from '../cli/shots.ts';
import { openWeb } from '../cli/web.ts';
import { SteppedClock } from '../clock.ts';
import { BrowserTransport } from '../crawl/browser.ts';
import { loadRegistry } from '../crawl/registry.ts';
import { type ReceivedMail, startTown, type Town } from '../demo/town.ts';
import type { CrawlReport } from '../jobs/crawl-job.ts';
import { createLogger } from '../log.ts';
import { SEEING } from '../model.ts';
import type { StoredChange } from '../pipeline/incident-rows.ts';
import { addDays, dayAt } from '../pipeline/views/days.ts';
import { listIncidents } from '../store/incidents.ts';
import { totals } from '../store/totals.ts';
import type { WebServer } from '../web/server.ts';
import { writeDigest } from './digest.ts';

interface Options {
  readonly out?: string;
  readonly exit?: true;
  readonly json?: true;
  readonly seed: number;
  readonly shots?: string;
}

const MINUTE_MS = 60_000;
const PORT = 8480;
/** The town's first morning, in its own zone: the same for everyone, so that the same seed is the same story. */
const START = new Date('2026-03-02T00:00:00+08:00');

export default function register(program: Command, context: CommandContext): void {
  program
    .command('demo')
    .description('the whole product on a simulated town, in about a minute')
    .option('--out <dir>', 'where alerts and digests are written; a new folder for temporary files unless said')
    .option('--exit', 'end when the story has been told, instead of serving its pages')
    .option('--json', 'one line of JSON at the end instead of the story in words')
    .option('--shots <dir>', 'pictures of the overview and of an incident, as the README shows them')
    .option('--seed <n>', 'another town', wholeNumber, 1)
    .addHelpText('after', '\nUses a temporary store of its own, never ./data, and traffic on this machine only.')
    .action((options: Options) => demo(options, context));
}

function wholeNumber(word: string): number {
  if (!/^\d{1,9}$/.test(word)) throw new InvalidArgumentError('must be a whole number');
  return Number(word);
}

/** `wanted`, or any free port where another program has it. */
function freePort(wanted: number): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', (error: NodeJS.ErrnoException) => {
      if (wanted !== 0 && error.code === 'EADDRINUSE') resolve(freePort(0));
      else reject(error);
    });
    server.listen(wanted, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo;
      server.close(() => resolve(port));
    });
  });
}

/** What came of it. */
interface Story {
  readonly crawls: CrawlReport[];
  readonly changes: StoredChange[];
  /** Alert mails as they arrived, with the simulated moment. */
  readonly alerts: readonly { readonly at: Date; readonly mail: ReceivedMail }[];
}

async function demo(options: Options, context: CommandContext): Promise<void> {
  const started = context.clock.now();
  const folder = await mkdtemp(join(tmpdir(), 'earshot-demo-'));
  const out = resolve(options.out ?? join(folder, 'out'));
  const clock = new SteppedClock(START);
  const town = await startTown({ seed: options.seed, clock, start: START });
  try {
    const registry = await loadRegistry();
    const browser = BrowserTransport.available(context.env);
    // A demo that ends by itself has no readers who would look for it at the usual address.
    const port = await freePort(options.exit ? 0 : PORT);
    const config = demoConfig(town, registry, { dataDir: join(folder, 'data'), port, browser });
    if (!browser) {
      await write(
        context.stderr,
        'No Chromium found: the demo goes on without the forum, which only exists in a browser.\n',
      );
    }
    const log = createLogger({ level: context.env.LOG_LEVEL ?? 'fatal' });
    const app = await openApp({ config, registry, log, clock });
    let web: WebServer | undefined;
    try {
      web = await openWeb(app, config.web, context.env);
      const story = await live(app, town, clock, context, options);
      const files = await writeOut(app, story, town, out);
      const seconds = (context.clock.now().getTime() - started.getTime()) / 1000;
      const summary = {
        ...(await totals(app.store.db)),
        alerts: files.alerts.length,
        minutes_to_alert: minutesToAlert(story, town),
        seconds,
      };
      await write(
        context.stdout,
        options.json ? `${JSON.stringify(summary)}\n` : inWords(story, town, summary, files, web.url),
      );
      if (options.shots !== undefined) await shoot(app, web.url, resolve(options.shots), context);
      if (!options.exit) await untilStopped(context, web.url);
    } finally {
      await web?.close();
      await app.close();
    }
  } finally {
    await town.close();
    if (options.exit && options.out !== undefined) await rm(folder, { recursive: true, force: true });
  }
}

/** Lets the service live through the town's days. */
async function live(
  app: App,
  town: Town,
  clock: SteppedClock,
  context: CommandContext,
  options: Options,
): Promise<Story> {
  const crawls: CrawlReport[] = [];
  const changes: StoredChange[] = [];
  const progress = options.json
    ? { update: () => undefined, stop: () => undefined }
    : progressOn(context.stderr as Writable, 'demo');
  const parts = await openService(app, {
    signal: context.signal,
    env: context.env,
    supervise: false,
    onCrawl: (report) => crawls.push(report),
    onChange: (change) => changes.push(change),
  });
  const alerts: { at: Date; mail: ReceivedMail }[] = [];
  let tidied = '';
  try {
    const { start, end } = town.timeline;
    let arrived = 0;
    // Waiting for hosts moves the clock on a little: the looks are planned without it, so that a slow machine has as many.
    for (
      let at = start;
      at < end && !context.signal.aborted;
      at = new Date(at.getTime() + stride(at, town) * MINUTE_MS)
    ) {
      clock.advanceTo(at);
      await parts.service.tick();
      await parts.service.drain(context.signal);
      const today = dayAt(clock.now(), PR_DESK.timezone);
      if (today !== tidied) await parts.service.tidy();
      tidied = today;
      const now = clock.now();
      const mails = town.smtp.received();
      for (const mail of mails.slice(arrived)) if (isAlert(mail)) alerts.push({ at: now, mail });
      arrived = mails.length;
      const posts = crawls.reduce((sum, report) => sum + report.postsNew, 0);
      progress.update(
        now.getTime() - start.getTime(),
        end.getTime() - start.getTime(),
        `${shown(now)} · ${posts} posts`,
      );
    }
  } finally {
    progress.stop();
    await parts.close();
  }
  return { crawls, changes, alerts };
}

/** Simulated minutes between two looks: five while the disaster breaks, an hour around it, two in calmer times. */
function stride(now: Date, town: Town): number {
  const hours = (now.getTime() - town.disaster.firstPostAt.getTime()) / (60 * MINUTE_MS);
  if (hours < -6) return 120;
  if (hours < -1) return 60;
  if (hours < 2) return 5;
  return hours < 12 ? 60 : 120;
}

const isAlert = (mail: ReceivedMail) => /^Message-ID: <alert\./im.test(mail.raw.toString('latin1'));

const shown = (at: Date) =>
  new Intl.DateTimeFormat('en-GB', {
    timeZone: PR_DESK.timezone,
    weekday: 'short',
    hour: '2-digit',
    minute: '2-digit',
  }).format(at);

/** Simulated minutes from the first post of the disaster to the first alert after it. */
function minutesToAlert(story: Story, town: Town): number | null {
  const { firstPostAt } = town.disaster;
  const first = story.alerts.find((alert) => alert.at >= firstPostAt);
  return first === undefined ? null : Math.round((first.at.getTime() - firstPostAt.getTime()) / MINUTE_MS);
}

interface Written {
  readonly alerts: string[];
  readonly digests: string[];
}

/** Alerts as they were received, digests as files that open in a browser. */
async function writeOut(app: App, story: Story, town: Town, out: string): Promise<Written> {
  await mkdir(join(out, 'alerts'), { recursive: true });
  await mkdir(join(out, 'digests'), { recursive: true });
  const alerts: string[] = [];
  for (const [index, { mail }] of story.alerts.entries()) {
    const file = join(out, 'alerts', `${String(index + 1).padStart(2, '0')}.eml`);
    await writeFile(file, mail.raw);
    alerts.push(file);
  }
  const digests: string[] = [];
  const own = app.brands.filter((brand) => brand.role === 'own');
  for (const recipient of app.config.recipients) {
    for (const day of daysOf(town)) {
      for (const brand of own) {
        const folder = join(out, 'digests');
        digests.push(await writeDigest(app, brand, day, recipient, folder, `${brand.id}-${day}-${recipient.language}`));
      }
    }
  }
  return { alerts, digests };
}

/** The days that the town's story covers. */
function daysOf(town: Town): string[] {
  const { start, end } = town.timeline;
  const last = dayAt(new Date(end.getTime() - 1), PR_DESK.timezone);
  const days: string[] = [];
  for (let day = dayAt(start, PR_DESK.timezone); day <= last; day = addDays(day, 1)) days.push(day);
  return days;
}

function inWords(
  story: Story,
  town: Town,
  summary: { posts: number; mentions: number; incidents: number; seconds: number; minutes_to_alert: number | null },
  files: Written,
  url: string,
): string {
  const targets = Map.groupBy(story.crawls, (report) => report.target);
  const lines = [...targets].map(([target, reports]) => {
    const seen = reports.filter((report) => SEEING.has(report.outcome)).length;
    const fresh = reports.reduce((sum, report) => sum + report.postsNew, 0);
    return `  ${target}: ${reports.length} crawls, ${seen} of them saw everything, ${fresh} posts`;
  });
  const when = summary.minutes_to_alert;
  return [
    `Crawled (${summary.posts} posts, ${summary.mentions} mentions of a brand):`,
    ...lines,
    '',
    `Flagged: ${summary.incidents} incident${summary.incidents === 1 ? '' : 's'}.`,
    `  The disaster began ${shown(town.disaster.firstPostAt)} on the microblog: ${town.disaster.url}`,
    ...story.changes.map((change) => `  ${shown(change.at)}  ${change.kind}, severity ${change.severity} of 5`),
    '',
    when === null
      ? 'No alert left about the disaster.'
      : `The alert left ${when} minutes (simulated) after the first post of the disaster.`,
    '',
    'Look at:',
    `  the alerts    ${files.alerts[0] ?? 'none'}${files.alerts.length > 1 ? ` and ${files.alerts.length - 1} more` : ''}`,
    `  the digest    ${files.digests.at(-1) ?? 'none'}.html`,
    `  the pages     ${url}`,
    '',
  ].join('\n');
}

/** The pages of the story's last evening. */
async function shoot(app: App, url: string, folder: string, context: CommandContext): Promise<void> {
  const [incident] = await listIncidents(app.store.db, { limit: 1 });
  const shots = [
    { name: 'overview', path: '/?lang=en' },
    ...(incident === undefined ? [] : [{ name: 'incident', path: `/incidents/${incident.incidentId}?lang=en` }]),
  ];
  for (const file of await takeShots(url, shots, folder, context.env)) await write(context.stderr, `${file}\n`);
}

async function untilStopped(context: CommandContext, url: string): Promise<void> {
  await write(context.stderr, `Serving ${url} until Ctrl-C.\n`);
  await new Promise<void>((done) => {
    if (context.signal.aborted) done();
    else context.signal.addEventListener('abort', () => done(), { once: true });
  });
}
