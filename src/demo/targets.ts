/** The targets an operator would write for the town. */
import type { Target } from '../model.ts';
import { FARSAIL, MICROBLOG_SITE, OWN } from './brands.ts';
import { HISTORY_DAYS, TOWN_ZONE } from './calendar.ts';
import type { Place } from './posts.ts';

export type Sites = Readonly<Record<Place, URL>>;

/** Options are complete: every key of the crawler's schema that has no default is there. */
export function townTargets(sites: Sites): Target[] {
  const at = (place: Place, path: string) => `${sites[place].origin}${path}`;
  const target = (id: string, place: Place, fields: Partial<Target> & Pick<Target, 'crawler' | 'options'>): Target => ({
    id,
    schedule: '*/5 * * * *',
    timezone: TOWN_ZONE,
    brands: [],
    paused: false,
    maxPages: 60,
    backfillDays: HISTORY_DAYS,
    allowHosts: [sites[place].host],
    requestsPerMinute: 60_000,
    ...fields,
  });
  const reviews = (id: string, brand: string) =>
    target(id, 'reviews', {
      crawler: 'jsonld',
      options: { urls: [at('reviews', `/company/${brand}`)], next: 'link[rel~="next"]', optional: false },
      site: 'stayword',
      about: brand,
      brands: [brand],
      schedule: '0 * * * *',
    });
  const microblog = (id: string, brands: readonly string[]) =>
    target(id, 'microblog', {
      crawler: 'json',
      options: {
        urls: [at('microblog', '/api/search?q={query}'), at('microblog', '/api/hot?q={query}')],
        items: 'statuses',
        kind: 'post',
        fields: MICROBLOG_FIELDS,
        next: { cursor: 'next_cursor', parameter: 'cursor', first: 1 },
      },
      site: MICROBLOG_SITE,
      brands,
    });
  return [
    reviews('reviews', OWN.id),
    reviews('reviews-farsail', FARSAIL.id),
    microblog('microblog', [OWN.id]),
    // Competitors are only compared: a few looks a day are enough.
    { ...microblog('microblog-rivals', ['farsail', 'mooring']), schedule: '30 */4 * * *' },
    target('forum', 'forum', {
      crawler: 'html',
      options: {
        urls: [at('forum', '/board')],
        item: 'article.thread',
        kind: 'post',
        fields: FORUM_FIELDS,
        next: 'a.next',
        empty: '.no-threads',
        scroll: false,
      },
      render: 'browser',
      site: 'wayfarers',
      brands: [OWN.id, FARSAIL.id],
      // A browser costs a hundred times what a request costs.
      schedule: '20 */12 * * *',
      maxPages: 15,
    }),
    target('news', 'news', {
      crawler: 'rss',
      options: { urls: [at('news', '/feed.xml')], kind: 'article' },
      site: 'longstreet',
      brands: [OWN.id, FARSAIL.id],
      schedule: '45 * * * *',
    }),
  ];
}

/** As the sites call themselves. */
export const SITE_NAMES = [
  [MICROBLOG_SITE, '微语 Weiyu'],
  ['stayword', '住评 StayWord'],
  ['wayfarers', '旅人茶座 Wayfarers'],
  ['longstreet', '长街报 Long Street'],
] as const;

const MICROBLOG_FIELDS = {
  id: 'id',
  text: 'text',
  url: 'url',
  author: 'user.screen_name',
  author_id: 'user.id',
  followers: 'user.followers_count',
  verified: 'user.verified',
  published_at: 'created_at',
  lang: 'lang',
  likes: 'attitudes_count',
  replies: 'comments_count',
  reposts: 'reposts_count',
  parent: 'in_reply_to.id',
  root: 'in_reply_to.root_id',
};

const FORUM_FIELDS = {
  id: '&@data-id',
  text: '.content',
  title: 'h2 a',
  url: 'h2 a@href',
  author: '.author',
  author_id: '.author@data-id',
  published_at: 'time@datetime',
  replies: '.replies',
  likes: '.likes',
};
