/**
 * Forgetting an author, a post or a site: everywhere, including counts, stories, incidents, digests, kept pages, and mails
 * written as files; then looked for, in every column of every table, to prove it. The key of a post (site and number)
 * stays unless its whole site goes: by it the next crawl knows not to take the post in again.
 */
import { rm } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { applyBucketChanges, BucketChanges, lockBrands } from '../store/buckets.ts';
import { keepingFirsts, rowsOfAuthors } from '../store/first-heard.ts';
import {
  type Counts,
  type Doomed,
  type DoomedPost,
  doomedPosts,
  eraseRequests,
  eraseRows,
  eraseSiteRows,
  incidentsOf,
  mendStories,
  noteErasure,
  storiesBegunBy,
} from '../store/forget.ts';
import { emptyPages, pagesToSearch, unlinkPages } from '../store/forget-pages.ts';
import {
  digestsNaming,
  eraseSentBodies,
  mailFiles,
  replaceDigestView,
  unnameInIncidents,
} from '../store/forget-told.ts';
import { mentionsOf, takeMentions } from '../store/mentions.ts';
import { formatPostRef } from '../store/post-ref.ts';
import type { Store } from '../store/store.ts';
import { countStories } from '../store/stories.ts';
import { tracesOf } from '../store/traces.ts';

/** Posts erased in one transaction. */
const BATCH = 200;
const PAGES_AT_ONCE = 20;
/** Words looked for afterwards: more would only say the same. */
const MOST_WORDS = 50;
/** Shorter texts stand in many posts by chance. */
const SHORTEST_WORD = 12;

export interface Forgotten {
  readonly posts: number;
  /** Rows that went, by table. */
  readonly counts: Counts;
  /** Where something of it still stands: `table.column` and how many rows. Empty: nothing is left. */
  readonly left: Counts;
}

export interface ForgetOptions {
  readonly kind: 'author' | 'post' | 'site';
  readonly by: string;
  readonly now: Date;
  readonly onBatch?: (posts: number) => void;
}

export async function forget(store: Store, which: Doomed, options: ForgetOptions): Promise<Forgotten> {
  const counts: Counts = {};
  const words = new Set<string>();
  let posts = 0;
  for (;;) {
    const batch = await doomedPosts(store.db, which, BATCH);
    if (batch.length === 0) break;
    for (const post of batch) for (const word of wordsOf(post)) if (words.size < MOST_WORDS) words.add(word);
    const pages = await pagesShowing(store, batch);
    const files = await store.write((trx) => eraseBatch(trx, batch, pages, counts));
    for (const file of files) await rm(file, { force: true });
    add(counts, { 'mail files': files.length });
    posts += batch.length;
    options.onBatch?.(posts);
  }
  if (options.kind === 'site' && 'site' in which) add(counts, await eraseSiteRows(store.db, which.site));
  const left = posts === 0 ? {} : await proof(store, which, [...words]);
  if (posts > 0) await noteErasure(store.db, options.kind, options.by, counts, options.now);
  return { posts, counts, left };
}

async function eraseBatch(
  trx: Store['db'],
  batch: readonly DoomedPost[],
  pages: readonly string[],
  counts: Counts,
): Promise<string[]> {
  const keys = batch.map(({ month, postId }) => ({ month, post_id: postId }));
  const refs = batch.map(formatPostRef);
  await lockBrands(
    trx,
    (await mentionsOf(trx, keys)).map(({ brand }) => brand),
  );
  const mentions = await keepingFirsts(trx, keys, () => takeMentions(trx, keys));
  const changes = new BucketChanges();
  for (const mention of mentions) {
    changes.add(mention, -1);
    const at = mention.occurredAt;
    const negative = mention.label === 'negative' ? -1 : 0;
    await countStories(trx, [
      { brand: mention.brand, story_id: mention.storyId, posts: -1, negative, first_at: at, last_at: at },
    ]);
  }
  await applyBucketChanges(trx, changes);
  const incidents = await incidentsOf(trx, batch);
  const begun = await storiesBegunBy(trx, batch);
  const erased = await eraseRows(trx, batch);
  const joined = mentions.map(({ brand, storyId }) => ({ brand, story_id: storyId }));
  const stories = await mendStories(trx, [...joined, ...begun]);
  await emptyPages(trx, pages);
  const gonePages = await unlinkPages(trx, batch);
  const named = (await unnameInIncidents(trx, refs)).map(({ incidentId }) => incidentId);
  const digests = await digestsNaming(trx, refs);
  for (const { digestId, view } of digests) await replaceDigestView(trx, digestId, withoutPosts(view, new Set(refs)));
  const told = [digests.map(({ digestId }) => digestId), [...new Set([...incidents, ...named])]] as const;
  const messages = await eraseSentBodies(trx, ...told);
  const files = await mailFiles(trx, ...told);
  const requests = await eraseRequests(
    trx,
    batch.flatMap(({ url }) => (url === null ? [] : [url])),
  );
  add(counts, {
    ...erased,
    mentions: mentions.length,
    stories,
    evidence: gonePages,
    'evidence emptied': pages.length,
    digests: digests.length,
    incidents: named.length,
    messages,
    requests,
  });
  return files;
}

/** Kept pages on which any of the posts stands, linked to it or not. */
async function pagesShowing(store: Store, posts: readonly DoomedPost[]): Promise<string[]> {
  const words = posts.flatMap((post) => [...wordsOf(post), ...(post.externalId.length >= 6 ? [post.externalId] : [])]);
  const forms = [...new Set(words.flatMap((word) => [word, JSON.stringify(word).slice(1, -1)]))];
  const found: string[] = [];
  for (let after = ''; ; ) {
    const pages = await pagesToSearch(store.db, posts, after, PAGES_AT_ONCE);
    for (const { sha256, encoding, body, linked } of pages) {
      const text = (encoding === 'gzip' ? gunzipSync(body) : body).toString('utf8');
      if (linked || forms.some((form) => text.includes(form))) found.push(sha256);
    }
    const last = pages.at(-1);
    if (last === undefined || pages.length < PAGES_AT_ONCE) return found;
    after = last.sha256;
  }
}

/** By what a post is recognised elsewhere: its address, and its words where there are enough of them. */
function wordsOf({ url, title, text, before }: DoomedPost): string[] {
  const said = [text, title ?? '', ...before].map(plainRun).filter((word) => word.length >= SHORTEST_WORD);
  return url === null ? said : [url, ...said];
}

/** The longest stretch that stands the same in plain text, HTML and JSON: no quotation marks, entities or line breaks. */
function plainRun(text: string): string {
  const runs = text.split(/[^\p{L}\p{N} ,.!?，。！？、]+/u);
  return (runs.toSorted((a, b) => b.length - a.length)[0] ?? '').trim().slice(0, 60);
}

/** A digest's view in which these posts say nothing any more; the figures they were counted in stand. */
function withoutPosts(value: unknown, refs: ReadonlySet<string>): unknown {
  if (Array.isArray(value)) return value.map((item) => withoutPosts(item, refs));
  if (typeof value !== 'object' || value === null) return value;
  const { postId } = value as { postId?: unknown };
  if (typeof postId === 'string' && refs.has(postId)) {
    const author = { kind: 'person', name: null, followers: null, ...('author' in value ? kindOf(value.author) : {}) };
    return { ...value, postId: 'erased', url: null, title: null, text: '', highlights: [], evidence: '/', author };
  }
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutPosts(inner, refs)]));
}

function kindOf(author: unknown): { kind?: unknown } {
  return typeof author === 'object' && author !== null && 'kind' in author ? { kind: author.kind } : {};
}

/**
 * Whether anything is left: posts that should have gone, and their words anywhere in the database. The same words in posts
 * of other people (copies) are those people's.
 */
async function proof(store: Store, which: Doomed, words: readonly string[]): Promise<Counts> {
  const again = await doomedPosts(store.db, which, 1);
  const ofOthers = [
    'posts.url',
    'posts.text',
    'posts.title',
    'post_versions.text',
    'post_versions.title',
    'mentions.words',
  ];
  const traces = await tracesOf(store.db, words, ofOthers);
  const heard = 'authors' in which ? await rowsOfAuthors(store.db, which.authors) : 0;
  return {
    ...(again.length > 0 ? { posts: again.length } : {}),
    ...(heard > 0 ? { first_heard: heard } : {}),
    ...traces,
  };
}

function add(into: Counts, counts: Counts): void {
  for (const [name, count] of Object.entries(counts)) into[name] = (into[name] ?? 0) + count;
}
