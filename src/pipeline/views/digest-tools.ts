/** Tools: where it was said, and what of it could not be seen. */
import type { DigestView, SiteTool } from '../../notify/views/digest.ts';
import { coverageOf, exposureOf } from '../../store/coverage.ts';
import type { DimensionCount } from '../../store/mention-list.ts';
import { blindSites } from './blind-sites.ts';
import { coveragePath } from './coverage-view.ts';
import type { DigestPeriod, DigestViewDeps } from './digest-view.ts';
import { figure, siteRef } from './parts.ts';

/** `rows`: the sites with mentions. Those that were read and brought none are told too: silence there was heard. */
export async function tools(
  { db, siteNames }: DigestViewDeps,
  { brand, bounds, filter }: DigestPeriod,
  rows: readonly DimensionCount[],
): Promise<DigestView['tools']> {
  const targets = await coverageOf(db, brand.id, bounds.from);
  const coverage = (site: string | null) => ({
    value: exposureOf(targets, site, bounds.from, bounds.to),
    evidence: coveragePath({ brand: brand.id, site, from: bounds.from, to: bounds.to }),
  });
  const spoken = new Set(rows.map(({ value }) => value));
  const watched = new Set(targets.flatMap(({ site }) => (site === null || spoken.has(site) ? [] : [site])));
  const silent = [...watched].map((value): DimensionCount => ({ value, total: 0, negative: 0, positive: 0 }));
  const sites = [...rows, ...silent].map(({ value, total, negative }): SiteTool => {
    const own = { ...filter, site: value };
    return {
      site: siteRef(value, siteNames),
      mentions: figure(total, own),
      negative: figure(negative, { ...own, label: 'negative' }),
      coverage: coverage(value),
    };
  });
  return {
    sites: sites.sort((a, b) => b.mentions.value - a.mentions.value),
    coverage: coverage(null),
    blind: await blindSites(db, siteNames, { brand: brand.id, from: bounds.from, to: bounds.to }),
  };
}
