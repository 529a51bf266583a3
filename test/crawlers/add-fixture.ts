/**
 * Adds a golden page, or writes anew what existing ones give:
 *
 *   node test/crawlers/add-fixture.ts CRAWLER CASE PAGE --url URL --at TIME [--timezone ZONE] [--options JSON]
 *   node test/crawlers/add-fixture.ts --update [CRAWLER [CASE]]
 *
 * Read the `expected.json` it writes before you commit it: it says what the crawler does, not what it should do. Write
 * the page yourself in the shape of the site; other people's texts and names do not belong in the repository.
 */
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { extname } from 'node:path';
import { parseArgs } from 'node:util';
import type { Crawler } from '../../src/crawl/contract.ts';
import {
  FIXTURES,
  type Fixture,
  loadCrawlers,
  loadFixtures,
  parseSaved,
  resultOf,
  type SavedRequest,
  siteOf,
} from './support.ts';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    url: { type: 'string' },
    at: { type: 'string' },
    timezone: { type: 'string' },
    options: { type: 'string' },
    update: { type: 'boolean', default: false },
  },
});
const crawlers = await loadCrawlers();
const [id, name, file] = positionals;

if (!values.update) {
  if (id === undefined || name === undefined || file === undefined || !values.url || !values.at) {
    throw new Error('usage: add-fixture.ts CRAWLER CASE PAGE --url URL --at TIME [--timezone ZONE] [--options JSON]');
  }
  const folder = new URL(`${id}/${name}/`, FIXTURES);
  mkdirSync(folder, { recursive: true });
  copyFileSync(file, new URL(`page${extname(file)}`, folder));
  const request: SavedRequest = {
    url: values.url,
    now: new Date(values.at).toISOString(),
    ...(values.timezone === undefined ? {} : { timezone: values.timezone }),
    ...(values.options === undefined ? {} : { options: JSON.parse(values.options) as Record<string, unknown> }),
  };
  writeFileSync(new URL('request.json', folder), `${JSON.stringify(request, null, 2)}\n`);
}
for (const fixture of loadFixtures()) {
  if ((id === undefined || fixture.crawler === id) && (name === undefined || fixture.name === name)) write(fixture);
}

function write(fixture: Fixture): void {
  const crawler: Crawler | undefined = crawlers.get(fixture.crawler);
  if (crawler === undefined) throw new Error(`there is no crawlers/${fixture.crawler}.ts`);
  const result = resultOf(
    parseSaved(crawler, fixture.body, fixture.request),
    fixture.request,
    siteOf(crawler, fixture.request),
  );
  const target = new URL('expected.json', fixture.folder);
  writeFileSync(target, `${JSON.stringify(result, null, 2)}\n`);
  const { posts } = JSON.parse(readFileSync(target, 'utf8')) as { posts?: unknown[] };
  process.stdout.write(`${fixture.crawler}/${fixture.name}: ${posts?.length ?? 0} posts\n`);
}
