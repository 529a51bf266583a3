/** Tables whose rows become cards on a phone, each value under its column's name: nothing to be pushed sideways. */
import { type Html, html, join } from '../../notify/mail/html.ts';

export interface Column {
  readonly name: string;
  /** `row-head`: what the row is about; `short`: a word or two; `wide`: takes a line of its own on a card. */
  readonly kind?: 'row-head' | 'number' | 'short' | 'nowrap' | 'wide';
  readonly className?: string;
}

/** Roles are said, since what is laid out otherwise is no table for some screen readers. */
export function cardTable(
  columns: readonly Column[],
  rows: readonly (readonly (Html | string)[])[],
  caption?: string,
): Html {
  const names = columns.map(
    ({ name, kind = 'wide' }) => html`<th scope="col" role="columnheader" class="${kind}">${name}</th>`,
  );
  const lines = rows.map(
    (cells) => html`<tr role="row">${join(cells.map((cell, at) => cellOf(columns[at]!, cell)))}</tr>`,
  );
  return html`<div class="scroll" tabindex="0"><table class="cards" role="table">${caption && html`<caption>${caption}</caption>`}<thead role="rowgroup"><tr role="row">${join(names)}</tr></thead><tbody role="rowgroup">${join(lines)}</tbody></table></div>`;
}

function cellOf({ name, kind = 'wide', className = '' }: Column, content: Html | string): Html {
  const classes = `${kind} ${className}`.trim();
  return kind === 'row-head'
    ? html`<th scope="row" role="rowheader" class="${classes}">${content}</th>`
    : html`<td role="cell" class="${classes}" data-name="${name}">${content}</td>`;
}
