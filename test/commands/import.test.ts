/** The commands that work on stored posts, used as their user would: import, import again, digest, crawl. */
import { copyFile, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import PostalMime from 'postal-mime';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { earshot } from './program.ts';

const SETTINGS = `
service: {timezone: UTC, contact: "https://example.org/crawler"}
mail: {from: "Earshot <earshot@example.org>"}
recipients:
  desk: {name: Desk, email: desk@example.org, language: zh}
alerts:
  pr: {brands: all, recipients: [desk], min_severity: 1}
`;
const BRAND = 'name: Acme\nterms: [Acme, 阿克米]\n';

/** Two weeks of two posts a day, then twelve angry ones in an hour. */
function stream(): object[] {
  const calm = Array.from({ length: 28 }, (_, index) => ({
    site: 'town',
    id: `calm-${index}`,
    text: index % 7 === 3 ? `Acme was late with parcel ${index}` : `Acme does a lovely job, order ${index}`,
    published_at: new Date(Date.UTC(2015, 1, 1) + index * 12 * 3_600_000).toISOString(),
    collector: 'somebody',
  }));
  const angry = Array.from({ length: 12 }, (_, index) => ({
    site: 'town',
    id: `angry-${index}`,
    text: `Acme support is terrible, they never answer and refuse my refund, case ${index}`,
    published_at: new Date(Date.UTC(2015, 1, 15, 9) + index * 5 * 60_000).toISOString(),
    collector: 'somebody',
  }));
  return [...calm, ...angry];
}

describe('import', () => {
  let cwd: string;
  beforeAll(async () => {
    cwd = await mkdtemp(join(tmpdir(), 'earshot-import-'));
    await mkdir(join(cwd, 'config/brands'), { recursive: true });
    await mkdir(join(cwd, 'config/targets'), { recursive: true });
    await writeFile(join(cwd, 'config/earshot.yaml'), SETTINGS);
    await writeFile(join(cwd, 'config/brands/acme.yaml'), BRAND);
    const lines = stream().map((post) => JSON.stringify(post));
    await writeFile(join(cwd, 'posts.jsonl.gz'), gzipSync(`${lines.join('\n')}\n`));
    await writeFile(join(cwd, 'broken.jsonl'), `${lines[0]}\nnot json\n{"text":"no id","site":"town"}\n`);
    await writeFile(join(cwd, 'table.csv'), 'Post,When,Words,Stars\n7,2015-02-16 10:00,"Acme, again late",2\n');
  });
  afterAll(() => rm(cwd, { recursive: true, force: true }));

  it('takes a file in, judges it with its own clock, and the same file again changes nothing', async () => {
    const first = await earshot(['import', 'posts.jsonl.gz'], { cwd });
    expect(first.stderr).toContain('column "collector" is unknown and ignored');
    expect(first.stderr.match(/collector/g)).toHaveLength(1);
    expect(first.stdout).toBe('read 40, new 40, updated 0, unchanged 0, failed 0\n');
    expect(first.stderr).toMatch(/2015-02-15T(09|10):\S+ acme: incident \d+ opened/);
    expect(first.code).toBe(0);
    const again = await earshot(['import', 'posts.jsonl.gz'], { cwd });
    expect(again.stdout).toBe('read 40, new 0, updated 0, unchanged 40, failed 0\n');
    expect(again.stderr).not.toContain('incident');
  }, 120_000);

  it('composes the digest of a day as page, text and mail, for its reader', async () => {
    const ran = await earshot(
      ['digest', '--brand', 'acme', '--date', '2015-02-15', '--recipient', 'desk', '--out', 'out'],
      { cwd },
    );
    expect(ran.stderr).toBe('');
    const [html, text, eml] = await Promise.all(
      ['html', 'txt', 'eml'].map((ending) => readFile(join(cwd, `out/acme-2015-02-15.${ending}`), 'utf8')),
    );
    expect(html).toContain('lang="zh');
    expect(text).toMatch(/1[24]/);
    const mail = await PostalMime.parse(eml!);
    expect(mail.to?.[0]?.address).toBe('desk@example.org');
    expect(mail.html).toContain('refuse my refund');
  }, 60_000);

  it('names lines it cannot use and goes on', async () => {
    const ran = await earshot(['import', 'broken.jsonl'], { cwd });
    expect(ran.stdout).toBe('read 3, new 0, updated 0, unchanged 1, failed 2\n');
    expect(ran.stderr).toMatch(/line 2: not JSON/);
    expect(ran.stderr).toMatch(/line 3: .*id/);
    expect(ran.code).toBe(1);
  }, 60_000);

  it('reads a table by the columns it is told', async () => {
    const map = ['--map', 'id=Post', 'published_at=When', 'text=Words', 'rating=Stars'];
    const ran = await earshot(
      ['import', 'table.csv', '--site', 'shop', '--brand', 'acme', '--timezone', 'Asia/Shanghai', ...map],
      { cwd },
    );
    expect(ran.stdout).toBe('read 1, new 1, updated 0, unchanged 0, failed 0\n');
    expect(ran.code).toBe(0);
  }, 60_000);

  it('reads an export by its map, however it is written', async () => {
    const map = join(import.meta.dirname, '../../config/maps/complaints-zh.yaml');
    await mkdir(join(cwd, 'config/maps'), { recursive: true });
    await writeFile(join(cwd, 'config/maps/complaints-zh.yaml'), await readFile(map));
    await copyFile(join(import.meta.dirname, '../fixtures/exports/complaints-zh.csv'), join(cwd, 'heimao.csv'));
    const ran = await earshot(['import', 'heimao.csv', '--map', 'complaints-zh', '--brand', 'acme'], { cwd });
    expect(ran.stderr).not.toContain('ignored');
    expect(ran.stdout).toBe('read 2, new 2, updated 0, unchanged 0, failed 0\n');
    const unknown = await earshot(['import', 'heimao.csv', '--map', 'heimao'], { cwd });
    expect(unknown.stderr).toContain('--map heimao: there is no such map; maps: complaints-zh; or write field=column');
    expect(unknown.code).toBe(2);
  }, 60_000);

  it('says what is wrong with its words', async () => {
    const wrong = [
      [['import', 'nowhere.jsonl'], /nowhere\.jsonl: cannot be read/],
      [['import', 'posts.jsonl.gz', '--brand', 'acne'], /no brand "acne"; brands: acme/],
      [['import', 'posts.jsonl.gz', '--map', 'colour=x'], /must be field=column; fields: id, text/],
      [['digest', '--brand', 'acme', '--date', '2015-02-30'], /must be a day/],
      [['crawl', 'nothing'], /no target "nothing"/],
    ] as const;
    for (const [words, message] of wrong) {
      const ran = await earshot(words, { cwd });
      expect(ran.stderr, words.join(' ')).toMatch(message);
      expect(ran.code, words.join(' ')).toBe(2);
      expect(ran.stdout).toBe('');
    }
  }, 120_000);

  it('says so when the store is away, and ends', async () => {
    const env = { DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/none' };
    const ran = await earshot(['import', 'posts.jsonl.gz'], { cwd, env });
    expect(ran.code).toBe(1);
    expect(ran.stderr).toMatch(/^earshot: .*(refused|reach)/m);
  }, 60_000);
});
