/** How bad the signals of an incident are together, and which of them says it best. */
import type { Severity } from '../model.ts';
import type {
  IncidentMemory,
  IncidentReason,
  IncidentReasonCode,
  IncidentScope,
  SpikeInput,
  ViralInput,
} from './incident-types.ts';
import { EMPTY_SCOPE, spikeScope, unite, viralScope } from './scope.ts';
import { GRAVE_INTENTS, severityOf } from './severity.ts';

/** What was judged at this look of one incident. `standing`: spikes whose alarm counts. */
export interface Signals {
  readonly spikes: SpikeInput[];
  readonly standing: SpikeInput[];
  readonly viral: ViralInput[];
}

export interface Weighed {
  readonly scope: IncidentScope;
  readonly severity: Severity;
  readonly reason: IncidentReason;
  /** At this look. */
  readonly excess: number;
  readonly forecast: number;
  readonly r: number;
}

export function noSignals(): Signals {
  return { spikes: [], standing: [], viral: [] };
}

export function weigh(before: IncidentScope | null, signals: Signals, codes: readonly IncidentReasonCode[]): Weighed {
  const found = [...signals.viral.filter(isLoud).map(viralScope), ...signals.standing.map(spikeScope)];
  const scope = unite([before ?? EMPTY_SCOPE, ...found]);
  const spike = foremost(signals.standing.length > 0 ? signals.standing : signals.spikes, (s) => -s.verdict.perMonth);
  const viral = foremost(signals.viral, (v) => v.verdict.forecast.predicted + (v.verdict.alarm ? 1e12 : 0));
  const excess = Math.max(0, ...signals.spikes.map((s) => s.verdict.excess));
  const forecast = Math.max(0, ...signals.viral.map((v) => v.verdict.forecast.predicted));
  const r = Math.max(0, ...signals.viral.map(certainR));
  const grave = scope.intents.filter((intent) => GRAVE_INTENTS.has(intent));
  const { severity, reason } = severityOf({ excess, forecast, r, grave, sites: Math.max(1, scope.sites.length) });
  return {
    scope,
    severity,
    excess,
    forecast,
    r,
    reason: {
      codes,
      severity: reason,
      spike: spike === null ? null : { series: spike.series, verdict: spike.verdict },
      viral: viral === null ? null : { post: viral.post, verdict: viral.verdict },
    },
  };
}

/** R as far as it is sure: growth that could be chance is none. */
function certainR({ verdict }: ViralInput): number {
  return verdict.r.low > 1 ? verdict.r.value : Math.min(1, verdict.r.value);
}

/** Quiet posts of a story that is being watched do not widen an incident. */
function isLoud(viral: ViralInput): boolean {
  return viral.verdict.alarm || isTrending(viral);
}

/** Whether it stands on a trend list, where the whole site sees it. */
export function isTrending({ verdict }: Pick<ViralInput, 'verdict'>): boolean {
  return verdict.reasons.includes('trending');
}

function foremost<T>(list: readonly T[], rank: (item: T) => number): T | null {
  return list.reduce<T | null>((a, b) => (a === null || rank(b) > rank(a) ? b : a), null);
}

/** Why these signals are alarms, in codes. */
export function codesOf(signals: Signals): IncidentReasonCode[] {
  const codes = new Set<IncidentReasonCode>();
  for (const { verdict } of signals.standing) {
    if (verdict.reasons.includes('negative-up')) codes.add('spike');
    else if (verdict.reasons.includes('pile-up')) codes.add('pile-up');
    else codes.add('share');
  }
  for (const { verdict } of signals.viral) {
    if (isTrending({ verdict })) codes.add('trending');
    if (!verdict.alarm) continue;
    if (verdict.reasons.includes('forecast')) codes.add('viral-post');
    if (verdict.reasons.includes('grave-intent')) codes.add('grave-intent');
  }
  return [...codes];
}

/** What is remembered after a change; `told`: people hear of it. */
export function remember(
  before: IncidentMemory | null,
  now: Pick<Weighed, 'excess' | 'forecast' | 'r' | 'severity'>,
  at: number,
  active: boolean,
  told: boolean,
  signals: Signals,
): IncidentMemory {
  const peak = {
    excess: Math.max(before?.peak.excess ?? 0, now.excess),
    forecast: Math.max(before?.peak.forecast ?? 0, now.forecast),
    r: Math.max(before?.peak.r ?? 0, now.r),
  };
  return {
    version: 1,
    activeAt: active || before === null ? at : before.activeAt,
    told: told || before === null ? { ...peak, r: now.r, severity: now.severity } : before.told,
    peak,
    toldAt: told || before === null ? at : before.toldAt,
    trends: [...new Set([...(before?.trends ?? []), ...signals.viral.filter(isTrending).map(({ post }) => post)])],
  };
}
