/** A whole tick of judging through a store: each brand's marks, counts and baselines read, judged, and the verdict stored. */
import { sql } from 'kysely';
import { advance, briefBaseline, emptyBaseline } from '../../src/detect/baseline.ts';
import { DEFAULT_DETECT_SETTINGS } from '../../src/detect/settings.ts';
import type { Bin, Brand } from '../../src/model.ts';
import { type JudgeDeps, judgeBrand } from '../../src/pipeline/judge.ts';
import { passQuiet } from '../../src/pipeline/judge-many.ts';
import { SeriesMemory } from '../../src/pipeline/series-memory.ts';
import { recordset } from '../../src/store/bulk.ts';
import type { Store } from '../../src/store/store.ts';
import { ordinaryLife, random } from '../detect/support/worlds.ts';
import { makeBrand } from '../pipeline/support/posts.ts';
import { serverCpu, spentBetween } from './server-cpu.ts';

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** Within an hour, as nearly all looks are: baselines move on at its full. */
const NOW = new Date('2026-03-20T12:20:00Z');
/** As many as a service takes together. */
const AT_ONCE = 50;
/** And so many of these at the same moment: one is read while another is judged. */
const TOGETHER = 2;
const RATES = [3, 10, 30, 30, 30, 100, 100, 300, 1000, 3000];

/** Brands that all say the same in 20 series, with two weeks known of each. */
async function fill(store: Store, brands: number, series: number): Promise<void> {
  const states = [];
  const buckets = [];
  for (let s = 0; s < series; s++) {
    const life = ordinaryLife({ rate: RATES[s % RATES.length]! / 4, days: 15, size: 2, seed: s + 1 });
    const shift = NOW.getTime() + 300_000 - life.at(-1)!.time;
    const r = random(s + 100);
    const bins = life.flatMap(({ time, value }): Bin[] => {
      const start = new Date(Math.floor((time + shift) / 300_000) * 300_000);
      const negative = Array.from({ length: value }, r).filter((x) => x < 0.3).length;
      return value === 0 ? [] : [{ start, total: value, negative, positive: 0, exposure: 1 }];
    });
    const upto = new Date(Math.floor((NOW.getTime() - DAY_MS) / HOUR_MS) * HOUR_MS);
    const state = advance(emptyBaseline(bins[0]!.start), bins, upto, DEFAULT_DETECT_SETTINGS);
    const name = s === 0 ? 'all' : `aspect:a${s}`;
    states.push({ series: name, upto, state: briefBaseline(state) });
    for (const { start, total, negative } of bins.filter((bin) => bin.start >= upto && bin.start < NOW)) {
      buckets.push({ series: name, width: 5, start, total, negative });
    }
    buckets.push({ series: name, width: 1440, start: new Date(upto.getTime() - 14 * DAY_MS), total: 1, negative: 0 });
  }
  const names = sql`(select 'b' || n as brand from generate_series(1, ${sql.lit(brands)}) n) b`;
  await sql`insert into brands (brand) select b.brand from ${names}`.execute(store.db);
  await sql`insert into series_states (brand, series, upto, state) select b.brand, r.series, r.upto, r.state
    from ${recordset(states, { series: 'text', upto: 'timestamptz', state: 'jsonb' })} cross join ${names}`.execute(
    store.db,
  );
  await sql`insert into buckets (brand, series, width, start, total, negative, positive)
    select b.brand, r.series, r.width, r.start, r.total, r.negative, 0
    from ${recordset(buckets, { series: 'text', width: 'integer', start: 'timestamptz', total: 'integer', negative: 'integer' })}
    cross join ${names}`.execute(store.db);
  await sql`insert into target_states (target, crawler, site, brands, covered_since, covered_until)
    select 'of-' || b.brand, 'json', 's', array[b.brand], ${new Date(NOW.getTime() - 15 * DAY_MS)},
      ${new Date(NOW.getTime() - 240_000)}
    from ${names}`.execute(store.db);
  await sql`analyze`.execute(store.db);
}

/** As if each of the series had had a mention in the last five minutes. */
async function touch(store: Store, share: number): Promise<void> {
  await sql`insert into touched_series (brand, series, since)
    select brand, series, ${new Date(NOW.getTime() - 300_000)} from series_states
    where substr(brand, 2)::integer % ${sql.lit(Math.round(1 / share))} = 0`.execute(store.db);
}

/** All that is touched, as many brands together as a service looks at; how many had to be looked at one by one. */
async function tick(deps: JudgeDeps, memory: SeriesMemory, brands: readonly Brand[]): Promise<number> {
  let left = 0;
  const look = async (from: number) => {
    for (const brand of await passQuiet(deps, memory, brands.slice(from, from + AT_ONCE), NOW)) {
      left++;
      await judgeBrand(deps, brand, NOW);
    }
  };
  for (let i = 0; i < brands.length; i += TOGETHER * AT_ONCE) {
    await Promise.all(Array.from({ length: TOGETHER }, (_, n) => look(i + n * AT_ONCE)));
  }
  return left;
}

/** Prints how long it takes to judge all brands at a process's first look, at later ones, and where only every tenth was touched. */
export async function measureTick(
  store: Store,
  kind: string,
  brands: number,
  series: number,
  print: (line: string) => void,
): Promise<void> {
  await fill(store, brands, series);
  const deps = { store, settings: DEFAULT_DETECT_SETTINGS, alertsFor: async () => [] };
  const all = Array.from({ length: brands }, (_, i) => makeBrand(`b${i + 1}`));
  const memory = new SeriesMemory();
  for (const [what, share] of [
    ['the first after a start', 1],
    ['another', 1],
    ['another', 1],
    ['another', 0.1],
  ] as const) {
    await touch(store, share);
    const server = kind === 'postgres' ? await serverCpu(store.db) : null;
    const cpu = process.cpuUsage();
    const begun = performance.now();
    const left = await tick(deps, memory, all);
    const took = performance.now() - begun;
    const { user, system } = process.cpuUsage(cpu);
    const served = server === null ? null : spentBetween(server, await serverCpu(store.db));
    const own = (user + system) / 1000;
    const touched = Math.round(brands * share);
    print(
      `| ${kind} | ${what} | ${touched} of ${brands} | ${left} | ${Math.round(took)} | ${Math.round(own)} | ${served ?? ''} | ${((own + (served ?? 0)) / touched).toFixed(2)} |`,
    );
  }
}
