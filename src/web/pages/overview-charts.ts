/** The overview's charts: each day against what is ordinary, with what happened marked. */
import { type Html, html, join, localUrl } from '../../notify/mail/html.ts';
import type { Overview, OverviewDay } from '../../pipeline/views/overview-view.ts';
import { chartFigure } from '../layout/chart/figure.ts';
import { area, bars, type Flag, line, niceTicks, type PlotSpec, plot, type Span } from '../layout/chart/plot.ts';
import type { Reader } from '../reader.ts';
import { CHART_WORDS } from '../words/chart.ts';
import { OVERVIEW_WORDS } from '../words/overview.ts';
import type { OverviewChart } from './overview-csv.ts';

const HEIGHT = 150;

/** Letters for incidents, in the order in which they began. */
export function letterOf(index: number): string {
  return String.fromCharCode(65 + (index % 26)) + (index >= 26 ? String(Math.floor(index / 26)) : '');
}

/** Where a moment stands among the days, in columns. */
function columnAt(days: readonly OverviewDay[], at: Date): number {
  const time = Math.max(at.getTime(), days[0]!.from.getTime());
  const index = days.findIndex(({ to }) => time < to.getTime());
  if (index < 0) return days.length;
  const { from, to } = days[index]!;
  return index + (time - from.getTime()) / (to.getTime() - from.getTime());
}

type Ground = Pick<PlotSpec, 'height' | 'columns' | 'labels' | 'spans' | 'flags'>;

/** What all the charts share: days, incidents, known causes. */
function groundOf(reader: Reader, overview: Overview, titles: readonly string[]): Ground {
  const { days, incidents, causes } = overview;
  const step = Math.max(1, Math.round(days.length / 6));
  const labels = days.flatMap(({ day }, index) =>
    (days.length - 1 - index) % step === 0 ? [{ at: index + 0.5, text: reader.format.shortDay(day) }] : [],
  );
  const flags = incidents.map(
    ({ openedAt }, index): Flag => ({
      at: columnAt(days, openedAt),
      letter: letterOf(index),
      title: titles[index] ?? '',
    }),
  );
  const known = causes.map(
    ({ start, end }): Span => ({ from: columnAt(days, start), to: columnAt(days, end), kind: 'cause' }),
  );
  const blind: Span[] = [];
  for (const [index, { seen }] of days.entries()) {
    if (seen !== null && seen >= 0.5) continue;
    const before = blind.at(-1);
    if (before?.to === index) blind.splice(-1, 1, { ...before, to: index + 1 });
    else blind.push({ from: index, to: index + 1, kind: 'blind' });
  }
  return { height: HEIGHT, columns: days.length, labels, flags, spans: [...blind, ...known] };
}

function csvUrl(overview: Overview, chart: OverviewChart) {
  return localUrl(`/brands/${encodeURIComponent(overview.brand.id)}/${chart}.csv?days=${overview.days.length}`);
}

function summaryOf(
  reader: Reader,
  title: string,
  days: readonly OverviewDay[],
  values: (number | null)[],
  show: (value: number) => string,
): string {
  const { format } = reader;
  const known = values.filter((value) => value !== null);
  const last = known.at(-1);
  if (last === undefined) return `${title}: ${OVERVIEW_WORDS[reader.language].notWatched}`;
  const [from, to] = [days[0]!, days.at(-1)!].map(({ day }) => format.shortDay(day)) as [string, string];
  const least = show(Math.min(...known));
  const most = show(Math.max(...known));
  return OVERVIEW_WORDS[reader.language].summary(title, from, to, least, most, show(last));
}

export function netChart(reader: Reader, overview: Overview, titles: readonly string[]): Html {
  const words = OVERVIEW_WORDS[reader.language];
  const { format } = reader;
  const { days } = overview;
  const nets = days.map(({ net }) => net);
  const reach = [...nets, ...days.flatMap(({ netBand }) => [netBand?.low ?? null, netBand?.high ?? null])];
  const known = reach.filter((value) => value !== null).map((value) => value * 100);
  const ticks = niceTicks(Math.min(0, ...known), Math.max(10, ...known));
  const scale = { columns: days.length, least: ticks[0]! / 100, most: ticks.at(-1)! / 100 };
  const range = (day: OverviewDay) =>
    day.netBand === null
      ? words.learning
      : words.usual(format.range(format.signed(day.netBand.low), format.signed(day.netBand.high)));
  return chartFigure(reader, {
    title: words.net,
    plot: plot({
      ...groundOf(reader, overview, titles),
      ...scale,
      label: summaryOf(reader, words.net, days, nets, format.signed),
      ticks: ticks.map((value) => ({ value: value / 100, text: format.signed(value / 100) })),
      hints: days.map(
        (day) => `${format.shortDay(day.day)}: ${day.net === null ? '–' : format.signed(day.net)} (${range(day)})`,
      ),
      shapes: [
        area(
          scale,
          days.map(({ netBand }) => netBand),
        ),
        line(
          scale,
          days.map(({ netBand }) => netBand?.usual ?? null),
          'course',
        ),
        line(scale, nets, 'net'),
      ],
    }),
    legend: [
      { kind: 'net', shape: 'line', text: words.net },
      { kind: '', shape: 'area', text: words.ordinary },
    ],
    table: {
      head: [CHART_WORDS[reader.language].day, words.net, words.low, words.high],
      rows: days.map(({ day, net, netBand }) => [
        format.shortDay(day),
        net === null ? null : format.signed(net),
        netBand && format.signed(netBand.low),
        netBand && format.signed(netBand.high),
      ]),
    },
    csv: csvUrl(overview, 'net'),
  });
}

export function mentionsChart(reader: Reader, overview: Overview, titles: readonly string[]): Html {
  const words = OVERVIEW_WORDS[reader.language];
  const { format } = reader;
  const { days } = overview;
  const shown = days.map((day) => (day.seen === null ? null : day));
  const most = Math.max(3, ...days.map(({ total, totalBand }) => Math.max(total, totalBand?.high ?? 0)));
  const ticks = niceTicks(0, most);
  const scale = { columns: days.length, least: 0, most: ticks.at(-1)! };
  const negative = shown.map((day) => day?.negative ?? null);
  return chartFigure(reader, {
    title: words.mentions,
    plot: plot({
      ...groundOf(reader, overview, titles),
      ...scale,
      label: summaryOf(
        reader,
        words.mentions,
        days,
        shown.map((day) => day?.total ?? null),
        format.integer,
      ),
      ticks: ticks.map((value) => ({ value, text: format.integer(value) })),
      hints: days.map(
        ({ day, total, negative: bad, seen }) =>
          `${format.shortDay(day)}: ${seen === null ? words.notWatched : `${format.integer(total)}, ${words.negative} ${format.integer(bad)}`}`,
      ),
      shapes: [
        area(
          scale,
          days.map(({ totalBand }) => totalBand),
        ),
        bars(scale, negative, 'negative'),
        bars(
          scale,
          shown.map((day) => day?.total ?? null),
          'others',
          negative,
        ),
      ],
    }),
    legend: [
      { kind: 'negative', shape: 'bar', text: words.negative },
      { kind: 'others', shape: 'bar', text: words.others },
      { kind: '', shape: 'area', text: words.ordinary },
    ],
    table: {
      head: [CHART_WORDS[reader.language].day, words.mentions, words.negative, words.low, words.high],
      rows: days.map(({ day, total, negative: bad, seen, totalBand }) => [
        format.shortDay(day),
        seen === null ? null : format.integer(total),
        seen === null ? null : format.integer(bad),
        totalBand && format.integer(totalBand.low),
        totalBand && format.integer(totalBand.high),
      ]),
    },
    csv: csvUrl(overview, 'mentions'),
  });
}

export function coverageChart(reader: Reader, overview: Overview, titles: readonly string[]): Html {
  const words = OVERVIEW_WORDS[reader.language];
  const { format } = reader;
  const { days } = overview;
  const scale = { columns: days.length, least: 0, most: 1 };
  const seen = days.map((day) => day.seen);
  return chartFigure(reader, {
    title: words.coverage,
    plot: plot({
      ...groundOf(reader, overview, titles),
      ...scale,
      height: 64,
      label: summaryOf(reader, words.coverage, days, seen, format.percent),
      ticks: [0, 1].map((value) => ({ value, text: format.percent(value) })),
      hints: days.map(
        (day) => `${format.shortDay(day.day)}: ${day.seen === null ? words.notWatched : format.percent(day.seen)}`,
      ),
      shapes: [bars(scale, seen, 'positive')],
    }),
    legend: [],
    table: {
      head: [CHART_WORDS[reader.language].day, words.seen],
      rows: days.map((day) => [format.shortDay(day.day), day.seen === null ? null : format.percent(day.seen)]),
    },
    csv: csvUrl(overview, 'coverage'),
  });
}

/** Bars for the brands, each with its number beside it: read like a table, and it is one. */
export function voiceChart(reader: Reader, overview: Overview): Html {
  const words = OVERVIEW_WORDS[reader.language];
  const { format } = reader;
  const rows = overview.voices.map(
    ({ brand, total, share, net }) => html`<tr><th scope="row"><bdi>${brand.name}</bdi></th>
<td class="bar-cell"><span class="chart"><svg class="meter" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><rect class="track" width="100" height="10"></rect><rect class="bar ${brand.id === overview.brand.id ? 'own' : 'rival'}" width="${String(Math.round(share * 1000) / 10)}" height="10"></rect></svg></span></td>
<td class="number">${format.percent(share)}</td><td class="number">${format.integer(total)}</td><td class="number">${net === null ? '–' : format.signed(net)}</td></tr>`,
  );
  return html`<div class="scroll" tabindex="0"><table class="voices"><caption class="sr">${words.voice}</caption><thead><tr><th scope="col">${words.brand}</th><td class="bar-cell"></td><th scope="col" class="number">${words.share}</th><th scope="col" class="number">${words.mentions}</th><th scope="col" class="number">${words.net}</th></tr></thead>
<tbody>${join(rows)}</tbody></table></div>
<p class="chart-foot no-print"><a href="${csvUrl(overview, 'voice')}" aria-label="${CHART_WORDS[reader.language].csvOf(words.voice)}">CSV</a></p>`;
}
