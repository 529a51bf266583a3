/** `earshot resume TARGET` or `--site S`: ends a pause that a command began. */
import type { Command } from 'commander';
import { CONFIG_DIR, readConfig } from '../cli/config.ts';
import type { CommandContext } from '../cli/context.ts';
import { write } from '../cli/lines.ts';
import { restRules } from '../cli/rest.ts';
import { withStore } from '../cli/store.ts';
import type { Config } from '../config/types.ts';
import { UsageError } from '../errors.ts';
import { liftStop } from '../pipeline/delivery-watch.ts';
import { restInWords, restingTargets } from '../pipeline/rest.ts';
import { deliveryStops } from '../store/delivery-health.ts';
import { activePauses, resume as resumeIn } from '../store/pauses.ts';

interface Options {
  readonly config: string;
  readonly site?: string;
  readonly recipient?: string;
}

export default function register(program: Command, context: CommandContext): void {
  program
    .command('resume')
    .description('ends the pause of a target or of a whole site, or sends to a recipient again')
    .argument('[target]', 'the id of a target')
    .option('--site <site>', 'the site, as it was paused')
    .option('--recipient <id>', 'the recipient whose address was refused')
    .option('--config <dir>', 'the configuration directory', CONFIG_DIR)
    .action((target: string | undefined, options: Options) => resume(target, options, context));
}

async function resume(id: string | undefined, options: Options, context: CommandContext): Promise<void> {
  const named = [id, options.site, options.recipient].filter((one) => one !== undefined);
  if (named.length !== 1) throw new UsageError('name a target, a site with --site, or a recipient with --recipient');
  const { config, registry } = await readConfig(options.config, context.env);
  if (options.recipient !== undefined) {
    await resumeRecipient(options.recipient, config, context);
    return;
  }
  const rules = restRules(config, registry);
  const [kind, name] = options.site === undefined ? (['target', id ?? ''] as const) : (['site', options.site] as const);
  const now = context.clock.now();
  await withStore(config, context.env, async (store) => {
    const stood = await resumeIn(store.db, kind, name, now);
    const pauses = await activePauses(store.db, now);
    const all = [...config.targets, ...config.doors];
    const resting = restingTargets(all, rules, pauses);
    const meant = all.filter((target) => (kind === 'target' ? target.id === name : rules.sitesOf(target).has(name)));
    if (!stood) {
      const names = pauses.map((pause) => (pause.kind === 'site' ? `--site ${pause.name}` : pause.name));
      const paused = names.length === 0 ? 'nothing is paused by command' : `paused by command: ${names.join(', ')}`;
      const still = meant.flatMap((target) => resting.get(target.id) ?? []).map(restInWords);
      throw new UsageError(`${name} was not paused by command`, { hint: [...new Set([...still, paused])].join('; ') });
    }
    if (meant.length === 0) await write(context.stdout, `${name}: resumed\n`);
    for (const target of meant) {
      const still = resting.get(target.id);
      await write(
        context.stdout,
        `${target.id}: ${still === undefined ? 'resumed' : `still rests: ${restInWords(still)}`}\n`,
      );
    }
  });
}

/** What was kept meanwhile is sent by the running service. */
async function resumeRecipient(recipient: string, config: Config, context: CommandContext): Promise<void> {
  await withStore(config, context.env, async (store) => {
    if (!(await liftStop(store.db, recipient))) {
      const stopped = (await deliveryStops(store.db)).map((stop) => stop.recipient);
      throw new UsageError(`nothing to ${recipient} rests`, {
        hint: stopped.length === 0 ? 'no address was refused' : `refused: ${stopped.join(', ')}`,
      });
    }
    await write(context.stdout, `${recipient}: messages go out again\n`);
  });
}
