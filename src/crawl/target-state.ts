/** What a target remembers between crawls, and how a crawl changes it. */
import type { TargetState } from './ports.ts';

/** A target that was never crawled. */
export const NEW_STATE: TargetState = {
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
