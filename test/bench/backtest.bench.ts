/** How long a back-test of ten brands over 90 days takes, from what is stored to the alerts that would have been sent. */
import { performance } from 'node:perf_hooks';
import { DEFAULT_DETECT_SETTINGS } from '../../src/detect/settings.ts';
import type { Post, Recipient } from '../../src/model.ts';
import { backtestBrand } from '../../src/pipeline/backtest.ts';
import { takeIn } from '../../src/pipeline/take-in.ts';
import type { Store } from '../../src/store/store.ts';
import { ordinaryLife, random } from '../detect/support/worlds.ts';
import { makeBrand, makePost, markAnalyzer } from '../pipeline/support/posts.ts';
import { onEachStore } from './stores.ts';

const DAYS = 90;
/** Mentions a day of each brand. */
const RATES = [3, 5, 10, 15, 20, 25, 30, 40, 60, 100];
const BRANDS = RATES.map((_, i) => makeBrand(`brand${i}`));
const BATCH = 1000;
const READER: Recipient = { id: 'desk', name: 'Desk', email: 'desk@example.com', language: 'en', timezone: 'UTC' };

/** Ordinary life, a quarter of it negative, and on the sixtieth day two hours of anger. */
function history(brand: number): Post[] {
  const r = random(100 + brand);
  const life = ordinaryLife({ rate: RATES[brand]!, days: DAYS, seed: brand, size: 2 });
  const start = life[0]!.time;
  const post = (time: number, mark: string): Post =>
    makePost({
      site: r() < 0.7 ? 'weibo' : 'forum.example.com',
      text: `brand${brand} ${mark}${r() < 0.3 ? ' service' : ''}`,
      publishedAt: new Date(time + Math.floor(r() * 300_000)),
    });
  const calm = life.flatMap(({ time, value }) =>
    Array.from({ length: value }, () => post(time, r() < 0.25 ? 'bad' : 'good')),
  );
  const angry = Array.from({ length: 40 }, (_, i) => post(start + 60 * 86_400_000 + i * 180_000, 'bad'));
  return [...calm, ...angry].sort((a, b) => a.publishedAt!.getTime() - b.publishedAt!.getTime());
}

async function fill(store: Store): Promise<{ posts: number; from: Date; to: Date }> {
  const ids = BRANDS.map(({ id }) => id);
  const deps = {
    store,
    analyzer: markAnalyzer(ids.toReversed()),
    brandIds: new Set(ids),
    privacy: { authorSecret: 'bench' },
  };
  const all = RATES.flatMap((_, brand) => history(brand));
  const times = all.map(({ publishedAt }) => publishedAt!.getTime()).sort((a, b) => a - b);
  const [from, to] = [new Date(times[0]!), new Date(times.at(-1)!)];
  for (let at = 0; at < all.length; at += BATCH) {
    await takeIn(deps, all.slice(at, at + BATCH), { now: to, target: null, about: null, backfill: true });
  }
  return { posts: all.length, from, to };
}

export async function run(print: (line: string) => void): Promise<void> {
  await onEachStore(async (kind, store) => {
    const { posts, from, to } = await fill(store);
    const rule = {
      id: 'all',
      brands: BRANDS.map(({ id }) => id),
      recipients: ['desk'],
      minSeverity: 1 as const,
      quietHours: null,
      cooldownMinutes: 0,
    };
    const deps = { store, settings: DEFAULT_DETECT_SETTINGS, rules: [rule], recipients: [READER] };
    const start = performance.now();
    let alerts = 0;
    let opened = 0;
    for (const brand of BRANDS) {
      const result = await backtestBrand(deps, brand, { from, to });
      alerts += result.alerts.length;
      opened += result.incidents.length;
    }
    const seconds = (performance.now() - start) / 1000;
    print(
      `${kind}: ${BRANDS.length} brands × ${DAYS} days, ${posts} posts: ${seconds.toFixed(1)} s, ${opened} incidents, ${alerts} alerts`,
    );
  });
}
