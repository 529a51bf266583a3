/** Bars and key numbers, made of table cells, so that every mail program shows them. */
import type { BarRow, Block } from '../content/blocks.ts';
import type { Line } from '../content/inline.ts';
import { type Html, html } from './html.ts';
import { COLOR, STYLE, TONE_COLOR } from './styles.ts';

type Tiles = Extract<Block, { is: 'tiles' }>['tiles'];
type Show = (content: Line) => Html;

const INK = {
  negative: 'negink',
  positive: 'posink',
  neutral: 'mute',
  own: 'link',
  warning: 'warnink',
  plain: 'ink',
} as const;

/** Two to a row: readable on the narrowest phone, calm on a desk. */
export function tileRows(tiles: Tiles, show: Show): Html {
  const pairs: Tiles[] = [];
  for (let i = 0; i < tiles.length; i += 2) pairs.push(tiles.slice(i, i + 2));
  return html`<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0">
${pairs.map((pair) => html`<tr>${pair.map((tile) => tileCell(tile, show))}${pair.length === 1 && html`<td width="50%"></td>`}</tr>\n`)}</table>`;
}

function tileCell({ name, value, note, tone }: Tiles[number], show: Show): Html {
  const color = tone === 'plain' ? COLOR.ink : TONE_COLOR[tone];
  return html`<td width="50%" valign="top" style="padding:10px 12px 6px 0;"><div class="mute" style="${STYLE.small}">${name}</div>
<div class="${INK[tone]}" style="${STYLE.tile}color:${color};">${show(value)}</div>
<div class="mute" style="${STYLE.small}">${show(note)}</div></td>`;
}

export function barRows(rows: readonly BarRow[], show: Show): Html {
  return html`<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0">
${rows.map((row) => barRow(row, show))}</table>`;
}

function barRow({ label, value, parts, note, marked }: BarRow, show: Show): Html {
  const weight = marked ? 'font-weight:600;' : '';
  return html`<tr><td class="ink" style="${STYLE.barLabel}${weight}">${show(label)}</td><td align="right" class="mute" style="${STYLE.barValue}">${show(value)}</td></tr>
<tr><td colspan="2" style="padding:0 0 4px;">${bar(parts)}${note && html`<div class="mute" style="${STYLE.small}">${show(note)}</div>`}</td></tr>
`;
}

/** Widths in whole percent; a part that is there at all is seen. */
function bar(parts: BarRow['parts']): Html {
  let left = 100;
  const cells = parts
    .filter((part) => part.share > 0)
    .map((part) => {
      const width = Math.min(left, Math.max(1, Math.round(part.share * 100)));
      left -= width;
      return width > 0 && barCell(width, TONE_COLOR[part.tone], '');
    });
  const rest = left > 0 && barCell(left, COLOR.track, 'track');
  return html`<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0" style="table-layout:fixed;"><tr>${cells}${rest}</tr></table>`;
}

function barCell(width: number, color: string, dark: string): Html {
  return html`<td width="${width}%" height="6" bgcolor="${color}" class="${dark}" style="background:${color};font-size:0;line-height:6px;">&nbsp;</td>`;
}
