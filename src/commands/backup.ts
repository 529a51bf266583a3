/** `earshot backup FILE`: everything in the store, as of one moment, in one file. */
import { existsSync } from 'node:fs';
import type { Command } from 'commander';
import { CONFIG_DIR, readConfig } from '../cli/config.ts';
import type { CommandContext } from '../cli/context.ts';
import { writeDump } from '../cli/dump-file.ts';
import { write } from '../cli/lines.ts';
import { progressOn } from '../cli/progress.ts';
import { withStore } from '../cli/store.ts';
import { UsageError } from '../errors.ts';

export default function register(program: Command, context: CommandContext): void {
  program
    .command('backup')
    .description('everything in the store, as of one moment, in one file')
    .argument('<file>', 'the file to write, such as earshot-2026-03-01.jsonl.gz; it must not exist yet')
    .option('--config <dir>', 'the configuration directory', CONFIG_DIR)
    .addHelpText(
      'after',
      '\nWorks while the service runs: on Postgres nobody waits for it, on the embedded store everybody does until it is done.\n' +
        'The file holds what people said, and the keys of links in mails: keep it like a password. Back with: earshot restore.',
    )
    .action((file: string, options: { config: string }) => backup(file, options, context));
}

async function backup(file: string, options: { config: string }, context: CommandContext): Promise<void> {
  if (existsSync(file)) throw new UsageError(`${file} exists already`);
  const { config } = await readConfig(options.config, context.env);
  await withStore(config, context.env, async (store) => {
    const progress = progressOn(context.stderr, 'backup');
    try {
      const counts = await writeDump(store, file, context.clock.now(), (table, done, of) =>
        progress.update(done, of, table),
      );
      const rows = Object.values(counts).reduce((sum, count) => sum + count, 0);
      await write(context.stdout, `${file}: ${rows} rows of ${Object.keys(counts).length} tables\n`);
    } finally {
      progress.stop();
    }
  });
}
