/**
 * `npm run test:week -- [--days 7] [--step 10] [--posts 150]`: a week of the whole service on the embedded store with a
 * clock that is moved on. Prints memory, handles and rows by day, and exits with 1 where something grows that should not,
 * or rows are there that retention should have dropped.
 */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import type { KeptDays } from '../../src/model.ts';
import { growth } from './growth.ts';
import { live } from './live.ts';
import type { Measure } from './measure.ts';

const { values } = parseArgs({
  options: {
    days: { type: 'string', default: '7' },
    step: { type: 'string', default: '10' },
    posts: { type: 'string', default: '150' },
  },
});
const RETENTION: KeptDays = {
  ...{ texts: 2, posts: 2, readings: 2, fiveMinutes: 2, hours: 2, evidence: 1, crawls: 1, requests: 1, messages: 2 },
};
/** The crisis is on the third day; two days later its rows have gone. */
const SETTLED = 5;

const say = (line: string) => void process.stdout.write(`${line}\n`);
const mb = (bytes: number) => `${Math.round(bytes / 2 ** 20)} MB`;
const inWords = (counts: Readonly<Record<string, number>>) =>
  Object.entries(counts)
    .filter(([, count]) => count > 0)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ');

const dataDir = await mkdtemp(join(tmpdir(), 'earshot-week-'));
const begun = performance.now();
const measures: Measure[] = await live({
  dataDir,
  days: Number(values.days),
  step: Number(values.step),
  postsADay: Number(values.posts),
  retention: RETENTION,
  onDay: ({ day, heap, resident, files, storeFiles, handles, rows, overdue }) => {
    say(
      `day ${day} (${Math.round((performance.now() - begun) / 1_000)} s): heap ${mb(heap)}, resident ${mb(resident)}`,
    );
    say(`  ${files} open files and ${storeFiles} of the store; handles: ${inWords(handles)}`);
    say(`  rows: ${inWords(rows)}`);
    for (const line of overdue) say(`  NOT DROPPED: ${line}`);
  },
}).finally(() => rm(dataDir, { recursive: true, force: true }));
const wrong = growth(measures, SETTLED);
for (const line of wrong) say(`WRONG: ${line}`);
say(wrong.length === 0 ? 'Nothing grows that should not.' : `${wrong.length} things grow.`);
process.exitCode = wrong.length === 0 ? 0 : 1;
