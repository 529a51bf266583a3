/** Young posts are read again: at fixed ages, oftener while they move, in batches, once however many workers there are. */
import { sql } from 'kysely';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import { openService } from '../../src/cli/service.ts';
import { claimRereads, duePosts, targetsWithDuePosts } from '../../src/store/rereads.ts';
import { brandNamed, type Running, startEarshot } from '../e2e/support.ts';
import { describeOnEachStore } from '../support/stores.ts';
import { SmallSite } from './support/small-site.ts';

const START = new Date('2026-03-02T00:00:00Z');
const MINUTE = 60_000;
const after = (minutes: number) => new Date(START.getTime() + minutes * MINUTE);
const acme = brandNamed('acme', 'Acme');

describeOnEachStore('reading posts again', (stores) => {
  const site = new SmallSite();
  let running: Running;
  beforeAll(() => site.listen());
  afterAll(() => site.close());
  beforeEach(async () => {
    site.statuses = [];
    site.asked.length = 0;
    site.mood = 'open';
    running = await startEarshot(await stores.place(), START, { brands: [acme], targets: [site.target()] });
    site.now = () => running.clock.now();
  });
  afterEach(() => running.close());

  const status = (id: string, minutes = 0, text = 'Acme is here') => ({ id, text, at: after(minutes), reposts: 0 });
  const queued = () => running.app.store.db.selectFrom('rereads').selectAll().execute();
  /** Minutes since the start at which `id` was asked for again. */
  const minutesOf = (id: string) =>
    site.rereads
      .filter(({ ids }) => ids.includes(id))
      .map(({ at }) => Math.floor((at.getTime() - START.getTime()) / MINUTE));
  /** The step at which what is due at `minute` is done: every five minutes at first, every hour later. */
  const expectedAt = (minute: number) => (minute <= 75 ? minute : 75 + Math.ceil((minute - 75) / 60) * 60);
  async function live(untilMinute: number, stepMinutes = 5, each?: (minute: number) => void): Promise<void> {
    for (;;) {
      const minute = (running.clock.now().getTime() - START.getTime()) / MINUTE;
      if (minute >= untilMinute) return;
      each?.(minute);
      await running.step(Math.min(stepMinutes, untilMinute - minute) * MINUTE);
    }
  }

  it('at 15 minutes, 1 h, 4 h, 12 h, 24 h and 3 days, twenty with one request; then no more', async () => {
    site.statuses = Array.from({ length: 25 }, (_, index) => status(`s${index}`));
    site.statuses.push(status('other', 0, 'nothing about any brand'));
    await running.step(0);
    expect(await queued()).toHaveLength(25);
    await live(75);
    await live(5 * 24 * 60, 60);
    expect(minutesOf('s3')).toEqual([15, 60, 240, 720, 1440, 4320].map((minute) => expectedAt(minute)));
    expect(minutesOf('other')).toEqual([]);
    expect(site.rereads.filter(({ at }) => at < after(30)).map(({ ids }) => ids.length)).toEqual([20, 5]);
    expect(await queued()).toEqual([]);
    const { count } = await running.app.store.db
      .selectFrom('readings')
      .select((select) => select.fn.countAll<string>().as('count'))
      .where('at', '>', after(1))
      .executeTakeFirstOrThrow();
    // Every re-read is a reading, even where nothing has moved.
    expect(Number(count)).toBe(6 * 25);
    const crawls = await running.app.store.db
      .selectFrom('crawls')
      .select('outcome')
      .where('kind', '=', 'refresh')
      .execute();
    expect(new Set(crawls.map(({ outcome }) => outcome))).toEqual(new Set(['unchanged']));
  }, 120_000);

  it('oftener while it moves, but not more than every ten minutes', async () => {
    site.statuses = [status('still'), status('viral')];
    await running.step(0);
    await live(180, 5, (minute) => {
      site.statuses[1]!.reposts = Math.round(10 * 2 ** (minute / 15));
    });
    expect(minutesOf('still')).toEqual([15, 60]);
    const viral = minutesOf('viral');
    expect(viral.length).toBeGreaterThan(8);
    // Ten minutes apart at least, but where one of the fixed ages comes first.
    const close = viral.filter((minute, index) => index > 0 && minute - viral[index - 1]! < 10);
    expect(close.filter((minute) => minute !== 60)).toEqual([]);
    const readings = await running.app.store.db.selectFrom('readings').select('reposts').orderBy('at').execute();
    expect(Math.max(...readings.map(({ reposts }) => reposts ?? 0))).toBeGreaterThan(1_000);
  }, 120_000);

  it('a listing that shows the counters spares the request', async () => {
    await running.close();
    const target = site.target({ schedule: '*/5 * * * *' });
    running = await startEarshot(await stores.place(), START, { brands: [acme], targets: [target] });
    site.statuses = [status('a')];
    await running.step(0);
    await live(70, 5, (minute) => {
      // The page must differ, or it is not even looked at.
      site.statuses = [site.statuses[0]!, status('other', 0, `nothing ${minute}`)];
    });
    expect(minutesOf('a').length).toBeLessThanOrEqual(2);
    const [row] = await queued();
    expect(row?.due_at).toEqual(after(240));
  }, 120_000);

  it('once, though two services tick and work at the same time', async () => {
    site.statuses = Array.from({ length: 30 }, (_, index) => status(`s${index}`));
    await running.step(0);
    const other = await openService(running.app, { supervise: false, env: process.env });
    running.clock.advanceTo(after(16));
    await Promise.all(
      [running.parts, other].map(async ({ service }) => {
        await service.tick();
        await service.drain();
      }),
    );
    await other.close();
    expect(site.rereads.flatMap(({ ids }) => ids).sort()).toEqual(site.statuses.map(({ id }) => id).sort());
  }, 120_000);

  it('after a crash: what was claimed comes back, and a host that is down is asked again', async () => {
    site.statuses = [status('a'), status('b')];
    await running.step(0);
    const { db } = running.app.store;
    // A worker takes one post and dies.
    running.clock.advanceTo(after(15));
    const [first] = await duePosts(db, 'town', after(15), 1);
    expect(await claimRereads(db, [first!], after(15), after(35))).toEqual(new Set([first!.postId]));
    expect(await claimRereads(db, [first!], after(15), after(35))).toEqual(new Set());
    site.mood = 'broken';
    await live(30);
    site.mood = 'open';
    const before = await queued();
    expect(before).toHaveLength(2);
    await live(60);
    for (const id of ['a', 'b']) expect(minutesOf(id).some((minute) => minute >= 35 && minute < 60)).toBe(true);
    const row = await queued();
    expect(row.map(({ misses, due_at }) => [misses, due_at])).toEqual([
      [0, after(240)],
      [0, after(240)],
    ]);
  }, 120_000);

  it('not for ever, where the site leaves a post out of its answers', async () => {
    site.statuses = [status('a')];
    await running.step(0);
    site.statuses[0]!.deleted = true;
    const deletedAt = async () =>
      (await running.app.store.db.selectFrom('posts').select('deleted_at').executeTakeFirstOrThrow()).deleted_at;
    await live(20);
    expect(minutesOf('a')).toEqual([15]);
    // Left out once, it may be the site's slip.
    expect(await deletedAt()).toBeNull();
    await live(90);
    expect(minutesOf('a')).toHaveLength(2);
    expect(await queued()).toEqual([]);
    // The method answers with all that exist: what it leaves out twice is gone.
    expect(await deletedAt()).toEqual(expect.any(Date));
  }, 120_000);

  it('finds what is due by the index, whatever else waits', async () => {
    const { db } = running.app.store;
    await sql`insert into rereads (month, post_id, target, due_at, scheduled, born_at)
      select 202603, n, 't' || n % 7, ${after(60)}::timestamptz + n * interval '1 second', true, ${START}
      from generate_series(1, 20000) n`.execute(db);
    await sql`analyze rereads`.execute(db);
    expect(await targetsWithDuePosts(db, ['t1', 't2', 'town'], after(60.05))).toEqual(['t1', 't2']);
    const { rows } = await sql<{ 'QUERY PLAN': string }>`explain select * from rereads
      where target = 't1' and due_at <= ${after(61)} order by due_at limit 100`.execute(db);
    const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
    expect(plan).toContain('rereads_due');
    expect(plan).not.toContain('Seq Scan');
  });
});
