/** An incident's course against the ordinary, and how far its furthest post will go. */
import { type Html, html, localUrl } from '../../notify/mail/html.ts';
import { dayAt } from '../../pipeline/views/days.ts';
import type { IncidentLife, SpreadCourse } from '../../pipeline/views/incident-view.ts';
import { chartFigure } from '../layout/chart/figure.ts';
import { area, bars, type Flag, line, niceTicks, plot, type Span } from '../layout/chart/plot.ts';
import type { Reader } from '../reader.ts';
import { CHART_WORDS } from '../words/chart.ts';
import { INCIDENT_WORDS } from '../words/incident.ts';

const HEIGHT = 170;

/** Negative mentions over its life, in equal bins, over the band of the ordinary. */
export function courseChart(reader: Reader, life: IncidentLife): Html {
  const words = INCIDENT_WORDS[reader.language];
  const { format } = reader;
  const { course, incident } = life;
  const starts = course.map(({ start }) => Date.parse(start));
  const width = (starts[1] ?? starts[0]! + 3_600_000) - starts[0]!;
  const most = Math.max(3, ...course.map(({ negative, high }) => Math.max(negative, high ?? 0)));
  const ticks = niceTicks(0, most);
  const scale = { columns: course.length, least: 0, most: ticks.at(-1)! };
  const columnAt = (at: Date) => (at.getTime() - starts[0]!) / width;
  const flags: Flag[] = [
    {
      at: columnAt(incident.openedAt),
      letter: '▼',
      title: `${words.goingOn}${reader.words.colon}${format.moment(incident.openedAt.toISOString())}`,
    },
    ...(life.recovery === null
      ? []
      : [
          {
            at: columnAt(life.recovery.answeredAt),
            letter: '✎',
            title: `${words.brandSpoke}${reader.words.colon}${format.moment(life.recovery.answeredAt.toISOString())}`,
          },
        ]),
  ].filter(({ at }) => at >= 0 && at <= course.length);
  const blind = course.flatMap(({ exposure }, index): Span[] =>
    exposure < 0.5 ? [{ from: index, to: index + 1, kind: 'blind' }] : [],
  );
  const peak = course.reduce((best, bin) => (bin.negative > best.negative ? bin : best), course[0]!);
  return chartFigure(reader, {
    title: words.course,
    plot: plot({
      ...scale,
      height: HEIGHT,
      label: `${words.course}, ${format.moment(course[0]!.start)} – ${format.moment(course.at(-1)!.start)}. ${format.moment(peak.start)}${reader.words.colon}${format.integer(peak.negative)} (${words.expected} ${peak.expected === null ? '–' : format.decimal(peak.expected)}).`,
      ticks: ticks.map((value) => ({ value, text: format.integer(value) })),
      labels: timeLabels(reader, course),
      spans: blind,
      flags,
      hints: course.map(
        ({ start, negative, low, high }) =>
          `${format.moment(start)}${reader.words.colon}${format.integer(negative)}${low === null || high === null ? '' : ` (${words.expected} ${format.range(format.integer(low), format.integer(high))})`}`,
      ),
      shapes: [
        area(
          scale,
          course.map(({ low, high }) => (low === null || high === null ? null : { low, high })),
        ),
        bars(
          scale,
          course.map(({ negative, exposure }) => (exposure === 0 && negative === 0 ? null : negative)),
          'negative',
        ),
        line(
          scale,
          course.map(({ expected }) => expected),
          'course',
        ),
      ],
    }),
    legend: [
      { kind: 'negative', shape: 'bar', text: words.negative },
      { kind: 'course', shape: 'line', text: words.expected },
      { kind: '', shape: 'area', text: words.band },
      ...(blind.length > 0 ? [{ kind: 'blind', shape: 'area' as const, text: words.unseen }] : []),
    ],
    table: {
      head: [CHART_WORDS[reader.language].hour, words.negative, words.expected, words.band],
      rows: course.map(({ start, negative, expected, low, high }) => [
        format.moment(start),
        format.integer(negative),
        expected === null ? null : format.decimal(expected),
        low === null || high === null ? null : format.range(format.integer(low), format.integer(high)),
      ]),
    },
    csv: localUrl(`/incidents/${incident.incidentId}/course.csv`),
  });
}

/** Days where they begin; the clock where it is all one day or two. */
function timeLabels({ format, timezone }: Reader, course: IncidentLife['course']): { at: number; text: string }[] {
  const days = course.map(({ start }) => dayAt(new Date(start), timezone));
  const begun = days.flatMap((day, at) => (at > 0 && day !== days[at - 1] ? [{ at, text: format.shortDay(day) }] : []));
  const most = 6;
  if (begun.length > 1) return begun.filter((_, index) => index % Math.ceil(begun.length / most) === 0);
  const step = Math.max(1, Math.round(course.length / most));
  return course.flatMap(({ start }, at) => (at % step === 0 ? [{ at, text: format.clock(start) }] : []));
}

/** The time axis of a post's spread: equal steps are equal ratios, for it is fast at first and slow in the end. */
const FIRST_S = 600;
const LAST_S = 30 * 86_400;
const COLUMNS = 120;
/** Ages that are named, in seconds, in the order of `words.ages`. */
const AGES = [600, 3600, 86_400, 7 * 86_400, LAST_S];

/** Where an age stands, in columns. */
export function columnOfAge(seconds: number): number {
  const share = Math.log(Math.max(seconds, FIRST_S) / FIRST_S) / Math.log(LAST_S / FIRST_S);
  return Math.min(1, share) * COLUMNS;
}

function ageOfColumn(column: number): number {
  return FIRST_S * (LAST_S / FIRST_S) ** (column / COLUMNS);
}

/** Shares so far and the cone of the forecast up to the end of the post's life. */
export function spreadChart(reader: Reader, incidentId: number, spread: SpreadCourse): Html {
  const words = INCIDENT_WORDS[reader.language];
  const { format } = reader;
  const { publishedAt, points, forecast, observed, at } = spread;
  const ageAt = (moment: Date) => Math.max(1, (moment.getTime() - publishedAt.getTime()) / 1000);
  const from = columnOfAge(ageAt(at));
  const last = Math.max(from, columnOfAge(ageAt(points.at(-1)?.at ?? at)));
  const known = Array.from({ length: COLUMNS }, (_, column) => {
    if (column > last) return null;
    const age = ageOfColumn(column + 0.5);
    const before = points.findLast((point) => ageAt(point.at) <= age);
    return before?.shares ?? (column >= from ? observed : null);
  });
  const along = (end: number, column: number) => {
    const share = Math.min(1, Math.max(0, (column + 0.5 - from) / Math.max(1, COLUMNS - from)));
    return observed + (end - observed) * share;
  };
  const cone = Array.from({ length: COLUMNS }, (_, column) =>
    column + 1 < from
      ? null
      : { low: along(Math.max(observed, forecast.low), column), high: along(forecast.high, column) },
  );
  const middle = cone.map((bound, column) => (bound === null ? null : along(forecast.predicted, column)));
  const ticks = niceTicks(0, Math.max(5, forecast.high, ...points.map(({ shares }) => shares)));
  const scale = { columns: COLUMNS, least: 0, most: ticks.at(-1)! };
  const said = spreadSays(reader, spread);
  return chartFigure(reader, {
    title: words.spread,
    plot: plot({
      ...scale,
      height: HEIGHT,
      label: `${words.spreadLead}. ${said}`,
      ticks: ticks.map((value) => ({ value, text: format.compact(value) })),
      labels: AGES.map((age, index) => ({ at: columnOfAge(age), text: words.ages[index]! })),
      now: from,
      shapes: [area(scale, cone, 'cone'), line(scale, middle, 'course'), line(scale, known, 'second')],
    }),
    legend: [
      { kind: 'second', shape: 'line', text: words.shares },
      { kind: 'cone', shape: 'area', text: words.cone },
    ],
    table: {
      head: [words.age, words.shares],
      rows: [
        ...points.map((point) => [format.duration(ageAt(point.at) / 60), format.integer(point.shares)]),
        [
          words.ages[4],
          `${format.integer(forecast.predicted)} (${format.range(format.integer(forecast.low), format.integer(forecast.high))})`,
        ],
      ],
    },
    csv: localUrl(`/incidents/${incidentId}/spread.csv`),
  });
}

/** The forecast in a sentence. */
export function spreadSays(reader: Reader, { r, observed, forecast }: SpreadCourse): string {
  const { format, language } = reader;
  return INCIDENT_WORDS[language].spreadSays(
    format.decimal(r.value),
    format.decimal(r.low),
    format.decimal(r.high),
    format.integer(observed),
    format.integer(forecast.predicted),
    format.range(format.integer(forecast.low), format.integer(forecast.high)),
  );
}

/** The formula of the severity with its numbers filled in; see `detect/severity.ts`. */
export function severityTable(
  reader: Reader,
  { severity, incident }: IncidentLife,
  gravely: (intent: string) => string,
): Html {
  const words = INCIDENT_WORDS[reader.language];
  if (severity === null) return html`<p class="empty">${words.severityNone}</p>`;
  const { format } = reader;
  const { excess, forecast, r, grave, sites, points } = severity;
  const two = (value: number) => value.toFixed(2).replace('-', '−');
  const row = (name: string, how: string, value: number) =>
    html`<tr><th scope="row">${name}<br><code>${how}</code></th><td>${value === 0 ? '0' : `+ ${two(value)}`}</td></tr>`;
  const { formula } = words;
  return html`<table class="formula"><tbody>
${row(formula.excess, `log₁₀(1 + ${format.decimal(excess)})`, Math.log10(1 + excess))}
${row(formula.forecast, `0.6 × log₁₀(1 + ${format.integer(forecast)})`, 0.6 * Math.log10(1 + forecast))}
${row(formula.growing, `R = ${format.decimal(r)}`, r > 1 ? 0.7 : 0)}
${row(formula.grave, grave.length === 0 ? words.none : grave.map(gravely).join(', '), grave.length > 0 ? 1 : 0)}
${row(formula.sites, `0.3 × (${sites} − 1) ≤ 0.9`, Math.min(0.9, 0.3 * Math.max(0, sites - 1)))}
<tr><th scope="row">${formula.points}</th><td><strong>${two(points)}</strong></td></tr>
<tr><th scope="row">${formula.severity}</th><td><strong>${incident.severity}</strong></td></tr>
</tbody></table><p class="soft">${words.formulaNote}</p>`;
}
