/** One target: health, last crawls, coverage by day, pausing, trying. */

import { AT_EASE, SEEING } from '../../model.ts';
import { type Html, html, join, localUrl } from '../../notify/mail/html.ts';
import { HEALTH_WORDS, wordsFor } from '../../notify/words/health.ts';
import { LABELS } from '../../notify/words/labels.ts';
import type { TargetStatus } from '../../pipeline/status.ts';
import { lastCrawls } from '../../store/target-health.ts';
import type { WebDeps } from '../deps.ts';
import { brandName } from '../layout/names.ts';
import { page } from '../layout/page.ts';
import { time } from '../layout/parts.ts';
import type { TargetAbout } from '../operating.ts';
import { may, type Reader } from '../reader.ts';
import { TARGET_WORDS } from '../words/targets.ts';
import { calendar } from './target-calendar.ts';
import { restLine, stateMark } from './targets.ts';

const CRAWLS = 30;

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
<section class="panel"><p>${stateMark(reader, status, about.door)} ${status.since && !AT_EASE.has(status.state) && html`${reader.words.since} ${time(reader, status.since)}`}</p>${spoken.advice !== '' && status.rest?.by !== 'command' && html`<p>${spoken.advice}</p>`}${restLine(reader, status)}
<p class="soft">${words.newLastDay}${reader.words.colon}<strong>${format.integer(status.newLastDay)}</strong>${expected && html` (${words.usual(format.decimal(expected.perDay))})`} · ${words.seenLastDay}${reader.words.colon}<strong>${status.coverage === null ? words.unknown : format.percent(status.coverage)}</strong>${status.nextRun && html` · ${words.next}${reader.words.colon}${time(reader, status.nextRun)}`}</p></section>
<section class="panel"><div class="panel-head"><h2>${words.calendar}</h2><span class="soft">${words.calendarLead}</span></div>${await calendar(deps, reader, about.id, now)}</section>
<section class="panel"><h2>${words.crawls}</h2>${rows.length === 0 ? html`<p class="empty">${words.unknown}</p>` : html`<div class="scroll" tabindex="0"><table><thead><tr><th scope="col">${words.time}</th><th scope="col">${reader.words.outcome}</th><th scope="col" class="number">${words.found}</th></tr></thead><tbody>${join(rows)}</tbody></table></div>`}</section>
</div><div>
${may(reader, 'operator') && acts(reader, about, status)}
<section class="panel"><h2>${words.configured}</h2><ul class="list"><li>${status.crawler}${about.schedule && html` · <code>${about.schedule}</code>`}${about.requestsPerMinute !== null && html` · ${words.pace(about.requestsPerMinute)}`}${about.door && html` · ${words.brought}`}</li>
<li>${words.brands}${reader.words.colon}${about.brands.map((id) => brandName(deps.brands, id)).join(', ') || '–'}</li>${about.hosts.map((host) => html`<li><bdi>${host}</bdi></li>`)}</ul></section>
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
