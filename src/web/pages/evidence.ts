/** The rows behind a number: exactly the mentions its filter means. */
import { html, join, localUrl } from '../../notify/mail/html.ts';
import { readFilter } from '../../pipeline/search.ts';
import { type FeedKey, readFeed } from '../../store/feed.ts';
import { filterToQuery, type MentionFilter } from '../../store/mention-filter.ts';
import { countLabels, countStories } from '../../store/mention-list.ts';
import type { WebDeps } from '../deps.ts';
import { mentionItem } from '../layout/mention-item.ts';
import { brandName } from '../layout/names.ts';
import { page } from '../layout/page.ts';
import type { Reader } from '../reader.ts';
import { show } from '../respond.ts';
import type { Routes } from '../routes.ts';
import { EVIDENCE_WORDS } from '../words/evidence.ts';
import { FEED_WORDS } from '../words/feed.ts';
import { wrongQuery } from '../wrong.ts';
import { evidencePeoplePage, readPerson } from './evidence-people.ts';
import { readAfter, writeAfter } from './feed-query.ts';

const PAGE = 50;

export function serveEvidence(routes: Routes, deps: WebDeps): void {
  routes.get('/evidence', 'reader', async (c, reader) => {
    const query = new URL(c.req.url).searchParams;
    const read = readFilter(query);
    if ('problems' in read) throw wrongQuery(read.problems);
    if (query.get('by') === 'people') {
      return show(c, reader, await evidencePeoplePage(deps, reader, read.filter, readPerson(query.get('after'))));
    }
    const folded = query.get('fold') === 'yes';
    return show(
      c,
      reader,
      await evidencePage(deps, reader, read.filter, { folded, after: readAfter(query.get('after')) }),
    );
  });
}

async function evidencePage(
  deps: WebDeps,
  reader: Reader,
  filter: MentionFilter,
  { folded, after }: { folded: boolean; after: FeedKey | undefined },
): Promise<string> {
  const { words, format } = reader;
  const own = EVIDENCE_WORDS[reader.language];
  const feed = FEED_WORDS[reader.language];
  const { db } = deps.store;
  const { total, negative, positive } = await countLabels(db, filter);
  const { mentions, next } = await readFeed(db, { filter, folded, after, limit: PAGE });
  const items = mentions.map((mention) => {
    const story = new URLSearchParams({ brand: mention.brand, story: String(mention.storyId), everyone: 'true' });
    const copies = filter.story === mention.storyId ? null : localUrl(`/evidence?${story}`);
    return mentionItem(reader, mention, { siteName: deps.siteNames(mention.site), copies, search: filter.search });
  });
  const query = filterToQuery(filter);
  const list = new URLSearchParams(query);
  if (folded) list.set('fold', 'yes');
  const older = new URLSearchParams(list);
  if (next !== null) older.set('after', writeAfter(next));
  const counts = own.counts(
    ...([negative, total - negative - positive, positive].map(format.integer) as [string, string, string]),
  );
  return page(
    reader,
    words.evidence,
    html`<section class="panel"><p><strong>${folded ? own.stories((await countStories(db, filter)).stories) : words.evidenceOf(total)}</strong> <span class="soft">${counts}</span></p>
<p class="line no-print"><a href="${localUrl(`/mentions?${query}${folded ? '' : '&fold=no'}`)}">${own.inFeed}</a><a href="${localUrl(`/mentions.csv?${query}${folded ? '' : '&fold=no'}`)}" download="">${own.csv}</a></p></section>
<section class="panel">${items.length === 0 ? html`<p class="empty">${words.none}</p>` : html`<ul class="list">${join(items)}</ul>`}
<p class="line no-print">${after && html`<a href="${localUrl(`/evidence?${list}`)}">${feed.newest}</a>`}${next && html`<a class="button second" rel="next" href="${localUrl(`/evidence?${older}`)}">${words.older}</a>`}</p></section>`,
    { crumb: html`<bdi>${brandName(deps.brands, filter.brand)}</bdi>`, lead: html`${own.lead}` },
  );
}
