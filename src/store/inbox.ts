/** Files of the drop folders: who reads which, how far it is, and what became of it. */
import { claimCrawl } from './crawls.ts';
import type { Db, Store } from './store.ts';

/** A file as it lies in the folder: another size or time makes it another file. */
export interface DroppedFile {
  readonly target: string;
  readonly name: string;
  /** Bytes. */
  readonly size: number;
  readonly modified: Date;
}

/** A file that this worker reads now, with what an interrupted reading had stored. */
export interface TakenFile extends DroppedFile {
  readonly crawlId: number;
  readonly takenAt: Date;
  readonly line: number;
  readonly postsNew: number;
  readonly postsUpdated: number;
}

export type Claim =
  | { readonly kind: 'mine'; readonly file: TakenFile }
  /** It was read to its end; only the move into its folder is missing. */
  | { readonly kind: 'ended'; readonly outcome: string; readonly takenAt: Date }
  | { readonly kind: 'busy' };

/**
 * Claims a file for `worker` until `leaseMs` after `now`. Busy: another worker's lease still runs. A file that was read
 * and moved away, and is here again, was put back on purpose: it is read again.
 */
export function claimFile(store: Store, file: DroppedFile, worker: string, now: Date, leaseMs: number): Promise<Claim> {
  const { target, name, size, modified } = file;
  const leased_until = new Date(now.getTime() + leaseMs);
  return store.write(async (trx): Promise<Claim> => {
    const known = await trx
      .selectFrom('inbox_files')
      .selectAll()
      .where('target', '=', target)
      .where('name', '=', name)
      .where('size', '=', size)
      .where('modified', '=', modified)
      .forUpdate()
      .executeTakeFirst();
    if (known !== undefined && known.moved_at === null) {
      if (known.outcome !== null) return { kind: 'ended', outcome: known.outcome, takenAt: known.taken_at };
      if (known.leased_until > now) return { kind: 'busy' };
      await fileQuery(trx, file).set({ worker, leased_until }).execute();
      const { crawl_id, taken_at, line, posts_new, posts_updated } = known;
      return {
        kind: 'mine',
        file: { ...file, crawlId: crawl_id, takenAt: taken_at, line, postsNew: posts_new, postsUpdated: posts_updated },
      };
    }
    const { crawlId, slot } = await freeSlot(trx, target, now);
    await trx.updateTable('crawls').set({ started_at: slot }).where('crawl_id', '=', crawlId).execute();
    const fresh = { crawl_id: crawlId, taken_at: slot, worker, leased_until, line: 0, posts_new: 0, posts_updated: 0 };
    const inserted = await trx
      .insertInto('inbox_files')
      .values({ target, name, size, modified, ...fresh, outcome: null, moved_at: null })
      .onConflict((conflict) =>
        conflict
          .columns(['target', 'name', 'size', 'modified'])
          .doUpdateSet({ ...fresh, outcome: null, moved_at: null })
          .where('inbox_files.moved_at', 'is not', null),
      )
      .returning('crawl_id')
      .executeTakeFirst();
    if (inserted === undefined) {
      // Another process was first by a hair.
      await trx.deleteFrom('crawls').where('crawl_id', '=', crawlId).execute();
      return { kind: 'busy' };
    }
    return { kind: 'mine', file: { ...file, crawlId, takenAt: slot, line: 0, postsNew: 0, postsUpdated: 0 } };
  });
}

/** A crawl row of its own for the file; two files of one millisecond get neighbouring ones. */
async function freeSlot(db: Db, target: string, now: Date): Promise<{ crawlId: number; slot: Date }> {
  for (let time = now.getTime(); ; time++) {
    const slot = new Date(time);
    const crawlId = await claimCrawl(db, target, 'inbox', slot);
    if (crawlId !== null) return { crawlId, slot };
  }
}

function fileQuery(db: Db, { target, name, size, modified }: DroppedFile) {
  return db
    .updateTable('inbox_files')
    .where('target', '=', target)
    .where('name', '=', name)
    .where('size', '=', size)
    .where('modified', '=', modified);
}

/** Writes down that rows up to `line` are stored, and holds on to the file. Throws where another worker has it now. */
export async function advanceFile(
  db: Db,
  file: DroppedFile,
  worker: string,
  progress: { line: number; new: number; updated: number; leasedUntil: Date },
): Promise<void> {
  const result = await fileQuery(db, file)
    .where('worker', '=', worker)
    .set((row) => ({
      line: progress.line,
      posts_new: row('posts_new', '+', progress.new),
      posts_updated: row('posts_updated', '+', progress.updated),
      leased_until: progress.leasedUntil,
    }))
    .executeTakeFirst();
  if (result.numUpdatedRows === 0n) throw new Error(`${file.name} is read by another process now`);
}

export async function endFile(db: Db, file: DroppedFile, outcome: 'done' | 'failed'): Promise<void> {
  await fileQuery(db, file).set({ outcome }).execute();
}

export async function fileMoved(db: Db, file: DroppedFile, now: Date): Promise<void> {
  await fileQuery(db, file).set({ moved_at: now }).execute();
}

/** Whether any file of this door was read to its end before. */
export async function hasTakenFiles(db: Db, target: string): Promise<boolean> {
  const row = await db
    .selectFrom('inbox_files')
    .select('name')
    .where('target', '=', target)
    .where('outcome', 'is not', null)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
