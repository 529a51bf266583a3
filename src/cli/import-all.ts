/** `earshot import DIR`: all that `earshot export --all DIR` wrote, into an empty store of either kind. */
import type { Config } from '../config/types.ts';
import { EarshotError, UsageError } from '../errors.ts';
import { isEmpty } from '../store/dump.ts';
import type { CommandContext } from './context.ts';
import { differences } from './dump-file.ts';
import { write } from './lines.ts';
import { progressOn } from './progress.ts';
import { withStore } from './store.ts';
import { manifestIn, readTables } from './table-files.ts';

/** `resume`: the store holds what an import that broke off took in. */
export async function importAll(dir: string, resume: boolean, config: Config, context: CommandContext): Promise<void> {
  const manifest = await manifestIn(dir);
  if (manifest === null) {
    throw new EarshotError(`${dir} holds no export`, {
      hint: 'Name a file of posts, or what earshot export --all wrote.',
    });
  }
  await withStore(config, context.env, async (store) => {
    if (!resume && !(await isEmpty(store.db))) {
      throw new UsageError('the store is not empty', {
        hint: 'Take it into another data folder or database; --resume goes on with an import that broke off.',
      });
    }
    const progress = progressOn(context.stderr, 'import');
    try {
      await readTables(store, dir, manifest, {
        signal: context.signal,
        onRows: (table, done, of) => progress.update(done, of, table),
      });
      const wrong = await differences(store, manifest.tables);
      if (wrong.length > 0) context.exitCode = 1;
      const rows = Object.values(manifest.tables).reduce((sum, count) => sum + count, 0);
      const verdict = wrong.length === 0 ? 'every table has as many rows as were exported' : wrong.join('; ');
      await write(context.stdout, `${rows} rows of ${Object.keys(manifest.tables).length} tables: ${verdict}\n`);
    } finally {
      progress.stop();
    }
  });
}
