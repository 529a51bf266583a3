/** Saved views: a name for filters that are used often, with an address that can be shared. */

import { type Html, html, join, localUrl } from '../../notify/mail/html.ts';
import { LOCAL } from '../../pipeline/people.ts';
import { deleteView, findView, listViews, type SavedView, saveView } from '../../store/saved-views.ts';
import type { WebDeps } from '../deps.ts';
import { page } from '../layout/page.ts';
import type { Reader } from '../reader.ts';
import { missing } from '../respond.ts';
import type { Routes } from '../routes.ts';
import { FEED_WORDS } from '../words/feed.ts';
import { feedQuery, readFeedQuery } from './feed-query.ts';

const LONGEST_NAME = 80;

export function serveViews(routes: Routes, deps: WebDeps): void {
  const { db } = deps.store;
  routes.get('/views/:id{[0-9]{1,9}}', 'reader', async (c, reader) => {
    const view = await findView(db, Number(c.req.param('id')));
    return view === null ? missing(c, reader) : c.redirect(`/mentions?${view.query}`, 303);
  });
  routes.post('/views', 'reader', async (c, reader) => {
    const form = await c.req.parseBody();
    const name = typeof form.name === 'string' ? form.name.trim().slice(0, LONGEST_NAME).toWellFormed() : '';
    const typed = new URLSearchParams(typeof form.query === 'string' ? form.query.slice(0, 4000) : '');
    // Only what the feed understands is kept: an address that leads nowhere helps nobody.
    const { params } = readFeedQuery(typed, deps.brands[0]?.id ?? '', reader.timezone);
    const query = feedQuery(params);
    if (name !== '') {
      const saved = await saveView(db, { name, query, by: reader.user?.id ?? LOCAL, at: deps.clock.now() });
      if (saved === null) {
        const { title, tooMany } = FEED_WORDS[reader.language];
        return c.html(page(reader, title, html`<p class="notice bad">${tooMany}</p>`), 409);
      }
    }
    return c.redirect(`/mentions?${query}`, 303);
  });
  routes.post('/views/:id{[0-9]{1,9}}/delete', 'reader', async (c) => {
    await deleteView(db, Number(c.req.param('id')));
    return c.redirect('/mentions', 303);
  });
  routes.get('/views', 'reader', async (c, reader) => {
    const words = FEED_WORDS[reader.language];
    return c.html(page(reader, words.views, savedViews(reader, await listViews(db), null)));
  });
}

/** The list of views; with a form that saves `query`, where there is one. */
export function savedViews(reader: Reader, views: readonly SavedView[], query: string | null): Html {
  const words = FEED_WORDS[reader.language];
  const csrf = html`<input type="hidden" name="csrf" value="${reader.csrf}">`;
  const items = views.map(
    ({
      viewId,
      name,
    }) => html`<li class="line"><a class="grow" href="${localUrl(`/views/${viewId}`)}"><bdi>${name}</bdi></a>
<form method="post" action="${localUrl(`/views/${viewId}/delete`)}">${csrf}<button class="plain" aria-label="${words.remove(name)}">×</button></form></li>`,
  );
  return html`<section class="panel"><h2>${words.views}</h2>
${views.length === 0 ? html`<p class="soft">${words.noViews}</p>` : html`<ul class="list">${join(items)}</ul>`}
${
  query !== null &&
  html`<form method="post" action="${localUrl('/views')}">${csrf}<input type="hidden" name="query" value="${query}">
<label class="filter">${words.name}<input type="text" name="name" maxlength="${LONGEST_NAME}" required></label>
<p><button class="second">${words.save}</button></p></form><p class="soft">${words.shareNote}</p>`
}</section>`;
}
