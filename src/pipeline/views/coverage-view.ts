/** What stands behind a coverage figure: the targets that were to look, what each has not seen, and why. */
import type { CrawlOutcome } from '../../model.ts';
import type { Path } from '../../notify/views/parts.ts';
import { coverageOf, exposureOf, lookingAt, type TargetCoverage, unseenBy } from '../../store/coverage.ts';
import { type PeriodCrawls, periodCrawls } from '../../store/period-crawls.ts';
import type { Db } from '../../store/store.ts';

/** Whose coverage, and when: of one site, or of all that a brand is watched on. */
export interface CoverageAsked {
  readonly brand: string;
  readonly site: string | null;
  /** Inclusive. */
  readonly from: Date;
  /** Exclusive. */
  readonly to: Date;
}

/** Why a stretch was not seen, where no crawl has said so since: how the last one ended, or that none was due yet. */
export type Unlooked = CrawlOutcome | 'paused' | 'waiting';

export interface TargetSeen {
  readonly target: string;
  /** Null where it reads several. */
  readonly site: string | null;
  /** Share of the time that it saw, 0…1. */
  readonly share: number;
  readonly unseen: readonly {
    readonly since: Date;
    readonly until: Date;
    /** Share of this stretch that was seen all the same, 0…1. */
    readonly seen: number;
    readonly why: { readonly told: string } | { readonly state: Unlooked };
  }[];
  readonly crawls: PeriodCrawls;
}

export interface CoverageView extends CoverageAsked {
  /** The mean of the targets' shares, 0…1; 1 where no target looks: then posts are brought, and none is known to miss. */
  readonly share: number;
  /** Who saw least comes first. */
  readonly targets: readonly TargetSeen[];
}

/** Crawls in trouble that are listed of one target. */
const LISTED = 100;

/** The page that lists what a coverage figure was computed from. */
export function coveragePath({ brand, site, from, to }: CoverageAsked): Path {
  const query = new URLSearchParams({ brand });
  if (site !== null) query.set('site', site);
  query.set('from', from.toISOString());
  query.set('to', to.toISOString());
  return `/coverage?${query}`;
}

/** The rows behind the figure, and the figure computed from them by the formula that digests use. */
export async function composeCoverage(db: Db, asked: CoverageAsked): Promise<CoverageView> {
  const { brand, site, from, to } = asked;
  const looking = lookingAt(await coverageOf(db, brand, from), site);
  const targets: TargetSeen[] = [];
  for (const target of looking) {
    targets.push({
      target: target.target,
      site: target.site,
      share: exposureOf([target], null, from, to),
      unseen: unseenBy(target, from, to).map(({ reason, ...stretch }) => ({
        ...stretch,
        why: reason === null ? { state: stateOf(target) } : { told: reason },
      })),
      crawls: await periodCrawls(db, target.target, asked, LISTED),
    });
  }
  targets.sort((a, b) => a.share - b.share);
  return { ...asked, share: exposureOf(looking, null, from, to), targets };
}

function stateOf({ paused, failingSince, outcome }: TargetCoverage): Unlooked {
  if (paused) return 'paused';
  return failingSince === null ? 'waiting' : ((outcome as CrawlOutcome | null) ?? 'failed');
}
