/** Drop folders in the real service: files taken once, judged like crawls, put away with their reasons. */
import { mkdir, readdir, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterEach, expect, it } from 'vitest';
import type { DoorConfig } from '../../src/config/types.ts';
import type { InboxReport } from '../../src/jobs/inbox.ts';
import type { ColumnMap } from '../../src/model.ts';
import { coverageOf } from '../../src/store/coverage.ts';
import { targetHealth } from '../../src/store/crawls.ts';
import { claimFile } from '../../src/store/inbox.ts';
import { pause, resume } from '../../src/store/pauses.ts';
import { foundHealth } from '../../src/store/target-health.ts';
import { brandNamed, type Running, startEarshot } from '../e2e/support.ts';
import { describeOnEachStore, type StorePlace } from '../support/stores.ts';

const START = new Date('2026-03-02T10:00:00Z');
const TICK = 10_000;
const acme = brandNamed('acme', 'Acme');

const MAP: ColumnMap = {
  id: 'shop',
  title: 'Shop',
  encoding: null,
  delimiter: null,
  timezone: null,
  dates: null,
  fields: {
    id: [{ column: 'No' }],
    text: [{ column: 'Said' }],
    published_at: [{ column: 'On' }],
    'author.name': [{ column: 'By' }],
  },
  constants: { site: 'shop.example' },
};

const door: DoorConfig = {
  id: 'shop',
  kind: 'inbox',
  map: MAP,
  site: null,
  timezone: 'UTC',
  about: 'acme',
  brands: ['acme'],
  paused: false,
  token: null,
};

const rowsOf = (from: number, to: number, word = 'fine') =>
  Array.from({ length: to - from }, (_, i) => `${from + i},Acme is ${word} ${from + i},2026-03-02 09:00,Ann\n`).join(
    '',
  );
const HEADER = 'No,Said,On,By\n';

describeOnEachStore('a drop folder', (stores) => {
  let running: Running | undefined;
  const reports: InboxReport[] = [];
  afterEach(async () => {
    await running?.close();
    running = undefined;
    reports.length = 0;
  });

  async function start(place: StorePlace, doors: readonly DoorConfig[] = [door]): Promise<Running> {
    const options = { onTaken: (_door: unknown, report: InboxReport) => void reports.push(report) };
    running = await startEarshot(place, START, { brands: [acme], targets: [], doors }, options);
    await running.step(0);
    return running;
  }
  const inbox = (place: StorePlace, ...path: string[]) => join(place.dataDir, 'inbox', 'shop', ...path);
  /** A file as if it had been dropped at START. */
  async function drop(place: StorePlace, name: string, content: string | Uint8Array): Promise<void> {
    await mkdir(inbox(place), { recursive: true });
    await writeFile(inbox(place, name), content);
    await utimes(inbox(place, name), START, START);
  }
  const posts = async () => (await running!.app.store.db.selectFrom('posts').select('external_id').execute()).length;
  const crawls = () =>
    running!.app.store.db.selectFrom('crawls').selectAll().where('kind', '=', 'inbox').orderBy('crawl_id').execute();

  it('takes a whole file once, and it looks like a crawl', async () => {
    const place = await stores.place();
    const { step, app } = await start(place);
    await drop(place, 'march.csv', HEADER + rowsOf(0, 3));
    await step(1_000);
    expect(reports).toEqual([]);
    await step(TICK);
    expect(reports).toEqual([{ file: 'march.csv', outcome: 'ok', reason: '', postsSeen: 3, postsNew: 3 }]);
    expect(await readdir(inbox(place, 'done'))).toEqual(['20260302T100011Z-march.csv']);
    expect(await readdir(inbox(place))).toEqual(['done', 'failed']);
    const [row] = await crawls();
    expect(row).toMatchObject({ target: 'shop', outcome: 'ok', posts_seen: 3, posts_new: 3, posts_failed: 0 });
    expect(row?.posts_backfilled).toBe(3);
    expect(await foundHealth(app.store.db, ['shop'])).toMatchObject([{ target: 'shop', state: 'learning' }]);
    expect(row?.fill).toMatchObject({ text: 1, published_at: 1, 'author.name': 1 });
    const [health] = await targetHealth(app.store.db);
    expect(health).toMatchObject({ target: 'shop', crawler: 'inbox', site: 'shop.example', lastOutcome: 'ok' });
    expect(health?.coveredUntil).toEqual(START);
    expect(await coverageOf(app.store.db, 'acme', START)).toMatchObject([{ target: 'shop', until: START }]);
    const mentions = await app.store.db.selectFrom('mentions').select(['brand', 'target']).execute();
    expect(mentions).toEqual([1, 2, 3].map(() => ({ brand: 'acme', target: 'shop' })));
  }, 60_000);

  it('leaves alone what is still being written, and what its name says is not finished', async () => {
    const place = await stores.place();
    const { step } = await start(place);
    await drop(place, 'grow.csv', HEADER);
    await drop(place, '.hidden.csv', HEADER + rowsOf(0, 1));
    await drop(place, 'half.csv.part', HEADER + rowsOf(0, 1));
    for (let rows = 1; rows < 4; rows++) {
      await step(TICK);
      await drop(place, 'grow.csv', HEADER + rowsOf(0, rows));
    }
    await step(TICK);
    expect(reports).toEqual([]);
    await step(TICK);
    expect(reports).toMatchObject([{ file: 'grow.csv', postsNew: 3 }]);
    await rename(inbox(place, 'half.csv.part'), inbox(place, 'half.csv'));
    await step(TICK);
    await step(TICK);
    expect(reports.at(-1)).toMatchObject({ file: 'half.csv', outcome: 'unchanged', postsNew: 0 });
    expect(await readdir(inbox(place))).toEqual(['.hidden.csv', 'done', 'failed']);
  }, 60_000);

  it('keeps the good lines of a bad file, and says of each other line what is wrong', async () => {
    const place = await stores.place();
    const { step } = await start(place);
    const lines = ['{"No":"1","Said":"Acme good","On":"2026-03-02"}', 'not json', '{"Said":"no id"}', '{"No":"4"}'];
    await drop(place, 'push.jsonl.gz', gzipSync(lines.join('\n')));
    await step(1);
    await step(TICK);
    expect(reports).toMatchObject([{ outcome: 'ok', postsSeen: 1, postsNew: 1 }]);
    expect(reports[0]?.reason).toMatch(/^push\.jsonl\.gz: 3 of 4 rows could not be used: line 2: not JSON/);
    const [name = '', reasons = ''] = (await readdir(inbox(place, 'failed'))).sort();
    expect([name, reasons]).toEqual(['20260302T100010Z-push.jsonl.gz', '20260302T100010Z-push.jsonl.gz.reasons.txt']);
    const text = await readFile(inbox(place, 'failed', reasons), 'utf8');
    expect(text.split('\n')).toEqual([
      'push.jsonl.gz: 3 of 4 rows could not be used, the other 1 is stored.',
      'Mend them and drop the file again: what is stored already is not stored twice.',
      '',
      expect.stringMatching(/^line 2: not JSON: /),
      'line 3: id is missing',
      'line 4: text is missing, and there is neither rating nor title',
      '',
    ]);
    // Put back as it is: it is read again, and nothing is stored twice.
    await rename(inbox(place, 'failed', name), inbox(place, 'push.jsonl.gz'));
    await step(TICK);
    await step(TICK);
    expect(reports.at(-1)).toMatchObject({ outcome: 'unchanged', postsSeen: 1, postsNew: 0 });
    expect(await posts()).toBe(1);
  }, 60_000);

  it('calls an export that changed drifted, and one that is no table failed', async () => {
    const place = await stores.place();
    const { step, app } = await start(place);
    await drop(place, 'other.csv', 'Nr;Text\n1;Acme\n');
    await drop(place, 'table.xlsx', 'PK');
    await drop(place, 'torn.csv.gz', gzipSync(HEADER + rowsOf(0, 2000)).subarray(0, 2_000));
    await step(1);
    await step(TICK);
    const outcomes = reports.map(({ file, outcome }) => [file, outcome]);
    expect(outcomes).toEqual([
      ['other.csv', 'drifted'],
      ['table.xlsx', 'failed'],
      ['torn.csv.gz', 'failed'],
    ]);
    const health = (await targetHealth(app.store.db))[0];
    expect(health?.failingSince).not.toBeNull();
    expect(health?.coveredUntil).toBeNull();
    const reasons = await readFile(inbox(place, 'failed', '20260302T100010Z-other.csv.reasons.txt'), 'utf8');
    expect(reasons).toBe(
      'other.csv: none of the columns No, Said, On, By is in the first 40 lines; the first is "Nr;Text"\n',
    );
  }, 60_000);

  it('sees when a column that was always filled is empty', async () => {
    const place = await stores.place();
    const { step } = await start(place);
    await drop(place, 'a.csv', HEADER + rowsOf(0, 60));
    await step(1);
    await step(TICK);
    await drop(place, 'b.csv', rowsOf(60, 90).replaceAll(',Ann', ',').replace(/^/, HEADER));
    await step(TICK);
    await step(TICK);
    expect(reports.map(({ outcome }) => outcome)).toEqual(['ok', 'drifted']);
    expect(reports[1]?.reason).toBe('b.csv: posts no longer have author.name: the export has changed');
    expect(await posts()).toBe(90);
  }, 60_000);

  it('goes on where a dead process was, and counts what both stored', async () => {
    const place = await stores.place();
    const first = await start(place);
    const content = HEADER + rowsOf(0, 1_200);
    await drop(place, 'big.csv', content);
    // What a process that died after its first batch leaves behind: 500 rows stored, a lease that runs out.
    const file = { target: 'shop', name: 'big.csv', size: content.length, modified: START };
    const claim = await claimFile(first.app.store, file, 'dead', START, 30_000);
    expect(claim.kind).toBe('mine');
    await drop(place, 'first.csv', HEADER + rowsOf(0, 500));
    await first.step(1);
    await first.step(TICK);
    await first.app.store.db
      .updateTable('inbox_files')
      .set({ line: 501, posts_new: 500 })
      .where('name', '=', 'big.csv')
      .execute();
    expect(reports.map((report) => report.file)).toEqual(['first.csv']);
    await first.step(30_000);
    expect(reports.at(-1)).toMatchObject({ file: 'big.csv', outcome: 'ok', postsSeen: 1_200, postsNew: 1_200 });
    expect(await posts()).toBe(1_200);
    expect((await crawls()).map((row) => [row.outcome, row.posts_new])).toEqual([
      ['ok', 1_200],
      ['ok', 500],
    ]);
  }, 60_000);

  it('only moves what was read to its end before the process died', async () => {
    const place = await stores.place();
    const { step } = await start(place);
    await drop(place, 'march.csv', HEADER + rowsOf(0, 2));
    await step(1);
    await step(TICK);
    await rename(inbox(place, 'done', '20260302T100010Z-march.csv'), inbox(place, 'march.csv'));
    await running!.app.store.db.updateTable('inbox_files').set({ moved_at: null }).execute();
    await step(TICK);
    await step(TICK);
    expect(reports).toHaveLength(1);
    expect(await crawls()).toHaveLength(1);
    expect(await readdir(inbox(place, 'done'))).toEqual(['20260302T100010Z-march.csv']);
    await rm(inbox(place, 'done'), { recursive: true });
  }, 60_000);

  it('leaves files where they are while a command has paused its door, and takes them when it is over', async () => {
    const place = await stores.place();
    const { step, app } = await start(place);
    const what = { kind: 'target', name: 'shop', since: START, until: null, reason: '' } as const;
    await pause(app.store.db, what, START);
    await drop(place, 'march.csv', HEADER + rowsOf(0, 2));
    await step(TICK);
    await step(TICK);
    expect(reports).toEqual([]);
    await resume(app.store.db, 'target', 'shop', app.clock.now());
    await step(TICK);
    await step(TICK);
    expect(reports).toMatchObject([{ file: 'march.csv', outcome: 'ok' }]);
  }, 60_000);

  it('takes nothing while its door is paused', async () => {
    const place = await stores.place();
    const { step, app } = await start(place, [{ ...door, paused: true }]);
    await drop(place, 'march.csv', HEADER + rowsOf(0, 2));
    await step(TICK);
    await step(TICK);
    expect(reports).toEqual([]);
    expect(await coverageOf(app.store.db, 'acme', START)).toEqual([]);
  }, 60_000);
});
