/** `earshot corrections`: what people corrected on the pages, as labelled lines. */
import type { Command } from 'commander';
import { CONFIG_DIR, readConfig } from '../cli/config.ts';
import type { CommandContext } from '../cli/context.ts';
import { write } from '../cli/lines.ts';
import { withStore } from '../cli/store.ts';
import { labelledCorrections } from '../pipeline/corrections.ts';

export default function register(program: Command, context: CommandContext): void {
  program
    .command('corrections')
    .description('the labels that people corrected on the pages, as lines that train and eval read')
    .option('--config <dir>', 'the configuration directory', CONFIG_DIR)
    .addHelpText(
      'after',
      '\nLines: {"text":"…","label":"negative|neutral|positive","lang":"zh","corpus":"corrections","brand":"…","at":"…","by":"…"};\n' +
        'where a post names several brands, "target", "start" and "end" say which of them is meant. What was taken back,\n' +
        'and what was marked as spam or not about the brand, is left out.',
    )
    .action(async ({ config: folder }: { config: string }) => {
      const { config } = await readConfig(folder, context.env);
      await withStore(config, context.env, async ({ db }) => {
        for await (const line of labelledCorrections(db)) await write(context.stdout, `${JSON.stringify(line)}\n`);
      });
    });
}
