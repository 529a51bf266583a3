/** `earshot resume TARGET` or `--site S`: ends a pause that a command began. */
import type { Command } from 'commander';
import { CONFIG_DIR, readConfig } from '../cli/config.ts';
import type { CommandContext } from '../cli/context.ts';
import { write } from '../cli/lines.ts';
import { restRules } from '../cli/rest.ts';
import { withStore } from '../cli/store.ts';
import { UsageError } from '../errors.ts';
import { restInWords, restingTargets } from '../pipeline/rest.ts';
import { activePauses, resume as resumeIn } from '../store/pauses.ts';

interface Options {
  readonly config: string;
  readonly site?: string;
}

export default function register(program: Command, context: CommandContext): void {
  program
    .command('resume')
    .description('ends the pause of a target, or of a whole site')
    .argument('[target]', 'the id of a target')
    .option('--site <site>', 'the site, as it was paused')
    .option('--config <dir>', 'the configuration directory', CONFIG_DIR)
    .action((target: string | undefined, options: Options) => resume(target, options, context));
}

async function resume(id: string | undefined, options: Options, context: CommandContext): Promise<void> {
  if ((id === undefined) === (options.site === undefined)) throw new UsageError('name a target, or a site with --site');
  const { config, registry } = await readConfig(options.config, context.env);
  const rules = restRules(config, registry);
  const [kind, name] = options.site === undefined ? (['target', id ?? ''] as const) : (['site', options.site] as const);
  const now = context.clock.now();
  await withStore(config, context.env, async (store) => {
    const stood = await resumeIn(store.db, kind, name, now);
    const pauses = await activePauses(store.db, now);
    const resting = restingTargets(config.targets, rules, pauses);
    const meant = config.targets.filter((target) =>
      kind === 'target' ? target.id === name : rules.sitesOf(target).has(name),
    );
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
