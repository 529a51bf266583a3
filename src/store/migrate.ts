/** Brings the database to this version's tables; several processes may start at once. */
import { type Kysely, sql } from 'kysely';
import { type Migration, type MigrationProvider, Migrator } from 'kysely/migration';
import { EarshotError } from '../errors.ts';
import * as story from './migrations/001-story.ts';
import * as politeness from './migrations/002-politeness.ts';
import * as doors from './migrations/003-doors.ts';
import * as reading from './migrations/004-reading.ts';
import * as health from './migrations/005-health.ts';
import * as voices from './migrations/006-voices.ts';
import * as notify from './migrations/007-notify.ts';
import * as accounts from './migrations/008-accounts.ts';
import * as feed from './migrations/009-feed.ts';
import * as operations from './migrations/010-operations.ts';
import * as configFiles from './migrations/011-config-files.ts';
import * as sent from './migrations/012-sent.ts';
import * as looks from './migrations/013-looks.ts';
import * as bands from './migrations/014-bands.ts';
import * as time from './migrations/015-time.ts';
import * as authors from './migrations/017-authors.ts';
import * as pieces from './migrations/018-pieces.ts';
import * as newcomers from './migrations/019-newcomers.ts';
import * as bandsFirst from './migrations/022-bands-first.ts';
import type { Database } from './schema.ts';

/** In order of name. A migration that has been released is never changed; a change is a new one. */
const MIGRATIONS: Record<string, Migration> = {
  '001-story': story,
  '002-politeness': politeness,
  '003-doors': doors,
  '004-reading': reading,
  '005-health': health,
  '006-voices': voices,
  '007-notify': notify,
  '008-accounts': accounts,
  '009-feed': feed,
  '010-operations': operations,
  '011-config-files': configFiles,
  '012-sent': sent,
  '013-looks': looks,
  '014-bands': bands,
  '015-time': time,
  '017-authors': authors,
  '018-pieces': pieces,
  '019-newcomers': newcomers,
  '022-bands-first': bandsFirst,
};

const provider: MigrationProvider = { getMigrations: async () => MIGRATIONS };

/** Runs what has not run yet. Throws `EarshotError` naming the migration that failed; nothing of it is kept. */
export async function migrate(db: Kysely<Database>): Promise<void> {
  if (await isUpToDate(db)) return;
  const migrator = new Migrator({
    db,
    provider,
    // Several are written at the same time: a store may know a later one before an earlier one has come.
    allowUnorderedMigrations: true,
    migrationTableName: 'migrations',
    migrationLockTableName: 'migrations_lock',
  });
  const { error, results } = await migrator.migrateToLatest();
  if (error === undefined) return;
  const failed = results?.find((result) => result.status === 'Error');
  throw new EarshotError(`the store could not be brought up to date${failed ? ` (${failed.migrationName})` : ''}`, {
    cause: error,
    hint: 'If an older Earshot opens a newer store, install the newer version; otherwise restore the last backup.',
  });
}

const UNDEFINED_TABLE = '42P01';

/** Whether exactly the migrations of this version have run: the migrator's own look at every table is slow. */
async function isUpToDate(db: Kysely<Database>): Promise<boolean> {
  try {
    const { rows } = await sql<{ name: string }>`select name from migrations order by name`.execute(db);
    const names = Object.keys(MIGRATIONS).sort();
    return rows.length === names.length && rows.every(({ name }, i) => name === names[i]);
  } catch (error) {
    if ((error as { code?: string }).code === UNDEFINED_TABLE) return false;
    throw error;
  }
}
