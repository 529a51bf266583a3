/** What the pages need, where a test does not say otherwise. */
import { DEFAULT_DETECT_SETTINGS } from '../../src/detect/settings.ts';
import { silentLogger } from '../../src/log.ts';
import type { Store } from '../../src/store/store.ts';
import type { WebDeps } from '../../src/web/deps.ts';

export function webDeps(
  store: Store,
  more: Partial<WebDeps> & Pick<WebDeps, 'clock'> & { readonly ingest: WebDeps['ingest'] },
): WebDeps {
  return {
    store,
    brands: [],
    recipients: [],
    causes: [],
    siteNames: (site) => site,
    timezone: 'UTC',
    publicUrl: 'http://localhost:8480',
    serviceName: 'Earshot',
    secret: 'a secret',
    signIn: { accounts: [], provider: null, trustedProxies: [], everybody: 'operator' },
    views: {
      db: store.db,
      brands: more.brands ?? [],
      recipients: more.recipients ?? [],
      siteNames: (site) => site,
      actionPath: (id, act) => `/incidents/${id}/${act}`,
      settings: DEFAULT_DETECT_SETTINGS,
    },
    operating: {
      targets: [],
      rules: [],
      limits: () => ({ requestsPerMinute: 10, concurrency: 1, dailyCap: 1000 }),
      status: async (id) => {
        throw new RangeError(id);
      },
      tryPage: async (id) => {
        throw new RangeError(id);
      },
    },
    handle: async () => 'unknown',
    log: silentLogger,
    ...more,
  };
}

/** Doors for a test without any. */
export function noDoors(pipeline: WebDeps['ingest']['pipeline']): WebDeps['ingest'] {
  return { pipeline, doors: [], rests: async () => false, onPushed: async () => undefined };
}
