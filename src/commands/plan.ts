/** `earshot plan`: what a changed configuration would do, before it is put into use. */
import type { Command } from 'commander';
import { alertsInLastWeek, lastWeeks } from '../cli/alert-counts.ts';
import { CONFIG_DIR, readConfig } from '../cli/config.ts';
import type { CommandContext } from '../cli/context.ts';
import { write } from '../cli/lines.ts';
import { effectsOf } from '../cli/plan-effects.ts';
import { withStore } from '../cli/store.ts';
import { diffConfigs } from '../config/diff.ts';
import { withFiles } from '../config/snapshot.ts';
import type { Config } from '../config/types.ts';
import { UsageError } from '../errors.ts';
import { filesInUse } from '../store/config-changes.ts';
import type { Store } from '../store/store.ts';

interface Options {
  readonly config: string;
  readonly against?: string;
  readonly backtest?: true;
  readonly json?: true;
}

export default function register(program: Command, context: CommandContext): void {
  program
    .command('plan')
    .description('what a changed configuration would do, before it is put into use')
    .option('--config <dir>', 'the directory with the changed configuration, such as a copy of config', CONFIG_DIR)
    .option('--against <dir>', 'hold it against this directory; against what the service has in use unless said')
    .option('--backtest', 'also count the alerts of the last seven days of stored history, before and after')
    .option('--json', 'as one line of JSON')
    .addHelpText(
      'after',
      '\nChanges nothing. A running service uses the files of its directory as soon as they are saved: try changes in a copy\n' +
        '(cp -r config draft), then: earshot plan --config draft. Exits with 2 where the configuration cannot be used.',
    )
    .action((options: Options) => plan(options, context));
}

async function plan(options: Options, context: CommandContext): Promise<void> {
  const { config: after, registry } = await readConfig(options.config, context.env);
  await withStore(after, context.env, async (store) => {
    const before = await beforeOf(options, store, context);
    const changes = diffConfigs(before, after);
    const effects = changes.length === 0 ? [] : effectsOf(before, after, registry);
    if (options.backtest && changes.length > 0) effects.push(...(await alertsChange(store, before, after)));
    const text = options.json ? `${JSON.stringify({ changes, effects })}\n` : planText(changes, effects);
    await write(context.stdout, text);
  });
}

async function beforeOf({ against }: Options, store: Store, { env }: CommandContext): Promise<Config> {
  if (against !== undefined) return (await readConfig(against, env)).config;
  const used = await filesInUse(store.db);
  if (used === null) {
    throw new UsageError('no configuration has been in use yet', {
      hint: 'name one with --against DIR, or run earshot start first',
    });
  }
  return withFiles(used.files, async (dir) => (await readConfig(dir, env)).config);
}

async function alertsChange(store: Store, before: Config, after: Config): Promise<string[]> {
  const lines: string[] = [];
  for (const brand of after.brands) {
    const range = await lastWeeks(store, brand);
    if (range === null) continue;
    const counts: number[] = [];
    for (const config of [before, after])
      counts.push(await alertsInLastWeek(store, config, brand, config.alerts, range));
    lines.push(`brand ${brand.id}: ${alerts(counts[1] ?? 0)} over the last seven stored days instead of ${counts[0]}`);
  }
  return lines;
}

function planText(changes: readonly string[], effects: readonly string[]): string {
  if (changes.length === 0) return 'Nothing would change.\n';
  const list = (lines: readonly string[]) => lines.map((line) => `  ${line}\n`).join('');
  return `Changes:\n${list(changes)}${effects.length === 0 ? '' : `\nWhat they would do:\n${list(effects)}`}`;
}

function alerts(count: number): string {
  return `${count} alert${count === 1 ? '' : 's'}`;
}
