/** The feed: everything that was said of a brand, to be searched, filtered, kept as a view, and taken along as a file. */
import { type Html, html, join, localUrl } from '../../notify/mail/html.ts';
import { seriesNames } from '../../store/buckets.ts';
import { readFeed } from '../../store/feed.ts';
import type { ListedMention } from '../../store/mention-list.ts';
import { listViews } from '../../store/saved-views.ts';
import { splitSeries } from '../../store/signals.ts';
import type { WebDeps } from '../deps.ts';
import { mentionItem } from '../layout/mention-item.ts';
import { brandName } from '../layout/names.ts';
import { page } from '../layout/page.ts';
import type { Reader } from '../reader.ts';
import { missing } from '../respond.ts';
import type { Routes } from '../routes.ts';
import { FEED_WORDS } from '../words/feed.ts';
import { feedCsv, MOST_ROWS } from './feed-csv.ts';
import { type FeedChoices, feedForm } from './feed-form.ts';
import { type FeedAsked, feedQuery, readFeedQuery, writeAfter } from './feed-query.ts';
import { savedViews, serveViews } from './feed-views.ts';

const PAGE = 40;
/** Sites and topics of this many days are offered as filters. */
const CHOICE_DAYS = 90;

export function serveFeed(routes: Routes, deps: WebDeps): void {
  const first = deps.brands.find(({ role }) => role === 'own') ?? deps.brands[0];
  const asked = (url: string, reader: Reader) =>
    readFeedQuery(new URL(url).searchParams, first?.id ?? '', reader.timezone);
  routes.get('/mentions', 'reader', async (c, reader) => {
    if (first === undefined) return missing(c, reader);
    return c.html(await feedPage(deps, reader, asked(c.req.url, reader)));
  });
  routes.get('/mentions.csv', 'reader', async (c, reader) => {
    if (first === undefined) return missing(c, reader);
    return feedCsv(deps, c, asked(c.req.url, reader));
  });
  serveViews(routes, deps);
}

async function feedPage(deps: WebDeps, reader: Reader, asked: FeedAsked): Promise<string> {
  const words = FEED_WORDS[reader.language];
  const { filter, folded, params, after } = asked;
  const { db } = deps.store;
  const { mentions, next } = await readFeed(db, { filter, folded, after, limit: PAGE });
  const choices = await choicesFor(deps, filter.brand);
  const address = (extra: Parameters<typeof feedQuery>[1] = {}) => localUrl(`/mentions?${feedQuery(params, extra)}`);
  const narrowed = params.size > 1;
  const list =
    mentions.length === 0
      ? html`<p class="empty">${narrowed || after ? words.none : words.noneYet}</p>`
      : html`<ul class="list">${join(mentions.map((mention) => item(deps, reader, asked, mention)))}</ul>`;
  const csv = localUrl(`/mentions.csv?${feedQuery(params)}`);
  return page(
    reader,
    words.title,
    html`${feedForm(reader, params, choices)}
<div class="aside"><section class="panel">${list}
<p class="line no-print">${after && html`<a href="${address()}">${words.newest}</a>`}${next && html`<a class="button second" rel="next" href="${address({ after: writeAfter(next) })}">${words.older}</a>`}</p></section>
<div class="no-print">${savedViews(reader, await listViews(db), feedQuery(params))}
<section class="panel"><p><a href="${csv}" download="">${words.csv}</a></p><p class="soft">${words.csvNote(reader.format.integer(MOST_ROWS))}</p></section></div></div>`,
    {
      crumb: html`<bdi>${brandName(deps.brands, filter.brand)}</bdi>`,
      lead: html`${words.lead}`,
      ...(after === undefined && { live: { brand: filter.brand } }),
    },
  );
}

function item(deps: WebDeps, reader: Reader, { filter, folded }: FeedAsked, mention: ListedMention): Html {
  const { brand, storyId } = mention;
  const story = new URLSearchParams({ brand, story: String(storyId), everyone: 'true', fold: 'no' });
  return mentionItem(reader, mention, {
    siteName: deps.siteNames(mention.site),
    copies: folded ? localUrl(`/mentions?${story}`) : null,
    search: filter.search,
  });
}

async function choicesFor(deps: WebDeps, brand: string): Promise<FeedChoices> {
  const now = deps.clock.now();
  const names = await seriesNames(deps.store.db, brand, new Date(now.getTime() - CHOICE_DAYS * 86_400_000), now);
  const of = (dimension: string) =>
    names.flatMap((name) => {
      const [own, value] = splitSeries(name);
      return own === dimension && value !== undefined ? [value] : [];
    });
  return { brands: deps.brands, sites: of('site'), aspects: of('aspect'), siteNames: deps.siteNames };
}
