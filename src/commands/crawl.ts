/** `earshot crawl [TARGET…]`: crawls now, through the whole pipeline, whatever the schedule says. */
import type { Command } from 'commander';
import { openApp } from '../cli/app.ts';
import { CONFIG_DIR, readConfig } from '../cli/config.ts';
import type { CommandContext } from '../cli/context.ts';
import { write } from '../cli/lines.ts';
import { openService } from '../cli/service.ts';
import { UsageError } from '../errors.ts';
import type { CrawlReport } from '../jobs/crawl-job.ts';
import { createLogger } from '../log.ts';
import { SEEING, type Target } from '../model.ts';

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
  const targets = chosen(ids, config.targets);
  const log = createLogger({ level: context.env.LOG_LEVEL ?? 'error' });
  const app = await openApp({ config, registry, log, clock: context.clock, databaseUrl: context.env.DATABASE_URL });
  try {
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

function chosen(ids: readonly string[], targets: readonly Target[]): Target[] {
  if (ids.length === 0) return targets.filter((target) => !target.paused);
  return ids.map((id) => {
    const target = targets.find((candidate) => candidate.id === id);
    if (target !== undefined) return target;
    throw new UsageError(`there is no target "${id}"`, { hint: `targets: ${targets.map((t) => t.id).join(', ')}` });
  });
}
