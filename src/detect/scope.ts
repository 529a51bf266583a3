/** What signals and incidents are about, and when two of them are about the same thing. */

import type { IncidentChange, IncidentScope, IncidentSnapshot, SpikeInput, ViralInput } from './incident-types.ts';
import { GRAVE_INTENTS } from './severity.ts';

const HOUR = 3_600_000;
/** Signals without a common story belong together when this close in time. */
const SAME_AFFAIR = 24 * HOUR;
/** Stories and posts kept of an incident: enough to recognise it by. */
const KEPT = 500;

export const EMPTY_SCOPE: IncidentScope = { series: [], stories: [], posts: [], sites: [], aspects: [], intents: [] };

export function spikeScope({ series, stories, posts, sites, aspects, intents }: SpikeInput): IncidentScope {
  return { series: [series], stories, posts, sites, aspects, intents };
}

export function viralScope(viral: ViralInput): IncidentScope {
  return {
    series: [],
    stories: viral.story === null ? [] : [viral.story],
    posts: [viral.post],
    sites: [viral.site],
    aspects: viral.aspects,
    intents: viral.intents,
  };
}

/** The first one's things first. */
export function unite(scopes: readonly IncidentScope[]): IncidentScope {
  const all = <T>(list: (scope: IncidentScope) => readonly T[]) => [...new Set(scopes.flatMap(list))];
  return {
    series: all((scope) => scope.series),
    stories: all((scope) => scope.stories).slice(0, KEPT),
    posts: all((scope) => scope.posts).slice(0, KEPT),
    sites: all((scope) => scope.sites),
    aspects: all((scope) => scope.aspects),
    intents: all((scope) => scope.intents),
  };
}

export function overlap<T>(a: readonly T[], b: readonly T[]): boolean {
  const set = new Set(a);
  return b.some((x) => set.has(x));
}

/** The same post or the same story. */
export function sameStory(a: IncidentScope, b: IncidentScope): boolean {
  return overlap(a.stories, b.stories) || overlap(a.posts, b.posts);
}

/**
 * Whether two things that share no story are still one affair, being close in time: the same aspect or grave intent is
 * named, or one of them says too little of itself to be told apart.
 */
export function sameAffair(a: IncidentScope, b: IncidentScope): boolean {
  const [aspectsA, aspectsB] = [topicsOf(a), topicsOf(b)];
  return aspectsA.length === 0 || aspectsB.length === 0 || overlap(aspectsA, aspectsB);
}

/** The three foremost aspects, and the intents that stand for themselves. */
function topicsOf({ aspects, intents }: IncidentScope): string[] {
  return [...aspects.slice(0, 3), ...intents.filter((intent) => GRAVE_INTENTS.has(intent))];
}

/**
 * The incident that a signal is part of: of those with the same story the one that is not over, of several the one that
 * shares most with it, else the latest; then, for signals that may join by affair, one that is not over and was active
 * lately. Null: none.
 */
export function homeOf(
  scope: IncidentScope,
  incidents: readonly IncidentSnapshot[],
  now: number,
  byAffair: boolean,
): IncidentSnapshot | null {
  const told = incidents.filter((incident) => sameStory(scope, incident.scope));
  const home = nearest(scope, told.filter(isRunning)) ?? latest(told);
  if (home !== null || !byAffair) return home;
  return latest(incidents.filter((incident) => isCurrent(incident, now) && sameAffair(scope, incident.scope)));
}

/** What a few words without a story of their own are taken to be about: whatever is going on now. Null: nothing is. */
export function affairOf(incidents: readonly IncidentSnapshot[], now: number): IncidentSnapshot | null {
  return latest(incidents.filter((incident) => isCurrent(incident, now)));
}

/** Neither over nor quiet for long. */
function isCurrent(incident: IncidentSnapshot, now: number): boolean {
  const activeAt = incident.memory?.activeAt ?? incident.changedAt.getTime();
  return isRunning(incident) && now - activeAt <= SAME_AFFAIR;
}

export function isRunning({ state }: IncidentSnapshot): boolean {
  return state !== 'resolved' && state !== 'dismissed';
}

/** A spike of all that is said has a story with every post of the day: it belongs where most of them do. */
function nearest(scope: IncidentScope, incidents: readonly IncidentSnapshot[]): IncidentSnapshot | null {
  const known = new Set([...scope.stories, ...scope.posts]);
  const shared = incidents.map((one) => [...one.scope.stories, ...one.scope.posts].filter((x) => known.has(x)).length);
  const most = Math.max(...shared);
  return latest(incidents.filter((_, i) => shared[i] === most));
}

function latest(incidents: readonly IncidentSnapshot[]): IncidentSnapshot | null {
  return incidents.reduce<IncidentSnapshot | null>((a, b) => (a === null || b.changedAt > a.changedAt ? b : a), null);
}

/** What a title is made from. */
export function titleOf(scope: IncidentScope): IncidentChange['title'] {
  return {
    aspect: scope.aspects[0] ?? null,
    intent: scope.intents.find((intent) => GRAVE_INTENTS.has(intent)) ?? scope.intents[0] ?? null,
    site: scope.sites[0] ?? null,
  };
}
