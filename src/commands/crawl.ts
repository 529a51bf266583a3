/** `earshot crawl [TARGET…]`: crawls now, through the whole pipeline, whatever the schedule says. */
import type { Command } from 'commander';
import { type App, openApp } from '../cli/app.ts';
import { CONFIG_DIR, readConfig } from '../cli/config.ts';
import type { CommandContext } from '../cli/context.ts';
import { write } from '../cli/lines.ts';
import { restRules, targetNamed } from '../cli/rest.ts';
import { openService } from '../cli/service.ts';
import type { CrawlReport } from '../jobs/crawl-job.ts';
import { createLogger } from '../log.ts';
import { SEEING, type Target } from '../model.ts';
import { restingTargets } from '../pipeline/rest.ts';
import { activePauses } from '../store/pauses.ts';

interface Options {
  readonly config: string;
  readonly json?: true;
}

export default function register(program: Command, context: CommandContext): void {
  program
    .command('crawl')
    .description('crawls targets now, through the whole pipeline')
    .argument('[target...]', 'ids of targets; without any, all that are not paused')
    .option('--config <dir>', 'the configuration directory', CONFIG_DIR)
    .option('--json', 'one line of JSON per target')
    .addHelpText('after', '\nExits 1 when a target could not be seen (blocked, unreachable, drifted, …).')
    .action((ids: string[], options: Options) => crawl(ids, options, context));
}

async function crawl(ids: string[], options: Options, context: CommandContext): Promise<void> {
  const { config, registry } = await readConfig(options.config, context.env);
  const named = ids.map((id) => targetNamed(config, id));
  const log = createLogger({ level: context.env.LOG_LEVEL ?? 'error' });
  const app = await openApp({ config, registry, log, clock: context.clock, databaseUrl: context.env.DATABASE_URL });
  try {
    const targets = named.length > 0 ? named : await notResting(app, context.clock.now());
    const reports: CrawlReport[] = [];
    const parts = await openService(app, {
      signal: context.signal,
      env: context.env,
      onCrawl: (report) => reports.push(report),
    });
    try {
      for (const target of targets) {
        const queued = await parts.scheduler.queueCrawl(target, 'crawl', context.clock.now());
        if (queued === 'busy') await write(context.stderr, `${target.id}: is being crawled already\n`);
      }
      await parts.service.drain(context.signal);
    } finally {
      await parts.close();
    }
    for (const report of reports) {
      await write(context.stdout, options.json ? `${JSON.stringify(report)}\n` : lineOf(report));
      if (!SEEING.has(report.outcome)) context.exitCode = 1;
    }
  } finally {
    await app.close();
  }
}

function lineOf({ target, outcome, reason, postsSeen, postsNew }: CrawlReport): string {
  return `${target}: ${outcome}, ${postsSeen} posts seen, ${postsNew} new${reason === '' ? '' : ` (${reason})`}\n`;
}

async function notResting({ config, registry, store }: App, now: Date): Promise<Target[]> {
  const resting = restingTargets(config.targets, restRules(config, registry), await activePauses(store.db, now));
  return config.targets.filter((target) => !resting.has(target.id));
}
