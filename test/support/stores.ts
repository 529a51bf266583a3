/** Runs a suite on the embedded store and on a Postgres server. */

import { constants } from 'node:fs';
import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, onTestFinished } from 'vitest';
import { silentLogger } from '../../src/log.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { Cleanups } from './cleanups.ts';
import { hasPostgres } from './postgres-programs.ts';
import { databaseOn, onServer, service } from './services.ts';

/** What `openStore` and `connect` take, and what a command is told by `DATABASE_URL` and its data folder. */
export interface StorePlace {
  readonly databaseUrl?: string;
  readonly dataDir: string;
}

export interface StoreKind {
  readonly kind: 'embedded' | 'postgres';
  /** A new, migrated, empty store of this kind; closed and removed after the suite. */
  open(): Promise<Store>;
  /** The place of a new, migrated, empty store that is not open yet; removed after the suite. */
  place(): Promise<StorePlace>;
}

/** `suite` runs once for each kind of store; where Postgres is missing its half is skipped (never in CI). */
export function describeOnEachStore(name: string, suite: (store: StoreKind) => void): void {
  for (const kind of ['embedded', 'postgres'] as const) {
    describe.skipIf(kind === 'postgres' && !hasPostgres())(`${name} (${kind})`, () => {
      const cleanups = new Cleanups();
      const place = () => newPlace(kind, cleanups);
      const open = async () => {
        const store = await openStore({ ...(await place()), log: silentLogger });
        cleanups.add(() => store.close());
        return store;
      };
      // Outside of any test's time: what all tests share may have to be made first.
      beforeAll(() => service(kind), 300_000);
      suite({ kind, open, place });
      afterAll(() => cleanups.run());
    });
  }
}

/** A data folder with a new, migrated, empty embedded store; removed after the test. */
export async function embeddedFolder(): Promise<string> {
  const cleanups = new Cleanups();
  onTestFinished(() => cleanups.run());
  return (await newPlace('embedded', cleanups)).dataDir;
}

let databases = 0;

async function newPlace(kind: StoreKind['kind'], cleanups: Cleanups): Promise<StorePlace> {
  const dataDir = await mkdtemp(join(tmpdir(), 'earshot-data-'));
  cleanups.add(() => rm(dataDir, { recursive: true, force: true }));
  const { value, template } = await service(kind);
  if (kind === 'embedded') {
    await cp(value, dataDir, { recursive: true, mode: constants.COPYFILE_FICLONE });
    return { dataDir };
  }
  const database = `earshot_test_${process.pid}_${++databases}`;
  await onServer(value, `create database ${database} template ${template}`);
  cleanups.add(() => onServer(value, `drop database ${database} with (force)`));
  return { databaseUrl: databaseOn(value, database), dataDir };
}
