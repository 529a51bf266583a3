/** Everything out and in again: backup and restore, export and import, and the move onto a server. */
import { existsSync } from 'node:fs';
import { cp, mkdir, mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { silentLogger } from '../../src/log.ts';
import { dumpRows, dumpTables, keyOf } from '../../src/store/dump.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { hasPostgres } from '../support/postgres-programs.ts';
import { databaseOn, onServer, service } from '../support/services.ts';
import { earshot } from './program.ts';

const SETTINGS =
  'service: {timezone: UTC, contact: "https://example.org/crawler", authors: plain}\nrecipients: {desk: {name: D, email: d@example.org}}\nalerts: {pr: {brands: all, recipients: all, min_severity: 1}}\n';

/** Every row of every table as text. */
async function contents(store: Store): Promise<Record<string, string[]>> {
  const found: Record<string, string[]> = {};
  for (const table of await dumpTables(store.db)) {
    const rows: string[] = [];
    for await (const lines of dumpRows(store.db, table)) rows.push(...lines);
    found[table.name] = rows;
  }
  return found;
}

/** Calls `work` with the address of a new database on a server, and drops it after it. */
async function withDatabase(name: string, work: (url: string) => Promise<void>): Promise<void> {
  const { value } = await service('postgres');
  const database = `earshot_${name}_${process.pid}`;
  await onServer(value, `create database ${database} encoding 'UTF8' template template0`);
  try {
    await work(databaseOn(value, database));
  } finally {
    await onServer(value, `drop database ${database} with (force)`);
  }
}

describe('everything out and in again', { timeout: 400_000 }, () => {
  let cwd: string;
  let file: string;
  let before: Record<string, string[]>;
  const posts = Array.from({ length: 1300 }, (_, n) => ({
    site: 'town',
    id: `p${n}`,
    text: n % 9 === 0 ? `Acme is terrible, case ${n} "quoted"\n第二行` : `Acme number ${n} is fine`,
    author: { name: `Writer ${n % 50}`, id: `w${n % 50}`, followers: 3 },
    published_at: new Date(Date.UTC(2015, 1, 1) + n * 3_600_000).toISOString(),
    engagement: { likes: n },
    rating: { value: 1 + (n % 5), best: 5 },
  }));

  beforeAll(async () => {
    cwd = await mkdtemp(join(tmpdir(), 'earshot-backup-'));
    await mkdir(join(cwd, 'config/brands'), { recursive: true });
    await mkdir(join(cwd, 'config/targets'));
    await writeFile(join(cwd, 'config/earshot.yaml'), SETTINGS);
    await writeFile(join(cwd, 'config/brands/acme.yaml'), 'name: Acme\n');
    await writeFile(join(cwd, 'posts.jsonl'), posts.map((post) => `${JSON.stringify(post)}\n`).join(''));
    const imported = await earshot(['import', 'posts.jsonl'], { cwd });
    expect(imported.stdout).toMatch(/new 1300/);
    const store = await openStore({ dataDir: join(cwd, 'data'), log: silentLogger });
    before = await contents(store);
    await store.close();
    file = join(cwd, 'all.jsonl.gz');
  }, 400_000);
  afterAll(() => rm(cwd, { recursive: true, force: true }));

  it('a backup comes back row by row, also after it broke off', async () => {
    const { code, stdout } = await earshot(['backup', file], { cwd });
    expect(code).toBe(0);
    expect(stdout).toMatch(/: \d+ rows of \d+ tables\n$/);
    expect(existsSync(`${file}.part`)).toBe(false);
    expect((await earshot(['backup', file], { cwd })).code).toBe(2);
    expect((await earshot(['restore', file], { cwd })).stderr).toMatch(/the store is not empty/);

    const elsewhere = await mkdtemp(join(tmpdir(), 'earshot-restore-'));
    await mkdir(join(elsewhere, 'config'));
    for (const part of ['brands', 'targets']) await mkdir(join(elsewhere, 'config', part));
    await writeFile(join(elsewhere, 'config/earshot.yaml'), SETTINGS);
    await writeFile(join(elsewhere, 'config/brands/acme.yaml'), 'name: Acme\n');
    const half = join(elsewhere, 'half.jsonl.gz');
    await writeFile(half, await readFile(file));
    await truncate(half, Math.floor((await readFile(file)).length / 2));
    expect((await earshot(['restore', half], { cwd: elsewhere })).code).toBe(1);
    const whole = await earshot(['restore', file, '--resume'], { cwd: elsewhere });
    expect(whole.stdout).toMatch(/every table has as many rows as the backup/);
    const store = await openStore({ dataDir: join(elsewhere, 'data'), log: silentLogger });
    expect(await contents(store)).toEqual(before);
    await store.close();
    // New rows get new numbers.
    const again = await earshot(['import', join(cwd, 'posts.jsonl')], { cwd: elsewhere });
    expect(again.stdout).toMatch(/new 0, updated 0, unchanged 1300/);
    await writeFile(
      join(elsewhere, 'more.jsonl'),
      `${JSON.stringify({ ...posts[0], id: 'later', text: 'Acme again' })}\n`,
    );
    expect((await earshot(['import', 'more.jsonl'], { cwd: elsewhere })).stdout).toMatch(/new 1/);
    await rm(elsewhere, { recursive: true, force: true });
  });

  it('everything as files, a table each, goes into an empty store row by row, both ways also after they broke off', async () => {
    expect((await earshot(['export', '--all', 'all', '--brand', 'acme'], { cwd })).stderr).toMatch(
      /not go with --brand/,
    );
    expect((await earshot(['export', '--all', 'all'], { cwd })).stdout).toMatch(
      /^all: \d+ rows of \d+ tables, counted\n$/,
    );
    const folder = join(cwd, 'all');
    const lines = async (table: string) =>
      (await readFile(join(folder, `${table}.jsonl`), 'utf8')).split('\n').slice(0, -1);
    expect(await lines('posts')).toEqual(before.posts);
    expect((await earshot(['export', '--all', 'all'], { cwd })).stderr).toMatch(/holds a whole export already/);
    // As a kill leaves it: one table cut in the middle of a row, the next not begun, nothing said to be whole.
    const manifest = JSON.parse(await readFile(join(folder, 'manifest.json'), 'utf8'));
    await writeFile(join(folder, 'manifest.json'), JSON.stringify({ ...manifest, complete: false }));
    const mentions = await readFile(join(folder, 'mentions.jsonl'));
    await truncate(join(folder, 'mentions.jsonl'), Math.floor(mentions.length / 2));
    await rm(join(folder, 'posts.jsonl'));
    expect((await earshot(['import', 'all'], { cwd })).stderr).toMatch(/the store is not empty|not whole/);
    expect((await earshot(['export', '--all', 'all'], { cwd })).code).toBe(0);
    expect(await lines('posts')).toEqual(before.posts);
    expect(await lines('mentions')).toEqual(before.mentions);

    const elsewhere = await mkdtemp(join(tmpdir(), 'earshot-import-'));
    await cp(join(cwd, 'config'), join(elsewhere, 'config'), { recursive: true });
    // The disk lost a file: what comes before it is in, and it goes on from there.
    const file = await readFile(join(folder, 'posts.jsonl'));
    await rm(join(folder, 'posts.jsonl'));
    expect((await earshot(['import', folder], { cwd: elsewhere })).code).toBe(1);
    await writeFile(join(folder, 'posts.jsonl'), file);
    expect((await earshot(['import', folder], { cwd: elsewhere })).stderr).toMatch(/the store is not empty/);
    const { code, stdout } = await earshot(['import', folder, '--resume'], { cwd: elsewhere });
    expect(stdout).toMatch(/every table has as many rows as were exported/);
    expect(code).toBe(0);
    const store = await openStore({ dataDir: join(elsewhere, 'data'), log: silentLogger });
    expect(await contents(store)).toEqual(before);
    await store.close();
    await rm(elsewhere, { recursive: true, force: true });
  });

  it('a row is found again by its key, however long its numbers are', () => {
    const columns = ['brand', 'band', 'simhash'].map((name) => ({ name, type: 'bigint' }));
    const line = '{"brand":"acme","band":-4503599627370495,"simhash":-9223372036854775807,"story_id":1}';
    expect(keyOf({ name: 'story_bands', key: columns }, line)).toEqual([
      'acme',
      '-4503599627370495',
      '-9223372036854775807',
    ]);
  });

  it.skipIf(!hasPostgres())('everything exported goes into an empty server with every table counted', async () => {
    await withDatabase('import', async (url) => {
      const folder = join(cwd, 'for-server');
      const env = { DATABASE_URL: url };
      expect((await earshot(['export', '--all', folder], { cwd })).code).toBe(0);
      const { code, stdout } = await earshot(['import', folder], { cwd, env });
      expect(stdout).toMatch(/every table has as many rows as were exported/);
      expect(code).toBe(0);
      const store = await openStore({ databaseUrl: url, dataDir: '', log: silentLogger });
      expect(await contents(store)).toEqual(before);
      await store.close();
      expect((await earshot(['import', folder], { cwd, env })).stderr).toMatch(/the store is not empty/);
      await writeFile(
        join(cwd, 'later.jsonl'),
        `${JSON.stringify({ ...posts[0], id: 'later', text: 'Acme, later' })}\n`,
      );
      expect((await earshot(['import', 'later.jsonl'], { cwd, env })).stdout).toMatch(/new 1/);
    });
  });

  it('an export does not go on where the store has changed meanwhile', async () => {
    const manifest = JSON.parse(await readFile(join(cwd, 'all/manifest.json'), 'utf8'));
    const tables = { ...manifest.tables, posts: manifest.tables.posts - 1 };
    await writeFile(join(cwd, 'all/manifest.json'), JSON.stringify({ ...manifest, tables, complete: false }));
    const { code, stderr } = await earshot(['export', '--all', 'all'], { cwd });
    expect(code).toBe(1);
    expect(stderr).toMatch(/the store has changed since this export began: posts has 1300 rows, it had 1299/);
  });

  it('a file that is none is refused', async () => {
    await writeFile(join(cwd, 'no.gz'), 'nothing');
    const { code, stderr } = await earshot(['restore', 'no.gz', '--resume'], { cwd });
    expect(code).toBe(1);
    expect(stderr).toMatch(/no.gz cannot be read/);
    expect(
      gunzipSync(await readFile(file))
        .toString()
        .split('\n', 1)[0],
    ).toMatch(/^\{"earshot":"backup","version":1/);
  });

  it('posts are exported as import takes them', async () => {
    const { stdout, stderr, code } = await earshot(['export', '--since', '2015-03-01T00:00:00Z'], { cwd });
    expect(code).toBe(0);
    const rows = stdout
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    const expected = posts.filter(({ published_at }) => published_at >= '2015-03-01');
    expect(rows).toHaveLength(expected.length);
    expect(rows.find(({ id }) => id === 'p900')).toMatchObject({ ...posts[900], engagement: { likes: 900 } });
    expect(stderr).toMatch(/posts, the last \d{6}-\d+\n$/);
    const [, last] = /the last (\S+)/.exec(stderr) ?? [];
    expect((await earshot(['export', '--after', last!], { cwd })).stdout).toBe('');
    expect((await earshot(['export', '--brand', 'none'], { cwd })).stdout).toBe('');
    await writeFile(join(cwd, 'out.jsonl'), stdout);
    expect((await earshot(['import', 'out.jsonl'], { cwd })).stdout).toMatch(/new 0, updated 0/);
  });

  it.skipIf(!hasPostgres())('an embedded store moves onto a server with every table counted', async () => {
    await withDatabase('move', async (url) => {
      const { code, stdout, stderr } = await earshot(['move', '--to', url], { cwd });
      expect(stderr).toBe('');
      expect(code).toBe(0);
      expect(stdout).toMatch(/ {2}1300 posts\n/);
      expect(stdout).toMatch(/every table is complete/);
      const store = await openStore({ databaseUrl: url, dataDir: '', log: silentLogger });
      const embedded = await openStore({ dataDir: join(cwd, 'data'), log: silentLogger });
      expect(await contents(store)).toEqual(await contents(embedded));
      await embedded.close();
      await store.close();
      expect((await earshot(['move', '--to', url], { cwd })).stderr).toMatch(/is not empty/);
      expect((await earshot(['move', '--to', url, '--resume'], { cwd })).code).toBe(0);
      const there = await earshot(['import', 'posts.jsonl'], { cwd, env: { DATABASE_URL: url } });
      expect(there.stdout).toMatch(/new 0, updated 0, unchanged 1300/);
    });
  });
});
