/** A back-test as a page: each brand's days as bars, with the alerts that would have been sent. */
import { type Html, html, join } from '../notify/mail/html.ts';
import type { BacktestAlert } from '../pipeline/backtest.ts';
import type { BacktestDiff } from '../pipeline/backtest-diff.ts';
import { whyOf } from './backtest-words.ts';

export interface ChartedBrand {
  readonly name: string;
  readonly days: readonly { readonly start: Date; readonly total: number; readonly negative: number }[];
  readonly diff: BacktestDiff;
}

const DAY_MS = 86_400_000;
const WIDTH = 1000;
const HEIGHT = 140;
/** Over a longer time than this bars are weeks: days would be thinner than a line. */
const MOST_DAYS = 250;

export function chartPage(brands: readonly ChartedBrand[], from: Date, to: Date): string {
  const page = html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Earshot back-test</title>
</head>
<body style="font: 15px/1.5 system-ui, sans-serif; margin: 2em auto; max-width: 70em; padding: 0 1em">
<h1>What would have been told</h1>
<p>${day(from)} to ${day(to)}. Bars: mentions, negative ones red. Lines: alerts that would have been sent;
dashed where one really was.</p>
${brands.map((brand) => section(brand, from, to))}
</body>
</html>
`;
  return page.toString();
}

function section({ name, days, diff }: ChartedBrand, from: Date, to: Date): Html {
  const sent = new Set(diff.both.map(({ would }) => would));
  const alerts = [...sent, ...diff.onlyWould].sort((a, b) => a.at.getTime() - b.at.getTime());
  const length = to.getTime() - from.getTime();
  const step = length / DAY_MS > MOST_DAYS ? 7 * DAY_MS : DAY_MS;
  const bars = barsOf(days, from.getTime(), step);
  const most = Math.max(1, ...bars.map(({ total }) => total));
  const x = (time: number) => ((WIDTH * (time - from.getTime())) / length).toFixed(1);
  const width = Math.max(0.8, (WIDTH * step) / length - 1).toFixed(1);
  const bar = (start: number, count: number, colour: string) => {
    const height = (HEIGHT * count) / most;
    return html`<rect x="${x(start)}" y="${(HEIGHT - height).toFixed(1)}" width="${width}" height="${height.toFixed(1)}" fill="${colour}"></rect>`;
  };
  return html`<h2>${name}</h2>
<svg role="img" aria-label="mentions and alerts" width="100%" viewBox="0 0 ${WIDTH} ${HEIGHT + 20}" style="font-size: 13px">
${bars.map(({ start, total }) => bar(start, total, '#c3cddb'))}
${bars.map(({ start, negative }) => bar(start, negative, '#cf5b45'))}
${alerts.map((alert) => line(alert, x(alert.at.getTime()), sent.has(alert)))}
<text x="0" y="${HEIGHT + 16}">${day(from)}</text>
<text x="${WIDTH}" y="${HEIGHT + 16}" text-anchor="end">${day(to)}</text>
</svg>
<p>Each bar is a ${step === DAY_MS ? 'day' : 'week'}; the highest: ${most} mentions.</p>
<table cellpadding="4">
<thead><tr><th align="left">when (UTC)</th><th align="left">incident</th><th align="left">what</th><th align="left">severity</th><th align="left">then</th><th align="left">why</th></tr></thead>
<tbody>${alerts.map((alert) => row(alert, sent.has(alert)))}</tbody>
</table>
${remarks(diff)}`;
}

/** Sums over steps from the first day on. */
function barsOf(days: ChartedBrand['days'], from: number, step: number) {
  const steps = Map.groupBy(days, ({ start }) => Math.max(0, Math.floor((start.getTime() - from) / step)));
  return [...steps].map(([index, list]) => ({
    start: from + index * step,
    total: list.reduce((sum, { total }) => sum + total, 0),
    negative: list.reduce((sum, { negative }) => sum + negative, 0),
  }));
}

function line(alert: BacktestAlert, x: string, sent: boolean): Html {
  const dash = sent ? '4 3' : 'none';
  return html`<line x1="${x}" x2="${x}" y1="0" y2="${HEIGHT}" stroke="#22304a" stroke-dasharray="${dash}"><title>${day(alert.at)} ${alert.kind}, severity ${alert.severity}</title></line>`;
}

function row({ at, incident, kind, severity, reason }: BacktestAlert, sent: boolean): Html {
  const when = at.toISOString().slice(0, 16).replace('T', ' ');
  return html`<tr><td style="white-space: nowrap">${when}</td><td>${incident}</td><td>${kind}</td><td>${severity}</td><td style="white-space: nowrap">${sent ? 'sent' : 'not sent'}</td><td>${whyOf(reason)}</td></tr>`;
}

function remarks({ onlySent, missed }: BacktestDiff): Html {
  return join([
    ...onlySent.map((one) => html`<p>Sent then, not now: ${day(one.at)}, incident ${one.incidentId} ${one.kind}.</p>`),
    ...missed.map(
      (one) => html`<p>Missed: incident ${one.incidentId} of ${day(one.openedAt)}, taken up by ${one.by}.</p>`,
    ),
  ]);
}

function day(at: Date): string {
  return at.toISOString().slice(0, 10);
}
