/** A process that crawls once, with its memory in files: to be killed. `node crawl-child.ts HOST FOLDER`. */
import { appendFileSync, existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { CrawlStateStore, TargetState } from '../../../src/crawl/ports.ts';
import { Town, targetOf } from './crawling.ts';

const [host = '', folder = ''] = process.argv.slice(2);
const stateFile = join(folder, 'state.json');
const postsFile = join(folder, 'posts.txt');

const states: CrawlStateStore = {
  load: async () => (existsSync(stateFile) ? (JSON.parse(readFileSync(stateFile, 'utf8')) as TargetState) : null),
  save: async (_, state) => {
    writeFileSync(`${stateFile}.new`, JSON.stringify(state));
    renameSync(`${stateFile}.new`, stateFile);
  },
};
const town = new Town();
if (existsSync(postsFile)) {
  for (const id of readFileSync(postsFile, 'utf8').split('\n')) if (id) town.posts.set(id, `post ${id}`);
}
const result = await town.crawl(targetOf(host, ['/list'], { maxPages: 100 }), {
  states,
  onPage: async (page) => {
    const receipt = await town.store(page);
    appendFileSync(postsFile, page.posts.map(({ id }) => `${id}\n`).join(''));
    return receipt;
  },
});
await town.http.close();
process.stdout.write(`${JSON.stringify({ outcome: result.outcome, pages: result.pages })}\n`);
