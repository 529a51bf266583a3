/** From signals to incidents: what belongs together is one, and nobody is told twice. */
import { standing } from './discoveries.ts';
import type {
  DecideInput,
  IncidentChange,
  IncidentScope,
  IncidentSnapshot,
  SpikeInput,
  ViralInput,
} from './incident-types.ts';
import { follow } from './lifecycle.ts';
import { affairOf, homeOf, sameAffair, sameStory, spikeScope, titleOf, unite, viralScope } from './scope.ts';
import { GRAVE_INTENTS } from './severity.ts';
import { codesOf, isTrending, noSignals, remember, type Signals, weigh } from './weigh.ts';

/** A grave word is news by itself only where such words are rarer than this, in a day. */
const GRAVE_IS_RARE = 0.2;

/** What has to change, given everything judged at this look. Pure: the same input gives the same changes. */
export function decide(input: DecideInput): IncidentChange[] {
  const now = input.now.getTime();
  const stands = standing(input.spikes, input.settings.falseAlarmsPerMonth);
  const viral = input.viral.map((one) => heard(one, input.spikes));
  const joined = new Map<IncidentSnapshot, Signals>(input.incidents.map((incident) => [incident, noSignals()]));
  const fresh: Group[] = [];

  for (const one of viral) {
    const scope = viralScope(one);
    const home =
      homeOf(scope, input.incidents, now, one.verdict.alarm) ??
      (isTrending(one) ? affairOf(input.incidents, now) : null);
    if (home !== null) joined.get(home)!.viral.push(one);
    else if (one.verdict.alarm) groupOf(fresh, scope).signals.viral.push(one);
  }
  for (const spike of input.spikes) {
    const scope = spikeScope(spike);
    const alarm = stands.has(spike);
    const home = alarm
      ? (carrierOf(spike, scope, input.incidents, now) ?? homeOf(scope, input.incidents, now, true))
      : (input.incidents.find(({ scope: known }) => known.series.includes(spike.series)) ?? null);
    const signals = home !== null ? joined.get(home)! : alarm ? groupOf(fresh, scope).signals : null;
    signals?.spikes.push(spike);
    if (alarm) signals?.standing.push(spike);
  }
  return [
    ...fresh.map(({ signals }) => opened(signals, input.now)),
    ...[...joined].flatMap(([incident, signals]) => follow(incident, signals, input.answers, input.now) ?? []),
  ];
}

/**
 * The incident that an alarm goes on in, where only incidents without any series would claim it by a story: a post that was
 * told by itself amid a storm does not take the storm over.
 */
function carrierOf(
  spike: SpikeInput,
  scope: IncidentScope,
  incidents: readonly IncidentSnapshot[],
  now: number,
): IncidentSnapshot | null {
  const claiming = homeOf(scope, incidents, now, false);
  if (claiming === null || claiming.scope.series.length > 0) return null;
  const carrying = incidents.filter((one) => one.scope.series.includes(spike.series));
  return homeOf({ ...scope, stories: [], posts: [] }, carrying, now, true);
}

/** Signals of this look that will open one incident. */
interface Group {
  scope: IncidentScope;
  readonly signals: Signals;
}

/** The group that a signal belongs to, by story, else by affair; a new one where there is none. */
function groupOf(groups: Group[], scope: IncidentScope): Group {
  const found =
    groups.find((group) => sameStory(group.scope, scope)) ?? groups.find((group) => sameAffair(group.scope, scope));
  if (found === undefined) {
    const group = { scope, signals: noSignals() };
    groups.push(group);
    return group;
  }
  found.scope = unite([found.scope, scope]);
  return found;
}

/**
 * A post as it counts here: where the brand hears grave words every other day, one more of them is no alarm by itself;
 * the series of that intent tells.
 */
function heard(viral: ViralInput, spikes: readonly SpikeInput[]): ViralInput {
  if (!viral.verdict.alarm || !isOnlyGrave(viral)) return viral;
  const usual = viral.intents
    .filter((intent) => GRAVE_INTENTS.has(intent))
    .map((intent) => spikes.find(({ series }) => series === `intent:${intent}`)?.verdict)
    .map((verdict) => verdict?.perDay ?? 0);
  const rare = usual.length === 0 || Math.min(...usual) <= GRAVE_IS_RARE;
  return rare ? viral : { ...viral, verdict: { ...viral.verdict, alarm: false } };
}

function isOnlyGrave({ verdict }: ViralInput): boolean {
  return verdict.reasons.includes('grave-intent') && !verdict.reasons.includes('forecast') && !isTrending({ verdict });
}

function opened(signals: Signals, now: Date): IncidentChange {
  const weighed = weigh(null, signals, codesOf(signals));
  return {
    kind: 'opened',
    incidentId: null,
    at: now,
    state: 'open',
    severity: weighed.severity,
    reason: weighed.reason,
    title: titleOf(weighed.scope),
    scope: weighed.scope,
    memory: remember(null, weighed, now.getTime(), true, true, signals),
  };
}
