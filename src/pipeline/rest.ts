/** Which targets rest, by whose word and until when: config and commands together. Pure. */
import type { Target } from '../model.ts';
import type { Pause } from '../store/pauses.ts';

/** Why a target is not crawled. */
export interface Rest {
  /** `config`: until a file is changed. `command`: `earshot resume` ends it. */
  readonly by: 'config' | 'command';
  /** The site that rests as a whole; null where only this target does. */
  readonly site: string | null;
  /** Null: as long as config has said so. */
  readonly since: Date | null;
  readonly until: Date | null;
  readonly reason: string;
}

export interface RestRules {
  /** Sites as config speaks of them. */
  readonly sites: readonly { readonly id: string; readonly paused: boolean; readonly reason: string }[];
  /** Names of a target's sites; a door's own one, where it has one. */
  readonly sitesOf: (target: Resting) => ReadonlySet<string>;
}

/** What can rest: a target, or a door. */
export type Resting = Pick<Target, 'id' | 'paused'>;

/** The targets that rest now, with the reason that lasts longest: config, then commands. */
export function restingTargets(
  targets: readonly Resting[],
  { sites, sitesOf }: RestRules,
  pauses: readonly Pause[],
): Map<string, Rest> {
  const resting = new Map<string, Rest>();
  for (const target of targets) {
    const names = sitesOf(target);
    const site = sites.find(({ id, paused }) => paused && names.has(id));
    const byCommand = pauses
      .filter(({ kind, name }) => (kind === 'site' ? names.has(name) : name === target.id))
      .sort(
        (a, b) => (b.until?.getTime() ?? Number.POSITIVE_INFINITY) - (a.until?.getTime() ?? Number.POSITIVE_INFINITY),
      );
    const [longest] = byCommand;
    if (target.paused) {
      resting.set(target.id, { by: 'config', site: null, since: null, until: null, reason: '' });
    } else if (site !== undefined) {
      resting.set(target.id, { by: 'config', site: site.id, since: null, until: null, reason: site.reason });
    } else if (longest !== undefined) {
      const { since, until, reason, kind, name } = longest;
      resting.set(target.id, { by: 'command', site: kind === 'site' ? name : null, since, until, reason });
    }
  }
  return resting;
}

/** In words: `paused by command until 2026-03-04T08:00:00.000Z: they asked for quiet`. */
export function restInWords({ by, site, since, until, reason }: Rest): string {
  const whose = site === null ? 'paused' : `the site ${site} is paused`;
  const when = `${since === null ? '' : ` since ${since.toISOString()}`}${until === null ? '' : ` until ${until.toISOString()}`}`;
  return `${whose} by ${by}${when}${reason === '' ? '' : `: ${reason}`}`;
}
