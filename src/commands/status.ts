/** `earshot status`: how targets, queue and outbox stand; with `--host`, what one host was asked. */
import type { Command } from 'commander';
import { CONFIG_DIR, readConfig } from '../cli/config.ts';
import type { CommandContext } from '../cli/context.ts';
import { hostReport, hostText } from '../cli/host-status.ts';
import { write } from '../cli/lines.ts';
import { restRules } from '../cli/rest.ts';
import { targetsText, workText } from '../cli/status-text.ts';
import { withStore } from '../cli/store.ts';
import type { Config } from '../config/types.ts';
import { limitsFor } from '../crawl/fetching.ts';
import type { Registry } from '../crawl/registry.ts';
import { hostsOf } from '../crawl/sites.ts';
import { UsageError } from '../errors.ts';
import { Schedule } from '../jobs/due.ts';
import { restingTargets } from '../pipeline/rest.ts';
import { targetStatus } from '../pipeline/status.ts';
import { activePauses } from '../store/pauses.ts';
import { hostsAsked } from '../store/request-log.ts';
import type { Store } from '../store/store.ts';
import { outboxState, queueStates } from '../store/work.ts';

interface Options {
  readonly config: string;
  readonly json?: true;
  readonly host?: string;
  readonly lines: string;
}

const WEEK_MS = 7 * 86_400_000;

export default function register(program: Command, context: CommandContext): void {
  program
    .command('status')
    .description('how targets, queue and outbox stand, and what to do where one is not well')
    .option('--host <host>', 'what this host was asked and may be asked: budget, robots.txt, requests one by one')
    .option('--lines <n>', 'with --host: the last n requests', '50')
    .option('--json', 'as one line of JSON')
    .option('--config <dir>', 'the configuration directory', CONFIG_DIR)
    .addHelpText('after', '\nWorks beside a running service and without one.')
    .action((options: Options) => status(options, context));
}

async function status(options: Options, context: CommandContext): Promise<void> {
  const lines = Number(options.lines);
  if (!Number.isInteger(lines) || lines < 1 || lines > 10_000) throw new UsageError('--lines takes 1 to 10000');
  const { config, registry } = await readConfig(options.config, context.env);
  await withStore(config, context.env, async (store) => {
    const now = context.clock.now();
    if (options.host !== undefined) {
      const report = await reportOn(options.host, lines, config, registry, store, now);
      await write(context.stdout, options.json ? `${JSON.stringify(report)}\n` : hostText(report));
      return;
    }
    const rules = restRules(config, registry);
    const resting = restingTargets([...config.targets, ...config.doors], rules, await activePauses(store.db, now));
    const schedules = new Map(
      config.targets.map(({ id, schedule, timezone }) => [id, new Schedule(schedule, timezone)]),
    );
    const targets = [];
    for (const target of config.targets) {
      const nextRun = schedules.get(target.id)?.next(now) ?? null;
      targets.push(await targetStatus(store.db, target, { resting, sites: rules.sitesOf(target), nextRun }, now));
    }
    for (const { id, kind, site } of config.doors) {
      const context = { resting, sites: site === null ? [] : [site], nextRun: null, door: true };
      targets.push(await targetStatus(store.db, { id, crawler: kind }, context, now));
    }
    const queue = await queueStates(store.db);
    const outbox = await outboxState(store.db, now);
    await write(
      context.stdout,
      options.json
        ? `${JSON.stringify({ at: now, store: store.kind, targets, queue, outbox })}\n`
        : `${targetsText(targets, now)}\n${workText(queue, outbox, now)}`,
    );
  });
}

async function reportOn(host: string, lines: number, config: Config, registry: Registry, store: Store, now: Date) {
  const paced = config.targets.map((target) => ({
    hosts: hostsOf(target, registry),
    requestsPerMinute: target.requestsPerMinute,
  }));
  const { userAgent, contact } = config.service;
  const report = await hostReport(store.db, host, { limits: limitsFor(paced), userAgent, contact, lines }, now);
  if (report.requests.length > 0 || report.budgets.length > 0 || report.robots.length > 0) return report;
  const asked = await hostsAsked(store.db, new Date(now.getTime() - WEEK_MS), 20);
  throw new UsageError(`"${host}" was never asked`, {
    hint: asked.length === 0 ? 'no host was asked in the last week' : `asked in the last week: ${asked.join(', ')}`,
  });
}
