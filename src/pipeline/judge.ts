/** Detect → incidents → outbox: looks only at what changed, and stores the verdict with the alerts it calls for. */
import type { Transaction } from 'kysely';
import { advance, emptyBaseline } from '../detect/baseline.ts';
import { decide } from '../detect/incidents.ts';
import { judge } from '../detect/series.ts';
import {
  type AnswerInput,
  type BaselineState,
  type DetectSettings,
  type IncidentChange,
  REMEMBER_MS,
  SETTLE_MS,
  type SpikeInput,
  type ViralInput,
} from '../detect/types.ts';
import { judgePost } from '../detect/viral.ts';
import type { Brand } from '../model.ts';
import type { DeliveryDraft } from '../notify/outbox.ts';
import { lockBrands } from '../store/buckets.ts';
import { addDeliveries } from '../store/deliveries.ts';
import { recentIncidents, writeIncident } from '../store/incidents.ts';
import { formatPostRef, type PostRef, parsePostRef } from '../store/post-ref.ts';
import type { Database } from '../store/schema.ts';
import {
  clearTouched,
  firstBucket,
  loadSeriesStates,
  readTouched,
  saveSeriesStates,
  setJudgedUntil,
} from '../store/series.ts';
import { answersTo, mentionsBehind, trajectoriesOf } from '../store/signals.ts';
import type { Db, Store } from '../store/store.ts';
import { incidentWrite, type StoredChange, snapshotOf } from './incident-rows.ts';
import { readBins } from './series-source.ts';

export interface JudgeDeps {
  readonly store: Store;
  readonly settings: DetectSettings;
  /** The deliveries that a change of an incident calls for. Reads within the transaction; sends nothing. */
  readonly alertsFor: (trx: Db, change: StoredChange, now: Date) => Promise<readonly DeliveryDraft[]>;
}

/** Baselines look back no further than this when a series is met for the first time. */
const HISTORY_MS = 90 * 24 * 3_600_000;
const HOUR_MS = 3_600_000;
/** Mentions read for what a spike is about. */
const BEHIND_LIMIT = 200;
/** Posts of an open incident that are looked at again even when nothing new was read of them. */
const REWATCHED = 50;

/**
 * Judges a brand as of `now`: its touched series and young posts, and whatever its open incidents are about. Verdict,
 * incidents and deliveries are one transaction, so an alert is neither lost nor sent twice. Returns what changed.
 */
export async function judgeBrand(deps: JudgeDeps, brand: Brand, now: Date): Promise<readonly StoredChange[]> {
  const { store, settings } = deps;
  const touched = await readTouched(store.db, brand.id);
  const open = (await recentIncidents(store.db, brand.id, now)).map(snapshotOf);
  const series = new Set(touched.series.map((item) => item.series));
  const posts = new Map(touched.posts.map((post) => [formatPostRef(post), post as PostRef]));
  for (const incident of open) {
    for (const name of incident.scope.series) series.add(name);
    for (const post of incident.scope.posts.slice(0, REWATCHED)) posts.set(post, parsePostRef(post));
  }
  if (series.size === 0 && posts.size === 0) return [];

  const { spikes, states } = await judgeSeries(store.db, brand, [...series].sort(), now, settings);
  const viral = await judgePosts(store.db, brand, [...posts.values()], now, settings);
  const answers: AnswerInput[] = [];
  for (const incident of open) {
    for (const answer of await answersTo(store.db, brand.id, Number(incident.id), incident.openedAt)) {
      answers.push({
        post: formatPostRef(answer),
        story: answer.storyId === null ? null : String(answer.storyId),
        at: answer.at,
      });
    }
  }

  return store.write(async (trx) => {
    await lockBrands(trx, [brand.id]);
    // Read again under the lock: what another process or a person has changed meanwhile counts.
    const rows = await recentIncidents(trx, brand.id, new Date(now.getTime() - REMEMBER_MS), true);
    const incidents = rows.map(snapshotOf);
    const changes = decide({ brand: brand.id, now, incidents, spikes, viral, answers, settings });
    const stored: StoredChange[] = [];
    for (const change of changes) stored.push(...(await storeChange(trx, deps, brand, change, now)));
    await saveSeriesStates(trx, brand.id, states);
    await clearTouched(trx, brand.id, touched);
    await setJudgedUntil(trx, brand.id, now);
    return stored;
  });
}

async function storeChange(
  trx: Transaction<Database>,
  deps: JudgeDeps,
  brand: Brand,
  change: IncidentChange,
  now: Date,
): Promise<StoredChange[]> {
  const { incidentId, seq } = await writeIncident(trx, incidentWrite(brand.id, change));
  if (seq === null || change.kind === 'updated') return [];
  const stored = { brand, incidentId, seq, kind: change.kind, at: change.at, severity: change.severity };
  await addDeliveries(trx, await deps.alertsFor(trx, stored, now), now);
  return [stored];
}

async function judgeSeries(
  db: Db,
  brand: Brand,
  names: readonly string[],
  now: Date,
  settings: DetectSettings,
): Promise<{ spikes: SpikeInput[]; states: { series: string; upto: Date; state: BaselineState }[] }> {
  const known = await loadSeriesStates(db, brand.id, names);
  const settled = new Date(Math.floor((now.getTime() - SETTLE_MS) / HOUR_MS) * HOUR_MS);
  const since = await watchedSince(db, brand, now);
  const spikes: SpikeInput[] = [];
  const states: { series: string; upto: Date; state: BaselineState }[] = [];
  // Series that were folded up to the same moment are read together: usually all of them.
  const byFrom = Map.groupBy(names, (name) => (known.get(name)?.upto ?? since).getTime());
  for (const [from, group] of byFrom) {
    const bins = await readBins(db, brand.id, group, new Date(from), now);
    for (const name of group) {
      const all = bins.get(name) ?? [];
      let state = (known.get(name)?.state as BaselineState | undefined) ?? emptyBaseline(since);
      if (state.until < settled.getTime()) {
        state = advance(
          state,
          all.filter((bin) => bin.start < settled),
          settled,
          settings,
        );
        states.push({ series: name, upto: settled, state });
      }
      const verdict = judge(
        state,
        all.filter((bin) => bin.start.getTime() >= state.until),
        now,
        settings,
      );
      const behind = verdict.alarm ? await behindSpike(db, brand, name, verdict) : NOTHING;
      spikes.push({ series: name, verdict, ...behind });
    }
  }
  return { spikes, states };
}

const NOTHING = { stories: [], posts: [], sites: [], aspects: [], intents: [] };

/** When watching this brand began, as its rows show it; a series met for the first time had zeros since then. */
async function watchedSince(db: Db, brand: Brand, now: Date): Promise<Date> {
  const first = await firstBucket(db, brand.id, 'all');
  return new Date(Math.max(first?.getTime() ?? now.getTime(), now.getTime() - HISTORY_MS));
}

async function behindSpike(db: Db, brand: Brand, series: string, verdict: SpikeInput['verdict']) {
  const mentions = await mentionsBehind(db, {
    brand: brand.id,
    series,
    from: verdict.window.start,
    to: verdict.window.end,
    label: verdict.counted === 'negative' ? 'negative' : null,
    limit: BEHIND_LIMIT,
  });
  return {
    stories: mostFrequent(mentions.map((mention) => String(mention.storyId))),
    posts: mentions.map(formatPostRef),
    sites: mostFrequent(mentions.map((mention) => mention.site)),
    aspects: mostFrequent(mentions.flatMap((mention) => mention.aspects)),
    intents: mostFrequent(mentions.flatMap((mention) => mention.intents)),
  };
}

/** Distinct values, the most frequent first; equally frequent ones in order of first appearance. */
function mostFrequent<T extends string>(values: readonly T[]): T[] {
  const counts = new Map<T, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].sort((a, b) => b[1] - a[1]).map(([value]) => value);
}

async function judgePosts(
  db: Db,
  brand: Brand,
  posts: readonly PostRef[],
  now: Date,
  settings: DetectSettings,
): Promise<ViralInput[]> {
  const trajectories = await trajectoriesOf(db, brand.id, posts);
  return trajectories.map((trajectory) => ({
    post: formatPostRef(trajectory),
    story: String(trajectory.storyId),
    site: trajectory.site,
    aspects: trajectory.aspects,
    intents: trajectory.intents,
    verdict: judgePost({ ...trajectory, viralThreshold: brand.viralThreshold }, now, settings),
  }));
}
