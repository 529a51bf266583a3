/** The rows behind a coverage figure: targets, the stretches that each did not see, and the crawls that should have. */
import { type Html, html, join, localUrl } from '../../notify/mail/html.ts';
import { LABELS } from '../../notify/words/labels.ts';
import {
  type CoverageAsked,
  type CoverageView,
  composeCoverage,
  type TargetSeen,
} from '../../pipeline/views/coverage-view.ts';
import { filterFromQuery, filterToQuery } from '../../store/mention-filter.ts';
import type { PeriodCrawls } from '../../store/period-crawls.ts';
import type { WebDeps } from '../deps.ts';
import { cardTable } from '../layout/card-table.ts';
import { brandName } from '../layout/names.ts';
import { page } from '../layout/page.ts';
import { time } from '../layout/parts.ts';
import type { Reader } from '../reader.ts';
import { show } from '../respond.ts';
import type { Routes } from '../routes.ts';
import { COVERAGE_WORDS } from '../words/coverage.ts';
import { WrongRequest, wrongQuery } from '../wrong.ts';

export function serveCoverage(routes: Routes, deps: WebDeps): void {
  routes.get('/coverage', 'reader', async (c, reader) => {
    const view = await composeCoverage(deps.store.db, askedIn(new URL(c.req.url).searchParams));
    return show(c, reader, coveragePage(deps, reader, view));
  });
}

/** Throws `WrongRequest` that says what is missing or not understood. */
function askedIn(query: URLSearchParams): CoverageAsked {
  const read = filterFromQuery(query);
  if ('problems' in read) throw wrongQuery(read.problems);
  const { brand, site = null, from, to } = read.filter;
  if (from === undefined || to === undefined || to <= from) {
    throw new WrongRequest(
      'from, to: both are needed, as ISO 8601 moments, and to must be the later one',
      'from、to：两者都需要，写成 ISO 8601 时间，且 to 须晚于 from',
    );
  }
  return { brand, site, from, to };
}

function coveragePage(deps: WebDeps, reader: Reader, view: CoverageView): string {
  const words = COVERAGE_WORDS[reader.language];
  const { brand, site, from, to, share, targets } = view;
  const posts = filterToQuery({ brand, ...(site !== null && { site }), from, to });
  const none = targets.length === 0;
  return page(
    reader,
    words.title,
    html`<section class="panel"><p><strong>${words.total(reader.format.percent(share))}</strong></p>
<p class="soft">${none ? words.noTargets : words.formula(targets.length)}</p>
<p><bdi>${words.about(site === null ? null : deps.siteNames(site))}</bdi> · ${time(reader, from)} – ${time(reader, to)}</p>
<p class="no-print"><a href="${localUrl(`/evidence?${posts}`)}">${words.posts}</a></p></section>
${join(targets.map((target) => targetPanel(deps, reader, view, target)))}`,
    { crumb: html`<bdi>${brandName(deps.brands, brand)}</bdi>`, lead: html`${words.lead}` },
  );
}

function targetPanel(deps: WebDeps, reader: Reader, { from }: CoverageView, seen: TargetSeen): Html {
  const words = COVERAGE_WORDS[reader.language];
  const { target, site, share, unseen, crawls } = seen;
  const kept = crawls.keptSince;
  return html`<section class="panel"><div class="panel-head"><h2><a href="${localUrl(`/targets/${encodeURIComponent(target)}`)}"><bdi>${target}</bdi></a></h2>
<span>${site !== null && html`<bdi>${deps.siteNames(site)}</bdi> · `}<strong>${words.seen(reader.format.percent(share))}</strong></span></div>
${unseen.length === 0 ? html`<p>${words.gapless}</p>` : unseenTable(reader, unseen)}
${crawlsTold(reader, crawls)}
${kept !== null && kept > from && html`<p class="soft">${words.keptSince(reader.format.moment(kept.toISOString()))}</p>`}</section>`;
}

function unseenTable(reader: Reader, unseen: TargetSeen['unseen']): Html {
  const words = COVERAGE_WORDS[reader.language];
  const { format } = reader;
  const rows = unseen.map(({ since, until, seen, why }) => {
    const minutes = (until.getTime() - since.getTime()) / 60_000;
    return [
      moment(format.moment(iso(since)), since),
      moment(format.until(iso(since), iso(until)), until),
      format.duration(minutes),
      format.percent(seen),
      reasonOf(reader, why),
    ];
  });
  return cardTable(
    [
      { name: words.from, kind: 'nowrap' },
      { name: words.until, kind: 'nowrap' },
      { name: words.length, kind: 'number' },
      { name: words.part, kind: 'number' },
      { name: words.why, className: 'told' },
    ],
    rows,
    words.unseen,
  );
}

const iso = (at: Date) => at.toISOString();
const moment = (shown: string, at: Date) => html`<time datetime="${iso(at)}">${shown}</time>`;

function reasonOf(reader: Reader, why: TargetSeen['unseen'][number]['why']): Html {
  if ('told' in why) return html`<bdi>${why.told}</bdi>`;
  const { state } = why;
  return html`${state === 'waiting' ? COVERAGE_WORDS[reader.language].waiting : LABELS[reader.language].outcome[state]}`;
}

function crawlsTold(reader: Reader, { outcomes, troubled, troubledCount }: PeriodCrawls): Html {
  const words = COVERAGE_WORDS[reader.language];
  const labels = LABELS[reader.language].outcome;
  const counts = outcomes.map(({ outcome, count }) => `${labels[outcome]}: ${words.crawlCount(count)}`).join(' · ');
  const rows = troubled.map(
    ({ at, outcome, reason }) =>
      html`<tr><td class="nowrap">${time(reader, at)}</td><td>${labels[outcome]}${reason !== '' && html` <span class="soft"><bdi>${reason}</bdi></span>`}</td></tr>`,
  );
  return html`<p class="soft">${words.crawls}${reader.words.colon}${counts === '' ? words.noCrawls : counts}</p>
${rows.length > 0 && html`<details><summary>${words.troubled(troubled.length, troubledCount)}</summary><div class="scroll" tabindex="0"><table><thead><tr><th scope="col">${words.time}</th><th scope="col">${words.outcome}</th></tr></thead><tbody>${join(rows)}</tbody></table></div></details>`}`;
}
