/** Where a post stands among the posts of its site. */
import type { SiteBaseline } from './viral-types.ts';

/** Share of the site's posts of that age (hours) that had less engagement, at most 0.99; null where none are known. */
export function percentileAt(site: SiteBaseline, hours: number, engagement: number): number | null {
  const row =
    site.quantiles[
      Math.max(
        0,
        site.ages.findLastIndex((age) => age <= hours),
      )
    ];
  if (row === undefined) return null;
  const [p50, p90, p99] = row;
  if (engagement >= p99) return engagement > p50 ? 0.99 : 0.5;
  if (engagement >= p90) return 0.9 + (0.09 * (engagement - p90)) / Math.max(1, p99 - p90);
  if (engagement >= p50) return 0.5 + (0.4 * (engagement - p50)) / Math.max(1, p90 - p50);
  return (0.5 * engagement) / Math.max(1, p50);
}

/** Where a site's posts hardly move, so much may still come together by chance. */
const BY_CHANCE = 20;

/** The engagement that 99 % of the site's posts never come to, however old they grow. */
export function outgrown(site: SiteBaseline): number {
  return Math.max(BY_CHANCE, ...site.quantiles.map(([, , p99]) => p99));
}
