/** A quoted post. */
import type { PostBlock } from '../content/blocks.ts';
import type { Excerpt } from '../content/excerpt.ts';
import type { Line } from '../content/inline.ts';
import { type Html, html } from './html.ts';
import { FONTS, STYLE, TONE_COLOR } from './styles.ts';

const INK = { negative: 'negink', positive: 'posink', neutral: 'mute' } as const;

export function postHtml(post: PostBlock, show: (content: Line) => Html): Html {
  const color = TONE_COLOR[post.label];
  return html`<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tr>
<td width="3" bgcolor="${color}" style="background:${color};border-radius:2px;${STYLE.tiny}">&nbsp;</td>
<td style="padding:0 0 0 12px;"><div class="mute" style="${STYLE.small}"><span class="${INK[post.label]}" style="color:${color};font-weight:600;">${post.labelWord}</span> · ${show(post.byline)}</div>
${post.title && quoteHtml(post.title, 'font-weight:600;')}${post.excerpt && quoteHtml(post.excerpt, '')}<div class="mute" style="${STYLE.small}">${show(post.meta)}</div></td>
</tr></table>`;
}

/**
 * The quotation stands alone in its `bdi`, character for character as stored; what is ours stands outside. It has a
 * block of its own: marks that turn the writing direction end with their paragraph.
 */
function quoteHtml({ text, marks, cutBefore, cutAfter }: Excerpt, weight: string): Html {
  const pieces: Html[] = [];
  let at = 0;
  for (const [start, end] of marks) {
    pieces.push(
      html`${text.slice(at, start)}<span class="mark" style="${STYLE.mark}">${text.slice(start, end)}</span>`,
    );
    at = end;
  }
  pieces.push(html`${text.slice(at)}`);
  const lang = langOf(text);
  const font = lang === 'zh' ? `font-family:${FONTS.zh};` : '';
  return html`<div dir="auto" lang="${lang}" class="ink" style="${STYLE.quote}${weight}${font}">${cutBefore && '… '}<bdi class="quote">${pieces}</bdi>${cutAfter && ' …'}</div>
`;
}

/** Han characters are drawn as in Chinese unless kana or hangul stand beside them; empty: unknown. */
function langOf(text: string): 'zh' | '' {
  const chinese =
    /\p{Script=Han}/u.test(text) && !/[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}]/u.test(text);
  return chinese ? 'zh' : '';
}
