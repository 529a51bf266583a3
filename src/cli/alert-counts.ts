/** How many alerts given rules would have sent over the last week of stored history. */
import type { Config } from '../config/types.ts';
import type { Brand } from '../model.ts';
import { backtestBrand } from '../pipeline/backtest.ts';
import type { ReplayRange } from '../pipeline/replay.ts';
import { firstBucket, lastBucket } from '../store/series.ts';
import type { Store } from '../store/store.ts';
import { judgeSettingsOf } from './judge-settings.ts';

const DAY_MS = 86_400_000;
/** What is usual is learnt from the weeks before the one that counts. */
const LEARN_DAYS = 60;

/** The last weeks of what is stored about a brand; null where nothing is. */
export async function lastWeeks(store: Store, brand: Brand): Promise<ReplayRange | null> {
  const last = await lastBucket(store.db, brand.id, 'all');
  const first = await firstBucket(store.db, brand.id, 'all');
  if (last === null || first === null) return null;
  const from = Math.max(first.getTime(), last.getTime() - LEARN_DAYS * DAY_MS);
  return { from: new Date(from), to: new Date(last.getTime() + DAY_MS) };
}

/** Alerts of the last seven days of `range`; those before it only teach what is usual. */
export async function alertsInLastWeek(
  store: Store,
  config: Config,
  brand: Brand,
  rules: Config['alerts'],
  range: ReplayRange,
): Promise<number> {
  const { alerts } = await backtestBrand(
    {
      store,
      ...judgeSettingsOf(config),
      rules,
      recipients: config.recipients,
    },
    brand,
    range,
  );
  const since = range.to.getTime() - 8 * DAY_MS;
  return alerts.filter(({ at }) => at.getTime() >= since).length;
}
