/** Erasing posts: the pages that were kept of them. */
import { sql } from 'kysely';
import { type DoomedPost, refsOf } from './forget.ts';
import type { PostRef } from './post-ref.ts';
import type { Db } from './store.ts';

/** Kept pages that may show these posts: those linked to them, and all pages of the targets that brought them. */
export async function pagesToSearch(db: Db, posts: readonly DoomedPost[], after: string, limit: number) {
  const targets = [...new Set(posts.flatMap(({ target }) => (target === null ? [] : [target])))];
  const { rows } = await sql<{ sha256: string; encoding: string; body: Buffer; linked: boolean }>`
    select e.sha256, e.encoding, e.body, exists (
        select 1 from evidence_posts p join ${refsOf(posts)} on p.month = r.month and p.post_id = r.post_id
        where p.sha256 = e.sha256) as linked
    from evidence e
    where e.sha256 > ${after} and e.encoding <> 'omitted' and (e.target = any(${targets}::text[]) or e.sha256 in (
      select p.sha256 from evidence_posts p join ${refsOf(posts)} on p.month = r.month and p.post_id = r.post_id))
    order by e.sha256 limit ${limit}`.execute(db);
  return rows;
}

/** Empties kept pages: hash, address and time stand, as proof that there was a page; what it said is gone. */
export async function emptyPages(db: Db, hashes: readonly string[]): Promise<void> {
  if (hashes.length === 0) return;
  await db
    .updateTable('evidence')
    .set({ encoding: 'omitted', body: Buffer.alloc(0), headers: '{}' })
    .where('sha256', 'in', [...hashes])
    .execute();
}

/** Takes the posts off their pages, and removes pages on which no post is left. */
export async function unlinkPages(db: Db, posts: readonly PostRef[]): Promise<number> {
  const { rows } = await sql<{ sha256: string }>`
    delete from evidence_posts p using ${refsOf(posts)} where p.month = r.month and p.post_id = r.post_id
    returning p.sha256`.execute(db);
  const hashes = [...new Set(rows.map(({ sha256 }) => sha256))];
  if (hashes.length === 0) return 0;
  const gone = await sql`delete from evidence e where e.sha256 = any(${hashes}::text[])
    and not exists (select 1 from evidence_posts p where p.sha256 = e.sha256)`.execute(db);
  return Number(gone.numAffectedRows ?? 0n);
}
