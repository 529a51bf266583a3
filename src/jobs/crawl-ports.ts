/** The crawling engine's ports on the store. */
import {
  type CrawlStateStore,
  type HostBudgetStore,
  type HttpCacheEntry,
  type HttpCacheStore,
  type KnownPosts,
  LEASE_MS,
  type RequestLog,
  type RobotsEntry,
  type RobotsStore,
  type TargetState,
} from '../crawl/ports.ts';
import { wholeIsWanted } from '../pipeline/prepare.ts';
import { loadTargetState, saveTargetState } from '../store/crawls.ts';
import { HostBudgets, HttpCache, logRequest, RobotsCache } from '../store/politeness.ts';
import { findPosts, postKey } from '../store/posts.ts';
import type { Store } from '../store/store.ts';

export interface StorePorts {
  readonly states: CrawlStateStore;
  readonly known: KnownPosts;
  readonly budgets: HostBudgetStore;
  readonly robots: RobotsStore;
  readonly cache: HttpCacheStore;
  readonly requests: RequestLog;
}

export function storePorts(store: Store): StorePorts {
  const { db } = store;
  return {
    states: {
      load: async (target) => (await loadTargetState(db, target)) as TargetState | null,
      save: (target, state) => saveTargetState(db, target, state),
    },
    known: {
      lookup: async (site, ids) => {
        const known = await findPosts(
          db,
          ids.map((id) => ({ site, id })),
        );
        return new Map(
          [...known].map(([key, post]) => [
            key.slice(site.length + 1),
            { publishedAt: post.occurredAt, replies: post.replies },
          ]),
        );
      },
      wantsWhole: async (posts, again) => {
        const known = await findPosts(db, posts);
        const wanted = posts.filter((post) => wholeIsWanted(post, known.get(postKey(post)), again));
        return new Set(wanted.map(({ id }) => id));
      },
    },
    budgets: new HostBudgets(db, LEASE_MS),
    robots: new RobotsCache<RobotsEntry['state']>(db),
    cache: new HttpCache<HttpCacheEntry>(db),
    requests: { record: (entry) => logRequest(db, entry) },
  };
}
