/** A young brand with all its series, as the service judges it: every hour, all series together. */
import { advance, emptyBaseline } from '../../src/detect/baseline.ts';
import { standing } from '../../src/detect/discoveries.ts';
import { judge } from '../../src/detect/series.ts';
import { DEFAULT_DETECT_SETTINGS } from '../../src/detect/settings.ts';
import type { Bin } from '../../src/model.ts';
import { KINDS, ordinaryLife, random, type World } from '../detect/support/worlds.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

interface Counted {
  start: Date;
  total: number;
  negative: number;
  positive: number;
  exposure: number;
}

/** Counts by series: all, three sites, fourteen aspects and five intents, some common and some rare; a third is negative. */
function seriesOf(world: World): Map<string, Counted[]> {
  const r = random(world.seed + 31);
  const series = new Map<string, Counted[]>();
  const add = (name: string, time: number, negative: number) => {
    const bins = series.get(name) ?? [];
    if (bins.length === 0) series.set(name, bins);
    let bin = bins.at(-1);
    if (bin?.start.getTime() !== time) {
      bin = { start: new Date(time), total: 0, negative: 0, positive: 0, exposure: 1 };
      bins.push(bin);
    }
    bin.total++;
    bin.negative += negative;
  };
  for (const { time, value } of ordinaryLife(world)) {
    for (let i = 0; i < value; i++) {
      const negative = r() < 0.35 ? 1 : 0;
      add('all', time, negative);
      add(`site:s${Math.floor(3 * r() ** 2)}`, time, negative);
      for (let aspects = r() < 0.5 ? 1 : 2; aspects > 0; aspects--)
        add(`aspect:a${Math.floor(14 * r() ** 2)}`, time, negative);
      if (r() < 0.3) add(`intent:i${Math.floor(5 * r() ** 1.5)}`, time, negative);
    }
  }
  return series;
}

/** Alarms that stand, a day of quiet or more apart. */
function alarmsIn(world: World): number {
  const series = seriesOf(world);
  const bins = [...series.values()];
  const first = Math.min(...bins.map((list) => list[0]!.start.getTime()));
  const states = new Map([...series.keys()].map((name) => [name, emptyBaseline(new Date(first))]));
  const within = (list: readonly Bin[], from: number, to: number) =>
    list.filter(({ start }) => start.getTime() >= from && start.getTime() < to);
  let [alarms, last] = [0, Number.NEGATIVE_INFINITY];
  for (let now = first + HOUR; now <= first + world.days * DAY; now += HOUR) {
    const settled = Math.floor((now - DAY) / HOUR) * HOUR;
    const spikes = [...series].map(([name, list]) => {
      let state = states.get(name)!;
      if (settled > state.until) {
        state = advance(state, within(list, state.until, settled), new Date(settled), DEFAULT_DETECT_SETTINGS);
        states.set(name, state);
      }
      const verdict = judge(state, within(list, state.until, now), new Date(now), DEFAULT_DETECT_SETTINGS);
      return { series: name, verdict, stories: [], posts: [], sites: [], aspects: [], intents: [] };
    });
    if (standing(spikes, DEFAULT_DETECT_SETTINGS.falseAlarmsPerMonth).size === 0) continue;
    if (now - last > DAY) alarms++;
    last = now;
  }
  return alarms;
}

/** False alarms of brands in their first `days`, per brand and month. */
export function brandAlarms(rate: number, days: number, seeds: number): number {
  let alarms = 0;
  for (const [k, kind] of KINDS.entries()) {
    for (let seed = 1; seed <= seeds; seed++) {
      alarms += alarmsIn({ rate, days, ...kind, seed: 77 * rate + 100 * k + seed });
    }
  }
  return (alarms * 30) / (KINDS.length * seeds * days);
}
