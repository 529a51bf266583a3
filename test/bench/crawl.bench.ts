/**
 * Crawling: pages per second of fetch and parse beside `@crawlee/cheerio`, memory, and what parsing a page costs each of
 * our crawlers. The site and every run have a process of their own; the two crawlers take turns, and both fix how many
 * pages they read at once. `--pages N` for the run that watches the heap (100,000 for the published figure).
 */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { loadavg } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { loadCrawlers, loadFixtures, parseSaved } from '../crawlers/support.ts';
import { AT_ONCE, type Run } from './crawl-runs.ts';

const ROUNDS = 5;
const PAGES = 800;
const PAGES_EACH = 50;
const HEAP_PAGES = 5_000;
/** How long each fixture is parsed over and over, in milliseconds: first to warm up, then to be timed. */
const WARM_MS = 100;
const TIMED_MS = 200;

const fileNamed = (name: string) => fileURLToPath(new URL(name, import.meta.url));

export async function run(print: (line: string) => void, args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: { pages: { type: 'string' } }, strict: false });
  const heapPages = Number(values.pages ?? HEAP_PAGES);
  const site = spawn(process.execPath, [fileNamed('crawl-site.ts')], { stdio: ['pipe', 'pipe', 'inherit'] });
  try {
    const [origin] = (await once(site.stdout, 'data')) as [Buffer];
    await besideCrawlee(String(origin).trim(), print);
    await heapOver(String(origin).trim(), heapPages, print);
  } finally {
    site.stdin.end();
  }
  print('');
  await parseCost(print);
}

async function besideCrawlee(origin: string, print: (line: string) => void): Promise<void> {
  const runs = { earshot: [] as Run[], crawlee: [] as Run[] };
  for (let round = 0; round < ROUNDS; round++) {
    const both = ['earshot', 'crawlee'] as const;
    for (const name of round % 2 === 0 ? both : both.toReversed()) {
      runs[name].push(await runOf(`crawl-${name}.ts`, origin, PAGES, []));
    }
  }
  const load = loadavg()[0]?.toFixed(1);
  print(
    `${PAGES} pages of 20 kB and 20 reviews, ${AT_ONCE} at once, median of ${ROUNDS} rounds; load of the machine ${load}`,
  );
  for (const [name, of] of Object.entries(runs)) {
    const perSecond = median(of.map(({ pages, seconds }) => pages / seconds));
    const posts = median(of.map(({ posts, seconds }) => posts / seconds));
    const ms = median(of.map(({ cpu, pages }) => (1000 * cpu) / pages));
    const peak = median(of.map((each) => each.peak));
    print(
      `${name}: ${perSecond.toFixed(0)} pages/s, ${posts.toFixed(0)} posts/s, ${ms.toFixed(1)} ms of one core a page ` +
        `(${(1000 / ms).toFixed(0)} pages/s on one core), peak ${peak.toFixed(0)} MB`,
    );
  }
  const ratio = (of: (run: Run) => number) =>
    median(runs.earshot.map((ours, round) => of(ours) / of(runs.crawlee[round] ?? ours)));
  print(
    `Earshot reads ${ratio(({ pages, seconds }) => pages / seconds).toFixed(2)} × the pages a second, ` +
      `${(1 / ratio(({ cpu }) => cpu)).toFixed(2)} × those on one core, with ${ratio(({ peak }) => peak).toFixed(2)} × the memory`,
  );
}

async function heapOver(origin: string, pages: number, print: (line: string) => void): Promise<void> {
  const { heap, rss, peak } = await runOf('crawl-earshot.ts', origin, pages, ['--expose-gc']);
  const line = (of: readonly number[]) => of.map((mb) => mb.toFixed(1)).join(', ');
  print(`in use after each tenth of ${pages} pages: ${line(heap)} MB`);
  print(`resident at the same points: ${line(rss)} MB, at most ${peak.toFixed(0)} MB`);
}

async function runOf(file: string, origin: string, pages: number, flags: readonly string[]): Promise<Run> {
  const child = spawn(process.execPath, [...flags, fileNamed(file), origin, String(pages), String(PAGES_EACH)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let out = '';
  child.stdout.on('data', (chunk) => {
    out += String(chunk);
  });
  const [code] = (await once(child, 'close')) as [number | null];
  if (code !== 0) throw new Error(`${file} ended with ${code}`);
  const run = JSON.parse(out) as Run;
  if (run.posts !== pages * 20) throw new Error(`${file} found ${run.posts} posts on ${pages} pages`);
  return run;
}

async function parseCost(print: (line: string) => void): Promise<void> {
  const crawlers = await loadCrawlers();
  print('parsing the saved pages of test/fixtures/crawlers, decoding included:');
  for (const [id, crawler] of crawlers) {
    const pages = loadFixtures().filter((fixture) => fixture.crawler === id);
    const parseAll = () => pages.map(({ body, request }) => parseSaved(crawler, body, request).posts.length);
    repeat(parseAll, WARM_MS);
    const ms = repeat(parseAll, TIMED_MS) / pages.length;
    const kilobytes = pages.reduce((sum, { body }) => sum + body.length, 0) / pages.length / 1024;
    const posts = parseAll().reduce((sum, count) => sum + count, 0) / pages.length;
    print(`${id.padEnd(14)} ${ms.toFixed(3)} ms a page of ${kilobytes.toFixed(1)} kB with ${posts.toFixed(1)} posts`);
  }
}

/** Milliseconds of processor time that one call takes, on the average of calls for `ms`. */
function repeat(work: () => unknown, ms: number): number {
  const until = performance.now() + ms;
  const before = process.cpuUsage();
  let calls = 0;
  for (; calls === 0 || performance.now() < until; calls++) work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000 / calls;
}

function median(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
