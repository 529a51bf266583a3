/** A message as plain text that is good by itself: read aloud, on a watch, or where HTML is turned off. */
import type { Block, Message, PostBlock } from '../content/blocks.ts';
import type { Excerpt } from '../content/excerpt.ts';
import type { Language } from '../content/format.ts';
import type { Inline, Line } from '../content/inline.ts';
import { COMMON } from '../words/common.ts';
import { webUrl } from './html.ts';

export interface TextOptions {
  readonly language: Language;
  /** The full address of one of our pages. */
  readonly page: (path: string) => string;
}

export function messageText(message: Message, options: TextOptions): string {
  const paragraphs = message.blocks.map((block) => blockText(block, options)).filter((text) => text !== '');
  return `${paragraphs.join('\n\n')}\n`;
}

/** One block in words, without an empty line at its end; empty where it says nothing in words. */
export function blockText(block: Block, { language, page }: TextOptions): string {
  const show = (content: Line) => lineText(content, page);
  const { quotes, colon, brackets } = COMMON[language];
  switch (block.is) {
    case 'headline': {
      const severity = block.severity ? `[${block.severity.value}/5 ${block.severity.word}] ` : '';
      return [show(block.kicker), `${severity}${block.title}`, ...block.lead.map(show)].join('\n');
    }
    case 'notice':
      return [`! ${block.title}`, ...block.lines.map((l) => `  ${show(l)}`)].join('\n');
    case 'facts':
      return block.rows
        .flatMap((fact) => [
          `${fact.name}${colon}${show(fact.value)}`,
          ...(fact.note?.length ? [`  ${show(fact.note)}`] : []),
        ])
        .join('\n');
    case 'tiles':
      return block.tiles
        .map(
          (tile) => `${tile.name}${colon}${show(tile.value)}${tile.note.length ? brackets.join(show(tile.note)) : ''}`,
        )
        .join('\n');
    case 'actions':
      return block.actions.map((action) => `${action.words}${colon}${page(action.to)}`).join('\n');
    case 'section':
      return `== ${block.title} ==${block.note ? `\n${block.note}` : ''}`;
    case 'subtitle':
      return `-- ${block.title}`;
    case 'text':
      return show(block.content);
    case 'list':
      return block.items.map((item, i) => `${block.ordered ? `${i + 1}.` : '-'} ${show(item)}`).join('\n');
    case 'chart':
      return block.alternative;
    case 'bars':
      return block.rows
        .flatMap((row) => [
          `- ${show(row.label)}${colon}${show(row.value)}`,
          ...(row.note?.length ? [`  ${show(row.note)}`] : []),
        ])
        .join('\n');
    case 'post':
      return postText(block, show, quotes);
    case 'footer':
      return `-- \n${block.lines.map(show).join('\n')}`;
  }
}

function postText(post: PostBlock, show: (content: Line) => string, quotes: readonly [string, string]): string {
  const lines = [`* ${post.labelWord} · ${show(post.byline)}`];
  for (const quotation of [post.title, post.excerpt]) if (quotation) lines.push(`  ${quoteText(quotation, quotes)}`);
  lines.push(`  ${show(post.meta)}`);
  return lines.join('\n');
}

/** A quotation on one line: white space is all that differs from the stored text. */
function quoteText({ text, cutBefore, cutAfter }: Excerpt, [open, close]: readonly [string, string]): string {
  const words = text
    .toWellFormed()
    .replace(/[\x00-\x08\x0B\x0C\x0E-\x1F\x7F-\x9F]/g, '')
    .replace(/\s+/g, ' ');
  return `${open}${cutBefore ? '… ' : ''}${words}${cutAfter ? ' …' : ''}${close}`;
}

function lineText(content: Line, page: (path: string) => string): string {
  return content.map((piece) => pieceText(piece, page)).join('');
}

function pieceText(piece: Inline, page: (path: string) => string): string {
  if (typeof piece === 'string') return piece;
  switch (piece.is) {
    case 'strong':
    case 'aside':
      return lineText(piece.content, page);
    case 'foreign':
    case 'figure':
      return piece.text;
    case 'link':
      return `${lineText(piece.content, page)} <${page(piece.to)}>`;
    case 'away': {
      const url = webUrl(piece.url);
      return url === null ? lineText(piece.content, page) : `${lineText(piece.content, page)} <${url.href}>`;
    }
  }
}
