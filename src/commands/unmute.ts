/** `earshot unmute INCIDENT`: alerts of it go out again. */
import type { Command } from 'commander';
import { CONFIG_DIR } from '../cli/config.ts';
import type { CommandContext } from '../cli/context.ts';
import { handleAs } from '../cli/handle-incident.ts';
import { write } from '../cli/lines.ts';

interface Options {
  readonly config: string;
  readonly by: string;
}

export default function register(program: Command, context: CommandContext): void {
  program
    .command('unmute')
    .description('ends the mute of an incident; what was missed is told by the running service')
    .argument('<incident>', 'the number of the incident')
    .option('--by <name>', 'who does it', 'operator')
    .option('--config <dir>', 'the configuration directory', CONFIG_DIR)
    .action(async (incident: string, { config, by }: Options) => {
      const id = await handleAs(context, config, incident, { act: 'unmute', by, note: '' }, 'not muted');
      await write(context.stdout, `incident ${id}: no longer muted\n`);
    });
}
