/**
 * The lock on a store's folder. PGlite has none of its own, and two processes that open the same folder lose rows
 * without a word. An exclusive SQLite transaction is a lock that the operating system takes back when its holder
 * dies, however it dies, so that nothing is ever left to clean up.
 */
import { DatabaseSync } from 'node:sqlite';

export interface FolderLock {
  release(): void;
}

/** Held locks, kept from the garbage collector, which would close and thereby release them. */
const held = new Set<DatabaseSync>();

const SQLITE_BUSY = 5;

/** Takes the lock, or returns null if someone else, in this process or another, has it. */
export function tryLock(path: string): FolderLock | null {
  const database = new DatabaseSync(path, { timeout: 0 });
  try {
    database.exec('begin exclusive');
  } catch (error) {
    database.close();
    if ((error as { errcode?: number }).errcode === SQLITE_BUSY) return null;
    throw error;
  }
  held.add(database);
  return {
    release: () => {
      if (held.delete(database)) database.close();
    },
  };
}
