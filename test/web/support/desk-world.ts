/** What the desk's pages need beyond the world: an incident that was told of, and a target that has gone blind. */
import { advance } from '../../../src/detect/baseline.ts';
import { DEFAULT_DETECT_SETTINGS } from '../../../src/detect/settings.ts';
import { severityOf } from '../../../src/detect/severity.ts';
import { restingTargets } from '../../../src/pipeline/rest.ts';
import { readBins } from '../../../src/pipeline/series-source.ts';
import { targetStatus } from '../../../src/pipeline/status.ts';
import { noteConfigChange } from '../../../src/store/config-changes.ts';
import { claimCrawl, finishCrawl, recordCoverage, registerTargets, startCrawl } from '../../../src/store/crawls.ts';
import { addDeliveries } from '../../../src/store/deliveries.ts';
import { writeIncident } from '../../../src/store/incidents.ts';
import { activePauses } from '../../../src/store/pauses.ts';
import { logRequest } from '../../../src/store/politeness.ts';
import { formatPostRef } from '../../../src/store/post-ref.ts';
import { saveSeriesStates } from '../../../src/store/series.ts';
import type { Store } from '../../../src/store/store.ts';
import type { Operating } from '../../../src/web/operating.ts';
import { NOW } from '../world.ts';

const HOUR = 3_600_000;

/** An incident as detection would have written it, with the posts of the world's copied complaint. */
export async function openIncident(store: Store): Promise<number> {
  const { db } = store;
  const posts = (
    await db
      .selectFrom('mentions')
      .select(['month', 'post_id as postId'])
      .where('label', '=', 'negative')
      .limit(60)
      .execute()
  ).map((post) => ({ ...post, role: 'driver' }));
  const opened = new Date(NOW.getTime() - 20 * HOUR);
  const { severity, reason } = severityOf({ excess: 39.5, forecast: 820, r: 1.4, grave: ['regulator'], sites: 2 });
  const viral = {
    post: formatPostRef(posts[0]!),
    verdict: {
      at: opened,
      alarm: true,
      score: 70,
      parts: { reach: 20, velocity: 20, reproduction: 15, forecast: 15 },
      reach: 9_000,
      velocity: 30,
      acceleration: 2,
      percentile: 0.99,
      r: { value: 1.4, low: 1.1, high: 1.8 },
      observed: 120,
      forecast: { predicted: 820, low: 300, high: 2100 },
      reasons: ['forecast'],
    },
  };
  const written = await store.write((trx) =>
    writeIncident(trx, {
      brand: 'acme',
      incidentId: null,
      at: opened,
      state: 'open',
      severity,
      title: { aspect: 'service', intent: 'regulator', site: 'weibo' },
      scope: {},
      memory: null,
      transition: {
        kind: 'opened',
        by: 'earshot',
        reason: { codes: ['viral-post'], severity: reason, spike: null, viral },
      },
      posts,
    }),
  );
  const from = new Date(NOW.getTime() - 30 * 24 * HOUR);
  const bins = (await readBins(db, 'acme', ['all'], from, NOW)).get('all') ?? [];
  const upto = new Date(NOW.getTime() - 24 * HOUR);
  const state = advance(
    null,
    bins.filter(({ start }) => start < upto),
    upto,
    DEFAULT_DETECT_SETTINGS,
  );
  await saveSeriesStates(db, 'acme', [{ series: 'all', upto, state }]);
  const about = {
    kind: 'alert',
    brand: 'acme',
    incidentId: String(written.incidentId),
    transitionId: `${written.incidentId}.1`,
  } as const;
  await addDeliveries(
    db,
    [
      {
        key: 'alert:1',
        about,
        recipientId: 'desk',
        channel: 'mail',
        severity,
        messageId: 'm',
        thread: null,
        notBefore: NOW,
      },
    ],
    NOW,
  );
  return written.incidentId;
}

/** A target that saw until yesterday, and is blocked since. */
export async function blockedTarget({ db }: Store): Promise<void> {
  await registerTargets(db, [{ target: 'forum', crawler: 'html', site: 'forum.example.com', brands: ['acme'] }]);
  for (let hours = 96; hours >= 0; hours -= 8) {
    const at = new Date(NOW.getTime() - hours * HOUR);
    const crawl = await claimCrawl(db, 'forum', 'crawl', at);
    await startCrawl(db, crawl!, at);
    const ok = hours > 24;
    const summary = {
      outcome: ok ? ('ok' as const) : ('blocked' as const),
      reason: ok ? '' : 'HTTP 403: <b>no</b>',
      requests: 1,
      bytes: 1,
      postsSeen: 4,
      postsNew: ok ? 4 : 0,
      postsUpdated: 0,
      postsFailed: 0,
      fill: {},
      complete: true,
    };
    await finishCrawl(db, crawl!, summary, at);
    await recordCoverage(db, 'forum', crawl!, summary, at);
  }
  await logRequest(db, {
    at: NOW,
    target: 'forum',
    host: 'forum.example.com',
    method: 'GET',
    url: 'https://forum.example.com/',
    status: 403,
    bytes: 9,
    durationMs: 8,
    verdict: 'blocked',
    reason: 'HTTP 403',
  });
  await noteConfigChange(
    db,
    { at: NOW, by: 'ops', kind: 'applied', fingerprint: 'f', lines: ['target forum: added'] },
    { 'earshot.yaml': 'web: {}\n' },
  );
}

/** How operators see that target. */
export function blindOperating(store: Store): Operating {
  return {
    targets: [
      {
        id: 'forum',
        door: false,
        brands: ['acme'],
        schedule: 'every 1 h',
        hosts: ['forum.example.com'],
        address: 'https://forum.example.com/',
        requestsPerMinute: 6,
      },
    ],
    rules: [],
    limits: () => ({ requestsPerMinute: 6, concurrency: 1, dailyCap: 5000 }),
    status: async (id, now) => {
      const target = { id, crawler: 'html', paused: false };
      const resting = restingTargets(
        [target],
        { sites: [], sitesOf: () => new Set<string>() },
        await activePauses(store.db, now),
      );
      return targetStatus(store.db, target, { resting, sites: [], nextRun: null }, now);
    },
    tryPage: async () => {
      throw new Error('the site answers HTTP 403 <here> too');
    },
  };
}
