/**
 * What has been kept long enough goes, a piece at a time: partitions by dropping them, other rows a few thousand in
 * one statement, so that nobody waits. Keys of posts stay: by them a post past its time is known, and does not
 * come in again as new.
 */
import { type RawBuilder, sql } from 'kysely';
import { recordset } from './bulk.ts';
import { forgetFirsts } from './first-heard.ts';
import { forgetCounts } from './incident-pieces.ts';
import { monthOf } from './months.ts';
import type { Db } from './store.ts';

/** Rows that go in one statement. */
const AT_ONCE = 5_000;
/** Stories that go in one statement: their bands have no index by story, so each statement reads them all. */
const STORIES_AT_ONCE = 100_000;

/** Months of which partitions of a table exist, oldest first. */
export async function monthsKept(db: Db, table: 'posts' | 'readings' | 'mentions'): Promise<number[]> {
  const { rows } = await sql<{ name: string }>`select c.relname as name from pg_inherits i
    join pg_class c on c.oid = i.inhrelid where i.inhparent = ${table}::regclass order by 1`.execute(db);
  return rows.flatMap(({ name }) => {
    const month = Number(/_(\d{6})$/.exec(name)?.[1]);
    return Number.isFinite(month) ? [month] : [];
  });
}

/** Months that ended before `before`, of those that are kept. */
async function overMonths(db: Db, table: 'posts' | 'readings', before: Date): Promise<number[]> {
  return (await monthsKept(db, table)).filter((month) => month < monthOf(before));
}

/** Drops the readings of months that ended before `before`. Resolves to what went. */
export async function dropReadings(db: Db, before: Date): Promise<string[]> {
  const months = await overMonths(db, 'readings', before);
  for (const month of months) await dropPartition(db, 'readings', month);
  return months.map((month) => `readings of ${month}`);
}

/** Drops posts, readings and mentions of months that ended before `before`, and what stands on those posts. */
export async function dropPosts(db: Db, before: Date): Promise<string[]> {
  const months = await overMonths(db, 'posts', before);
  for (const month of months) {
    for (const table of ['post_versions', 'rereads', 'touched_posts', 'corrections', 'evidence_posts']) {
      await inPieces(
        db,
        sql`delete from ${sql.table(table)} where ctid in (
        select ctid from ${sql.table(table)} where month = ${month} limit ${AT_ONCE})`,
      );
    }
    await dropIncidentPosts(db, month);
    for (const table of ['mentions', 'readings', 'posts'] as const) await dropPartition(db, table, month);
  }
  if (months.length > 0) {
    await dropLoosePages(db);
    await dropEmptyStories(db, before);
  }
  // Also where none went this time: a round before may have been cut short.
  await forgetFirsts(db, monthOf(before));
  return months.map((month) => `posts of ${month}`);
}

/** What is counted of incidents goes with their posts. */
async function dropIncidentPosts(db: Db, month: number): Promise<void> {
  await inPiecesCounted(
    db,
    sql`delete from incident_posts where ctid in (
      select ctid from incident_posts where month = ${month} limit ${AT_ONCE}) returning month, post_id`,
  );
}

/** Takes the words out of posts that were first seen before `before`; labels, scores and counts stay. */
export async function eraseTexts(db: Db, before: Date): Promise<number> {
  let erased = 0;
  for (const month of await monthsKept(db, 'posts')) {
    // A post of this month may have been seen later; none was seen before its month began.
    if (month > monthOf(before)) continue;
    erased += await inPiecesCounted(
      db,
      sql`update posts set text = '', title = null, reply_text = null, author_name = null
      where month = ${month} and post_id in (
        select post_id from posts where month = ${month} and first_seen_at < ${before}
          and (text <> '' or title is not null or reply_text is not null or author_name is not null) limit ${AT_ONCE})
      returning month, post_id`,
    );
    await inPieces(
      db,
      sql`update mentions set words = ''::tsvector, why = '[]' where month = ${month} and (brand, post_id) in (
      select m.brand, m.post_id from mentions m join posts p on p.month = m.month and p.post_id = m.post_id
      where m.month = ${month} and p.first_seen_at < ${before} and (m.words <> ''::tsvector or m.why <> '[]') limit ${AT_ONCE})`,
    );
  }
  await inPieces(
    db,
    sql`delete from post_versions where ctid in (
    select ctid from post_versions where seen_at < ${before} limit ${AT_ONCE})`,
  );
  // Messages quote posts.
  await inPieces(
    db,
    sql`delete from sent_bodies where key in (
    select b.key from sent_bodies b join deliveries d on d.key = b.key where d.created_at < ${before} limit ${AT_ONCE})`,
  );
  return erased;
}

/** Counts of a step that began before `before`; coarser ones stay. `width` in minutes. */
export async function dropBuckets(db: Db, width: 5 | 60, before: Date): Promise<number> {
  return inPieces(
    db,
    sql`delete from buckets where ctid in (
    select ctid from buckets where width = ${width} and start < ${before} limit ${AT_ONCE})`,
  );
}

/** Pages kept as fetched before `before`, with what links posts to them. */
export async function dropEvidence(db: Db, before: Date): Promise<number> {
  await inPieces(
    db,
    sql`delete from evidence_posts where ctid in (
    select ctid from evidence_posts where at < ${before} limit ${AT_ONCE})`,
  );
  return dropLoosePages(db);
}

async function dropLoosePages(db: Db): Promise<number> {
  return inPieces(
    db,
    sql`delete from evidence where sha256 in (
    select e.sha256 from evidence e where not exists (select 1 from evidence_posts p where p.sha256 = e.sha256)
    limit ${AT_ONCE})`,
  );
}

async function dropEmptyStories(db: Db, before: Date): Promise<void> {
  const empty = sql`select s.brand, s.story_id from stories s where s.last_at < ${before}
    and not exists (select 1 from mentions m where m.brand = s.brand and m.story_id = s.story_id) limit ${STORIES_AT_ONCE}`;
  // Bands first: a story without bands is found again by this query, bands without a story would not be.
  for (;;) {
    const { rows } = await sql<{ brand: string; story_id: number }>`${empty}`.execute(db);
    if (rows.length === 0) return;
    for (const table of ['story_bands', 'stories']) {
      await sql`delete from ${sql.table(table)} t using ${recordset(rows, { brand: 'text', story_id: 'bigint' })}
        where t.brand = r.brand and t.story_id = r.story_id`.execute(db);
    }
  }
}

/** Crawls that ended before `before`; the last one of each target stays, its state stands on it. */
export async function dropCrawls(db: Db, before: Date): Promise<number> {
  await inPieces(
    db,
    sql`delete from coverage_gaps where ctid in (
    select ctid from coverage_gaps where until < ${before} limit ${AT_ONCE})`,
  );
  await inPieces(
    db,
    sql`delete from inbox_files where ctid in (
    select ctid from inbox_files where outcome is not null and taken_at < ${before} limit ${AT_ONCE})`,
  );
  return inPieces(
    db,
    sql`delete from crawls where crawl_id in (
    select c.crawl_id from crawls c where c.finished_at < ${before}
      and not exists (select 1 from target_states t where t.last_crawl_id = c.crawl_id) limit ${AT_ONCE})`,
  );
}

/** Deliveries made before `before` that are done, and what operators were told by them. */
export async function dropMessages(db: Db, before: Date): Promise<number> {
  const count = await inPieces(
    db,
    sql`delete from deliveries where key in (
    select key from deliveries where state <> 'pending' and created_at < ${before} limit ${AT_ONCE})`,
  );
  await inPieces(
    db,
    sql`delete from operator_notices where notice_id in (
    select n.notice_id from operator_notices n where n.at < ${before}
      and not exists (select 1 from deliveries d where d.notice_id = n.notice_id) limit ${AT_ONCE})`,
  );
  return count;
}

/** What was remembered of pages, to ask whether they changed, that were not fetched since `before`. */
export async function dropPageMemory(db: Db, before: Date): Promise<number> {
  return inPieces(
    db,
    sql`delete from http_cache where (target, url) in (
    select target, url from http_cache where at < ${before} limit ${AT_ONCE})`,
  );
}

async function dropPartition(db: Db, table: string, month: number): Promise<void> {
  await sql.raw(`drop table if exists ${table}_${month}`).execute(db);
}

/** Repeats a statement that changes at most `AT_ONCE` rows until it finds fewer. Resolves to how many it changed. */
async function inPieces(
  db: Db,
  statement: { execute(db: Db): Promise<{ numAffectedRows?: bigint | undefined }> },
): Promise<number> {
  for (let sum = 0; ; ) {
    const changed = Number((await statement.execute(db)).numAffectedRows ?? 0n);
    sum += changed;
    if (changed < AT_ONCE) return sum;
  }
}

/** As `inPieces`, of a statement that returns `month` and `post_id`: what incidents counted of these posts is forgotten with it. */
async function inPiecesCounted(db: Db, statement: RawBuilder<unknown>): Promise<number> {
  for (let sum = 0; ; ) {
    const { rows } = await sql<{ changed: number }>`
      with r as (${statement}), forgotten as (${forgetCounts(sql`r`)})
      select count(*)::int as changed from r`.execute(db);
    const { changed } = rows[0]!;
    sum += changed;
    if (changed < AT_ONCE) return sum;
  }
}
