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
const ROUNDS = 20;
/** From here on nothing is loaded for the first time. */
const WARM = 5;

export async function run(print: (line: string) => void, args: readonly string[]): Promise<void> {
  const { values } = parseArgs({ args: [...args], options: { mentions: { type: 'string' } }, strict: false });
  const mentions = Number(values.mentions ?? MENTIONS);
  await onEachStore(async (kind, store) => {
    const started = performance.now();
    await fillStore(store, mentions, DAYS);
    print(
      `${kind}: ${mentions} mentions over ${DAYS} days stored in ${((performance.now() - started) / 1000).toFixed(0)} s`,
    );
    const composing: number[] = [];
    const whole: number[] = [];
    const memory: number[] = [];
    let bytes = 0;
    const cpu = process.cpuUsage();
    for (let round = 0; round < ROUNDS; round++) {
      const start = performance.now();
      const view = await composeDigest(depsOf(store), BRANDS[0]!, LAST_DAY, 'UTC');
      composing.push(performance.now() - start);
      bytes = Buffer.byteLength((await renderDigest(view, READER)).html);
      whole.push(performance.now() - start);
      memory.push(process.memoryUsage().rss);
    }
    const spent = process.cpuUsage(cpu);
    const seconds = (ms: number) => `${(ms / 1000).toFixed(2)} s`;
    const megabytes = (from: number, to: number) => ((memory[to]! - memory[from]!) / 1_048_576).toFixed(0);
    const [first = 0, ...again] = whole;
    print(
      `${kind}: a day's digest composed in ${seconds(composing[0]!)}, with its mail drawn in ${seconds(first)}, then ` +
        `${seconds(Math.max(...again))} at most; ${seconds((spent.user + spent.system) / 1000 / ROUNDS)} of this process's ` +
        `processor each; ${(bytes / 1024).toFixed(0)} kB of HTML; memory from the ${WARM}th to the ${ROUNDS}th digest ` +
        `${megabytes(WARM - 1, ROUNDS - 1)} MB more`,
    );
  });
}

const depsOf = ({ db }: Store) => ({ db, brands: BRANDS, siteNames: (site: string) => site });

const READER = { language: 'zh', timezone: 'UTC', publicUrl: 'http://earshot.test', serviceName: 'Earshot' } as const;
