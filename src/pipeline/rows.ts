/** Prepared posts as rows of the store. */
import { mentionWords } from '../store/mention-words.ts';
import type { MentionRow } from '../store/mentions.ts';
import { type PostUpdate, type Reading, ratingShare } from '../store/posts.ts';
import type { PostsTable } from '../store/schema/posts.ts';
import { authorKey, keepsText, maskName, mergeEngagement, type Origin, type Prepared } from './prepare.ts';
import type { DraftMention } from './reading.ts';

/** How authors are kept: `secret` null keeps them as published. */
export interface Privacy {
  readonly authorSecret: string | null;
}

export function postRow(
  item: Prepared,
  postId: number,
  origin: Origin & { readonly backfill: boolean },
  privacy: Privacy,
): PostsTable {
  const { post } = item;
  return {
    month: item.month,
    post_id: postId,
    site: post.site,
    external_id: post.id,
    kind: post.kind,
    url: post.url,
    author_key: authorKey(post, privacy.authorSecret),
    author_name: privacy.authorSecret === null ? post.author.name : maskName(post.author.name),
    author_followers: post.author.followers,
    author_verified: post.author.verified,
    title: post.title,
    text: post.text,
    lang: post.lang,
    rating_value: post.rating?.value ?? null,
    rating_best: post.rating?.best ?? null,
    rating_worst: post.rating?.worst ?? null,
    rating: ratingShare(post.rating),
    published_at: post.publishedAt,
    first_seen_at: origin.now,
    occurred_at: item.occurredAt,
    edited_at: post.editedAt,
    content_hash: item.contentHash,
    truncated: post.truncated === true,
    excerpt_hash: post.truncated ? item.contentHash : null,
    backfilled: origin.backfill,
    version: 1,
    parent: post.parent,
    root: post.root,
    brand: post.brand,
    target: origin.target,
    deleted_at: post.deleted ? origin.now : null,
    reply_text: post.reply?.text ?? null,
    reply_at: post.reply === null ? null : (post.reply.at ?? origin.now),
    ...post.engagement,
    read_at: origin.now,
  };
}

/** The row of a post seen before, as it is to be now. A field the site does not show this time keeps its value. */
export function postUpdate(item: Prepared, origin: Origin): PostUpdate {
  const { post, known } = item;
  if (known === null) throw new TypeError(`post ${post.site} ${post.id} is new: it has no row to update`);
  const { merged } = mergeEngagement(known, post.engagement);
  return {
    month: known.month,
    post_id: known.postId,
    url: post.url,
    author_followers: post.author.followers,
    author_verified: post.author.verified,
    title: post.title,
    text: post.text,
    rating_value: post.rating?.value ?? null,
    rating_best: post.rating?.best ?? null,
    rating_worst: post.rating?.worst ?? null,
    rating: ratingShare(post.rating),
    edited_at: post.editedAt ?? (item.difference === 'edited' ? origin.now : null),
    keep_text: keepsText(post, known),
    content_hash: item.contentHash,
    truncated: post.truncated === true,
    excerpt_hash: post.truncated ? item.contentHash : null,
    version: item.difference === 'edited' ? known.version + 1 : known.version,
    deleted_at: post.deleted ? (known.deletedAt ?? origin.now) : null,
    reply_text: post.reply?.text ?? known.replyText,
    reply_at: post.reply === null ? null : (post.reply.at ?? origin.now),
    ...merged,
    read_at: origin.now,
  };
}

/** A reading where the site shows at least one counter. */
export function readingOf(item: Prepared, postId: number, origin: Origin): Reading | null {
  const { engagement } = item.post;
  if (Object.values(engagement).every((count) => count === null)) return null;
  return { month: item.month, post_id: postId, at: origin.now, ...engagement };
}

export function mentionRow(
  item: Prepared,
  mention: DraftMention,
  ids: { postId: number; storyId: number },
  origin: Origin,
  models: string,
): MentionRow {
  const { post } = item;
  const facts = { ...mention, label: mention.sentiment.label, site: post.site, kind: post.kind };
  return {
    month: item.month,
    brand: mention.brand,
    post_id: ids.postId,
    occurred_at: item.occurredAt,
    site: item.post.site,
    kind: item.post.kind,
    lang: mention.lang,
    label: mention.sentiment.label,
    score: mention.sentiment.score,
    confidence: mention.sentiment.confidence,
    why: mention.why,
    aspects: mention.aspects,
    intents: mention.intents,
    aspect_names: [...new Set(mention.aspects.map((finding) => finding.aspect))].sort(),
    intent_names: [...new Set(mention.intents.map((finding) => finding.intent))].sort(),
    talker: mention.talker,
    story_id: ids.storyId,
    target: origin.target,
    model: models,
    scored_at: origin.now,
    words: mentionWords(facts, item.words, ratingShare(post.rating)),
    uncorrected: mention.uncorrected ?? null,
  };
}
