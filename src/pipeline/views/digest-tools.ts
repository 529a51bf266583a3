/** Tools: where it was said, and what of it could not be seen. */
import type { CoverageCaveat, SiteTool } from '../../notify/views.ts';
import { coverageOf, exposureOf } from '../../store/coverage.ts';
import { targetHealth } from '../../store/crawls.ts';
import type { DimensionCount } from '../../store/mention-list.ts';
import type { DigestPeriod, DigestViewDeps } from './digest-view.ts';
import { caveats, figure, siteRef } from './parts.ts';

/** Shorter stretches are the ordinary unrest of the net. */
const SHORTEST_GAP_MS = 15 * 60_000;

export async function siteTools(
  { db, siteNames }: DigestViewDeps,
  { brand, bounds, filter }: DigestPeriod,
  rows: readonly DimensionCount[],
): Promise<SiteTool[]> {
  const coverage = await coverageOf(db, brand.id, bounds.from);
  return rows
    .map((row): SiteTool => {
      const own = { ...filter, site: row.value };
      return {
        site: siteRef(row.value, siteNames),
        mentions: figure(row.total, own),
        negative: figure(row.negative, { ...own, label: 'negative' }),
        coverage: { value: exposureOf(coverage, row.value, bounds.from, bounds.to), evidence: '/targets' },
      };
    })
    .sort((a, b) => b.mentions.value - a.mentions.value);
}

/** Sites that were blind within the period and whose posts of it are missing still: by now, or for good. */
export async function blindSites(
  { db, siteNames }: DigestViewDeps,
  { brand, bounds: { from, to } }: DigestPeriod,
): Promise<CoverageCaveat[]> {
  const now = caveats(brand.id, await targetHealth(db), siteNames).filter(
    ({ blindSince }) => new Date(blindSince) < to,
  );
  const targets = await coverageOf(db, brand.id, from);
  const missed = targets.flatMap(({ target, site, gaps }): CoverageCaveat[] => {
    const length = (gap: { since: Date; until: Date }) => gap.until.getTime() - gap.since.getTime();
    const inside = gaps.filter((gap) => gap.since < to && gap.until > from && gap.seen < 0.5);
    const [longest] = inside.toSorted((a, b) => length(b) - length(a));
    if (longest === undefined || length(longest) < SHORTEST_GAP_MS) return [];
    return [
      {
        site: siteRef(site ?? target, siteNames),
        blindSince: longest.since.toISOString(),
        seenAgainAt: longest.until.toISOString(),
        reason: 'missed',
        evidence: `/targets#${encodeURIComponent(target)}`,
      },
    ];
  });
  return [...now, ...missed];
}
