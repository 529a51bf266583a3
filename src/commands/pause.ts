/** `earshot pause TARGET` or `--site S`: a target or a whole site rests, from the next tick of any service on. */
import type { Command } from 'commander';
import { CONFIG_DIR, readConfig } from '../cli/config.ts';
import type { CommandContext } from '../cli/context.ts';
import { write } from '../cli/lines.ts';
import { momentAhead } from '../cli/moment.ts';
import { restingNamed, restRules, targetsOfSite } from '../cli/rest.ts';
import { withStore } from '../cli/store.ts';
import { UsageError } from '../errors.ts';
import { pause as pauseIn } from '../store/pauses.ts';

interface Options {
  readonly config: string;
  readonly site?: string;
  readonly until?: string;
  readonly reason?: string;
}

/** Longer reasons belong into a ticket. */
const LONGEST_REASON = 200;

export default function register(program: Command, context: CommandContext): void {
  program
    .command('pause')
    .description('lets a target, or a whole site, rest')
    .argument('[target]', 'the id of a target')
    .option('--site <site>', 'every target that asks this site: its name in posts (weibo) or its host')
    .option('--until <moment>', 'when it ends by itself: 30min, 2h, 3d, 1w, or a time such as 2026-03-01T08:00Z')
    .option('--reason <words>', 'shown in status and on the pages')
    .option('--config <dir>', 'the configuration directory', CONFIG_DIR)
    .addHelpText('after', '\nA running service notices within ten seconds; what it is reading is read to the end.')
    .action((target: string | undefined, options: Options) => pause(target, options, context));
}

async function pause(id: string | undefined, options: Options, context: CommandContext): Promise<void> {
  if ((id === undefined) === (options.site === undefined)) throw new UsageError('name a target, or a site with --site');
  const reason = (options.reason ?? '').trim();
  if (reason.length > LONGEST_REASON) throw new UsageError(`--reason is longer than ${LONGEST_REASON} characters`);
  const now = context.clock.now();
  const until = options.until === undefined ? null : momentAhead(options.until, now);
  const { config, registry } = await readConfig(options.config, context.env);
  const targets =
    options.site === undefined
      ? [restingNamed(config, id ?? '')]
      : targetsOfSite([...config.targets, ...config.doors], options.site, restRules(config, registry));
  const what =
    options.site === undefined
      ? ({ kind: 'target', name: id ?? '' } as const)
      : ({ kind: 'site', name: options.site } as const);
  await withStore(config, context.env, (store) => pauseIn(store.db, { ...what, since: now, until, reason }, now));
  const whose = options.site === undefined ? '' : `${options.site}: `;
  const end = until === null ? '; earshot resume ends it' : ` until ${until.toISOString()}`;
  await write(context.stdout, `${whose}${targets.map((target) => target.id).join(', ')} paused${end}\n`);
}
