/** The review site: a page per company, its reviews in schema.org JSON-LD, the newest first, twenty a page. */
import type { Brand } from '../../model.ts';
import { countAt, type TownPost } from '../posts.ts';
import { countUntil, localIso, type Shelf, sliceOf } from './shelf.ts';
import { type Answer, escaped, htmlPage } from './site.ts';

const PAGE_SIZE = 20;

export function reviewSite(shelf: Shelf, brands: readonly Brand[]): (url: URL, now: number) => Answer | null {
  return (url, now) => {
    if (url.pathname === '/') return index(brands);
    const [, kind, id = ''] = url.pathname.split('/');
    if (kind === 'review') return single(shelf, brands, id, now);
    const brand = brands.find((candidate) => candidate.id === id);
    if (kind !== 'company' || brand === undefined) return null;
    return company(shelf, brand, url.searchParams.get('before'), now);
  };
}

function index(brands: readonly Brand[]): Answer {
  const items = brands.map(({ id, name }) => `<li><a href="/company/${id}">${escaped(name)}</a></li>`).join('');
  return { type: 'html', body: htmlPage('住评 StayWord', 'zh', '', `<h1>住评 StayWord</h1><ul>${items}</ul>`) };
}

function company(shelf: Shelf, brand: Brand, before: string | null, now: number): Answer {
  const about = shelf.having(brand.id, (post) => post.brand === brand.id);
  const { posts, next } = sliceOf(about, now, PAGE_SIZE, before);
  const count = countUntil(about, now);
  const stars = about.slice(0, count).reduce((sum, post) => sum + (post.stars ?? 0), 0);
  const address = next === null ? null : `/company/${brand.id}?before=${next}`;
  const data = {
    '@context': 'https://schema.org',
    '@type': 'Organization',
    '@id': `/company/${brand.id}`,
    url: `/company/${brand.id}`,
    name: brand.name,
    ...(count > 0 && {
      aggregateRating: {
        '@type': 'AggregateRating',
        ratingValue: (stars / count).toFixed(1),
        reviewCount: count,
        bestRating: 5,
        worstRating: 1,
      },
    }),
    review: posts.map((post) => jsonLd(post, brand, now)),
  };
  const head = `${ldScript(data)}${address === null ? '' : `<link rel="next" href="${address}">`}`;
  const more = address === null ? '' : `<p><a rel="next" href="${address}">更早的评价 Older reviews</a></p>`;
  const body = `<h1>${escaped(brand.name)}</h1>${posts.map((post) => article(post, now)).join('')}${more}`;
  return page(brand.name, head, body, changeOf(posts, now));
}

function single(shelf: Shelf, brands: readonly Brand[], id: string, now: number): Answer | null {
  const post = shelf.get(id, now);
  const brand = brands.find((candidate) => candidate.id === post?.brand);
  if (post === null || brand === undefined) return null;
  const data = { '@context': 'https://schema.org', ...jsonLd(post, brand, now) };
  return page(post.title ?? brand.name, ldScript(data), article(post, now), changeOf([post], now));
}

function page(title: string, head: string, body: string, changedAt: number | undefined): Answer {
  return { type: 'html', body: htmlPage(title, 'zh', head, body), ...(changedAt !== undefined && { changedAt }) };
}

function jsonLd(post: TownPost, brand: Brand, now: number) {
  const { reply } = post;
  return {
    '@type': 'Review',
    identifier: post.id,
    url: `/review/${post.id}`,
    inLanguage: post.lang,
    author: { '@type': 'Person', name: post.author.name, identifier: post.author.id },
    datePublished: localIso(post.at),
    ...(post.title !== null && { name: post.title }),
    reviewBody: post.text,
    reviewRating: { '@type': 'Rating', ratingValue: post.stars, bestRating: 5, worstRating: 1 },
    upvoteCount: countAt(post.likes, post, now),
    ...(reply !== null &&
      reply.at <= now && {
        comment: {
          '@type': 'Comment',
          author: { '@type': 'Organization', name: brand.name },
          datePublished: localIso(reply.at),
          text: reply.text,
        },
      }),
  };
}

/** `<` is written so that no review can end the script it stands in. */
function ldScript(data: object): string {
  return `<script type="application/ld+json">${JSON.stringify(data).replaceAll('<', '\\u003c')}</script>`;
}

function article(post: TownPost, now: number): string {
  const reply =
    post.reply !== null && post.reply.at <= now ? `<blockquote>${escaped(post.reply.text)}</blockquote>` : '';
  return (
    `<article><h2><a href="/review/${post.id}">${escaped(post.title ?? '★'.repeat(post.stars ?? 0))}</a></h2>` +
    `<p class="meta">${'★'.repeat(post.stars ?? 0)} ${escaped(post.author.name)}, ${localIso(post.at).slice(0, 10)}</p>` +
    `<p>${escaped(post.text)}</p>${reply}</article>`
  );
}

/** When the shown reviews were last added to; counters of helpful votes are not kept track of. */
function changeOf(posts: readonly TownPost[], now: number): number | undefined {
  const times = posts.flatMap(({ at, reply }) => [at, ...(reply !== null && reply.at <= now ? [reply.at] : [])]);
  return times.length === 0 ? undefined : Math.max(...times);
}
