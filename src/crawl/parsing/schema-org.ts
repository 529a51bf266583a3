/** Reviews and aggregate ratings in a page's schema.org data (https://schema.org/Review, /AggregateRating). */
import type { CheerioAPI } from 'cheerio';
import type { PostInput } from '../../model.ts';
import type { ParseResult } from '../contract.ts';
import { parseNumber } from '../numbers.ts';
import { completeRating, parseRating } from '../ratings.ts';
import { htmlToText } from './html-text.ts';
import { contentId, uniqueById } from './ids.ts';
import { jsonLdItems } from './json-ld.ts';
import { absoluteUrl } from './links.ts';
import { microdataItems, rdfaItems } from './microdata.ts';
import { allItems, itemsOf, localName, type SchemaItem, valuesOf, wordsOf } from './schema-item.ts';

export interface SchemaReviews {
  readonly reviews: readonly PostInput[];
  readonly aggregate: NonNullable<ParseResult['aggregate']> | null;
}

/** `ClaimReview` is left out: it judges a claim, not a thing somebody bought. */
const REVIEW_TYPES = new Set([
  'Review',
  'UserReview',
  'CriticReview',
  'EmployerReview',
  'MediaReview',
  'Recommendation',
]);
const AGGREGATE_TYPES = new Set(['AggregateRating', 'EmployerAggregateRating', 'Review-aggregate']);
const AUTHORS = ['author', 'creator', 'reviewer'];
const REVIEW_PROPERTIES = ['review', 'reviews'];

/**
 * What a page says in JSON-LD, microdata and RDFa. Pages often say the same in two syntaxes: the reviews are read from
 * the one that gives most, so that none is counted twice. `cut`: the page breaks off, and the last review in its markup
 * is only a part (JSON-LD shows that by itself).
 */
export function schemaReviews($: CheerioAPI, base: string, cut = false): SchemaReviews {
  const lang = $('html').attr('lang')?.trim() || null;
  const syntaxes = [jsonLdItems($), microdataItems($, base), rdfaItems($, base)].map((roots, index) => {
    const items = allItems(roots);
    const reviews = reviewsOf(items, base, lang);
    return { reviews: cut && index > 0 ? reviews.slice(0, -1) : reviews, aggregate: aggregateOf(items, base) };
  });
  const richest = syntaxes.reduce((best, each) => (each.reviews.length > best.reviews.length ? each : best));
  const aggregate = richest.aggregate ?? syntaxes.find((each) => each.aggregate !== null)?.aggregate ?? null;
  return { reviews: richest.reviews, aggregate };
}

function reviewsOf(items: readonly SchemaItem[], base: string, lang: string | null): PostInput[] {
  const untyped = items.flatMap((item) =>
    itemsOf(item, ...REVIEW_PROPERTIES).filter(({ types }) => types.length === 0),
  );
  const found = new Set([...items.filter(({ types }) => types.some((type) => REVIEW_TYPES.has(type))), ...untyped]);
  const posts = [...found].flatMap((item) => (item.complete ? (reviewPost(item, base, lang) ?? []) : []));
  // Some pages give all their reviews the id of the thing reviewed: what does not tell them apart is no id.
  const texts = Map.groupBy(posts, ({ id }) => id);
  const told = posts.map((post) =>
    new Set(texts.get(post.id)?.map(({ text }) => text)).size > 1 ? { ...post, id: hashOf(post) } : post,
  );
  return uniqueById(told);
}

function reviewPost(item: SchemaItem, base: string, pageLang: string | null): PostInput | null {
  const rating = ratingOf(item);
  const body = htmlToText(wordsOf(item, 'reviewBody', 'text', 'description') ?? notes(item));
  if (body === '' && rating === null) return null;
  const title = htmlToText(wordsOf(item, 'name', 'headline')) || null;
  // Some markups put the author into the rating, which is not wrong: who rated is who wrote.
  const rated = itemsOf(item, 'reviewRating', 'rating')[0];
  const author = itemsOf(item, ...AUTHORS)[0];
  const name = htmlToText(wordsOf(item, ...AUTHORS) ?? (rated ? wordsOf(rated, 'author') : null)) || null;
  const published = wordsOf(item, 'datePublished', 'dateCreated', 'publishDate', 'dtreviewed', 'uploadDate');
  const url = absoluteUrl(wordsOf(item, 'url') ?? (item.id?.startsWith('_:') ? null : item.id), base);
  const own = url !== null && url !== base && url.split('#')[0] !== base.split('#')[0] ? url : null;
  const post: Omit<PostInput, 'id'> = {
    kind: 'review',
    url: own ?? url ?? base,
    author: { name, id: author === undefined ? null : (wordsOf(author, 'identifier', 'url') ?? author.id) },
    title,
    text: body,
    lang: wordsOf(item, 'inLanguage') ?? pageLang,
    rating,
    published_at: published,
    edited_at: wordsOf(item, 'dateModified'),
    engagement: engagementOf(item),
    reply: replyOf(item),
  };
  return { ...post, id: idOf(item, url, base) ?? hashOf(post) };
}

function hashOf({ author, published_at, title, text, rating }: Omit<PostInput, 'id'>): string {
  return contentId(author?.name, published_at?.toString(), title, text, rating?.value);
}

const REVIEW_ADDRESS = /#|review|comment|opinion|testimonial|rating|\bugc\b/i;

/** The site's own id: an identifier, an `@id` or address of the review's own (the address of the page names no review). */
function idOf(item: SchemaItem, url: string | null, base: string): string | null {
  const identifier = wordsOf(item, 'identifier');
  if (identifier !== null) return identifier;
  if (item.id !== null && item.id !== '' && !item.id.startsWith('_:')) {
    const address = absoluteUrl(item.id, base) ?? item.id;
    if (address !== base) return address;
  }
  return url !== null && url !== base && REVIEW_ADDRESS.test(url) ? url : null;
}

function ratingOf(item: SchemaItem): WrittenRating | null {
  for (const value of valuesOf(item, 'reviewRating', 'rating')) {
    const rating = typeof value === 'string' ? onScale(parseRating(value)) : ratingItem(value);
    if (rating !== null) return rating;
  }
  return ratingItem(item);
}

function ratingItem(item: SchemaItem): WrittenRating | null {
  const written = parseRating(wordsOf(item, 'ratingValue', 'value', 'average') ?? '');
  if (written === null) return null;
  const best = parseNumber(wordsOf(item, 'bestRating', 'best')) ?? written.best;
  return onScale({ value: written.value, best, worst: parseNumber(wordsOf(item, 'worstRating', 'worst')) });
}

interface WrittenRating {
  value: number;
  best: number;
  worst?: number;
}

/** A page that says "best 5" of a 9.2 is wrong about its scale, not about the rating. */
function onScale(
  written: { value: number; best?: number | null | undefined; worst?: number | null | undefined } | null,
): WrittenRating | null {
  if (written === null) return null;
  const { value, worst } = written;
  const best = written.best && written.best >= value ? written.best : null;
  const complete = completeRating({ value, best, worst }) ?? completeRating({ value, best });
  if (complete === null) return null;
  return worst === complete.worst ? complete : { value, best: complete.best };
}

/** Pros and cons, where a review consists of them alone. */
function notes(item: SchemaItem): string | null {
  const lines = itemsOf(item, 'positiveNotes', 'negativeNotes').flatMap((each) =>
    valuesOf(each, 'itemListElement').map((entry) =>
      typeof entry === 'string' ? entry : (wordsOf(entry, 'name', 'item') ?? ''),
    ),
  );
  return lines.length > 0 ? lines.join('\n') : null;
}

function engagementOf(item: SchemaItem): PostInput['engagement'] {
  const engagement: Record<string, number | null> = {};
  const helpful = parseNumber(wordsOf(item, 'upvoteCount', 'helpfulCount'));
  if (helpful !== null) engagement.helpful = helpful;
  const replies = parseNumber(wordsOf(item, 'commentCount'));
  if (replies !== null) engagement.replies = replies;
  for (const counter of itemsOf(item, 'interactionStatistic')) {
    const count = parseNumber(wordsOf(counter, 'userInteractionCount'));
    const action = itemsOf(counter, 'interactionType')[0]?.types[0] ?? wordsOf(counter, 'interactionType') ?? '';
    const key = { LikeAction: 'likes', CommentAction: 'replies', ShareAction: 'reposts', ViewAction: 'views' }[
      localName(action)
    ];
    if (key !== undefined && count !== null) engagement[key] = count;
  }
  return Object.keys(engagement).length > 0 ? engagement : undefined;
}

/** A comment below a review that an organisation signs is the brand's answer. */
function replyOf(item: SchemaItem): PostInput['reply'] {
  for (const comment of itemsOf(item, 'comment', 'suggestedAnswer', 'ownerResponse')) {
    const company = itemsOf(comment, 'author', 'creator').some(
      ({ types }) => !types.includes('Person') && types.length > 0,
    );
    const text = htmlToText(wordsOf(comment, 'text', 'commentText', 'description'));
    if (company && text !== '') return { text, at: wordsOf(comment, 'datePublished', 'dateCreated') };
  }
  return undefined;
}

/**
 * What the page says of all its reviews together. With several (a shop lists related goods too), the one of the thing
 * the page is about: whose address it carries, or which the reviews stand under; else the first.
 */
function aggregateOf(items: readonly SchemaItem[], base: string): SchemaReviews['aggregate'] {
  const owners = new Map<SchemaItem, SchemaItem>();
  for (const owner of items) for (const each of itemsOf(owner, 'aggregateRating')) owners.set(each, owner);
  const candidates = items
    .filter((item) => owners.has(item) || item.types.some((type) => AGGREGATE_TYPES.has(type)))
    .flatMap((item) => {
      const inner = itemsOf(item, 'rating')[0];
      const written = inner === undefined ? onScale(parseRating(wordsOf(item, 'rating') ?? '')) : ratingItem(inner);
      const rating = ratingItem(item) ?? written;
      const count = parseNumber(wordsOf(item, 'ratingCount', 'reviewCount', 'count', 'votes'));
      // "0 of 5 from 0 reviews" is how a page says that it has none.
      if (rating === null || count === 0 || (rating.value === 0 && count === null)) return [];
      return [{ rating, count, weight: weightOf(owners.get(item), base) }];
    });
  const best = candidates.reduce<(typeof candidates)[number] | null>(
    (found, each) => (found === null || each.weight > found.weight ? each : found),
    null,
  );
  return best === null ? null : { rating: best.rating, count: best.count };
}

function weightOf(owner: SchemaItem | undefined, base: string): number {
  if (owner === undefined) return 0;
  const page = base.split('#')[0];
  const names = [owner.id, wordsOf(owner, 'url'), wordsOf(owner, 'mainEntityOfPage')];
  const about = names.some((name) => name !== null && absoluteUrl(name, base)?.split('#')[0] === page);
  return (about ? 2 : 0) + (itemsOf(owner, ...REVIEW_PROPERTIES).length > 0 ? 1 : 0);
}
