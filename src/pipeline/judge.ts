/** Detect → incidents → outbox: looks only at what changed, and stores the verdict with the alerts it calls for. */
import type { Transaction } from 'kysely';
import {
  type AnswerInput,
  type IncidentChange,
  type IncidentSnapshot,
  REMEMBER_MS,
  type SpikeInput,
  type ViralInput,
} from '../detect/incident-types.ts';
import { decide } from '../detect/incidents.ts';
import { titleFrom } from '../detect/title.ts';
import type { DetectSettings, SeriesVerdict } from '../detect/types.ts';
import { judgePost } from '../detect/viral.ts';
import type { SiteBaseline } from '../detect/viral-types.ts';
import type { Brand } from '../model.ts';
import type { DeliveryDraft } from '../notify/outbox.ts';
import { answersTo } from '../store/answers.ts';
import { lockBrands } from '../store/buckets.ts';
import { addDeliveries } from '../store/deliveries.ts';
import { keepIncidentNumbers } from '../store/incident-numbers.ts';
import { incidentTopics, retitle } from '../store/incident-topics.ts';
import { recentIncidents, writeIncident } from '../store/incidents.ts';
import { formatPostRef, type PostRef, parsePostRef } from '../store/post-ref.ts';
import { wantEvidence } from '../store/rereads.ts';
import type { Database } from '../store/schema.ts';
import { clearTouched, readTouched, saveSeriesStates, setJudgedUntil } from '../store/series.ts';
import {
  type BehindQuery,
  mentionsBehind,
  type SpikeMention,
  type Trajectory,
  trajectoriesOf,
} from '../store/signals.ts';
import type { Db, Store } from '../store/store.ts';
import { type JudgeSettings, settingsOf } from './brand-settings.ts';
import { incidentWrite, type StoredChange, snapshotOf } from './incident-rows.ts';
import { judgeSeries, storeSource, storeVoices, writtenDown } from './judge-series.ts';
import { errorsOfSeries } from './label-errors.ts';
import { siteBaselines } from './site-baselines.ts';
import { MOVED_AT_ONCE } from './views/kept-numbers.ts';

export interface JudgeDeps extends JudgeSettings {
  /** The crawl, push or file that led to this judgement; kept with the deliveries it calls for. */
  readonly trace?: string | null;
  readonly store: Store;
  /** The deliveries that a change of an incident calls for. Reads within the transaction; sends nothing. */
  readonly alertsFor: (trx: Db, change: StoredChange, now: Date) => Promise<readonly DeliveryDraft[]>;
}

/** Mentions read for what a spike is about. */
const BEHIND_LIMIT = 200;
/** Posts of an open incident that are looked at again even when nothing new was read of them. */
const REWATCHED = 50;

/**
 * Judges a brand as of `now`: its touched series and young posts, and whatever its open incidents are about. Verdict,
 * incidents and deliveries are one transaction, so an alert is neither lost nor sent twice. Returns what changed.
 */
export async function judgeBrand(deps: JudgeDeps, brand: Brand, now: Date): Promise<readonly StoredChange[]> {
  const { db } = deps.store;
  const touched = await readTouched(db, brand.id);
  const open = await openIncidents(db, brand, now);
  const names = new Set([...touched.series.map((item) => item.series), ...open.flatMap((one) => one.scope.series)]);
  const posts = new Map(touched.posts.map((post) => [formatPostRef(post), post as PostRef]));
  for (const word of rewatched(open)) posts.set(word, parsePostRef(word));
  if (names.size === 0 && posts.size === 0) return [];

  const sorted = [...names].sort();
  const source = await storeSource(db, brand.id, sorted, now);
  const { verdicts, states } = await judgeSeries(source, sorted, now, settingsOf(deps, brand.id), {
    voices: storeVoices(db, brand.id),
    errors: errorsOfSeries(deps.store, brand.id, deps.errors),
  });
  const signals: Signals = {
    spikes: await spikesOf(brand, verdicts, (query) => mentionsBehind(db, query)),
    viral: await viralOf(
      await trajectoriesOf(db, brand.id, [...posts.values()]),
      brand,
      now,
      settingsOf(deps, brand.id),
      () => siteBaselines(deps.store, brand.id, now),
    ),
    answers: await answersOf(db, brand, open),
  };
  return decideAndStore(deps, brand, now, signals, async (trx) => {
    await saveSeriesStates(trx, brand.id, states.map(writtenDown));
    await clearTouched(trx, brand.id, touched);
    await setJudgedUntil(trx, brand.id, now);
  });
}

/** What was judged at one look. */
export interface Signals {
  readonly spikes: readonly SpikeInput[];
  readonly viral: readonly ViralInput[];
  readonly answers: readonly AnswerInput[];
}

/** Decides under the brand's lock, and stores incidents, deliveries and whatever `finish` writes in one transaction. */
export async function decideAndStore(
  deps: JudgeDeps,
  brand: Brand,
  now: Date,
  signals: Signals,
  finish: (trx: Transaction<Database>) => Promise<void>,
): Promise<readonly StoredChange[]> {
  const { stored, changed } = await deps.store.write(async (trx) => {
    await lockBrands(trx, [brand.id]);
    // Read under the lock: what another process or a person has changed meanwhile counts.
    const rows = await recentIncidents(trx, brand.id, new Date(now.getTime() - REMEMBER_MS), true);
    const changes = decide({
      brand: brand.id,
      now,
      incidents: rows.map(snapshotOf),
      ...signals,
      settings: settingsOf(deps, brand.id),
    });
    const stored: StoredChange[] = [];
    for (const change of changes) stored.push(...(await storeChange(trx, deps, brand, change, now)));
    await finish(trx);
    return { stored, changed: changes.flatMap(({ incidentId }) => (incidentId === null ? [] : [Number(incidentId)])) };
  });
  // Whoever opens the page of a crisis finds its numbers counted.
  for (const incidentId of changed)
    await keepIncidentNumbers(deps.store, { brand: brand.id, incidentId }, now, MOVED_AT_ONCE);
  return stored;
}

async function storeChange(
  trx: Transaction<Database>,
  deps: JudgeDeps,
  brand: Brand,
  change: IncidentChange,
  now: Date,
): Promise<StoredChange[]> {
  const { incidentId, seq, joined } = await writeIncident(trx, incidentWrite(brand.id, change));
  await retitle(trx, brand.id, incidentId, titleFrom(change.title, await incidentTopics(trx, brand.id, incidentId)));
  // Pages of what an incident is about are kept before somebody deletes them.
  await wantEvidence(trx, joined, now);
  if (seq === null || change.kind === 'updated') return [];
  const stored = { brand, incidentId, seq, kind: change.kind, at: change.at, severity: change.severity };
  await addDeliveries(trx, await deps.alertsFor(trx, stored, now), now, deps.trace ?? null);
  return [stored];
}

/** The brand's incidents that are not over at `now`. */
export async function openIncidents(db: Db, brand: Brand, now: Date): Promise<IncidentSnapshot[]> {
  return (await recentIncidents(db, brand.id, now)).filter((row) => row.closedAt === null).map(snapshotOf);
}

/** Posts of open incidents to look at again. */
export function rewatched(open: readonly IncidentSnapshot[]): string[] {
  return open.flatMap((incident) => incident.scope.posts.slice(0, REWATCHED));
}

/** Where the mentions behind a spike come from: the store, or a replay's memory. */
export type Behind = (query: BehindQuery) => Promise<readonly SpikeMention[]>;

/** Verdicts with what stands behind those that are alarms. */
export async function spikesOf(
  brand: Brand,
  verdicts: readonly { series: string; verdict: SeriesVerdict }[],
  behind: Behind,
): Promise<SpikeInput[]> {
  const spikes: SpikeInput[] = [];
  for (const { series, verdict } of verdicts) {
    spikes.push({ series, verdict, ...(verdict.alarm ? await behindSpike(behind, brand, series, verdict) : NOTHING) });
  }
  return spikes;
}

const NOTHING = { stories: [], posts: [], sites: [], aspects: [], intents: [] };

async function behindSpike(behind: Behind, brand: Brand, series: string, verdict: SeriesVerdict) {
  const mentions = await behind({
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

/** Each post judged as of `now`; among the posts of its site, asked for by `usual`, where it has any engagement. */
export async function viralOf(
  trajectories: readonly Trajectory[],
  brand: Brand,
  now: Date,
  settings: DetectSettings,
  usual: () => Promise<ReadonlyMap<string, SiteBaseline>>,
): Promise<ViralInput[]> {
  const sites = trajectories.some(({ readings }) => readings.some(isEngaging)) ? await usual() : null;
  return trajectories.map((trajectory) => {
    const siteBaseline = sites?.get(trajectory.site);
    const input = { ...trajectory, viralThreshold: brand.viralThreshold };
    return {
      post: formatPostRef(trajectory),
      story: String(trajectory.storyId),
      site: trajectory.site,
      aspects: trajectory.aspects,
      intents: trajectory.intents,
      verdict: judgePost(siteBaseline === undefined ? input : { ...input, siteBaseline }, now, settings),
    };
  });
}

function isEngaging({ likes, replies, reposts }: Trajectory['readings'][number]): boolean {
  return (likes ?? 0) + (replies ?? 0) + (reposts ?? 0) > 0;
}

/** The brand's public answers to posts of its open incidents. */
export async function answersOf(db: Db, brand: Brand, open: readonly IncidentSnapshot[]): Promise<AnswerInput[]> {
  const answers: AnswerInput[] = [];
  for (const incident of open) {
    for (const answer of await answersTo(db, brand.id, Number(incident.id), incident.openedAt)) {
      const story = answer.storyId === null ? null : String(answer.storyId);
      answers.push({ post: formatPostRef(answer), story, at: answer.at });
    }
  }
  return answers;
}
