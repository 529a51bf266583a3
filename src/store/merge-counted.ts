/** Counts of the pieces of an incident put together. Pure: the same in whatever order they come. */
import type { Counted, CountedAuthor, CountedPost } from './counted.ts';
import type { AuthorCount, DimensionCount } from './mention-list.ts';
import type { PeopleCount } from './people-behind.ts';

/** What was counted in the pieces as a whole; `authors` and `top`: so many are wanted. */
export function mergeCounted(pieces: readonly Counted[], wanted: { readonly authors: number; readonly top: number }) {
  const firsts = pieces.flatMap(({ first }) => (first === null ? [] : [first]));
  const negative = sum(pieces.map((piece) => piece.negative));
  return {
    total: sum(pieces.map(({ total }) => total)),
    negative,
    people: peopleIn(pieces, negative),
    first: firsts.sort(earlier)[0] ?? null,
    aspects: mergeCounts(pieces.map(({ aspects }) => aspects)),
    intents: mergeCounts(pieces.map(({ intents }) => intents)),
    authors: mergeAuthors(pieces, wanted.authors).map(authorCount),
    top: mergeTop(pieces)
      .slice(0, wanted.top)
      .map(({ month, postId }) => ({ month, postId })),
    stories: [...new Set(pieces.flatMap(({ stories }) => stories))],
  };
}

const sum = (numbers: readonly number[]) => numbers.reduce((total, number) => total + number, 0);

const earlier = (a: { at: string; postId: number }, b: { at: string; postId: number }) =>
  Date.parse(a.at) - Date.parse(b.at) || a.postId - b.postId;

/** The most negative first, then the most frequent, then by name. */
export function mergeCounts(lists: readonly (readonly DimensionCount[])[]): DimensionCount[] {
  const merged = new Map<string, DimensionCount>();
  for (const { value, total, negative, positive } of lists.flat()) {
    const known = merged.get(value) ?? { total: 0, negative: 0, positive: 0 };
    merged.set(value, {
      value,
      total: known.total + total,
      negative: known.negative + negative,
      positive: known.positive + positive,
    });
  }
  return [...merged.values()].sort(
    (a, b) => b.negative - a.negative || b.total - a.total || (a.value < b.value ? -1 : 1),
  );
}

/** Those with most followers first, then those who say most. A crisis has thousands: only who can be among them is added up. */
function mergeAuthors(pieces: readonly Counted[], wanted: number): CountedAuthor[] {
  const least = leastFollowers(pieces, wanted);
  const loud = new Set<string>();
  for (const { authors } of pieces) {
    for (const author of authors) if ((author[FOLLOWERS] ?? -1) >= least) loud.add(author[KEY]);
  }
  const merged = new Map<string, CountedAuthor>();
  for (const { authors } of pieces) {
    for (const author of authors) {
      if (!loud.has(author[KEY])) continue;
      const known = merged.get(author[KEY]);
      merged.set(author[KEY], known === undefined ? author : together(known, author));
    }
  }
  return foremost(merged.values(), wanted, louder);
}

/** Of whom no name is known each of the `negative` mentions may be one more person's. */
function peopleIn(pieces: readonly Counted[], negative: number): PeopleCount {
  const names = new Set<string>();
  let unnamed = negative;
  for (const { authors } of pieces) {
    for (const author of authors) {
      names.add(author[KEY]);
      unnamed -= author[POSTS];
    }
  }
  return { named: names.size, unnamed };
}

/** As many followers as each of the `wanted` loudest authors has at least; −1 where there are fewer authors. */
function leastFollowers(pieces: readonly Counted[], wanted: number): number {
  const followers = new Map<string, number>();
  for (const { authors } of pieces) {
    for (const author of foremost(authors, wanted, (a, b) => (b[FOLLOWERS] ?? -1) - (a[FOLLOWERS] ?? -1))) {
      followers.set(author[KEY], Math.max(followers.get(author[KEY]) ?? -1, author[FOLLOWERS] ?? -1));
    }
  }
  return [...followers.values()].sort((a, b) => b - a)[wanted - 1] ?? -1;
}

const KEY = 0;
const FOLLOWERS = 2;
const POSTS = 6;

/** Those with most followers first, then those who say most. */
const louder = (a: CountedAuthor, b: CountedAuthor) =>
  (b[FOLLOWERS] ?? -1) - (a[FOLLOWERS] ?? -1) || b[POSTS] - a[POSTS] || (a[KEY] < b[KEY] ? -1 : 1);

/** The first `wanted` of what sorting would give; of equal ones any. */
function foremost<T>(items: Iterable<T>, wanted: number, compare: (a: T, b: T) => number): T[] {
  const first: T[] = [];
  for (const item of items) {
    if (first.length === wanted && (wanted === 0 || compare(first[wanted - 1]!, item) <= 0)) continue;
    first.splice(first.findLastIndex((other) => compare(other, item) < 0) + 1, 0, item);
    first.length = Math.min(first.length, wanted);
  }
  return first;
}

function together(a: CountedAuthor, b: CountedAuthor): CountedAuthor {
  const verified = a[3] === null ? b[3] : b[3] === null ? a[3] : a[3] || b[3];
  return [
    a[0],
    greater(a[1], b[1]),
    greater(a[2], b[2]),
    verified,
    greater(a[4], b[4]),
    lesser(a[5], b[5]),
    a[6] + b[6],
  ];
}

/** Null counts for nothing. */
function greater<T extends string | number | null>(a: T, b: T): T {
  if (a === null) return b;
  return b === null || a > b ? a : b;
}

const lesser = (a: string, b: string) => (a < b ? a : b);

const authorCount = ([
  authorKey,
  authorName,
  followers,
  verified,
  talker,
  site,
  posts,
]: CountedAuthor): AuthorCount => ({
  ...{ authorKey, authorName, followers, verified, talker, site, posts },
  ...{ negative: posts, positive: 0 },
});

/** The furthest-reaching of each story, the furthest first. */
function mergeTop(pieces: readonly Counted[]): CountedPost[] {
  const further = (a: CountedPost, b: CountedPost) => b.reach - a.reach || earlier(a, b);
  const stories = new Map<number, CountedPost>();
  for (const post of pieces.flatMap(({ top }) => top)) {
    const known = stories.get(post.story);
    if (known === undefined || further(post, known) < 0) stories.set(post.story, post);
  }
  return [...stories.values()].sort(further);
}
