/**
 * Which fields posts have, over a crawl and over a target's past. A site that changes its markup rarely yields nothing:
 * it yields posts without names, dates or texts. That is seen here.
 */
import type { Post, PostKind } from '../model.ts';
import type { FieldHistory, TargetState } from './ports.ts';

/** Fields whose absence can tell of a change. Not those that most posts rightly lack (`reply`, `parent`). */
const FIELDS: Readonly<Record<string, (post: Post) => boolean>> = {
  text: (post) => post.text !== '',
  title: (post) => post.title !== null,
  url: (post) => post.url !== null,
  rating: (post) => post.rating !== null,
  published_at: (post) => post.publishedAt !== null,
  'author.name': (post) => post.author.name !== null,
  'author.id': (post) => post.author.id !== null,
  'author.followers': (post) => post.author.followers !== null,
  'engagement.likes': (post) => post.engagement.likes !== null,
  'engagement.replies': (post) => post.engagement.replies !== null,
  'engagement.reposts': (post) => post.engagement.reposts !== null,
  'engagement.views': (post) => post.engagement.views !== null,
  'engagement.helpful': (post) => post.engagement.helpful !== null,
};

const FIELD_NAMES = Object.keys(FIELDS);

/** Whether a post has a field of the public form: `expected` may name any, `author` meaning a name or an id. */
function has(post: Post, field: string): boolean {
  const known = FIELDS[field];
  if (known) return known(post);
  if (field === 'author') return post.author.name !== null || post.author.id !== null;
  if (field === 'edited_at') return post.editedAt !== null;
  if (field === 'engagement') return Object.values(post.engagement).some((count) => count !== null);
  const value = (post as unknown as Record<string, unknown>)[field];
  return value !== null && value !== undefined && value !== '';
}

interface KindCount {
  posts: number;
  /** Posts that have each field. */
  readonly filled: Map<string, number>;
}

/** Counts fields over the posts of one crawl, kind by kind: comments rightly lack what reviews have. */
export class FillCount {
  posts = 0;
  readonly #kinds = new Map<PostKind, KindCount>();
  readonly #expected = new Map<string, { posts: number; filled: number }>();

  /** `expected`: fields that every one of these posts should have, as their page says. */
  add(posts: readonly Post[], expected: readonly string[]): void {
    this.posts += posts.length;
    for (const post of posts) {
      const count = this.#kinds.get(post.kind) ?? { posts: 0, filled: new Map() };
      this.#kinds.set(post.kind, count);
      count.posts++;
      for (const field of FIELD_NAMES) {
        if (FIELDS[field]?.(post)) count.filled.set(field, (count.filled.get(field) ?? 0) + 1);
      }
    }
    for (const field of expected) {
      const count = this.#expected.get(field) ?? { posts: 0, filled: 0 };
      count.posts += posts.length;
      for (const post of posts) if (has(post, field)) count.filled++;
      this.#expected.set(field, count);
    }
  }

  /** Share of the posts that have each field, 0…1; fields that no post has are left out. Empty without posts. */
  shares(): Record<string, number> {
    const shares: Record<string, number> = {};
    for (const field of FIELD_NAMES) {
      let filled = 0;
      for (const count of this.#kinds.values()) filled += count.filled.get(field) ?? 0;
      if (filled > 0) shares[field] = filled / this.posts;
    }
    return shares;
  }

  kinds(): ReadonlyMap<PostKind, KindCount> {
    return this.#kinds;
  }

  /** Fields that pages expected of every post, with the share that has them. */
  expected(): ReadonlyMap<string, { posts: number; filled: number }> {
    return this.#expected;
  }
}

/** An expected field is missed when fewer than this share of posts have it. */
const EXPECTED_SHARE = 0.2;
const LEAST_POSTS = 3;
/** Posts of history needed before a collapse can be told. */
const LEAST_HISTORY = 20;
const ALWAYS = 0.9;
const OFTEN = 0.5;

/**
 * What has vanished from the posts, for the operator; empty if nothing did. A field that (almost) every post used to
 * have is missed when so few having it would be a chance of less than 1 in 1,000 even if it had become a fifth rarer; a
 * field that most had, 1 in 10,000 and half as frequent (it comes and goes in clusters).
 */
export function vanishedFields(count: FillCount, history: TargetState['fill']): string[] {
  const missing = new Set<string>();
  for (const [field, { posts, filled }] of count.expected()) {
    if (posts >= LEAST_POSTS && filled < posts * EXPECTED_SHARE) missing.add(field);
  }
  for (const [kind, own] of count.kinds()) {
    for (const field of FIELD_NAMES) {
      const past = history[historyKey(kind, field)];
      if (!past || past.posts < LEAST_HISTORY || past.share < OFTEN) continue;
      const [rarer, chance] = past.share >= ALWAYS ? [0.8, 1e-3] : [0.5, 1e-4];
      const filled = own.filled.get(field) ?? 0;
      // Few posts a crawl: those since the field was last seen count together.
      const posts = filled === 0 ? own.posts + past.run : own.posts;
      if (binomialTail(filled, posts, past.share * rarer) < chance) missing.add(field);
    }
  }
  return [...missing];
}

/** `published_at (from 100 % of posts to 0 %)`, for each of `fields`; without history, what share has it now. */
export function collapseInWords(fields: readonly string[], count: FillCount, history: TargetState['fill']): string {
  const percent = (share: number) => `${Math.round(share * 100)} %`;
  return fields
    .map((field) => {
      let [filled, posts, share, past] = [0, 0, 0, 0];
      for (const [kind, own] of count.kinds()) {
        const before = history[historyKey(kind, field)];
        filled += own.filled.get(field) ?? 0;
        posts += own.posts;
        if (before === undefined) continue;
        share += before.share * own.posts;
        past += own.posts;
      }
      const expected = count.expected().get(field);
      const now =
        posts > 0 && FIELDS[field] ? filled / posts : (expected?.filled ?? 0) / Math.max(1, expected?.posts ?? 0);
      return past > 0
        ? `${field} (from ${percent(share / past)} of posts to ${percent(now)})`
        : `${field} (${percent(now)} of posts)`;
    })
    .join(', ');
}

/** P(X ≤ k) for X ~ Binomial(n, p), summed from the mass function in logarithms. */
export function binomialTail(k: number, n: number, p: number): number {
  if (k >= n) return 1;
  if (p <= 0) return 1;
  if (p >= 1) return 0;
  let logMass = n * Math.log1p(-p);
  let sum = Math.exp(logMass);
  for (let i = 1; i <= k; i++) {
    logMass += Math.log((n - i + 1) / i) + Math.log(p) - Math.log1p(-p);
    sum += Math.exp(logMass);
  }
  return Math.min(1, sum);
}

/** Posts that the memory of a field's share holds; older ones fade. */
const MEMORY_POSTS = 500;
/** A drifted crawl is not forgotten by the next one, but a change that stays becomes the new normal in time. */
const DRIFTED_WEIGHT = 0.1;

/** The history after this crawl. */
export function rememberFill(
  history: TargetState['fill'],
  count: FillCount,
  drifted: boolean,
): Record<string, FieldHistory> {
  const next: Record<string, FieldHistory> = { ...history };
  for (const [kind, { posts, filled }] of count.kinds()) {
    // A field first seen now was missing from all posts before.
    const unseen = { share: 0, posts: history[historyKey(kind, 'text')]?.posts ?? 0, run: 0 };
    for (const field of FIELD_NAMES) {
      const key = historyKey(kind, field);
      const past = history[key] ?? unseen;
      const now = filled.get(field) ?? 0;
      if (now > 0 || past.share > 0) next[key] = remembered(past, posts, now, drifted);
    }
  }
  return next;
}

function remembered(past: FieldHistory, posts: number, filled: number, drifted: boolean): FieldHistory {
  const before = Math.min(past.posts, MEMORY_POSTS);
  if (filled === 0) {
    // Its share stands until the field is back, so that a slow trickle of posts without it is still seen as a change.
    const weight = drifted ? posts * DRIFTED_WEIGHT : 0;
    return { share: (past.share * before) / (before + weight), posts: before, run: past.run + posts };
  }
  const all = posts + past.run;
  return {
    share: (past.share * before + filled) / (before + all),
    posts: Math.min(before + all, MEMORY_POSTS),
    run: 0,
  };
}

/** Under which a field's history is kept: `comment/author.name`. */
const historyKey = (kind: PostKind, field: string) => `${kind}/${field}`;
