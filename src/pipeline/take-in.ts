/** Posts → match → score → store: one batch, one transaction, so that counts never drift from rows. */
import type { Transaction } from 'kysely';
import type { Post } from '../model.ts';
import { applyBucketChanges, BucketChanges, isCounted, lockBrands } from '../store/buckets.ts';
import { type Heard, keepingFirsts, noteHeard } from '../store/first-heard.ts';
import { insertMentions, type MentionRow, mentionsOf, takeMentions } from '../store/mentions.ts';
import { monthOf } from '../store/months.ts';
import { addReadings, claimKeys, findPosts, insertPosts, keepVersions, postKey, updatePosts } from '../store/posts.ts';
import type { PostsTable } from '../store/schema/posts.ts';
import type { Database } from '../store/schema.ts';
import { touchPosts } from '../store/series.ts';
import type { Store } from '../store/store.ts';
import { countStories } from '../store/stories.ts';
import type { Analyzer } from './analyzer.ts';
import { withCorrections } from './corrections.ts';
import { type Joining, joinStories } from './join-stories.ts';
import { compare, type Prepared, prepare } from './prepare.ts';
import { type PostReader, readerHere } from './reading.ts';
import { isAwaited, planRereads, type Rereading } from './rereads.ts';
import { mentionRow, type Privacy, postRow, postUpdate, readingOf } from './rows.ts';

export interface TakeInDeps {
  readonly store: Store;
  readonly analyzer: Analyzer;
  /** Ids of the configured brands. */
  readonly brandIds: ReadonlySet<string>;
  readonly privacy: Privacy;
  /** Reads what is new. Absent: in this thread, by the analyzer. */
  readonly reader?: PostReader;
}

export interface TakeInContext extends Rereading {
  /** A re-read that was asked for: its reading is stored even where nothing has moved. */
  readonly reread?: boolean;
  /** First crawl of a target: old posts raise no alerts. */
  readonly backfill: boolean;
  /** Written in the same transaction as the posts, so that progress never claims more or less than what is stored. */
  readonly alongside?: (
    trx: Transaction<Database>,
    counts: Pick<Receipt, 'new' | 'updated' | 'reread'>,
  ) => Promise<void>;
}

/** What became of a batch. */
export interface Receipt {
  readonly new: number;
  /** Text, answer or deletion changed. */
  readonly updated: number;
  /** Only counters changed. */
  readonly reread: number;
  readonly unchanged: number;
  readonly mentions: number;
  /** From when to when each brand's mentions of this batch occurred. */
  readonly spans: ReadonlyMap<string, { readonly from: Date; readonly to: Date }>;
}

/** Posts younger than this are watched as they spread. */
export const YOUNG_MS = 3 * 24 * 3_600_000;

/** Takes a batch of posts in. Idempotent: the same posts again change nothing. A few hundred at a time is best. */
export async function takeIn(deps: TakeInDeps, posts: readonly Post[], context: TakeInContext): Promise<Receipt> {
  const { store } = deps;
  // A page may show a post twice; what it says last is what it says.
  const unique = [...new Map(posts.map((post) => [postKey(post), post])).values()];
  const known = await findPosts(store.db, unique);
  const compared = unique.map((post) => compare(post, known.get(postKey(post)) ?? null, context));
  const prepared = await prepare(compared, context, deps.reader ?? readerHere(deps));
  const count = (...kinds: Prepared['difference'][]) =>
    prepared.filter((item) => kinds.includes(item.difference)).length;
  const changed = prepared.filter((item) => item.difference !== 'none');
  const still = prepared.filter((item) => item.difference === 'none' && isAwaited(item));
  if (still.length > 0) await noteStill(store, still, context);
  if (changed.length === 0) {
    const { alongside } = context;
    if (alongside) await store.write((trx) => alongside(trx, { new: 0, updated: 0, reread: 0 }));
    return { new: 0, updated: 0, reread: 0, unchanged: prepared.length, mentions: 0, spans: new Map() };
  }

  await store.months.ensure([monthOf(context.now), ...changed.map((item) => item.month)]);
  const updated = count('edited', 'completed', 'details');
  const reread = count('engagement');
  const written = await store.write(async (trx) => {
    const batch = await writeBatch(trx, deps, changed, context);
    await context.alongside?.(trx, { new: batch.added, updated, reread });
    return batch;
  });
  const lost = count('new') - written.added;
  return {
    new: written.added,
    updated,
    reread,
    unchanged: count('none', 'excerpt') + lost,
    mentions: written.mentions,
    spans: spansOf(changed),
  };
}

/** Posts that have not moved: their next reading is planned all the same. */
async function noteStill(store: Store, still: readonly Prepared[], context: TakeInContext): Promise<void> {
  if (context.reread) {
    await store.months.ensure([monthOf(context.now), ...still.map((item) => item.month)]);
    await addReadings(
      store.db,
      still.flatMap((item) => readingOf(item, item.known!.postId, context) ?? []),
    );
  }
  await store.write((trx) => planRereads(trx, still, (item) => item.known?.postId, context));
}

function spansOf(items: readonly Prepared[]): Map<string, { from: Date; to: Date }> {
  const spans = new Map<string, { from: Date; to: Date }>();
  for (const { occurredAt, mentions } of items) {
    for (const { brand } of mentions ?? []) {
      const span = spans.get(brand) ?? { from: occurredAt, to: occurredAt };
      if (occurredAt < span.from) span.from = occurredAt;
      if (occurredAt > span.to) span.to = occurredAt;
      spans.set(brand, span);
    }
  }
  return spans;
}

async function writeBatch(
  trx: Transaction<Database>,
  deps: TakeInDeps,
  items: readonly Prepared[],
  context: TakeInContext,
): Promise<{ added: number; mentions: number }> {
  const fresh = items.filter((item) => item.difference === 'new');
  const seen = items.filter((item) => item.known !== null);
  const edited = seen.filter((item) => item.difference === 'edited').map(rowKey);
  const reread = seen.filter((item) => item.mentions !== null).map(rowKey);
  const brandsTouched = items.flatMap((item) => item.mentions?.map((mention) => mention.brand) ?? []);
  await lockBrands(trx, [...brandsTouched, ...(await mentionsOf(trx, reread)).map((mention) => mention.brand)]);

  const claimed = await claimKeys(
    trx,
    fresh.map((item) => ({ site: item.post.site, id: item.post.id, month: item.month })),
  );
  const postIdOf = (item: Prepared) => item.known?.postId ?? claimed.get(postKey(item.post));
  // Another process was first with some of them: they are its to write.
  const added = fresh.filter((item) => postIdOf(item) !== undefined);
  const posts = added.map((item) => postRow(item, postIdOf(item)!, context, deps.privacy));
  await insertPosts(trx, posts);
  await keepVersions(trx, edited, context.now);
  await updatePosts(
    trx,
    seen.map((item) => postUpdate(item, context)),
  );
  const mine = [...added, ...seen];
  await addReadings(
    trx,
    mine.flatMap((item) => readingOf(item, postIdOf(item)!, context) ?? []),
  );

  const changes = new BucketChanges();
  const rows = await keepingFirsts(trx, reread, async () => {
    for (const old of await takeMentions(trx, reread)) {
      changes.add(old, -1);
      const negative = old.label === 'negative' ? -1 : 0;
      const at = old.occurredAt;
      await countStories(trx, [
        { brand: old.brand, story_id: old.storyId, posts: -1, negative, first_at: at, last_at: at },
      ]);
    }
    const read = mine.flatMap((item) =>
      (item.mentions ?? []).map((mention) => ({ item, mention, postId: postIdOf(item)! })),
    );
    const joining: Joining[] = await withCorrections(trx, read, reread);
    const stories = await joinStories(trx, joining, deps.analyzer);
    const rows: MentionRow[] = joining.map(({ item, mention, postId }, index) =>
      mentionRow(item, mention, { postId, storyId: stories[index]! }, context, deps.analyzer.models),
    );
    await insertMentions(trx, rows);
    return rows;
  });
  await noteHeard(trx, heardOf(posts, rows));
  for (const row of rows) changes.add({ ...row, occurredAt: row.occurred_at }, 1);
  await applyBucketChanges(trx, changes);
  await planRereads(trx, mine, postIdOf, context);
  if (!context.backfill) await touchYoung(trx, mine, postIdOf, context);
  return { added: added.length, mentions: rows.length };
}

/** Who is heard in new posts. */
function heardOf(posts: readonly PostsTable[], mentions: readonly MentionRow[]): Heard[] {
  const authors = new Map(posts.map(({ post_id, author_key }) => [post_id, author_key]));
  return mentions.flatMap(({ brand, post_id, occurred_at: at, talker }) => {
    const author_key = authors.get(post_id) ?? null;
    return author_key === null || !isCounted(talker) ? [] : [{ brand, author_key, at }];
  });
}

function rowKey(item: Prepared): { month: number; post_id: number } {
  return { month: item.known!.month, post_id: item.known!.postId };
}

/** Marks young posts that came in or moved, whatever brand they are about, for a look at how they spread. */
async function touchYoung(
  trx: Transaction<Database>,
  items: readonly Prepared[],
  postIdOf: (item: Prepared) => number | undefined,
  context: TakeInContext,
): Promise<void> {
  const young = items.filter((item) => item.occurredAt.getTime() > context.now.getTime() - YOUNG_MS);
  const scored = young.flatMap((item) =>
    (item.mentions ?? []).map(({ brand }) => ({ brand, month: item.month, post_id: postIdOf(item)! })),
  );
  const standing = await mentionsOf(trx, young.filter((item) => item.mentions === null).map(rowKey));
  await touchPosts(trx, [...scored, ...standing]);
}
