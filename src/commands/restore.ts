/** `earshot restore FILE`: a backup into an empty store. */
import type { Command } from 'commander';
import { CONFIG_DIR, readConfig } from '../cli/config.ts';
import type { CommandContext } from '../cli/context.ts';
import { differences, readDump } from '../cli/dump-file.ts';
import { write } from '../cli/lines.ts';
import { progressOn } from '../cli/progress.ts';
import { withStore } from '../cli/store.ts';
import { UsageError } from '../errors.ts';
import { isEmpty } from '../store/dump.ts';

interface Options {
  readonly config: string;
  readonly resume?: true;
}

export default function register(program: Command, context: CommandContext): void {
  program
    .command('restore')
    .description('brings a backup back into an empty store, embedded or (with DATABASE_URL) Postgres')
    .argument('<file>', 'what earshot backup wrote')
    .option('--resume', 'goes on with a restore that broke off')
    .option('--config <dir>', 'the configuration directory', CONFIG_DIR)
    .addHelpText('after', '\nExits with 1 where any table has another number of rows than the backup says.')
    .action((file: string, options: Options) => restore(file, options, context));
}

async function restore(file: string, options: Options, context: CommandContext): Promise<void> {
  const { config } = await readConfig(options.config, context.env);
  await withStore(config, context.env, async (store) => {
    if (!options.resume && !(await isEmpty(store.db))) {
      throw new UsageError('the store is not empty', {
        hint: 'Restore into another data folder or database; --resume goes on with a restore that broke off.',
      });
    }
    const progress = progressOn(context.stderr, 'restore');
    try {
      const counts = await readDump(store, file, (table, done, of) => progress.update(done, of, table));
      const wrong = await differences(store, counts);
      const rows = Object.values(counts).reduce((sum, count) => sum + count, 0);
      if (wrong.length > 0) context.exitCode = 1;
      const verdict = wrong.length === 0 ? 'every table has as many rows as the backup' : wrong.join('; ');
      await write(context.stdout, `${rows} rows of ${Object.keys(counts).length} tables: ${verdict}\n`);
    } finally {
      progress.stop();
    }
  });
}
