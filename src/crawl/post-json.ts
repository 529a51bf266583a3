/** Posts in their public form: what `try --json` and `export` write, and what `import` and `POST /ingest` read. */
import type { Post } from '../model.ts';

/** The inverse of `normalisePost`: every key present, times in ISO 8601 UTC. */
export function postToJson(post: Post): Record<string, unknown> {
  const { site, id, kind, url, author, title, text, lang, rating, engagement, parent, root, brand, deleted, reply } =
    post;
  return {
    site,
    id,
    kind,
    url,
    author,
    title,
    text,
    lang,
    rating,
    published_at: post.publishedAt?.toISOString() ?? null,
    edited_at: post.editedAt?.toISOString() ?? null,
    engagement,
    parent,
    root,
    brand,
    deleted,
    ...(post.truncated && { truncated: true }),
    reply: reply && { text: reply.text, at: reply.at?.toISOString() ?? null },
  };
}
