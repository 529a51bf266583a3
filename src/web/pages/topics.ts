/** Topics: what rises and falls, in aspects, intents and words, and how each aspect is felt over time. */
import { type Html, html, join, localUrl } from '../../notify/mail/html.ts';
import { LABELS } from '../../notify/words/labels.ts';
import { type TopicMove, type TopicsView, topicsView, type WordMove } from '../../pipeline/views/topics-view.ts';
import { csvFile } from '../csv.ts';
import type { WebDeps } from '../deps.ts';
import { cardTable } from '../layout/card-table.ts';
import { page } from '../layout/page.ts';
import type { Reader } from '../reader.ts';
import { missing } from '../respond.ts';
import type { Routes } from '../routes.ts';
import { TOPIC_WORDS } from '../words/topics.ts';
import { type Asked, askedOf, choiceTabs } from './choices.ts';
import { aspectChart } from './topics-chart.ts';

export function serveTopics(routes: Routes, deps: WebDeps): void {
  const read = ({ brand, days }: Asked, reader: Reader) =>
    topicsView(deps.store.db, brand, days, reader.timezone, deps.clock.now());
  routes.get('/topics', 'reader', async (c, reader) => {
    const asked = askedOf(deps, new URL(c.req.url).searchParams);
    if (asked === null) return missing(c, reader);
    return c.html(topicsPage(deps, reader, asked, await read(asked, reader)));
  });
  routes.get('/topics.csv', 'reader', async (c, reader) => {
    const asked = askedOf(deps, new URL(c.req.url).searchParams);
    if (asked === null) return missing(c, reader);
    const view = await read(asked, reader);
    const one = new URL(c.req.url).searchParams.get('aspect');
    const rows = view.aspects
      .filter(({ aspect }) => one === null || aspect === one)
      .flatMap(({ aspect, counts }) =>
        counts.map(({ total, negative, positive }, index) => [
          view.columns[index]!.day,
          aspect,
          total,
          negative,
          positive,
        ]),
      );
    const head = ['from', 'aspect', 'mentions', 'negative', 'positive'];
    return csvFile(c, `topics-${asked.brand.id}-${one === null ? '' : `${one}-`}${asked.days}-days`, [head, ...rows]);
  });
}

function topicsPage(deps: WebDeps, reader: Reader, asked: Asked, view: TopicsView): string {
  const words = TOPIC_WORDS[reader.language];
  const { format } = reader;
  const aspects = view.moves.filter(({ kind, total, usual }) => kind === 'aspect' && (total > 0 || (usual ?? 0) > 0));
  const intents = view.moves.filter(({ kind, total, usual }) => kind === 'intent' && (total > 0 || (usual ?? 0) > 0));
  const csv = localUrl(`/topics.csv?brand=${encodeURIComponent(asked.brand.id)}&days=${asked.days}`);
  const charts = view.aspects.map(
    (course) =>
      html`<div>${aspectChart(reader, view, course, localUrl(`${csv.href}&aspect=${encodeURIComponent(course.aspect)}`))}</div>`,
  );
  const sampled = words.wordsLead(format.integer(view.sampled.now), format.integer(view.sampled.before));
  const body =
    aspects.length === 0 && intents.length === 0 && view.sampled.now === 0
      ? html`<p class="notice">${words.none}</p>`
      : html`<div class="columns"><section class="panel"><div class="panel-head"><h2>${words.moves}</h2><span class="soft">${words.movesLead}</span></div>${moveTable(reader, asked, view, aspects)}</section>
<div><section class="panel"><div class="panel-head"><h2>${words.intents}</h2></div>${moveTable(reader, asked, view, intents)}</section>
<section class="panel"><h2>${words.wordsRisen}</h2>${wordList(reader, asked, view, view.risen)}<h2>${words.wordsFallen}</h2>${wordList(reader, asked, view, view.fallen)}<p class="soft">${sampled}</p></section></div></div>
<section class="panel"><div class="panel-head"><h2>${words.aspects}</h2><span class="soft">${words.aspectsLead} · <a href="${csv}">${words.csv}</a></span></div><div class="multiples">${join(charts)}</div></section>`;
  return page(reader, words.topics, body, {
    crumb: html`<bdi>${asked.brand.name}</bdi>`,
    lead: html`${words.topicsLead}`,
    tools: choiceTabs(deps, reader, '/topics', asked),
  });
}

/** The mentions behind a number of the period. */
function rowsOf({ brand }: Asked, { from, to }: TopicsView, more: Record<string, string>) {
  const query = new URLSearchParams({ brand: brand.id, ...more, from: from.toISOString(), to: to.toISOString() });
  return localUrl(`/mentions?${query}`);
}

function moveTable(reader: Reader, asked: Asked, view: TopicsView, moves: readonly TopicMove[]): Html {
  const words = TOPIC_WORDS[reader.language];
  const labels = LABELS[reader.language];
  const { format } = reader;
  if (moves.length === 0) return html`<p class="empty">${words.none}</p>`;
  const rows = moves.map((move) => {
    const { kind, name, total, negative, positive, usual } = move;
    const shown = kind === 'aspect' ? (labels.aspect[name] ?? name) : (labels.intent[name as 'churn'] ?? name);
    const own = rowsOf(asked, view, { [kind]: name });
    const felt = (label: 'negative' | 'positive', count: number) => {
      const extra = kind === 'aspect' ? { feeling: label } : { label };
      return html`<a href="${rowsOf(asked, view, { [kind]: name, ...extra })}">${format.integer(count)}</a>`;
    };
    return [
      html`<a href="${own}"><bdi>${shown}</bdi></a>`,
      format.integer(total),
      usual === null ? '–' : format.decimal(usual),
      changeOf(reader, move),
      felt('negative', negative),
      felt('positive', positive),
    ];
  });
  return cardTable(
    [
      { name: words.topic, kind: 'row-head' },
      { name: words.now, kind: 'number' },
      { name: words.usual, kind: 'number' },
      { name: words.change, kind: 'short' },
      { name: words.negative, kind: 'number' },
      { name: words.positive, kind: 'number' },
    ],
    rows,
  );
}

/** Never by colour alone: an arrow and a word. */
function changeOf(reader: Reader, { usual, departure }: TopicMove): Html {
  const words = TOPIC_WORDS[reader.language];
  if (usual === null) return html`<span class="soft">${words.unknown}</span>`;
  if (departure === 0) return html`<span class="soft">${words.asUsual}</span>`;
  return departure > 0
    ? html`<strong><span aria-hidden="true">↑</span> ${words.risen}</strong>`
    : html`<span aria-hidden="true">↓</span> ${words.fallen}`;
}

function wordList(reader: Reader, { brand }: Asked, { from, to }: TopicsView, moved: readonly WordMove[]): Html {
  const words = TOPIC_WORDS[reader.language];
  if (moved.length === 0) return html`<p class="soft">${words.noWords}</p>`;
  const items = moved.map(({ word, texts }) => {
    const query = new URLSearchParams({ brand: brand.id, q: word, from: from.toISOString(), to: to.toISOString() });
    const count = words.inTexts(reader.format.integer(texts));
    return html`<a class="chip quiet" href="${localUrl(`/mentions?${query}`)}" title="${count}"><bdi>${word}</bdi> <span class="soft">${String(texts)}</span></a>`;
  });
  return html`<p class="line chosen">${join(items)}</p>`;
}
