/**
 * The ground of a chart: equal columns along time, values upwards. Shapes stretch with the page; words do not, they are
 * placed beside them. Drawn by the server, coloured by the style sheet.
 */
import { type Html, html, join } from '../../../notify/mail/html.ts';

/** A stretch of columns with a meaning: a known cause, blindness. `from` inclusive, `to` exclusive, in columns. */
export interface Span {
  readonly from: number;
  readonly to: number;
  readonly kind: 'cause' | 'blind';
}

/** A moment that is named: a letter, explained beside the chart. */
export interface Flag {
  /** In columns. */
  readonly at: number;
  readonly letter: string;
  readonly title: string;
}

export interface PlotSpec {
  /** What it shows, in a sentence, for those who do not see it. */
  readonly label: string;
  /** Of the drawing, in pixels, without its labels. */
  readonly height: number;
  readonly columns: number;
  /** Values at the bottom and at the top. */
  readonly least: number;
  readonly most: number;
  readonly ticks: readonly { readonly value: number; readonly text: string }[];
  /** Under the columns. */
  readonly labels: readonly { readonly at: number; readonly text: string }[];
  readonly spans?: readonly Span[];
  readonly flags?: readonly Flag[];
  /** In columns: what lies right of it has not happened. */
  readonly now?: number;
  /** What to say of each column to whoever points at it. */
  readonly hints?: readonly string[];
  /** Shapes between the grid and the words, in the plot's own coordinates: made by `line`, `area`, `bars`. */
  readonly shapes: readonly Html[];
}

/** Inner coordinates: shapes are drawn in this box and stretched. */
const WIDTH = 1000;
const HEIGHT = 100;
const TOP = 16;
const FOOT = 20;

export type Scale = Pick<PlotSpec, 'columns' | 'least' | 'most'>;

/** Where the middle of a column stands. */
export function xAt({ columns }: Scale, column: number): number {
  return round(((column + 0.5) / columns) * WIDTH);
}

export function yAt({ least, most }: Scale, value: number): number {
  const share = most === least ? 0 : (value - least) / (most - least);
  return round(HEIGHT * (1 - Math.min(1, Math.max(0, share))));
}

function round(value: number): number {
  return Math.round(value * 10) / 10;
}

const percent = (share: number) => `${Math.round(share * 10_000) / 100}%`;

export function plot(spec: PlotSpec): Html {
  const { height, columns, ticks, labels, spans = [], flags = [], hints = [], now } = spec;
  const at = (column: number) => percent(column / columns);
  const level = (value: number) => String(TOP + (yAt(spec, value) / HEIGHT) * height);
  const bottom = TOP + height;
  const grid = ticks.map(({ value }) => {
    const y = level(value);
    return html`<line class="${value === 0 || value === spec.least ? 'base' : 'grid'}" x1="0" x2="100%" y1="${y}" y2="${y}"></line>`;
  });
  const stretches = spans.map(
    ({ from, to, kind }) =>
      html`<rect class="${kind}" x="${at(from)}" width="${at(to - from)}" y="${String(TOP)}" height="${String(height)}"></rect>`,
  );
  const marks = flags.map(
    ({ at: column, letter, title }) =>
      html`<g><title>${title}</title><line class="incident" x1="${at(column)}" x2="${at(column)}" y1="${String(TOP)}" y2="${String(bottom)}"></line>
<text class="flag middle" x="${at(column)}" y="11">${letter}</text></g>`,
  );
  const words = labels.map(({ at: column, text }, index) => {
    const share = column / columns;
    const side = share < 0.04 ? '' : share > 0.96 ? 'end' : 'middle';
    // On a phone every other one has to do, counted from the end.
    const sparse = (labels.length - 1 - index) % 2 === 1 ? 'sparse' : '';
    return html`<text class="${side} ${sparse}" x="${at(column)}" y="${String(bottom + 15)}">${text}</text>`;
  });
  const values = ticks.map(({ value, text }) => {
    // The top one hangs under its line, for flags stand above it.
    const y = Number(level(value)) + (value === spec.most ? 12 : -3);
    return html`<text class="value" x="0" y="${String(y)}">${text}</text>`;
  });
  const hits = hints.map(
    (hint, column) =>
      html`<rect class="hit" x="${at(column)}" width="${percent(1 / columns)}" y="${String(TOP)}" height="${String(height)}"><title>${hint}</title></rect>`,
  );
  return html`<svg class="plot" role="img" aria-label="${spec.label}" height="${String(height + TOP + FOOT)}">
${join(stretches)}${join(grid)}
<svg x="0" y="${String(TOP)}" width="100%" height="${String(height)}" viewBox="0 0 ${WIDTH} ${HEIGHT}" preserveAspectRatio="none" aria-hidden="true">${join([...spec.shapes])}</svg>
${now !== undefined && html`<line class="now" x1="${at(now)}" x2="${at(now)}" y1="${String(TOP)}" y2="${String(bottom)}"></line>`}${join(marks)}${join(words)}${join(values)}${join(hits)}
</svg>`;
}

/** A line through the middles of the columns; it breaks where a value is null. */
export function line(scale: Scale, values: readonly (number | null)[], kind: string): Html {
  let path = '';
  let drawing = false;
  values.forEach((value, column) => {
    if (value !== null) path += `${drawing ? 'L' : 'M'}${xAt(scale, column)} ${yAt(scale, value)}`;
    // A single day between gaps would have no length.
    if (value !== null && !drawing && (values[column + 1] ?? null) === null) path += 'h0.1';
    drawing = value !== null;
  });
  return html`<path class="line ${kind}" d="${path}"></path>`;
}

/** The space between two lines; it breaks where either is null. */
export function area(scale: Scale, bounds: readonly ({ low: number; high: number } | null)[], kind = ''): Html {
  const paths: string[] = [];
  let run: { x: number; low: number; high: number }[] = [];
  const flush = () => {
    if (run.length > 0) {
      const upper = run.map(({ x, high }) => `${x} ${high}`);
      const lower = run.map(({ x, low }) => `${x} ${low}`).reverse();
      paths.push(`M${[...upper, ...lower].join('L')}Z`);
    }
    run = [];
  };
  bounds.forEach((bound, column) => {
    if (bound === null) flush();
    else run.push({ x: xAt(scale, column), low: yAt(scale, bound.low), high: yAt(scale, bound.high) });
  });
  flush();
  return html`<path class="area ${kind}" d="${paths.join('')}"></path>`;
}

/** A bar a column, from `from` (or the bottom) to its value; none where either is null. */
export function bars(
  scale: Scale,
  values: readonly (number | null)[],
  kind: string,
  from: readonly (number | null)[] = [],
): Html {
  const width = round((WIDTH / scale.columns) * (scale.columns > 45 ? 0.84 : 0.72));
  const drawn = values.map((value, column) => {
    if (value === null) return html``;
    const base = yAt(scale, from[column] ?? Math.max(0, scale.least));
    const top = yAt(scale, value);
    const height = Math.abs(round(base - top));
    if (height === 0) return html``;
    const x = round(xAt(scale, column) - width / 2);
    return html`<rect class="bar ${kind}" x="${String(x)}" y="${String(Math.min(top, base))}" width="${String(width)}" height="${String(height)}"></rect>`;
  });
  return join(drawn);
}

/** Round values from `least` to at least `most`, about four steps apart: 0, 50, 100, 150. */
export function niceTicks(least: number, most: number, steps = 3): number[] {
  const span = Math.max(most - least, 1e-9);
  const power = 10 ** Math.floor(Math.log10(span / steps));
  const step = [1, 2, 5, 10].map((factor) => factor * power).find((size) => span / size <= steps) ?? 10 * power;
  const first = Math.floor(least / step) * step;
  const ticks: number[] = [];
  for (let value = first; ; value += step) {
    ticks.push(Number(value.toPrecision(12)));
    if (value >= most) return ticks;
  }
}
