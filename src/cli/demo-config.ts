/** The configuration of the demo: what an operator of the simulated town would have written. */

import { Secret } from '../config/secret.ts';
import type { Config } from '../config/types.ts';
import type { Registry } from '../crawl/registry.ts';
import { SITE_NAMES } from '../demo/targets.ts';
import type { Town } from '../demo/town.ts';
import { EarshotError } from '../errors.ts';
import type { Recipient, Target } from '../model.ts';

export const PR_DESK: Recipient = {
  id: 'pr',
  name: '公关部',
  email: 'pr@example.com',
  language: 'zh',
  timezone: 'Asia/Shanghai',
};

const MARKETING: Recipient = {
  id: 'marketing',
  name: 'Marketing',
  email: 'marketing@example.com',
  language: 'en',
  timezone: 'Asia/Shanghai',
};

export interface DemoPlace {
  readonly dataDir: string;
  /** Where the pages are served, on this machine. */
  readonly port: number;
  /** False: without the targets that need one. */
  readonly browser: boolean;
}

export function demoConfig(town: Town, registry: Registry, { dataDir, port, browser }: DemoPlace): Config {
  const own = town.brands.filter((brand) => brand.role === 'own').map((brand) => brand.id);
  return {
    service: {
      name: 'Earshot demo',
      timezone: PR_DESK.timezone,
      publicUrl: `http://127.0.0.1:${port}`,
      contact: 'mailto:demo@example.com',
      userAgent: null,
      dataDir,
      authors: 'hashed',
      authorHashKey: null,
      readingThreads: 0,
    },
    web: { host: '127.0.0.1', port, trustedProxies: [], oidc: null },
    users: [],
    mail: { from: 'Earshot <earshot@example.com>', smtp: { url: Secret.of(town.smtp.url) } },
    hooks: new Map(),
    recipients: [PR_DESK, MARKETING],
    alerts: [
      { id: 'pr', brands: own, recipients: [PR_DESK.id], minSeverity: 1, quietHours: null, cooldownMinutes: 30 },
      { id: 'crisis', brands: own, recipients: [MARKETING.id], minSeverity: 3, quietHours: null, cooldownMinutes: 60 },
    ],
    digests: [{ id: 'daily', brands: own, recipients: [PR_DESK.id, MARKETING.id], cron: '0 8 * * *', period: 'day' }],
    operators: [],
    sites: SITE_NAMES.map(([id, name]) => ({ id, name, paused: false, reason: '' })),
    detect: { falseAlarmsPerMonth: 1, expected: [] },
    retention: {
      ...{ texts: null, posts: null, readings: null, fiveMinutes: null, hours: null, evidence: null, messages: null },
      ...{ crawls: 400, requests: 14 },
    },
    brands: town.brands,
    targets: town.targets
      .filter((target) => browser || target.render !== 'browser')
      .map((target) => checked(target, registry)),
    maps: new Map(),
    doors: [],
    warnings: [],
  };
}

/** The target with its options as its crawler reads them. */
function checked(target: Target, registry: Registry): Target {
  const result = registry.validateOptions(target.crawler, target.options);
  if (result.ok) return { ...target, options: result.options };
  throw new EarshotError(`demo target ${target.id}: ${result.problems.map((problem) => problem.message).join('; ')}`);
}
