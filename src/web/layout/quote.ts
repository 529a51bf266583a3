/** Strangers' words on our pages: as text, with marks on what matters, and never so long that they bury the page. */
import type { Span } from '../../model.ts';
import { excerpt } from '../../notify/content/excerpt.ts';
import { type Html, html, join } from '../../notify/mail/html.ts';

/** A text with marks on these parts of it; parts that do not lie within it, or overlap one before, are passed over. */
export function marked(text: string, spans: readonly Span[]): Html {
  const parts: Html[] = [];
  let at = 0;
  for (const [start, end] of [...spans].sort((a, b) => a[0] - b[0])) {
    if (start < at || end > text.length || end <= start) continue;
    parts.push(html`${text.slice(at, start)}<mark>${text.slice(start, end)}</mark>`);
    at = end;
  }
  parts.push(html`${text.slice(at)}`);
  return join(parts);
}

/** The part of a text that is worth showing in a list, about what is marked in it: at most `max` characters. */
export function quoted(text: string, spans: readonly Span[], max: number): Html {
  const piece = excerpt(text, spans, max);
  return html`${piece.cutBefore && '… '}${marked(piece.text, piece.marks)}${piece.cutAfter && ' …'}`;
}
