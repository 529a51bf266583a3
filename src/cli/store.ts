/** The store alone, for commands that look and say rather than work: no models, no queue. */
import type { Config } from '../config/types.ts';
import { createLogger } from '../log.ts';
import { openStore, type Store } from '../store/store.ts';
import type { CommandContext } from './context.ts';

/** Opens the store of this configuration, beside a running service or without one, and closes it after `work`. */
export async function withStore<T>(
  config: Config,
  env: CommandContext['env'],
  work: (store: Store) => Promise<T>,
): Promise<T> {
  const store = await openStore({
    dataDir: config.service.dataDir,
    log: createLogger({ level: env.LOG_LEVEL ?? 'error' }),
    ...(env.DATABASE_URL ? { databaseUrl: env.DATABASE_URL } : {}),
  });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}
