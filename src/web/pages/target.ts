/** One target: health, last crawls, coverage by day, pausing, trying. */

import { AT_EASE, SEEING } from '../../model.ts';
import { type Html, html, join, localUrl } from '../../notify/mail/html.ts';
import { HEALTH_WORDS, wordsFor } from '../../notify/words/health.ts';
import { LABELS } from '../../notify/words/labels.ts';
import type { TargetStatus } from '../../pipeline/status.ts';
import { addDays, boundsOf, dayAt } from '../../pipeline/views/days.ts';
import { exposureOf, targetCoverage } from '../../store/coverage.ts';
import { lastCrawls } from '../../store/target-health.ts';
import type { WebDeps } from '../deps.ts';
import { brandName } from '../layout/names.ts';
import { page } from '../layout/page.ts';
import { time } from '../layout/parts.ts';
import type { TargetAbout } from '../operating.ts';
import { may, type Reader } from '../reader.ts';
import { TARGET_WORDS } from '../words/targets.ts';
import { restLine, stateMark } from './targets.ts';

const CRAWLS = 30;
const WEEKS = 5;

/** `tried`: what came of trying a page, where that was asked. */
export async function targetPage(
  deps: WebDeps,
  reader: Reader,
  about: TargetAbout,
  tried: Html | null,
): Promise<string> {
  const words = TARGET_WORDS[reader.language];
  const { db } = deps.store;
  const now = deps.clock.now();
  const status = await deps.operating.status(about.id, now);
  const crawls = (await lastCrawls(db, about.id, CRAWLS)).reverse();
  const labels = LABELS[reader.language];
  const { format } = reader;
  const { expected } = status;
  const spoken = wordsFor(HEALTH_WORDS[reader.language], status.state, about.door);
  const rows = crawls.map(
    ({ at, outcome, reason, postsNew }) =>
      html`<tr><td class="nowrap">${time(reader, at)}</td><td><span class="${SEEING.has(outcome) ? 'positive' : 'negative'}">${SEEING.has(outcome) ? '' : '! '}${labels.outcome[outcome]}</span>${reason !== '' && html`<br><span class="soft"><bdi>${reason}</bdi></span>`}</td><td class="number">${format.integer(postsNew)}</td></tr>`,
  );
  return page(
    reader,
    about.id,
    html`${tried}<div class="aside"><div>
<section class="panel"><p>${stateMark(reader, status, about.door)} ${status.since && !AT_EASE.has(status.state) && html`${reader.words.since} ${time(reader, status.since)}`}</p>${spoken.advice !== '' && html`<p>${spoken.advice}</p>`}${restLine(reader, status)}
<p class="soft">${words.newLastDay}: <strong>${format.integer(status.newLastDay)}</strong>${expected && html` (${words.usual(format.decimal(expected.perDay))})`} · ${words.seenLastDay}: <strong>${status.coverage === null ? words.unknown : format.percent(status.coverage)}</strong>${status.nextRun && html` · ${words.next}: ${time(reader, status.nextRun)}`}</p></section>
<section class="panel"><div class="panel-head"><h2>${words.calendar}</h2><span class="soft">${words.calendarLead}</span></div>${await calendar(deps, reader, about.id, now)}</section>
<section class="panel"><h2>${words.crawls}</h2>${rows.length === 0 ? html`<p class="empty">${words.unknown}</p>` : html`<div class="scroll" tabindex="0"><table><thead><tr><th scope="col">${words.time}</th><th scope="col">${reader.words.outcome}</th><th scope="col" class="number">${words.found}</th></tr></thead><tbody>${join(rows)}</tbody></table></div>`}</section>
</div><div>
${may(reader, 'operator') && acts(reader, about, status)}
<section class="panel"><h2>${words.configured}</h2><ul class="list"><li>${status.crawler}${about.schedule && html` · <code>${about.schedule}</code>`}${about.requestsPerMinute !== null && html` · ${words.pace(about.requestsPerMinute)}`}${about.door && html` · ${words.brought}`}</li>
<li>${words.brands}: ${about.brands.map((id) => brandName(deps.brands, id)).join(', ') || '–'}</li>${about.hosts.map((host) => html`<li><bdi>${host}</bdi></li>`)}</ul></section>
</div></div>`,
    { crumb: html`<a href="${localUrl('/targets')}">${reader.words.targets}</a>` },
  );
}

function acts(reader: Reader, about: TargetAbout, status: TargetStatus): Html {
  const words = TARGET_WORDS[reader.language];
  const csrf = html`<input type="hidden" name="csrf" value="${reader.csrf}">`;
  const path = (act: string) => localUrl(`/targets/${encodeURIComponent(about.id)}/${act}`);
  const choices = (Object.keys(words.untilChoice) as (keyof typeof words.untilChoice)[]).map(
    (key) => html`<option value="${key}">${words.untilChoice[key]}</option>`,
  );
  const rest =
    status.rest === null
      ? html`<form method="post" action="${path('pause')}">${csrf}<p class="soft">${words.pauseExplain}</p>
<div class="field"><label for="until">${words.until}</label><select id="until" name="until">${join(choices)}</select></div>
<div class="field"><label for="reason">${words.reason}</label><input type="text" id="reason" name="reason" maxlength="200"></div><p><button class="second">${words.pause}</button></p></form>`
      : status.rest.by === 'config'
        ? html`<p class="soft">${words.byConfig}</p>`
        : html`<form method="post" action="${path('resume')}">${csrf}<p class="soft">${words.resumeExplain}</p><p><button>${words.resume}</button></p></form>`;
  const tryForm = about.door
    ? html`<p class="soft">${words.notTried}</p>`
    : html`<form method="post" action="${path('try')}">${csrf}<p class="soft">${words.tryExplain}</p>
<div class="field"><label for="url">${words.address}</label><input type="url" id="url" name="url" required value="${about.address ?? ''}"></div>
<details><summary>${words.pasted}</summary><div class="field"><label for="page">${words.pastedHint}</label><textarea id="page" name="page" rows="6" spellcheck="false"></textarea></div></details>
<p><button>${words.tryButton}</button></p></form>`;
  return html`<section class="panel"><h2>${words.try}</h2>${tryForm}</section><section class="panel"><h2>${status.rest === null ? words.pause : words.paused}</h2>${rest}</section>`;
}

/** Five weeks of days, each with the share of it that was seen: a table, so that it can be read aloud. */
async function calendar(deps: WebDeps, reader: Reader, target: string, now: Date): Promise<Html> {
  const words = TARGET_WORDS[reader.language];
  const today = dayAt(now, reader.timezone);
  const sunday = addDays(today, -new Date(`${today}T00:00:00Z`).getUTCDay());
  const first = addDays(sunday, -7 * (WEEKS - 1));
  const coverage = await targetCoverage(deps.store.db, target, boundsOf(first, reader.timezone).from);
  if (coverage === null || coverage.since === null) return html`<p class="empty">${words.unknown}</p>`;
  const looked = new Date(Math.min((coverage.lastAt ?? now).getTime(), now.getTime()));
  const weekdays = Array.from(
    { length: 7 },
    (_, index) =>
      html`<th scope="col">${reader.format.weekday(addDays(sunday, index)).slice(0, reader.language === 'zh' ? 2 : 3)}</th>`,
  );
  const weeks = Array.from({ length: WEEKS }, (_, week) => {
    const cells = Array.from({ length: 7 }, (_, index) => {
      const day = addDays(first, week * 7 + index);
      const { from, to } = boundsOf(day, reader.timezone);
      const end = new Date(Math.min(to.getTime(), looked.getTime()));
      if (from >= now || end <= from || to <= coverage.since!)
        return html`<td class="off"><span class="soft">${String(Number(day.slice(8)))}</span></td>`;
      const share = exposureOf([coverage], null, from, end);
      const level = share >= 0.995 ? 'full' : share >= 0.5 ? 'part' : 'blind';
      return html`<td class="${level}"><span class="soft">${String(Number(day.slice(8)))}</span><br>${level === 'blind' && html`<span aria-hidden="true">✕ </span>`}${reader.format.percent(share)}</td>`;
    });
    return html`<tr>${join(cells)}</tr>`;
  });
  return html`<div class="scroll"><table class="calendar"><caption class="sr">${words.calendarLead}</caption><thead><tr>${join(weekdays)}</tr></thead><tbody>${join(weeks)}</tbody></table></div>`;
}
