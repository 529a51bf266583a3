/** A town on a clock that only moves when told, and its pages read as the service reads them. */
import { afterEach } from 'vitest';
import { SteppedClock } from '../../src/clock.ts';
import type { ParseResult } from '../../src/crawl/contract.ts';
import { FetchedPage } from '../../src/crawl/page.ts';
import { loadRegistry } from '../../src/crawl/registry.ts';
import { startTown, type Town } from '../../src/demo/town.ts';
import type { Target } from '../../src/model.ts';

/** A midnight in Shanghai. */
export const START = new Date('2026-03-01T16:00:00Z');
export const registry = await loadRegistry();

const open: Town[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((town) => town.close()));
});

export async function townAt(time: Date, seed = 1): Promise<{ town: Town; clock: SteppedClock }> {
  const clock = new SteppedClock(time);
  const town = await startTown({ seed, clock, start: START });
  open.push(town);
  return { town, clock };
}

export function targetOf(town: Town, id: string): Target {
  const target = town.targets.find((candidate) => candidate.id === id);
  if (target === undefined) throw new Error(`no target ${id}`);
  return target;
}

/** One page, fetched and parsed by the target's crawler with its options checked against the crawler's schema. */
export async function readPage(target: Target, url: string, now: Date): Promise<ParseResult> {
  const crawler = registry.get(target.crawler);
  const response = await fetch(url);
  const headers = Object.fromEntries(response.headers);
  const body = new Uint8Array(await response.arrayBuffer());
  const page = new FetchedPage({ url, status: response.status, headers, body });
  return crawler.parse(page, { options: checkedOptions(target), now, timezone: target.timezone });
}

export function checkedOptions(target: Target): Record<string, unknown> {
  const checked = registry.validateOptions(target.crawler, target.options);
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems));
  return checked.options;
}

/** Everything a target lists from `url` on, page after page. */
export async function readAll(target: Target, url: string, now: Date): Promise<ParseResult[]> {
  const pages: ParseResult[] = [];
  for (let next: string | undefined = url; next !== undefined && pages.length < 100; ) {
    const page: ParseResult = await readPage(target, next, now);
    pages.push(page);
    next = page.next?.[0]?.url;
  }
  return pages;
}
