/** The stores a bench runs on: the embedded one, and a throw-away Postgres where its programs are found. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLogger } from '../../src/log.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { hasPostgres } from '../support/postgres-programs.ts';
import { databaseOn, offerServices, onServer, service } from '../support/services.ts';

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
