/** Lines of content as HTML. Words by strangers are isolated, so that their direction cannot turn what follows. */
import type { Inline, Line } from '../content/inline.ts';
import { type Html, html, join, type Url, webUrl } from './html.ts';
import { COLOR, STYLE } from './styles.ts';

/** What a renderer needs to know beside the blocks. */
export interface Surroundings {
  /** The address of a page of ours. */
  page(path: string): Url;
  /** The picture of a chart; null where there is none: its alternative text stands alone. */
  picture(chartId: string): Url | null;
}

export function lineHtml(content: Line, around: Surroundings): Html {
  return join(content.map((piece) => pieceHtml(piece, around)));
}

function pieceHtml(piece: Inline, around: Surroundings): Html {
  if (typeof piece === 'string') return html`${piece}`;
  switch (piece.is) {
    case 'strong':
      return html`<strong style="font-weight:600;">${lineHtml(piece.content, around)}</strong>`;
    case 'aside':
      return html`<span class="mute" style="color:${COLOR.mute};">${lineHtml(piece.content, around)}</span>`;
    case 'foreign':
      return html`<bdi>${piece.text}</bdi>`;
    case 'figure':
      return html`<a href="${around.page(piece.to)}" class="fig" style="${STYLE.figure}">${piece.text}</a>`;
    case 'link':
      return html`<a href="${around.page(piece.to)}" class="link" style="${STYLE.link}">${lineHtml(piece.content, around)}</a>`;
    case 'away': {
      const url = webUrl(piece.url);
      const words = lineHtml(piece.content, around);
      return url === null
        ? words
        : html`<a href="${url}" class="link" style="${STYLE.link}" rel="noopener noreferrer">${words}</a>`;
    }
  }
}
