/** A place's posts as they stand at a moment: only what has been written by then, newest first, in pages. */
import type { TownPost } from '../posts.ts';

export interface Slice {
  /** Newest first. */
  readonly posts: readonly TownPost[];
  /** Id to go on after; null on the last page. */
  readonly next: string | null;
}

export class Shelf {
  /** Oldest first. */
  readonly #posts: readonly TownPost[];
  readonly #byId: ReadonlyMap<string, TownPost>;
  readonly #found = new Map<string, readonly TownPost[]>();

  constructor(posts: readonly TownPost[]) {
    this.#posts = posts;
    this.#byId = new Map(posts.map((post) => [post.id, post]));
  }

  /** Null where there is no such post, or not yet. */
  get(id: string, now: number): TownPost | null {
    const post = this.#byId.get(id);
    return post !== undefined && post.at <= now ? post : null;
  }

  /** Posts that fulfil a condition; looked up once for each `key`, for what is ever written is known. */
  having(key: string, condition: (post: TownPost) => boolean): readonly TownPost[] {
    let found = this.#found.get(key);
    if (found === undefined) {
      found = this.#posts.filter(condition);
      this.#found.set(key, found);
    }
    return found;
  }

  all(): readonly TownPost[] {
    return this.#posts;
  }
}

/** The newest of `posts` (oldest first) at `now`, or those before the post `before`. */
export function sliceOf(posts: readonly TownPost[], now: number, size: number, before: string | null): Slice {
  let end = countUntil(posts, now);
  if (before !== null) {
    const at = posts.findIndex((post) => post.id === before);
    if (at >= 0) end = Math.min(end, at);
  }
  const begin = Math.max(0, end - size);
  return { posts: posts.slice(begin, end).reverse(), next: begin === 0 ? null : posts[begin]!.id };
}

/** How many of `posts` (oldest first) have been written at `now`. */
export function countUntil(posts: readonly TownPost[], now: number): number {
  let low = 0;
  let high = posts.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (posts[middle]!.at <= now) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** ISO 8601 in the town's own zone. */
export function localIso(time: number): string {
  return new Date(time + 8 * 3_600_000).toISOString().replace(/\.\d+Z$/, '+08:00');
}
