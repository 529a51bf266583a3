/** A target's coverage calendar: five weeks of days, each with the share of it that was seen. */
import { type Html, html, join, localUrl } from '../../notify/mail/html.ts';
import { addDays, boundsOf, dayAt } from '../../pipeline/views/days.ts';
import { exposureOf, targetCoverage } from '../../store/coverage.ts';
import type { WebDeps } from '../deps.ts';
import type { Reader } from '../reader.ts';
import { CHART_WORDS } from '../words/chart.ts';
import { TARGET_WORDS } from '../words/targets.ts';

const WEEKS = 5;

/** A day and the share of it that was seen, 0…1; null where the target was not watched, or the day has not come. */
export interface SeenDay {
  readonly day: string;
  readonly seen: number | null;
}

/** Whole weeks from a Sunday on, the present one last; null where the target has never looked. */
export async function seenDays(
  deps: WebDeps,
  target: string,
  timezone: string,
  now: Date,
): Promise<readonly SeenDay[] | null> {
  const today = dayAt(now, timezone);
  const sunday = addDays(today, -new Date(`${today}T00:00:00Z`).getUTCDay());
  const first = addDays(sunday, -7 * (WEEKS - 1));
  const coverage = await targetCoverage(deps.store.db, target, boundsOf(first, timezone).from);
  if (coverage === null || coverage.since === null) return null;
  const { since } = coverage;
  const looked = new Date(Math.min((coverage.lastAt ?? now).getTime(), now.getTime()));
  return Array.from({ length: 7 * WEEKS }, (_, index): SeenDay => {
    const day = addDays(first, index);
    const { from, to } = boundsOf(day, timezone);
    const end = new Date(Math.min(to.getTime(), looked.getTime()));
    const off = from >= now || end <= from || to <= since;
    return { day, seen: off ? null : exposureOf([coverage], null, from, end) };
  });
}

/** A table, so that it can be read aloud. */
export async function calendar(deps: WebDeps, reader: Reader, target: string, now: Date): Promise<Html> {
  const words = TARGET_WORDS[reader.language];
  const days = await seenDays(deps, target, reader.timezone, now);
  if (days === null) return html`<p class="empty">${words.unknown}</p>`;
  const letters = reader.language === 'zh' ? 2 : 3;
  const weekdays = days
    .slice(0, 7)
    .map(({ day }) => html`<th scope="col">${reader.format.weekday(day).slice(0, letters)}</th>`);
  const weeks = Array.from({ length: days.length / 7 }, (_, week) => {
    const cells = days.slice(week * 7, week * 7 + 7).map((day) => cell(reader, day));
    return html`<tr>${join(cells)}</tr>`;
  });
  const csv = localUrl(`/targets/${encodeURIComponent(target)}/coverage.csv`);
  return html`<div class="scroll" tabindex="0"><table class="calendar"><caption class="sr">${words.calendarLead}</caption><thead><tr>${join(weekdays)}</tr></thead><tbody>${join(weeks)}</tbody></table></div>
<p class="chart-foot no-print"><a href="${csv}" aria-label="${CHART_WORDS[reader.language].csvOf(words.calendar)}">CSV</a></p>`;
}

function cell(reader: Reader, { day, seen }: SeenDay): Html {
  const date = html`<span class="soft">${String(Number(day.slice(8)))}</span>`;
  if (seen === null) return html`<td class="off">${date}</td>`;
  const level = seen >= 0.995 ? 'full' : seen >= 0.5 ? 'part' : 'blind';
  return html`<td class="${level}">${date}<br>${level === 'blind' && html`<span aria-hidden="true">✕ </span>`}${reader.format.percent(seen)}</td>`;
}
