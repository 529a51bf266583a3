/** Each block as rows of the mail's one table. */
import type { Block } from '../content/blocks.ts';
import type { Line } from '../content/inline.ts';
import { barRows, tileRows } from './bar-html.ts';
import { type Html, html } from './html.ts';
import { lineHtml, type Surroundings } from './line-html.ts';
import { postHtml } from './post-html.ts';
import { COLOR, SEVERITY_COLOR, STYLE } from './styles.ts';

export type { Surroundings } from './line-html.ts';

type BlockOf<K extends Block['is']> = Extract<Block, { is: K }>;
type Show = (content: Line) => Html;

export function blockHtml(block: Block, around: Surroundings): Html {
  const show: Show = (content) => lineHtml(content, around);
  switch (block.is) {
    case 'headline':
      return row(headlineHtml(block, show), '22px');
    case 'notice':
      return row(noticeHtml(block, show), '16px');
    case 'facts':
      return row(factsHtml(block, show));
    case 'tiles':
      return row(tileRows(block.tiles, show), '8px');
    case 'actions':
      return row(actionsHtml(block, around), '14px');
    case 'section':
      return sectionHtml(block);
    case 'subtitle':
      return row(html`<h3 class="mute" style="${STYLE.subtitle}">${block.title}</h3>`, '18px');
    case 'text':
      return row(html`<p class="ink" style="${STYLE.text}margin:0;">${show(block.content)}</p>`);
    case 'list':
      return row(listHtml(block, show), '8px');
    case 'chart':
      return row(chartHtml(block, around), '16px');
    case 'bars':
      return row(barRows(block.rows, show), '6px');
    case 'post':
      return row(postHtml(block, show), '14px');
    case 'footer':
      return html`<tr><td class="pad" style="padding:28px 24px 22px;">
<div class="rule mute" style="${STYLE.rule}${STYLE.small}padding-top:14px;">${block.links && html`<div>${block.links}</div>`}${block.lines.map((l) => html`<div>${show(l)}</div>`)}</div>
</td></tr>
`;
  }
}

/** A row across the card. */
function row(content: Html, top = '12px'): Html {
  return html`<tr><td class="pad" style="padding:${top} 24px 0;">${content}</td></tr>
`;
}

function headlineHtml({ severity, kicker, title, lead }: BlockOf<'headline'>, show: Show): Html {
  return html`${severity && severityHtml(severity)}<div class="mute" style="${STYLE.small}">${show(kicker)}</div>
<h1 class="ink" style="${STYLE.title}">${title.replace(/([(（]R) (?=\d)/g, '$1\u00a0')}</h1>
${lead.map((l) => html`<p class="ink" style="${STYLE.lead}">${show(l)}</p>`)}`;
}

/** Five squares, as many filled as it is severe; the number says the same. */
function severityHtml({ value, word }: NonNullable<BlockOf<'headline'>['severity']>): Html {
  const gap = html`<td width="3" style="${STYLE.tiny}">&nbsp;</td>`;
  const squares = [1, 2, 3, 4, 5].map((n) => {
    const color = n <= value ? SEVERITY_COLOR[value] : COLOR.line;
    const dark = n <= value ? '' : 'track';
    return html`<td width="14" height="8" bgcolor="${color}" class="${dark}" style="background:${color};border-radius:2px;${STYLE.tiny}">&nbsp;</td>${gap}`;
  });
  return html`<table role="presentation" cellpadding="0" cellspacing="0" border="0" style="margin:0 0 8px;"><tr>${squares}<td class="ink" style="${STYLE.severity}">${value}/5 ${word}</td></tr></table>
`;
}

function noticeHtml({ tone, title, lines }: BlockOf<'notice'>, show: Show): Html {
  const warns = tone === 'warning';
  const ground = warns ? COLOR.warnGround : COLOR.softGround;
  const ink = warns ? COLOR.warnInk : COLOR.ink;
  const inkClass = warns ? 'warnink' : 'ink';
  return html`<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr><td class="${warns ? 'warn' : 'soft'}" bgcolor="${ground}" style="background:${ground};border-radius:7px;padding:12px 14px;">
<div class="${inkClass}" style="${STYLE.notice}font-weight:600;color:${ink};">${title}</div>
${lines.map((l) => html`<div class="${inkClass}" style="${STYLE.notice}color:${ink};">${show(l)}</div>`)}
</td></tr></table>`;
}

/** Longer names of facts break into lines, or a phone would show little of what they are about. */
const LONG_NAME = 16;

function factsHtml({ rows }: BlockOf<'facts'>, show: Show): Html {
  return html`<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0">
${rows.map(
  ({
    name,
    value,
    note,
  }) => html`<tr><td width="${name.length > LONG_NAME ? 110 : 70}" valign="top" class="mute" style="${STYLE.factName}${name.length <= LONG_NAME && 'white-space:nowrap;'}">${name}</td>
<td valign="top" class="ink" style="${STYLE.fact}">${show(value)}${note && note.length > 0 && html`<div class="mute" style="${STYLE.small}">${show(note)}</div>`}</td></tr>
`,
)}</table>`;
}

function actionsHtml({ actions }: BlockOf<'actions'>, around: Surroundings): Html {
  return html`${actions.map(
    ({ words, to, weight }) =>
      html`<a href="${around.page(to)}" class="${weight === 'third' ? 'mute' : weight}" style="${STYLE[weight]}margin:0 8px 8px 0;">${words}</a>`,
  )}`;
}

function sectionHtml({ title, note }: BlockOf<'section'>): Html {
  const aside = note && html` <span class="mute" style="${STYLE.small}font-weight:400;">${note}</span>`;
  return html`<tr><td class="pad" style="padding:26px 24px 0;"><div class="rule" style="${STYLE.rule}padding-top:18px;"><h2 class="ink" style="${STYLE.section}">${title}${aside}</h2></div></td></tr>
`;
}

function listHtml({ items, ordered }: BlockOf<'list'>, show: Show): Html {
  const rows = items.map((item) => html`<li style="margin:0 0 6px;">${show(item)}</li>\n`);
  return ordered
    ? html`<ol class="ink" style="${STYLE.text}margin:0;padding:0 0 0 22px;">${rows}</ol>`
    : html`<ul class="ink" style="${STYLE.text}margin:0;padding:0 0 0 20px;">${rows}</ul>`;
}

function chartHtml(block: BlockOf<'chart'>, around: Surroundings): Html {
  const picture = around.picture(block.id);
  const caption = html`<div class="mute" style="${STYLE.small}padding-bottom:6px;">${lineHtml(block.caption, around)}</div>`;
  if (picture === null) return html`${caption}<p class="ink" style="${STYLE.text}margin:0;">${block.alternative}</p>`;
  const last = block.along.length - 1;
  const along = block.along.map((words, i) => {
    const align = i === 0 ? 'left' : i === last ? 'right' : 'center';
    return html`<td class="mute" align="${align}" style="${STYLE.axis}">${words}</td>`;
  });
  return html`${caption}
<div class="mute" style="${STYLE.axis}">${block.top}</div>
<img src="${picture}" width="552" alt="${block.alternative}" style="display:block;width:100%;max-width:552px;height:auto;border:0;">
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr>${along}</tr></table>`;
}
