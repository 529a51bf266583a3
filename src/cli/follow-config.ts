/** Follows the configuration on disk: what is good is put into use, what is not is told; both are kept in the store. */
import { diffConfigs } from '../config/diff.ts';
import { type ConfigError, formatProblem } from '../config/problem.ts';
import { snapshotOf, withFiles } from '../config/snapshot.ts';
import type { Config } from '../config/types.ts';
import { type ConfigWatcher, watchConfig } from '../config/watch.ts';
import { messageOf } from '../errors.ts';
import type { Logger } from '../log.ts';
import { configMended, configRefused } from '../pipeline/config-watch.ts';
import { type ConfigChangeKind, filesInUse, noteConfigChange } from '../store/config-changes.ts';
import { readConfig } from './config.ts';
import type { Running } from './running.ts';

export interface Following {
  readonly dir: string;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly running: Running;
  readonly log: Logger;
}

/** Notes which configuration a start puts into use, and what changed in it while nothing ran. */
export async function noteStart({ dir, env, running, log }: Following, config: Config): Promise<void> {
  const { db, clock } = running.app;
  const snapshot = await snapshotOf(dir);
  const before = await filesInUse(db);
  if (before?.fingerprint === snapshot.fingerprint) return;
  const lines = before === null ? [] : await changesSince(before.files, config, env);
  const { fingerprint, by, files } = snapshot;
  const noted = await noteConfigChange(db, { at: clock.now(), by, kind: 'started', fingerprint, lines }, files);
  if (noted && before !== null) log.info({ by, changes: lines }, 'the configuration has changed since the last start');
}

/** A configuration of an older version may not be readable any more: then it is only known to have been another one. */
async function changesSince(
  files: Readonly<Record<string, string>>,
  config: Config,
  env: Following['env'],
): Promise<string[]> {
  try {
    return await withFiles(files, async (old) => diffConfigs((await readConfig(old, env)).config, config));
  } catch (error) {
    return [`what was in use before cannot be read any more: ${messageOf(error)}`];
  }
}

/** Watches from now on. */
export async function followConfig(following: Following, initial: Config): Promise<ConfigWatcher> {
  const { dir, env, running, log } = following;
  // One change after the other, each wholly in use before the next.
  let last: Promise<void> = Promise.resolve();
  const inTurn = (work: () => Promise<void>) => {
    last = last.then(work).catch((error: unknown) => log.error({ err: error }, `configuration: ${messageOf(error)}`));
  };
  const note = async (kind: ConfigChangeKind, lines: readonly string[]) => {
    const { files, fingerprint, by } = await snapshotOf(dir);
    const at = running.app.clock.now();
    await noteConfigChange(running.app.db, { at, by, kind, fingerprint, lines }, kind === 'refused' ? null : files);
    return by;
  };
  const refuse = async (problems: readonly string[]) => {
    await note('refused', problems);
    log.error({ problems }, 'the configuration on disk cannot be used; the last good one stays');
    await configRefused(running.app.store, running.app.config.operators, problems, running.app.clock.now());
  };
  const mended = () => configMended(running.app.store, running.app.config.operators, running.app.clock.now());
  const watcher = await watchConfig(dir, {
    initial,
    load: async () => (await readConfig(dir, env)).config,
    onChange: (config, changes) =>
      inTurn(async () => {
        try {
          await running.use(config);
        } catch (error) {
          await refuse([messageOf(error)]);
          return;
        }
        const by = await note('applied', changes);
        for (const change of changes) log.info({ by }, `configuration: ${change}`);
        log.info({ by, changes: changes.length }, 'configuration applied');
        await mended();
      }),
    onProblem: (error: ConfigError) => inTurn(() => refuse(error.problems.map(formatProblem))),
    onRepaired: () =>
      inTurn(async () => {
        await note('repaired', []);
        log.info('the configuration on disk is good again');
        await mended();
      }),
    onError: (error) => log.error({ err: error }, `configuration: ${messageOf(error)}`),
  });
  return {
    get current() {
      return watcher.current;
    },
    reload: async () => {
      await watcher.reload();
      await last;
    },
    close: async () => {
      await watcher.close();
      await last;
    },
  };
}
