/** Talkers: who drives what is said, what is said in the same words, and what looks ordered. */
import { clip } from '../../notify/content/excerpt.ts';
import { type Html, html, localUrl } from '../../notify/mail/html.ts';
import { addDays, boundsOf, dayAt } from '../../pipeline/views/days.ts';
import { type StoryTold, type TalkersView, talkersView } from '../../pipeline/views/talkers-view.ts';
import type { MentionFilter } from '../../store/mention-filter.ts';
import type { Driver, TalkerKind } from '../../store/talkers.ts';
import type { WebDeps } from '../deps.ts';
import { type Column, cardTable } from '../layout/card-table.ts';
import { page } from '../layout/page.ts';
import { labelChip, time } from '../layout/parts.ts';
import { quoted } from '../layout/quote.ts';
import type { Reader } from '../reader.ts';
import { missing } from '../respond.ts';
import type { Routes } from '../routes.ts';
import { FEED_WORDS } from '../words/feed.ts';
import { TOPIC_WORDS } from '../words/topics.ts';
import { type Asked, askedOf, choiceTabs } from './choices.ts';

const SHOWN = 140;

export function serveTalkers(routes: Routes, deps: WebDeps): void {
  routes.get('/talkers', 'reader', async (c, reader) => {
    const asked = askedOf(deps, new URL(c.req.url).searchParams);
    if (asked === null) return missing(c, reader);
    const filter = periodFilter(asked, reader.timezone, deps.clock.now());
    return c.html(talkersPage(deps, reader, asked, filter, await talkersView(deps.store.db, filter)));
  });
}

/** The brand's mentions of the last so many days, today among them. */
export function periodFilter({ brand, days }: Asked, timezone: string, now: Date) {
  const today = dayAt(now, timezone);
  const from = boundsOf(addDays(today, 1 - days), timezone).from;
  return { brand: brand.id, from, to: boundsOf(today, timezone).to } satisfies MentionFilter;
}

type Period = ReturnType<typeof periodFilter>;

function rowsOf({ brand, from, to }: Period, more: Record<string, string>) {
  const period = { from: from.toISOString(), to: to.toISOString() };
  return localUrl(`/mentions?${new URLSearchParams({ brand, ...more, ...period })}`);
}

function talkersPage(deps: WebDeps, reader: Reader, asked: Asked, filter: Period, view: TalkersView): string {
  const words = TOPIC_WORDS[reader.language];
  const body =
    view.looked === 0
      ? html`<p class="notice">${words.none}</p>`
      : html`${view.cut && html`<p class="notice warning">${words.cut(reader.format.integer(view.looked))}</p>`}
<section class="panel"><div class="panel-head"><h2>${words.stories}</h2><span class="soft">${words.storiesLead}</span></div>${storyTable(reader, filter, view.stories)}<p class="soft">${words.coordinatedMeans}</p></section>
<div class="columns"><section class="panel"><div class="panel-head"><h2>${words.drivers}</h2></div><p class="soft">${words.driversLead}</p>${driverTable(deps, reader, filter, view.drivers)}</section>
<section class="panel"><h2>${words.kinds}</h2>${kindTable(reader, filter, view.kinds)}</section></div>`;
  return page(reader, words.talkers, body, {
    crumb: html`<bdi>${asked.brand.name}</bdi>`,
    lead: html`${words.talkersLead}`,
    tools: choiceTabs(deps, reader, '/talkers', asked),
  });
}

function driverTable(deps: WebDeps, reader: Reader, filter: Period, drivers: readonly Driver[]): Html {
  const words = TOPIC_WORDS[reader.language];
  const { format } = reader;
  if (drivers.length === 0) return html`<p class="empty">${words.none}</p>`;
  const rows = drivers.map((driver) => {
    const { authorKey, authorName, followers, site, posts, negative, positive, engagement } = driver;
    const name = authorName === null ? '–' : clip(authorName, 30);
    const own = rowsOf(filter, { author: authorKey, everyone: 'true', fold: 'no' });
    return [
      html`<a href="${own}"><bdi>${name}</bdi></a><br><span class="soft"><bdi>${deps.siteNames(site)}</bdi></span>`,
      followers === null ? '–' : format.compact(followers),
      format.integer(posts),
      format.compact(engagement),
      format.integer(negative),
      format.integer(positive),
    ];
  });
  const counts = [words.followers, words.posts, words.engagement, words.negative, words.positive];
  return cardTable([{ name: words.author, kind: 'row-head' }, ...counts.map(number)], rows);
}

function kindTable(reader: Reader, filter: Period, kinds: readonly TalkerKind[]): Html {
  const words = TOPIC_WORDS[reader.language];
  const { format } = reader;
  const names = FEED_WORDS[reader.language].talkers;
  const rows = kinds.map(({ talker, posts, negative, positive }) => [
    html`<a href="${rowsOf(filter, { talker })}">${names[talker] ?? talker}</a>`,
    format.integer(posts),
    format.integer(negative),
    format.integer(positive),
  ]);
  const counts = [words.posts, words.negative, words.positive];
  return cardTable([{ name: words.kind, kind: 'row-head' }, ...counts.map(number)], rows);
}

function storyTable(reader: Reader, filter: Period, stories: readonly StoryTold[]): Html {
  const words = TOPIC_WORDS[reader.language];
  const { format } = reader;
  if (stories.length === 0) return html`<p class="empty">${words.none}</p>`;
  const rows = stories.map((story) => {
    const own = rowsOf(filter, { story: String(story.storyId), fold: 'no' });
    return [
      html`<a href="${own}" dir="auto"><bdi>${quoted(story.text, [], SHOWN)}</bdi></a><br>${labelChip(reader, story.label)}${story.coordinated && html` <span class="chip warn"><span aria-hidden="true">⚑</span>${words.coordinated}</span>`}`,
      html`<a href="${own}">${format.integer(story.posts)}</a>`,
      format.integer(story.authors),
      format.integer(story.shared),
      format.compact(story.engagement),
      html`${time(reader, story.firstAt)}<br>${time(reader, story.lastAt)}`,
    ];
  });
  const counts = [words.posts, words.authors, words.shared, words.engagement];
  return cardTable(
    [
      { name: words.story, kind: 'row-head', className: 'told' },
      ...counts.map(number),
      { name: words.when, kind: 'nowrap' },
    ],
    rows,
  );
}

const number = (name: string): Column => ({ name, kind: 'number' });
