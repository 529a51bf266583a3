/** The feed as a file: exactly what the page lists, on all its pages. */
import type { Context } from 'hono';
import { readFeed } from '../../store/feed.ts';
import type { ListedMention } from '../../store/mention-list.ts';
import { csvFile } from '../csv.ts';
import type { WebDeps } from '../deps.ts';
import { mentionUrl } from '../layout/mention-item.ts';
import type { FeedAsked } from './feed-query.ts';

/** Rows of a file at most. */
export const MOST_ROWS = 10_000;
const BATCH = 500;

const HEAD = [
  ...['published_at', 'brand', 'site', 'kind', 'author', 'followers', 'title', 'text', 'lang', 'sentiment', 'score'],
  ...['confidence', 'aspects', 'intents', 'talker', 'rating', 'rating_best', 'likes', 'replies', 'reposts', 'views'],
  ...['same_story', 'url', 'page'],
] as const;

export async function feedCsv(deps: WebDeps, c: Context, { filter, folded, after }: FeedAsked): Promise<Response> {
  const rows: (readonly (string | number | null)[])[] = [HEAD];
  for (let from = after; rows.length <= MOST_ROWS; ) {
    const limit = Math.min(BATCH, MOST_ROWS + 1 - rows.length);
    const { mentions, next } = await readFeed(deps.store.db, { filter, folded, after: from, limit });
    for (const mention of mentions) rows.push(cellsOf(mention, deps.publicUrl));
    if (next === null) break;
    from = next;
  }
  const day = deps.clock.now().toISOString().slice(0, 10);
  return csvFile(c, `mentions-${filter.brand}-${day}`, rows);
}

function cellsOf(mention: ListedMention, publicUrl: string): (string | number | null)[] {
  const { site, kind, title, text, lang, label, score, confidence, talker, likes, replies, reposts, views } = mention;
  const found = [...mention.aspects.map(({ aspect, label: felt }) => `${aspect}: ${felt}`)];
  return [
    ...[
      mention.occurredAt.toISOString(),
      mention.brand,
      site,
      kind,
      mention.authorName,
      mention.followers,
      title,
      text,
    ],
    ...[lang, label, score, confidence, found.join('; '), mention.intents.map(({ intent }) => intent).join('; ')],
    ...[talker, mention.ratingValue, mention.ratingBest, likes, replies, reposts, views, mention.copies, mention.url],
    `${publicUrl.replace(/\/$/, '')}${mentionUrl(mention).href}`,
  ];
}
