/** The quick look before the full one: it may send too much on, and never too little. */
import { expect, it } from 'vitest';
import { advance, emptyBaseline } from '../../src/detect/baseline.ts';
import { judge, mayAlarm } from '../../src/detect/series.ts';
import { DEFAULT_DETECT_SETTINGS } from '../../src/detect/settings.ts';
import { type Bin, BUCKET_MS } from '../../src/model.ts';
import { KINDS, ordinaryLife, poisson, random } from './support/worlds.ts';

const DAY = 24 * 3_600_000;

/** A life whose last hours are busier, for better or worse, partly unseen; judged some minutes before its end. */
function world(seed: number) {
  const r = random(seed);
  const days = 2 + Math.floor(r() * 20);
  const life = ordinaryLife({ rate: 3 * 10 ** (r() * 3), days, ...KINDS[seed % KINDS.length], seed });
  const [worse, factor, busy] = [r(), 6 * r(), Math.floor(1 + r() * 200)];
  const dim = seed % 3 === 0 ? r() : 1;
  const bins = life.flatMap(({ time, value }, i): Bin[] => {
    const late = i >= life.length - busy;
    const total = late ? value + poisson(r, value * factor + factor / 10) : value;
    const share = late && worse > 0.3 ? 0.7 : 0.25;
    const negative = Array.from({ length: total }, r).filter((x) => x < share).length;
    const exposure = late ? dim : 1;
    return total === 0 && exposure === 1 ? [] : [{ start: new Date(time), total, negative, positive: 0, exposure }];
  });
  const now = new Date(life.at(-1)!.time + Math.floor(r() * BUCKET_MS));
  const settled = new Date(Math.floor((now.getTime() - DAY) / 3_600_000) * 3_600_000);
  const state = advance(emptyBaseline(new Date(life[0]!.time)), bins, settled, DEFAULT_DETECT_SETTINGS);
  return { state, now, recent: bins.filter(({ start }) => start >= settled) };
}

it('sends on all that is an alarm, and little else', () => {
  let [alarms, sent, all] = [0, 0, 0];
  for (let seed = 1; seed <= 150; seed++) {
    const { state, now, recent } = world(seed);
    const number = (bin: Bin) => bin.start.getTime() / BUCKET_MS;
    const counts = recent.filter(({ total }) => total > 0).flatMap((bin) => [number(bin), bin.total, bin.negative]);
    const unseen = new Map(recent.filter(({ exposure }) => exposure < 1).map((bin) => [number(bin), bin.exposure]));
    const may = mayAlarm(state, { counts, unseen }, now, DEFAULT_DETECT_SETTINGS);
    const { alarm } = judge(state, recent, now, DEFAULT_DETECT_SETTINGS);
    expect(may || !alarm, `seed ${seed}`).toBe(true);
    alarms += alarm ? 1 : 0;
    sent += may ? 1 : 0;
    all++;
  }
  expect(alarms).toBeGreaterThan(30);
  expect(alarms).toBeLessThan(all - 30);
  expect(sent - alarms).toBeLessThan(0.1 * all);
});
