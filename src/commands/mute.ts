/** `earshot mute INCIDENT`: nobody is told of it until a time, or until it has grown. */
import type { Command } from 'commander';
import { CONFIG_DIR } from '../cli/config.ts';
import type { CommandContext } from '../cli/context.ts';
import { handleAs } from '../cli/handle-incident.ts';
import { write } from '../cli/lines.ts';
import { momentAhead } from '../cli/moment.ts';
import { UsageError } from '../errors.ts';

interface Options {
  readonly config: string;
  readonly until?: string;
  readonly untilGrows?: string;
  readonly note?: string;
  readonly by: string;
}

const LARGEST_FACTOR = 1000;

export default function register(program: Command, context: CommandContext): void {
  program
    .command('mute')
    .description('tells nobody of an incident until a time, or until it has grown; it goes on being watched')
    .argument('<incident>', 'the number of the incident')
    .option('--until <moment>', 'when it ends: 30min, 2h, 3d, 1w, or a time such as 2026-03-01T08:00Z')
    .option('--until-grows <factor>', 'ends when so many times as many negative mentions belong to it')
    .option('--note <words>', 'why; shown on the page of the incident')
    .option('--by <name>', 'who does it', 'operator')
    .option('--config <dir>', 'the configuration directory', CONFIG_DIR)
    .addHelpText('after', '\nWith both, it ends with whichever comes first. A rise in severity is told all the same.')
    .action((incident: string, options: Options) => mute(incident, options, context));
}

async function mute(incident: string, options: Options, context: CommandContext): Promise<void> {
  const { until: moment, untilGrows, note = '', by } = options;
  if (moment === undefined && untilGrows === undefined) throw new UsageError('say --until or --until-grows');
  const until = moment === undefined ? null : momentAhead(moment, context.clock.now());
  const factor = untilGrows === undefined ? null : factorOf(untilGrows);
  const id = await handleAs(
    context,
    options.config,
    incident,
    { act: 'mute', by, note, mute: { until, factor } },
    'over',
  );
  const ends = [
    ...(until === null ? [] : [until.toISOString()]),
    ...(factor === null ? [] : [`it is ${factor} times as large`]),
  ];
  await write(context.stdout, `incident ${id} muted until ${ends.join(' or ')}; earshot unmute ${id} ends it\n`);
}

function factorOf(word: string): number {
  const factor = Number(word);
  if (word.trim() !== '' && factor > 1 && factor <= LARGEST_FACTOR) return factor;
  throw new UsageError(`--until-grows ${word}: must be a number above 1, at most ${LARGEST_FACTOR}`);
}
