/** What a target remembers between crawls, and how a crawl changes it. */
import { createHash } from 'node:crypto';
import type { Target } from '../model.ts';
import type { TargetState } from './ports.ts';

/** A target that was never crawled. */
const NEW_STATE: TargetState = {
  plan: null,
  cursor: null,
  since: null,
  firstDoneAt: null,
  lastSweepAt: null,
  resume: null,
  tail: null,
  fill: {},
  yield: { perPage: 0, pages: 0 },
  cookies: [],
};

/** Names what a target crawls: equal for equal crawler, options, words and site. */
export function planOf({ crawler, options, site }: Target, query: readonly string[]): string {
  return createHash('sha256')
    .update(JSON.stringify([crawler, options, site ?? null, query]))
    .digest('hex')
    .slice(0, 16);
}

/**
 * The state to go on with. Where config now says something else, the past is another target's: only cookies stay, and
 * what is found first is back-fill again.
 */
export function stateFor(plan: string, known: TargetState | null): TargetState {
  if (known?.plan === plan) return { ...NEW_STATE, ...known };
  return { ...NEW_STATE, plan, cookies: known?.cookies ?? [] };
}

/** Pages that the memory of a listing's yield holds. */
const MEMORY_PAGES = 50;
const MOST_PAGES = 1_000;

/** Posts per page after `pages` more pages with `posts` posts in all. */
export function rememberYield(before: TargetState['yield'], posts: number, pages: number): TargetState['yield'] {
  if (pages === 0) return before;
  const weight = Math.min(before.pages, MEMORY_PAGES);
  const perPage = (before.perPage * weight + posts) / (weight + pages);
  return { perPage, pages: Math.min(before.pages + pages, MOST_PAGES) };
}

/** The later of two moments, never in the future: one wrong date must not hide all posts to come. */
export function laterOf(before: string | null, newest: Date | null, now: Date): string | null {
  const later = Math.max(before === null ? 0 : Date.parse(before), Math.min(newest?.getTime() ?? 0, now.getTime()));
  return later === 0 ? null : new Date(later).toISOString();
}
