/** `earshot move --to URL`: the whole store onto a Postgres server, with every table counted afterwards. */
import type { Command } from 'commander';
import { CONFIG_DIR, readConfig } from '../cli/config.ts';
import type { CommandContext } from '../cli/context.ts';
import { differences } from '../cli/dump-file.ts';
import { write } from '../cli/lines.ts';
import { progressOn } from '../cli/progress.ts';
import { withStore } from '../cli/store.ts';
import { UsageError } from '../errors.ts';
import { createLogger } from '../log.ts';
import { asOfNow, dumpMonths, dumpRows, dumpTables, isEmpty, loadRows, resetSequences, rowsIn } from '../store/dump.ts';
import { GONE_AFTER_MS, processes } from '../store/processes.ts';
import { openStore, type Store } from '../store/store.ts';

interface Options {
  readonly config: string;
  readonly to: string;
  readonly resume?: true;
}

export default function register(program: Command, context: CommandContext): void {
  program
    .command('move')
    .description('copies the whole store onto a Postgres server, and counts every table afterwards')
    .requiredOption('--to <url>', 'an empty database: postgresql://user:password@host:5432/database')
    .option('--resume', 'goes on with a move that broke off')
    .option('--config <dir>', 'the configuration directory', CONFIG_DIR)
    .addHelpText(
      'after',
      '\nFrom the embedded store, or with DATABASE_URL set from that Postgres. Stop the service first, then start it with\n' +
        'DATABASE_URL set to the new address. The old store stays as it is. Exits with 1 where counts differ.',
    )
    .action((options: Options) => move(options, context));
}

async function move(options: Options, context: CommandContext): Promise<void> {
  const { config } = await readConfig(options.config, context.env);
  await withStore(config, context.env, async (from) => {
    await assertStopped(from, context.clock.now());
    const log = createLogger({ level: context.env.LOG_LEVEL ?? 'error' });
    const to = await openStore({ databaseUrl: options.to, dataDir: '', log });
    const progress = progressOn(context.stderr, 'move');
    try {
      if (!options.resume && !(await isEmpty(to.db))) {
        throw new UsageError('the database at --to is not empty', {
          hint: 'Name an empty one; --resume goes on with a move that broke off.',
        });
      }
      const counts = await copy(from, to, (table, done, of) => progress.update(done, of, table));
      const wrong = await differences(to, counts);
      if (wrong.length > 0) context.exitCode = 1;
      const lines = Object.entries(counts)
        .filter(([, rows]) => rows > 0)
        .map(([table, rows]) => `  ${rows} ${table}\n`);
      const verdict =
        wrong.length === 0 ? 'Counted again there: every table is complete.' : `Not complete: ${wrong.join('; ')}.`;
      await write(context.stdout, `${lines.join('')}${verdict}\n`);
    } finally {
      progress.stop();
      await to.close();
    }
  });
}

/** What a running service stores while its store is copied would be left behind. */
async function assertStopped(store: Store, now: Date): Promise<void> {
  const alive = (await processes(store.db)).filter(({ seenAt }) => now.getTime() - seenAt.getTime() < GONE_AFTER_MS);
  if (alive.length === 0) return;
  const names = alive.map(({ host, pid }) => `${host} ${pid}`).join(', ');
  throw new UsageError(`the service is running (${names})`, {
    hint: 'Stop it first: what it stores meanwhile would be left behind.',
  });
}

async function copy(
  from: Store,
  to: Store,
  onRows: (table: string, done: number, of: number) => void,
): Promise<Record<string, number>> {
  const counts = await asOfNow(from, async (db) => {
    const tables = await dumpTables(db);
    await to.months.ensure(await dumpMonths(db));
    const sizes: Record<string, number> = {};
    for (const { name } of tables) sizes[name] = await rowsIn(db, name);
    const of = Object.values(sizes).reduce((sum, count) => sum + count, 0);
    let done = 0;
    for (const table of tables) {
      for await (const lines of dumpRows(db, table)) {
        await to.write((trx) => loadRows(trx, table.name, lines));
        done += lines.length;
        onRows(table.name, done, of);
      }
    }
    return sizes;
  });
  await resetSequences(to.db);
  return counts;
}
