/** A chart with everything it needs: its name, what its colours mean, its numbers as a table and as a file. */
import { type Html, html, join, type Url } from '../../../notify/mail/html.ts';
import type { Reader } from '../../reader.ts';
import { CHART_WORDS } from '../../words/chart.ts';

export interface ChartFigure {
  readonly title: string;
  readonly plot: Html;
  readonly legend: readonly { readonly kind: string; readonly shape: 'bar' | 'line' | 'area'; readonly text: string }[];
  /** The same in words and numbers. */
  readonly table: {
    readonly head: readonly string[];
    readonly rows: readonly (readonly (string | number | Html | null)[])[];
  };
  readonly csv: Url;
}

export function chartFigure(reader: Reader, figure: ChartFigure): Html {
  const words = CHART_WORDS[reader.language];
  const { title, legend, table, csv } = figure;
  const keys = legend.map(({ kind, shape, text }) => html`<li>${swatch(kind, shape)}${text}</li>`);
  const rows = table.rows.map(([first, ...cells]) => {
    return html`<tr><th scope="row">${first}</th>${join(cells.map((cell) => html`<td class="number">${cell ?? '–'}</td>`))}</tr>`;
  });
  return html`<figure class="chart" aria-label="${title}">${figure.plot}
${keys.length > 0 && html`<ul class="legend">${join(keys)}</ul>`}
<figcaption class="chart-foot no-print"><details><summary>${words.table}</summary><div class="scroll" tabindex="0"><table><caption class="sr">${title}</caption><thead><tr>${join(
    table.head.map((name, i) =>
      i === 0 ? html`<th scope="col">${name}</th>` : html`<th scope="col" class="number">${name}</th>`,
    ),
  )}</tr></thead><tbody>${join(rows)}</tbody></table></div></details>
<a href="${csv}" aria-label="${words.csvOf(title)}">CSV</a></figcaption></figure>`;
}

function swatch(kind: string, shape: 'bar' | 'line' | 'area'): Html {
  const drawn =
    shape === 'line'
      ? html`<path class="line ${kind}" d="M0 5H16"></path>`
      : html`<rect class="${shape} ${kind}" width="12" height="10" x="2" rx="2"></rect>`;
  return html`<span class="chart"><svg width="16" height="10" viewBox="0 0 16 10" aria-hidden="true">${drawn}</svg></span>`;
}
