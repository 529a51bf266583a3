/** What posts of each site usually reach at their age: read seldom, for it moves slowly. */
import type { SiteBaseline } from '../detect/viral-types.ts';
import { engagementByAge } from '../store/engagement.ts';
import type { Store } from '../store/store.ts';

const AGES = [0, 1, 3, 6, 12, 24, 48, 96];
/** Fewer posts of an age say nothing of what is usual. */
const LEAST_POSTS = 50;
const FRESH_MS = 6 * 3_600_000;

interface Read {
  readonly at: Date;
  readonly sites: Promise<ReadonlyMap<string, SiteBaseline>>;
}

const known = new WeakMap<Store, Map<string, Read>>();

/** By site, as of `now` or at most `fresh` milliseconds before; sites of which too little is known are missing. */
export function siteBaselines(
  store: Store,
  brand: string,
  now: Date,
  fresh = FRESH_MS,
): Promise<ReadonlyMap<string, SiteBaseline>> {
  const brands = known.get(store) ?? new Map<string, Read>();
  known.set(store, brands);
  const last = brands.get(brand);
  const age = last === undefined ? Number.NaN : now.getTime() - last.at.getTime();
  if (last !== undefined && age >= 0 && age < fresh) return last.sites;
  const sites = read(store, brand, now);
  brands.set(brand, { at: now, sites });
  // What could not be read is asked for again; who waits for it learns why.
  sites.catch(() => brands.delete(brand));
  return sites;
}

async function read(store: Store, brand: string, now: Date): Promise<ReadonlyMap<string, SiteBaseline>> {
  const rows = (await engagementByAge(store.db, brand, AGES, now)).filter(({ posts }) => posts >= LEAST_POSTS);
  const sites = Map.groupBy(rows, ({ site }) => site);
  return new Map(
    [...sites].map(([site, bands]) => [
      site,
      {
        site,
        ages: bands.map(({ age }) => age),
        quantiles: bands.map(({ p50, p90, p99 }) => [p50, p90, p99] as const),
      },
    ]),
  );
}
