/** What is going on now, a brand at a glance. */
import type { Brand } from '../../model.ts';
import { type Html, html, join, localUrl } from '../../notify/mail/html.ts';
import type { Band } from '../../pipeline/views/ordinary.ts';
import { type Overview, overviewOf, PERIODS, type Period } from '../../pipeline/views/overview-view.ts';
import { listIncidents } from '../../store/incidents.ts';
import { filterToQuery, type MentionFilter } from '../../store/mention-filter.ts';
import { listMentions } from '../../store/mention-list.ts';
import { csvFile } from '../csv.ts';
import type { WebDeps } from '../deps.ts';
import { page } from '../layout/page.ts';
import { mentionCard, severityMark, time } from '../layout/parts.ts';
import type { Reader } from '../reader.ts';
import { missing, show } from '../respond.ts';
import type { Routes } from '../routes.ts';
import { OVERVIEW_WORDS } from '../words/overview.ts';
import { incidentTitle } from './incident-title.ts';
import { incidentList } from './incidents.ts';
import { coverageChart, letterOf, mentionsChart, netChart, voiceChart } from './overview-charts.ts';
import { OVERVIEW_CHARTS, overviewCsv } from './overview-csv.ts';

const LATEST = 6;
const USUAL_PERIOD: Period = 30;

export function serveOverview(routes: Routes, deps: WebDeps): void {
  const own = deps.brands.filter(({ role }) => role === 'own');
  routes.get('/', 'reader', async (c, reader) =>
    show(
      c,
      reader,
      own[0] === undefined
        ? emptyPage(reader)
        : await overviewPage(deps, reader, own[0], periodIn(c.req.query('days'))),
    ),
  );
  routes.get('/brands/:brand', 'reader', async (c, reader) => {
    const brand = deps.brands.find(({ id }) => id === c.req.param('brand'));
    return show(
      c,
      reader,
      brand === undefined ? null : await overviewPage(deps, reader, brand, periodIn(c.req.query('days'))),
    );
  });
  routes.get('/brands/:brand/:chart{[a-z]+\\.csv}', 'reader', async (c, reader) => {
    const brand = deps.brands.find(({ id }) => id === c.req.param('brand'));
    const chart = OVERVIEW_CHARTS.find((one) => `${one}.csv` === c.req.param('chart'));
    if (brand === undefined || chart === undefined) return missing(c, reader);
    const overview = await read(deps, reader, brand, periodIn(c.req.query('days')));
    return csvFile(c, `${brand.id}-${chart}-${overview.days.length}-days`, overviewCsv(overview, chart));
  });
}

function periodIn(days: string | undefined): Period {
  return PERIODS.find((period) => String(period) === days) ?? USUAL_PERIOD;
}

function read(deps: WebDeps, reader: Reader, brand: Brand, period: Period): Promise<Overview> {
  const { brands, causes } = deps;
  return overviewOf({ db: deps.store.db, brands, causes }, brand, period, reader.timezone, deps.clock.now());
}

function emptyPage(reader: Reader): string {
  return page(reader, reader.words.overview, html`<p class="notice">${OVERVIEW_WORDS[reader.language].noBrands}</p>`);
}

async function overviewPage(deps: WebDeps, reader: Reader, brand: Brand, period: Period): Promise<string> {
  const words = OVERVIEW_WORDS[reader.language];
  const { db } = deps.store;
  const overview = await read(deps, reader, brand, period);
  const open = await listIncidents(db, { openOnly: true, limit: 50 });
  const latest = await listMentions(db, { brand: brand.id }, { order: 'newest', limit: LATEST });
  const titles = overview.incidents.map((incident) => incidentTitle(deps, reader, incident));
  const mine = open.filter((incident) => incident.brand === brand.id);
  const chart = (title: string, lead: string, drawn: Html) =>
    html`<section class="panel"><div class="panel-head"><h2>${title}</h2><span class="soft">${lead}</span></div>${drawn}</section>`;
  return page(
    reader,
    brand.name,
    html`<section class="panel"><h2>${words.now}</h2>${incidentList(deps, reader, mine, reader.words.noIncidents)}</section>
${stats(reader, overview)}
<div class="columns">
${chart(words.net, words.netLead, netChart(reader, overview, titles))}
${chart(words.mentions, '', mentionsChart(reader, overview, titles))}
${overview.voices.length > 1 && chart(words.voiceIn(period), words.voiceLead, voiceChart(reader, overview))}
${chart(words.coverage, words.coverageLead, coverageChart(reader, overview, titles))}
</div>
${happened(reader, overview, titles)}
<section><div class="panel-head"><h2>${words.latest}</h2><a href="${localUrl(`/evidence?${filterToQuery({ brand: brand.id })}`)}">${words.all}</a></div>
${latest.length === 0 ? html`<p class="empty">${reader.words.none}</p>` : join(latest.map((mention) => mentionCard(reader, mention, deps.siteNames(mention.site))))}</section>`,
    {
      live: { brand: brand.id },
      crumb: html`${reader.words.overview}`,
      tools: tools(
        deps,
        reader,
        brand,
        period,
        open.map((one) => one.brand),
      ),
    },
  );
}

/** Which brand, and how far back. */
function tools(deps: WebDeps, reader: Reader, brand: Brand, period: Period, open: readonly string[]): Html {
  const words = OVERVIEW_WORDS[reader.language];
  const brands = deps.brands.filter(({ role, id }) => role === 'own' || id === brand.id);
  const tab = (path: string, text: Html, current: boolean) =>
    current
      ? html`<a href="${localUrl(path)}" aria-current="true">${text}</a>`
      : html`<a href="${localUrl(path)}">${text}</a>`;
  const named = brands.map(({ id, name }) => {
    const count = open.filter((one) => one === id).length;
    const text = html`<bdi>${name}</bdi>${count > 0 && html` <span class="soft">&nbsp;· ${words.open(count)}</span>`}`;
    return tab(`/brands/${encodeURIComponent(id)}?days=${period}`, text, id === brand.id);
  });
  const periods = PERIODS.map((days) =>
    tab(`/brands/${encodeURIComponent(brand.id)}?days=${days}`, html`${words.days(days)}`, days === period),
  );
  return html`<div class="line no-print">${brands.length > 1 && html`<nav class="tabs" aria-label="${words.brands}">${join(named)}</nav>`}
<nav class="tabs" aria-label="${words.period}">${join(periods)}</nav></div>`;
}

function stats(reader: Reader, overview: Overview): Html {
  const words = OVERVIEW_WORDS[reader.language];
  const { format } = reader;
  const { brand, days, voices, seenLastDay } = overview;
  const today = days.at(-1)!;
  const filter: MentionFilter = { brand: brand.id, from: today.from, to: today.to };
  const evidence = (more: Partial<MentionFilter>) => localUrl(`/evidence?${filterToQuery({ ...filter, ...more })}`);
  const stat = (name: string, value: Html, below: Html) =>
    html`<div class="stat"><dt>${name}</dt><dd><span class="value">${value}</span><br><span class="soft">${below}</span></dd></div>`;
  const against = (
    value: number | null,
    band: Band | null,
    shown: (of: number) => string,
    bad: 'above' | 'below' | null,
  ) => {
    if (band === null || value === null) return html`${words.learning}`;
    const position = value > band.high ? 'above' : value < band.low ? 'below' : 'within';
    const tone = position === 'within' ? 'soft' : position === bad ? 'negative' : 'soft';
    const arrow = position === 'above' ? '↑ ' : position === 'below' ? '↓ ' : '';
    return html`<strong class="${tone}">${arrow}${words.position[position]}</strong><br><span class="nowrap">${words.usual(format.range(shown(band.low), shown(band.high)))}</span>`;
  };
  const own = voices[0]!;
  const net = today.net === null ? '–' : format.signed(today.net);
  return html`<dl class="stats">
${stat(words.netToday, html`${net}`, against(today.net, today.netBand, format.signed, 'below'))}
${stat(words.mentionsToday, html`<a href="${evidence({})}">${format.integer(today.total)}</a>`, against(today.total, today.totalBand, format.integer, null))}
${stat(words.negativeToday, html`<a href="${evidence({ label: 'negative' })}">${format.integer(today.negative)}</a>`, against(today.negative, today.negativeBand, format.integer, 'above'))}
${voices.length > 1 && stat(words.voiceIn(days.length), html`${own.total === 0 ? '–' : format.percent(own.share)}`, html`${format.integer(own.total)} ${reader.words.mentions}`)}
${stat(words.coverageToday, html`<a href="${localUrl('/targets')}">${seenLastDay === null ? '–' : format.percent(seenLastDay)}</a>`, seenLastDay === null ? html`${words.notWatched}` : seenLastDay < 0.995 ? html`<span class="warn">${words.unseen}</span>` : html`${words.coverageLead}`)}
</dl>`;
}

/** What the letters and coloured stretches of the charts mean. */
function happened(reader: Reader, overview: Overview, titles: readonly string[]): Html | null {
  const words = OVERVIEW_WORDS[reader.language];
  const incidents = overview.incidents.map(
    (
      incident,
      index,
    ) => html`<li class="line"><strong>${letterOf(index)}</strong>${severityMark(reader, incident.severity)}
<a class="grow" href="${localUrl(`/incidents/${incident.incidentId}`)}"><bdi>${titles[index] ?? ''}</bdi></a><span class="soft">${time(reader, incident.openedAt)}${incident.closedAt && html` – ${time(reader, incident.closedAt)}`}</span></li>`,
  );
  const causes = overview.causes.map(
    ({ name, start, end, factor }) =>
      html`<li class="line"><span class="chart"><svg width="16" height="12" aria-hidden="true"><rect class="cause" width="16" height="12" rx="2"></rect></svg></span><span class="grow">${words.knownCause}${reader.words.colon}<bdi>${name}</bdi> (×${reader.format.decimal(factor)})</span><span class="soft">${time(reader, start)} – ${time(reader, end)}</span></li>`,
  );
  if (incidents.length + causes.length === 0) return null;
  return html`<section class="panel"><h2>${words.marks}</h2><ul class="list">${join([...incidents, ...causes])}</ul></section>`;
}
