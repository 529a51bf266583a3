/**
 * A brand's day as a digest, from a store with a million mentions: composed and rendered, and what it takes of memory.
 * `npm run bench -- digest --mentions N` for another size.
 */
import { performance } from 'node:perf_hooks';
import { parseArgs } from 'node:util';
import { renderDigest } from '../../src/notify/render.ts';
import { composeDigest } from '../../src/pipeline/views/digest-view.ts';
import type { Store } from '../../src/store/store.ts';
import { BRANDS, fillStore, LAST_DAY } from './many-mentions.ts';
import { onEachStore } from './stores.ts';

const MENTIONS = 1_000_000;
const DAYS = 90;
const ROUNDS = 5;

export async function run(print: (line: string) => void, args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: { mentions: { type: 'string' } }, strict: false });
  const mentions = Number(values.mentions ?? MENTIONS);
  await onEachStore(async (kind, store) => {
    const started = performance.now();
    await fillStore(store, mentions, DAYS);
    print(
      `${kind}: ${mentions} mentions over ${DAYS} days stored in ${((performance.now() - started) / 1000).toFixed(0)} s`,
    );
    const before = process.memoryUsage().rss;
    const times: number[] = [];
    const composing: number[] = [];
    let bytes = 0;
    for (let round = 0; round < ROUNDS; round++) {
      const start = performance.now();
      const view = await composeDigest(depsOf(store), BRANDS[0]!, LAST_DAY, 'UTC');
      composing.push(performance.now() - start);
      bytes = Buffer.byteLength((await renderDigest(view, READER)).html);
      times.push(performance.now() - start);
    }
    const grown = (process.memoryUsage().rss - before) / 1_048_576;
    const [first = 0, ...again] = times;
    print(
      `${kind}: a day's digest composed in ${(composing[0]! / 1000).toFixed(2)} s, with its mail drawn in ` +
        `${(first / 1000).toFixed(2)} s, then ${(Math.max(...again) / 1000).toFixed(2)} s at most; ` +
        `${(bytes / 1024).toFixed(0)} kB of HTML; memory ${grown >= 0 ? '+' : ''}${grown.toFixed(0)} MB over ${ROUNDS} digests`,
    );
  });
}

const depsOf = ({ db }: Store) => ({ db, brands: BRANDS, siteNames: (site: string) => site });

const READER = { language: 'zh', timezone: 'UTC', publicUrl: 'http://earshot.test', serviceName: 'Earshot' } as const;
