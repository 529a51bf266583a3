/** The stores a bench runs on: the embedded one, and a throw-away Postgres where its programs are found. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLogger } from '../../src/log.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { hasPostgres } from '../support/postgres-programs.ts';
import { databaseOn, offerServices, onServer, service } from '../support/services.ts';

/** Calls `work` with what opens new, empty stores on a throw-away Postgres; closes them after it. */
export async function onPostgres(work: (open: () => Promise<Store>) => Promise<void>): Promise<void> {
  const stopServices = await offerServices();
  const opened: Store[] = [];
  try {
    const { value: server } = await service('postgres');
    await work(async () => {
      const database = `earshot_bench_${process.pid}_${opened.length}`;
      await onServer(server, `create database ${database}`);
      const store = await openStore({ databaseUrl: databaseOn(server, database), dataDir: '', log: silentLogger });
      opened.push(store);
      return store;
    });
  } finally {
    await Promise.all(opened.map((store) => store.close()));
    await stopServices();
  }
}

/** Calls `work` with a new, empty store of each kind, one after the other. */
export async function onEachStore(work: (kind: string, store: Store) => Promise<void>): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'earshot-bench-'));
  const stopServices = await offerServices();
  try {
    const embedded = await openStore({ dataDir, log: silentLogger });
    await work('embedded', embedded).finally(() => embedded.close());
    if (!hasPostgres()) return;
    const { value: server } = await service('postgres');
    const database = `earshot_bench_${process.pid}`;
    await onServer(server, `create database ${database}`);
    const postgres = await openStore({ databaseUrl: databaseOn(server, database), dataDir, log: silentLogger });
    await work('postgres', postgres).finally(() => postgres.close());
  } finally {
    await stopServices();
    await rm(dataDir, { recursive: true, force: true });
  }
}
