/** Joins new mentions to stories: by what they share or answer, or because they say the same thing. */
import type { Fingerprint } from '../model.ts';
import { postKey } from '../store/posts.ts';
import type { Db } from '../store/store.ts';
import {
  addBands,
  BAND_LIMIT,
  countStories,
  exactBand,
  findStories,
  openStories,
  type StoryCandidate,
  type StoryChange,
  storiesOfPosts,
} from '../store/stories.ts';
import type { Analyzer } from './analyzer.ts';
import type { Prepared } from './prepare.ts';
import type { DraftMention } from './reading.ts';

/** A mention on its way to a story. */
export interface Joining {
  readonly item: Prepared;
  readonly mention: DraftMention;
  readonly postId: number;
}

/**
 * A story's id for each joining mention, in the order given. Bare shares (a post whose parent or root is known) join
 * their parent's story; texts join where the fingerprints agree; all others open a story of their own. The caller
 * holds the brands' locks.
 */
export async function joinStories(db: Db, joining: readonly Joining[], analyzer: Analyzer): Promise<number[]> {
  const ids = new Array<number>(joining.length);
  const byBrand = Map.groupBy(joining.keys(), (index) => joining[index]!.mention.brand);
  for (const [brand, indexes] of byBrand) await joinBrand(db, brand, indexes, joining, analyzer, ids);
  return ids;
}

async function joinBrand(
  db: Db,
  brand: string,
  indexes: readonly number[],
  joining: readonly Joining[],
  analyzer: Analyzer,
  ids: number[],
): Promise<void> {
  const items = indexes.map((index) => joining[index]!);
  const byBand = await findStories(
    db,
    brand,
    items.flatMap(({ item }) => (item.fingerprint === null ? [] : keysOf(item.fingerprint))),
  );
  const parents = await storiesOfPosts(
    db,
    brand,
    items.flatMap(({ item }) => threadOf(item)),
  );
  const storyOfPost = new Map(parents);
  const changes = new Map<number, StoryChange>();
  const heads: { head_month: number; head_post_id: number }[] = [];
  const newBands: { band: string; simhash: string; story: number }[] = [];

  // In order of time, so that the first to say it heads the story and a reply finds its parent.
  const order = [...indexes].sort(
    (a, b) => joining[a]!.item.occurredAt.getTime() - joining[b]!.item.occurredAt.getTime() || a - b,
  );
  for (const index of order) {
    const { item, postId } = joining[index]!;
    let story = nearest(item, byBand, analyzer) ?? shared(item, storyOfPost);
    if (story === null) {
      // Opened all at once below; until then −1, −2, … stand for the ids they will get.
      heads.push({ head_month: item.month, head_post_id: postId });
      story = -heads.length;
    }
    ids[index] = story;
    count(changes, story, joining[index]!);
    storyOfPost.set(postKey(item.post), story);
    if (item.fingerprint === null) continue;
    const { simhash, bands } = item.fingerprint;
    let under = 0;
    const stand = (band: string) => {
      const candidates = byBand.get(band) ?? [];
      const known = candidates.some((candidate) => candidate.simhash === simhash);
      if (!known && candidates.length >= BAND_LIMIT) return;
      under++;
      if (known) return;
      candidates.push({ simhash, storyId: story });
      byBand.set(band, candidates);
      newBands.push({ band, simhash, story });
    };
    for (const band of bands) stand(band);
    // Made of what everybody says: at least its exact copies find it.
    if (under * 2 < bands.length) stand(exactBand(simhash));
  }
  const opened = await openStories(
    db,
    heads.map((head, i) => ({ ...changes.get(-i - 1)!, ...head })),
  );
  const idOf = (story: number) => (story < 0 ? opened[-story - 1]! : story);
  for (const index of indexes) ids[index] = idOf(ids[index]!);
  await countStories(
    db,
    [...changes.values()].filter(({ story_id }) => story_id > 0),
  );
  await addBands(
    db,
    brand,
    newBands.map(({ band, simhash, story }) => ({ band, simhash, story_id: idOf(story) })),
  );
}

/** Under what a text is looked for: its bands, and itself. */
function keysOf({ simhash, bands }: Fingerprint): string[] {
  return [...bands, exactBand(simhash)];
}

/** The posts a share or answer points to. */
function threadOf(item: Prepared): { site: string; id: string }[] {
  const { post } = item;
  return [post.parent, post.root].flatMap((id) => (id === null ? [] : [{ site: post.site, id }]));
}

/** The story whose text is the same; of several the one that shares most bands, then the oldest. */
function nearest(item: Prepared, byBand: ReadonlyMap<string, StoryCandidate[]>, analyzer: Analyzer): number | null {
  if (item.fingerprint === null) return null;
  const { simhash: own } = item.fingerprint;
  const candidates = new Map<string, StoryCandidate & { readonly bands: string[] }>();
  for (const band of keysOf(item.fingerprint)) {
    for (const { simhash, storyId } of byBand.get(band) ?? []) {
      const candidate = candidates.get(simhash);
      if (candidate === undefined) candidates.set(simhash, { storyId, simhash, bands: [band] });
      else candidate.bands.push(band);
    }
  }
  // Hundreds share a band with a phrase that everybody uses: none is compared that would not be chosen.
  let best: (StoryCandidate & { readonly bands: string[] }) | null = null;
  for (const candidate of candidates.values()) {
    const more = candidate.bands.length - (best?.bands.length ?? 0);
    if (best !== null && (more < 0 || (more === 0 && candidate.storyId >= best.storyId))) continue;
    if (candidate.simhash === own || analyzer.sameStory(item.fingerprint, candidate)) best = candidate;
  }
  return best?.storyId ?? null;
}

function shared(item: Prepared, storyOfPost: ReadonlyMap<string, number>): number | null {
  for (const post of threadOf(item)) {
    const storyId = storyOfPost.get(postKey(post));
    if (storyId !== undefined) return storyId;
  }
  return null;
}

/** Adds a mention to what changes in its story. */
function count(changes: Map<number, StoryChange>, story: number, { item, mention }: Joining): void {
  const at = item.occurredAt;
  let change = changes.get(story);
  if (change === undefined) {
    change = { brand: mention.brand, story_id: story, posts: 0, negative: 0, first_at: at, last_at: at };
    changes.set(story, change);
  }
  change.posts++;
  if (mention.sentiment.label === 'negative') change.negative++;
  if (at < change.first_at) change.first_at = at;
  if (at > change.last_at) change.last_at = at;
}
