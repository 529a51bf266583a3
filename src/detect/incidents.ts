/** From signals to incidents: what belongs together, what people are told, and when it is over. */
import type { Intent, Severity } from '../model.ts';
import { GRAVE_INTENTS, severityOf } from './severity.ts';
import type {
  DecideInput,
  IncidentChange,
  IncidentMemory,
  IncidentReason,
  IncidentReasonCode,
  IncidentScope,
  IncidentSnapshot,
  SpikeInput,
  ViralInput,
} from './types.ts';

const HOUR = 3_600_000;
/** Without a signal for this long an incident cools; after this much more it is resolved. */
const COOL_AFTER = 6 * HOUR;
const RESOLVE_AFTER = 24 * HOUR;
/** People are not told "worse" again sooner than this, unless the severity rises. */
const WORSE_PAUSE = 3 * HOUR;
/** A severity that is only just reached may fall back: this many points over the step count as risen. */
const WORSE_FACTOR = 2;
/** A dismissed incident comes back only when it has grown this many times over what people saw. */
const AFTER_DISMISSAL = 3;

interface Signals {
  readonly spikes: SpikeInput[];
  readonly viral: ViralInput[];
}

/** What has to change, given everything judged at this look. Pure: the same input gives the same changes. */
export function decide(input: DecideInput): IncidentChange[] {
  const known = input.incidents.filter((incident) => incident.memory !== null);
  const joined = new Map<IncidentSnapshot, Signals>();
  const fresh: Signals = { spikes: [], viral: [] };
  for (const viral of input.viral) {
    const home = homeOf(viralScope(viral), known);
    if (home === null && !viral.verdict.alarm) continue;
    (home === null ? fresh : signalsOf(joined, home)).viral.push(viral);
  }
  for (const spike of input.spikes) {
    const home = homeOf(spikeScope(spike), known) ?? anyOpen(known);
    if (home === null && !spike.verdict.alarm) continue;
    if (home !== null && !spike.verdict.alarm && !home.scope.series.includes(spike.series)) continue;
    (home === null ? fresh : signalsOf(joined, home)).spikes.push(spike);
  }
  const changes: IncidentChange[] = [];
  if (fresh.spikes.length > 0 || fresh.viral.length > 0) changes.push(opened(fresh, input));
  for (const incident of known) {
    const signals = joined.get(incident) ?? { spikes: [], viral: [] };
    const change = follow(incident, signals, input);
    if (change !== null) changes.push(change);
  }
  return changes;
}

function signalsOf(joined: Map<IncidentSnapshot, Signals>, home: IncidentSnapshot): Signals {
  const found = joined.get(home) ?? { spikes: [], viral: [] };
  joined.set(home, found);
  return found;
}

function spikeScope(spike: SpikeInput): IncidentScope {
  return { ...spike, series: [spike.series] };
}

function viralScope(viral: ViralInput): IncidentScope {
  return {
    series: [],
    stories: viral.story === null ? [] : [viral.story],
    posts: [viral.post],
    sites: [viral.site],
    aspects: viral.aspects,
    intents: viral.intents,
  };
}

/** The incident this is part of: the same story or post; open ones first, the most recent first. */
function homeOf(scope: IncidentScope, incidents: readonly IncidentSnapshot[]): IncidentSnapshot | null {
  const same = incidents.filter(
    (incident) => overlaps(scope.stories, incident.scope.stories) || overlaps(scope.posts, incident.scope.posts),
  );
  return anyOpen(same) ?? latest(same);
}

function anyOpen(incidents: readonly IncidentSnapshot[]): IncidentSnapshot | null {
  return latest(incidents.filter((i) => i.state !== 'resolved' && i.state !== 'dismissed'));
}

function latest(incidents: readonly IncidentSnapshot[]): IncidentSnapshot | null {
  return incidents.reduce<IncidentSnapshot | null>((a, b) => (a === null || b.changedAt > a.changedAt ? b : a), null);
}

function overlaps(a: readonly string[], b: readonly string[]): boolean {
  return a.some((x) => b.includes(x));
}

interface Weighed {
  readonly scope: IncidentScope;
  readonly severity: Severity;
  readonly reason: IncidentReason;
  readonly excess: number;
  readonly forecast: number;
  readonly r: number;
}

function weigh(before: IncidentScope | null, signals: Signals, codes: readonly IncidentReasonCode[]): Weighed {
  const parts = [...signals.spikes.filter((s) => s.verdict.alarm).map(spikeScope), ...signals.viral.map(viralScope)];
  const scope = union(before === null ? parts : [before, ...parts]);
  const excess = Math.max(0, ...signals.spikes.map((s) => s.verdict.excess));
  const strongest = signals.viral.reduce<ViralInput | null>(
    (a, b) => (a === null || b.verdict.forecast.predicted > a.verdict.forecast.predicted ? b : a),
    null,
  );
  const spike = signals.spikes.reduce<SpikeInput | null>(
    (a, b) => (a === null || b.verdict.probability < a.verdict.probability ? b : a),
    null,
  );
  const forecast = strongest?.verdict.forecast.predicted ?? 0;
  const r = Math.max(0, ...signals.viral.map((v) => v.verdict.r.value));
  const grave: Intent[] = scope.intents.filter((intent) => GRAVE_INTENTS.has(intent));
  const weighed = severityOf({ excess, forecast, r, grave, sites: Math.max(1, scope.sites.length) });
  return {
    scope,
    severity: weighed.severity,
    excess,
    forecast,
    r,
    reason: {
      codes,
      severity: weighed.reason,
      spike: spike === null ? null : { series: spike.series, verdict: spike.verdict },
      viral: strongest === null ? null : { post: strongest.post, verdict: strongest.verdict },
    },
  };
}

function union(parts: readonly IncidentScope[]): IncidentScope {
  const all = <K extends keyof IncidentScope>(key: K) => [...new Set(parts.flatMap((p) => p[key] as readonly never[]))];
  return {
    series: all('series'),
    stories: all('stories').slice(0, 500),
    posts: all('posts').slice(0, 500),
    sites: all('sites'),
    aspects: all('aspects'),
    intents: all('intents'),
  };
}

function titleOf(scope: IncidentScope): IncidentChange['title'] {
  return {
    aspect: scope.aspects[0] ?? null,
    intent: scope.intents.find((i) => GRAVE_INTENTS.has(i)) ?? scope.intents[0] ?? null,
    site: scope.sites[0] ?? null,
  };
}

function codesOf(signals: Signals): IncidentReasonCode[] {
  const codes = new Set<IncidentReasonCode>();
  for (const { verdict } of signals.spikes) {
    if (!verdict.alarm) continue;
    codes.add(
      verdict.reasons.includes('pile-up') ? 'pile-up' : verdict.reasons.includes('share-up') ? 'share' : 'spike',
    );
  }
  for (const { verdict } of signals.viral) {
    if (!verdict.alarm) continue;
    if (verdict.reasons.includes('forecast')) codes.add('viral-post');
    if (verdict.reasons.includes('grave-intent')) codes.add('grave-intent');
    if (verdict.reasons.includes('trending')) codes.add('trending');
  }
  return [...codes];
}

function opened(signals: Signals, input: DecideInput): IncidentChange {
  const weighed = weigh(null, signals, codesOf(signals));
  return {
    kind: 'opened',
    incidentId: null,
    at: input.now,
    state: 'open',
    severity: weighed.severity,
    reason: weighed.reason,
    title: titleOf(weighed.scope),
    scope: weighed.scope,
    memory: remember(null, weighed, input.now.getTime(), true, true),
  };
}

function remember(
  before: IncidentMemory | null,
  now: Weighed,
  at: number,
  active: boolean,
  told: boolean,
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
  };
}

function follow(incident: IncidentSnapshot, signals: Signals, input: DecideInput): IncidentChange | null {
  const before = incident.memory!;
  const at = input.now.getTime();
  const active =
    signals.spikes.some((s) => s.verdict.alarm) || signals.viral.some((v) => v.verdict.alarm && stillMoving(v));
  const over = incident.state === 'resolved' || incident.state === 'dismissed';
  const change = (
    kind: IncidentChange['kind'],
    state: IncidentChange['state'],
    codes: readonly IncidentReasonCode[],
    told: boolean,
  ): IncidentChange => {
    const weighed = weigh(incident.scope, signals, codes);
    const severity = Math.max(weighed.severity, incident.severity) as Severity;
    return {
      kind,
      incidentId: incident.id,
      at: input.now,
      state,
      severity,
      reason: weighed.reason,
      title: titleOf(weighed.scope),
      scope: weighed.scope,
      memory: remember(before, { ...weighed, severity }, at, active, told),
    };
  };
  const weighed = weigh(incident.scope, signals, []);
  if (over) {
    if (!active) return null;
    if (incident.state === 'resolved') return change('reopened', 'open', codesOf(signals), true);
    return grown(before, weighed, AFTER_DISMISSAL)
      ? change('reopened', 'open', ['after-dismissal', 'clearly-more'], true)
      : null;
  }
  const answered = input.answers.find(
    (a) => incident.scope.posts.includes(a.post) || (a.story !== null && incident.scope.stories.includes(a.story)),
  );
  if (answered !== undefined && incident.state !== 'answered')
    return change('answered', 'answered', ['brand-answered'], false);
  if (active) {
    const up = weighed.severity > Math.max(before.told.severity, incident.severity);
    if (up) return change('worse', stateWhenActive(incident), ['severity-up', ...codesOf(signals)], true);
    const rested = at - before.toldAt >= WORSE_PAUSE;
    const sites = weighed.scope.sites.length > incident.scope.sites.length;
    if (rested && sites) return change('worse', stateWhenActive(incident), ['new-site', ...codesOf(signals)], true);
    if (rested && grown(before, weighed, WORSE_FACTOR)) {
      return change('worse', stateWhenActive(incident), ['clearly-more', ...codesOf(signals)], true);
    }
    if (incident.state === 'cooling') return change('worse', 'open', ['growing-again', ...codesOf(signals)], rested);
    return change('updated', incident.state, codesOf(signals), false);
  }
  const quiet = at - before.activeAt;
  if (quiet >= RESOLVE_AFTER) return change('resolved', 'resolved', ['back-to-normal'], false);
  if (quiet >= COOL_AFTER && incident.state !== 'cooling') return change('cooling', 'cooling', ['quiet'], false);
  return null;
}

function stateWhenActive(incident: IncidentSnapshot): IncidentSnapshot['state'] {
  return incident.state === 'cooling' ? 'open' : incident.state;
}

function stillMoving(viral: ViralInput): boolean {
  const { verdict } = viral;
  return verdict.velocity > 0 && verdict.forecast.predicted > verdict.observed * 1.1;
}

function grown(before: IncidentMemory, now: Weighed, factor: number): boolean {
  return (
    now.excess >= Math.max(3, before.told.excess) * factor ||
    now.forecast >= Math.max(100, before.told.forecast) * factor
  );
}
