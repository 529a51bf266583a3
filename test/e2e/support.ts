/** A whole Earshot on a store of its own, with a clock that moves when told. */
import { type App, openApp } from '../../src/cli/app.ts';
import { openService, type ServiceOptions, type ServiceParts } from '../../src/cli/service.ts';
import { SteppedClock } from '../../src/clock.ts';
import type { Config } from '../../src/config/types.ts';
import { loadRegistry } from '../../src/crawl/registry.ts';
import { type Logger, silentLogger } from '../../src/log.ts';
import type { Brand, Recipient, Target } from '../../src/model.ts';
import type { StorePlace } from '../support/stores.ts';

export const desk: Recipient = {
  id: 'desk',
  name: 'PR desk',
  email: 'pr@example.com',
  language: 'en',
  timezone: 'Asia/Shanghai',
};

export const operator: Recipient = {
  id: 'operator',
  name: 'Operator',
  email: 'ops@example.com',
  language: 'en',
  timezone: 'UTC',
};

/** What retention is unless configured. */
export const KEEP_ALL: Config['retention'] = {
  ...{ texts: null, posts: null, readings: null, fiveMinutes: null, hours: null, evidence: null, messages: null },
  ...{ crawls: 400, requests: 14 },
};

export function testConfig(partial: Partial<Config> & { dataDir: string }): Config {
  const { dataDir, ...rest } = partial;
  return {
    service: {
      name: 'Earshot',
      timezone: 'Asia/Shanghai',
      publicUrl: 'http://localhost:8480',
      contact: 'mailto:crawler@example.com',
      userAgent: null,
      dataDir,
      authors: 'hashed',
      authorHashKey: null,
      readingThreads: 0,
    },
    web: { host: '127.0.0.1', port: 0, trustedProxies: [], oidc: null },
    users: [],
    hooks: new Map(),
    recipients: [desk],
    alerts: [
      { id: 'pr', brands: ['acme'], recipients: ['desk'], minSeverity: 1, quietHours: null, cooldownMinutes: 0 },
    ],
    digests: [{ id: 'daily', brands: ['acme'], recipients: ['desk'], cron: '0 8 * * *', period: 'day' }],
    operators: [operator],
    sites: [],
    detect: { falseAlarmsPerMonth: 1, expected: [] },
    retention: KEEP_ALL,
    brands: [],
    targets: [],
    maps: new Map(),
    doors: [],
    warnings: [],
    mail: { from: 'Earshot <earshot@example.com>', smtp: null },
    ...rest,
  };
}

export function brandNamed(id: string, ...terms: string[]): Brand {
  return {
    id,
    name: terms[0] ?? id,
    role: 'own',
    terms: terms.map((term) => ({ term, notIn: [], caseSensitive: false })),
    exclude: [],
    accounts: [],
    aspects: {},
    playbook: {},
    viralThreshold: 200,
  };
}

export interface Running {
  readonly app: App;
  readonly parts: ServiceParts;
  readonly clock: SteppedClock;
  /** Moves the clock forward and does all that is due. */
  step(ms: number): Promise<void>;
  close(): Promise<void>;
}

export async function startEarshot(
  place: StorePlace,
  start: Date,
  config: { brands: readonly Brand[]; targets: readonly Target[] } & Partial<Config>,
  options: ServiceOptions & { readonly log?: Logger } = {},
): Promise<Running> {
  const clock = new SteppedClock(start);
  const registry = await loadRegistry();
  const whole = testConfig({ ...config, dataDir: place.dataDir });
  const app = await openApp({
    config: whole,
    registry,
    log: options.log ?? silentLogger,
    clock,
    databaseUrl: place.databaseUrl,
  });
  const parts = await openService(app, { supervise: false, env: process.env, ...options });
  return {
    app,
    parts,
    clock,
    step: async (ms) => {
      clock.advanceTo(new Date(clock.now().getTime() + ms));
      await parts.service.tick();
      await parts.service.drain();
    },
    close: async () => {
      await parts.close();
      await app.close();
    },
  };
}
