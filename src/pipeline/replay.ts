/**
 * Judges a brand's past with the clock of the data: what would have been seen at each moment, in order. The counts are
 * read once and walked through in memory; the database is only touched where something happens.
 */
import { setImmediate } from 'node:timers/promises';
import type { IncidentSnapshot } from '../detect/incident-types.ts';
import type { DetectSettings } from '../detect/types.ts';
import { type Brand, BUCKET_MS } from '../model.ts';
import { judgedUntil, saveSeriesStates, setJudgedUntil } from '../store/series.ts';
import type { Store } from '../store/store.ts';
import { settingsOf } from './brand-settings.ts';
import type { StoredChange } from './incident-rows.ts';
import {
  answersOf,
  decideAndStore,
  type JudgeDeps,
  openIncidents,
  rewatched,
  type Signals,
  spikesOf,
  viralOf,
} from './judge.ts';
import { judgeSeries, type Witnesses, writtenDown } from './judge-series.ts';
import { type ErrorsByKind, errorsOfSeries } from './label-errors.ts';
import { loadMemory, type Memory, PostMemory } from './replay-memory.ts';
import { MentionMemory } from './replay-mentions.ts';
import { siteBaselines } from './site-baselines.ts';

const HOUR_MS = 3_600_000;
/** What is usual on a site moves slowly: a replay of years asks once a week. */
const BASELINE_MS = 7 * 24 * HOUR_MS;

/** Moments judged in one go. */
const STEPS_AT_ONCE = 10;

export interface ReplayRange {
  readonly from: Date;
  readonly to: Date;
}

/** Where the incidents of a walk are kept: in the store, or nowhere but in memory. */
export interface Ledger {
  /** Incidents that are not over. */
  open(now: Date): Promise<IncidentSnapshot[]>;
  /** The brand's public answers to posts of these. */
  answers(open: readonly IncidentSnapshot[], now: Date): Promise<Signals['answers']>;
  /** Decides and keeps what was decided; how many changes were told. */
  decide(signals: Signals, now: Date): Promise<number>;
}

/**
 * Replays [from, to] for a brand. Time that was judged before is passed over: old news is no alarm. `onStep` is told
 * how far it has come.
 */
export async function replayBrand(
  deps: JudgeDeps,
  brand: Brand,
  range: ReplayRange,
  onStep?: (at: Date) => void,
): Promise<StoredChange[]> {
  const { db } = deps.store;
  const judged = await judgedUntil(db, brand.id);
  const from = judged !== null && judged > range.from ? judged : range.from;
  if (from >= range.to) return [];
  const memory = await loadMemory(db, brand, from, range.to);
  const changes: StoredChange[] = [];
  const judging = { ...deps, settings: settingsOf(deps, brand.id) };
  await walk(judging, brand, { from, to: range.to }, memory, storeLedger(deps, brand, changes), onStep);
  await saveSeriesStates(db, brand.id, memory.states().map(writtenDown));
  await setJudgedUntil(db, brand.id, range.to);
  return changes;
}

function storeLedger(deps: JudgeDeps, brand: Brand, changes: StoredChange[]): Ledger {
  const { db } = deps.store;
  return {
    open: (now) => openIncidents(db, brand, now),
    // What was answered later is known to the store, and was not to those who looked then.
    answers: async (open, now) => (await answersOf(db, brand, open)).filter(({ at }) => at <= now),
    decide: async (signals, now) => {
      const made = await decideAndStore(deps, brand, now, signals, (trx) => setJudgedUntil(trx, brand.id, now));
      changes.push(...made);
      return made.length;
    },
  };
}

/** What is walked through, and how it is judged. */
export interface Walked {
  readonly store: Store;
  readonly settings: DetectSettings;
  readonly errors?: ErrorsByKind;
}

/** Looks at every moment of the range at which there was something to see. */
export async function walk(
  { store, settings, errors }: Walked,
  brand: Brand,
  { from, to }: ReplayRange,
  memory: Memory,
  ledger: Ledger,
  onStep?: (at: Date) => void,
): Promise<void> {
  const posts = new PostMemory(store.db, brand.id);
  const mentions = new MentionMemory(store.db, brand.id);
  const witnesses: Witnesses = {
    voices: (query) => mentions.behind({ brand: brand.id, ...query }),
    errors: errorsOfSeries(store, brand.id, errors),
  };
  let open = await ledger.open(from);
  let at = nextStep(memory, from.getTime(), to.getTime(), open.length > 0);
  for (let steps = 1; at !== null; steps++) {
    // Nearly all of it is computing: whatever else the process has to do gets its turn.
    if (steps % STEPS_AT_ONCE === 0) await setImmediate();
    const now = new Date(at);
    const names = new Set([...memory.touchedAt(at), ...open.flatMap((incident) => incident.scope.series)]);
    const { verdicts, states } = await judgeSeries(memory, [...names].sort(), now, settings, witnesses);
    memory.keep(states);
    const seen = [...(await posts.publishedIn(at - BUCKET_MS)), ...(await posts.named(rewatched(open)))];
    const usual = () => siteBaselines(store, brand.id, now, BASELINE_MS);
    const viral = await viralOf(seen, brand, now, settings, usual);
    if (open.length > 0 || viral.some((one) => one.verdict.alarm) || verdicts.some((one) => one.verdict.alarm)) {
      const answers = await ledger.answers(open, now);
      const made = await ledger.decide(
        { spikes: await spikesOf(brand, verdicts, (query) => mentions.behind(query)), viral, answers },
        now,
      );
      if (made > 0 || open.length > 0) open = await ledger.open(now);
    }
    onStep?.(now);
    at = nextStep(memory, at, to.getTime(), open.length > 0);
  }
}

/** The next moment worth a look: the end of the next bin with a count; while an incident is open, every hour too. */
function nextStep(memory: Memory, after: number, end: number, open: boolean): number | null {
  const count = memory.nextEnd(after);
  const hour = open ? Math.floor(after / HOUR_MS) * HOUR_MS + HOUR_MS : Number.POSITIVE_INFINITY;
  const next = Math.min(count ?? Number.POSITIVE_INFINITY, hour);
  return next <= end ? next : null;
}
