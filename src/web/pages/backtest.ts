/** Back-test: alerts that changed rules would have sent, beside those that were sent. */
import type { Severity, TransitionKind } from '../../model.ts';
import { type Html, html, join, localUrl, type Url } from '../../notify/mail/html.ts';
import { LABELS } from '../../notify/words/labels.ts';
import type { BacktestDiff } from '../../pipeline/backtest-diff.ts';
import { csvFile } from '../csv.ts';
import type { WebDeps } from '../deps.ts';
import { chartFigure } from '../layout/chart/figure.ts';
import { bars, type Flag, niceTicks, plot } from '../layout/chart/plot.ts';
import { personName } from '../layout/names.ts';
import { page } from '../layout/page.ts';
import { time } from '../layout/parts.ts';
import type { Reader } from '../reader.ts';
import { missing, show } from '../respond.ts';
import type { Routes } from '../routes.ts';
import { BACKTEST_WORDS } from '../words/backtest.ts';
import { CHART_WORDS } from '../words/chart.ts';
import { WrongRequest } from '../wrong.ts';
import { type BacktestRun, Backtests, type Tried } from './backtest-run.ts';
import { operatorTabs } from './targets.ts';

const PERIODS = [7, 30, 90];
const DAY_MS = 86_400_000;

export function serveBacktest(routes: Routes, deps: WebDeps): void {
  const backtests = new Backtests(deps);
  routes.get('/backtest', 'operator', (c, reader) => c.html(formPage(deps, reader, null)));
  routes.post('/backtest', 'operator', async (c, reader) => {
    const run = backtests.begin(triedIn(deps, await c.req.parseBody()));
    if (run === null) return c.html(formPage(deps, reader, BACKTEST_WORDS[reader.language].busy), 409);
    return c.redirect(`/backtest/${run.id}`, 303);
  });
  routes.get('/backtest/:id{[0-9a-f]{16}}', 'operator', (c, reader) => {
    const run = backtests.find(c.req.param('id') ?? '');
    if (run === null) return c.html(formPage(deps, reader, BACKTEST_WORDS[reader.language].gone), 404);
    // Without scripts: the page asks again by itself.
    if (run.result === null && run.problem === null) c.header('refresh', '2');
    return show(c, reader, runPage(deps, reader, run));
  });
  routes.get('/backtest/:id{[0-9a-f]{16}}/days.csv', 'operator', (c, reader) => {
    const result = backtests.find(c.req.param('id') ?? '')?.result ?? null;
    if (result === null) return missing(c, reader);
    return csvFile(c, 'back-test', resultRows(result));
  });
}

/** Negative mentions by day, with the alerts that would be sent and were. */
function resultRows({ days, diff }: NonNullable<BacktestRun['result']>): (string | number)[][] {
  const dayOf = (at: Date) => at.toISOString().slice(0, 10);
  const would = [...diff.onlyWould, ...diff.both.map((one) => one.would)].map(({ at }) => dayOf(at));
  const sent = [...diff.onlySent, ...diff.both.map((one) => one.sent)].map(({ at }) => dayOf(at));
  const rows = days.map(({ start, negative }) => {
    const day = dayOf(start);
    return [day, negative, would.filter((one) => one === day).length, sent.filter((one) => one === day).length];
  });
  return [['day', 'negative', 'would_send', 'sent'], ...rows];
}

function triedIn(deps: WebDeps, form: Record<string, unknown>): Tried {
  const brand = deps.brands.find(({ id }) => id === form.brand);
  if (brand === undefined) throw new WrongRequest('brand: there is no such brand', 'brand：没有这个品牌');
  const days = Number(form.days);
  if (!PERIODS.includes(days))
    throw new WrongRequest(`days: must be one of ${PERIODS.join(', ')}`, `days：须为 ${PERIODS.join('、')} 之一`);
  const number = (name: string, least: number, most: number, whole: boolean): number | null => {
    const text = typeof form[name] === 'string' ? form[name].trim() : '';
    if (text === '') return null;
    const value = Number(text);
    if (value >= least && value <= most && (!whole || Number.isInteger(value))) return value;
    throw new WrongRequest(
      `${name}: must be a ${whole ? 'whole ' : ''}number from ${least} to ${most}`,
      `${name}：须为 ${least} 至 ${most} 之间的${whole ? '整数' : '数'}`,
    );
  };
  return {
    brand,
    days,
    falseAlarmsPerMonth: number('false_alarms_per_month', 0.01, 100, false),
    viralThreshold: number('viral_threshold', 1, 1e9, true),
    minSeverity: number('min_severity', 1, 5, true) as Severity | null,
    cooldownMinutes: number('cooldown_minutes', 0, 1e6, false),
  };
}

function formPage(deps: WebDeps, reader: Reader, problem: string | null): string {
  const words = BACKTEST_WORDS[reader.language];
  const { views, brands, operating } = deps;
  const field = (name: string, label: string, now: string) =>
    html`<div class="field"><label for="${name}">${label}</label><input type="text" inputmode="decimal" id="${name}" name="${name}" placeholder="${words.asConfigured(now)}"></div>`;
  const range = (values: readonly number[]) => [...new Set(values)].join(', ') || '–';
  return page(
    reader,
    words.title,
    html`${problem && html`<p class="notice warning" role="alert">${problem}</p>`}<section class="panel"><form method="post" action="${localUrl('/backtest')}"><input type="hidden" name="csrf" value="${reader.csrf}">
<div class="columns"><div><div class="field"><label for="brand">${words.brand}</label><select id="brand" name="brand">${join(
      brands.map(({ id, name }) => html`<option value="${id}">${name}</option>`),
    )}</select></div>
<div class="field"><label for="days">${words.period}</label><select id="days" name="days">${join(
      PERIODS.map((days) => html`<option value="${String(days)}">${words.days(days)}</option>`),
    )}</select></div>
${field('false_alarms_per_month', words.falseAlarms, String(views.settings.falseAlarmsPerMonth))}</div><div>
${field('viral_threshold', words.viral, range(brands.filter(({ role }) => role === 'own').map((brand) => brand.viralThreshold)))}
${field('min_severity', words.minSeverity, range(operating.rules.map((rule) => rule.minSeverity)))}
${field('cooldown_minutes', words.cooldown, range(operating.rules.map((rule) => rule.cooldownMinutes)))}</div></div>
<p><button>${words.run}</button></p></form></section>`,
    { lead: html`${words.lead}`, tools: operatorTabs(reader, 'backtest') },
  );
}

function runPage(deps: WebDeps, reader: Reader, run: BacktestRun): string {
  const words = BACKTEST_WORDS[reader.language];
  const { result, problem, tried } = run;
  const body =
    problem !== null
      ? html`<p class="notice bad">${words.failed}${reader.words.colon}<bdi>${problem}</bdi></p>`
      : result === null
        ? html`<p class="notice" role="status">${words.running(reader.format.percent(run.progress))}<br><span class="soft">${words.wait}</span></p>`
        : resultOf(deps, reader, result, localUrl(`/backtest/${run.id}/days.csv`));
  return page(
    reader,
    `${words.title}${reader.words.colon}${tried.brand.name}`,
    html`<p>${changesOf(reader, tried)}</p>${body}<p><a class="button second" href="${localUrl('/backtest')}">${words.again}</a></p>`,
    { tools: operatorTabs(reader, 'backtest') },
  );
}

function changesOf(reader: Reader, tried: Tried): string {
  const words = BACKTEST_WORDS[reader.language];
  const changes = [
    [words.falseAlarms, tried.falseAlarmsPerMonth],
    [words.viral, tried.viralThreshold],
    [words.minSeverity, tried.minSeverity],
    [words.cooldown, tried.cooldownMinutes],
  ].flatMap(([name, value]) => (value === null ? [] : [`${name} = ${value}`]));
  return changes.length === 0 ? words.unchanged : `${words.changed}${reader.words.colon}${changes.join('; ')}`;
}

function resultOf(deps: WebDeps, reader: Reader, result: NonNullable<BacktestRun['result']>, csv: Url): Html {
  const words = BACKTEST_WORDS[reader.language];
  const { diff, length } = result;
  const would = diff.both.length + diff.onlyWould.length;
  const sent = diff.both.length + diff.onlySent.length;
  const names = (ids: readonly string[]) => ids.map((id) => personName(deps, reader, id)).join(', ');
  const row = (
    sign: string,
    at: Date,
    kind: TransitionKind,
    severity: Severity,
    to: readonly string[],
    link: number | null,
  ) =>
    html`<li class="line"><strong aria-hidden="true">${sign}</strong><span class="nowrap">${time(reader, at)}</span><span class="grow">${link === null ? LABELS[reader.language].change[kind] : html`<a href="${localUrl(`/incidents/${link}`)}">${LABELS[reader.language].change[kind]}</a>`} · ${severity}/5</span><span class="soft"><bdi>${names(to)}</bdi></span></li>`;
  const list = (title: string, rows: readonly Html[]) =>
    html`<section class="panel"><h2>${title} <span class="soft">${rows.length}</span></h2>${rows.length === 0 ? html`<p class="empty">${words.none}</p>` : html`<ul class="list">${join(rows)}</ul>`}</section>`;
  return html`<p><strong>${words.summary(would, sent, length)}</strong> ${words.perMonth(reader.format.decimal((would / length) * 30))}. <span class="soft">${words.configNote}</span></p>
<section class="panel"><h2>${words.chart}</h2>${chartOf(reader, result, csv)}</section>
<div class="columns">${list(
    `+ ${words.onlyWould}`,
    diff.onlyWould.map(({ at, kind, severity, to }) => row('+', at, kind, severity, to, null)),
  )}
${list(
  `− ${words.onlySent}`,
  diff.onlySent.map(({ at, kind, severity, to, incidentId }) => row('−', at, kind, severity, to, incidentId)),
)}
${list(
  `● ${words.both}`,
  diff.both.map(({ sent: { at, kind, severity, to, incidentId } }) => row('●', at, kind, severity, to, incidentId)),
)}
${list(
  `! ${words.missed}`,
  diff.missed.map(({ incidentId, openedAt, severity, by }) => row('!', openedAt, 'opened', severity, [by], incidentId)),
)}</div>`;
}

/** Negative mentions by day; alerts stand where they would go out, or went out. */
function chartOf(reader: Reader, { days, diff }: NonNullable<BacktestRun['result']>, csv: Url): Html {
  const words = BACKTEST_WORDS[reader.language];
  const { format } = reader;
  if (days.length === 0) return html`<p class="empty">${words.none}</p>`;
  const start = days[0]!.start.getTime();
  const columns = Math.round((days.at(-1)!.start.getTime() - start) / DAY_MS) + 1;
  const negative = Array.from({ length: columns }, () => 0);
  for (const day of days) negative[Math.round((day.start.getTime() - start) / DAY_MS)] = day.negative;
  const dayOf = (column: number) => format.shortDay(new Date(start + column * DAY_MS).toISOString().slice(0, 10));
  const ticks = niceTicks(0, Math.max(3, ...negative));
  const scale = { columns, least: 0, most: ticks.at(-1)! };
  const step = Math.max(1, Math.round(columns / 6));
  return chartFigure(reader, {
    title: words.chart,
    plot: plot({
      ...scale,
      height: 130,
      label: words.chart,
      ticks: ticks.map((value) => ({ value, text: format.integer(value) })),
      labels: negative.flatMap((_, column) => (column % step === 0 ? [{ at: column + 0.5, text: dayOf(column) }] : [])),
      flags: flagsOf(reader, diff, (at) => (at.getTime() - start) / DAY_MS).filter(
        ({ at }) => at >= 0 && at <= columns,
      ),
      hints: negative.map((count, column) => `${dayOf(column)}${reader.words.colon}${format.integer(count)}`),
      shapes: [bars(scale, negative, 'negative')],
    }),
    legend: [{ kind: 'negative', shape: 'bar', text: words.negative }],
    table: {
      head: [CHART_WORDS[reader.language].day, words.negative],
      rows: negative.map((count, column) => [dayOf(column), format.integer(count)]),
    },
    csv,
  });
}

function flagsOf(reader: Reader, diff: BacktestDiff, columnAt: (at: Date) => number): Flag[] {
  const words = BACKTEST_WORDS[reader.language];
  const flag = (letter: string, title: string) => (one: { at: Date }) => ({
    at: columnAt(one.at),
    letter,
    title: `${title}${reader.words.colon}${reader.format.moment(one.at.toISOString())}`,
  });
  return [
    ...diff.onlyWould.map(flag('+', words.onlyWould)),
    ...diff.onlySent.map(flag('−', words.onlySent)),
    ...diff.both.map(({ sent }) => flag('●', words.both)(sent)),
  ];
}
