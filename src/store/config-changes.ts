/** Who changed what in the configuration, when; and which one is in use. */
import type { Db } from './store.ts';

export type ConfigChangeKind = 'started' | 'applied' | 'refused' | 'repaired';

export interface ConfigChange {
  readonly at: Date;
  /** As far as it is known: whoever changed the files. */
  readonly by: string;
  readonly kind: ConfigChangeKind;
  /** Of the files in use from then on (for `refused`: of those that are not). */
  readonly fingerprint: string;
  /** The changes in words; for `refused`, the problems. */
  readonly lines: readonly string[];
}

/** Path within the directory → text. */
export type ConfigTexts = Readonly<Record<string, string>>;

/** Notes a change. False where it is what was noted last: several processes see the same files change. */
export async function noteConfigChange(db: Db, change: ConfigChange, files: ConfigTexts | null): Promise<boolean> {
  const last = await lastConfigChange(db);
  const { at, by, kind, fingerprint, lines } = change;
  if (last !== null && last.fingerprint === fingerprint && (last.kind === 'refused') === (kind === 'refused'))
    return false;
  await db
    .insertInto('config_changes')
    .values({
      ...{ at, by_whom: by, kind, fingerprint },
      lines: JSON.stringify(lines),
      files: files === null ? null : JSON.stringify(files),
    })
    .execute();
  return true;
}

const COLUMNS = ['at', 'by_whom as by', 'kind', 'fingerprint', 'lines'] as const;

async function lastConfigChange(db: Db): Promise<ConfigChange | null> {
  return (await configChanges(db, 1))[0] ?? null;
}

/** The last changes, newest first. */
export async function configChanges(db: Db, limit: number): Promise<ConfigChange[]> {
  const rows = await db
    .selectFrom('config_changes')
    .select(COLUMNS)
    .orderBy('change_id', 'desc')
    .limit(limit)
    .execute();
  return rows.map((row) => ({ ...row, kind: row.kind as ConfigChangeKind }));
}

/** The files that are in use, or were when the service last ran; null before its first start. */
export async function filesInUse(db: Db): Promise<{ fingerprint: string; files: ConfigTexts } | null> {
  const row = await db
    .selectFrom('config_changes')
    .select(['fingerprint', 'files'])
    .where('kind', '<>', 'refused')
    .where('files', 'is not', null)
    .orderBy('change_id', 'desc')
    .limit(1)
    .executeTakeFirst();
  return row?.files == null ? null : { fingerprint: row.fingerprint, files: row.files };
}
