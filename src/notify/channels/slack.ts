/**
 * Slack, by incoming webhook. Everything is sent as rich text, whose elements are literal: no words of a post can become
 * markup, a link or a mention of the whole channel. https://docs.slack.dev/reference/block-kit/blocks/rich-text-block
 */
import { chatBody, pageOf, type ServiceIdentity } from '../compose.ts';
import type { Block, Message } from '../content/blocks.ts';
import { clip } from '../content/excerpt.ts';
import { type Inline, type Line, tame } from '../content/inline.ts';
import { webUrl } from '../mail/html.ts';
import type { Transport } from './channel.ts';
import { type HookOf, hookFor, type PostOptions, postJson } from './http.ts';

interface Style {
  readonly bold?: true;
}
type Element =
  | { type: 'text'; text: string; style?: Style }
  | { type: 'link'; url: string; text: string; style?: Style };
type RichText = { type: 'rich_text_section' | 'rich_text_quote'; elements: Element[] };
type Page = (path: string) => string;

/** Slack's own limit on a header's text. */
const HEADER_MAX = 150;

export function slackTransport(hookOf: HookOf, identity: ServiceIdentity, options: PostOptions = {}): Transport {
  return {
    channel: 'slack',
    send: async ({ recipientId }, notice) => {
      const hook = hookFor(hookOf, recipientId, 'Slack');
      const { subject, body } = chatBody(notice, identity, (message) => slackPayload(message, pageOf(identity)));
      const answer = await postJson(hook.url, body.json, {}, options);
      return { subject, body, response: answer.body.slice(0, 200) };
    },
    close: async () => {},
  };
}

/** The body of the webhook. `text` is what notifications show; it is markup to Slack, so it is escaped. */
function slackPayload(message: Message, page: Page): object {
  const subject = tame(message.subject);
  return {
    text: subject.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;'),
    blocks: [
      { type: 'header', text: { type: 'plain_text', text: clip(subject, HEADER_MAX - 1), emoji: false } },
      ...message.blocks.flatMap((block) => slackBlocks(block, page)),
    ],
    unfurl_links: false,
    unfurl_media: false,
  };
}

function slackBlocks(block: Block, page: Page): object[] {
  const section = (lines: readonly Line[]): RichText => ({
    type: 'rich_text_section',
    elements: lines.flatMap((line, i) => [...(i === 0 ? [] : [text('\n')]), ...elements(line, page)]),
  });
  const rich = (...parts: RichText[]): object[] => [{ type: 'rich_text', elements: parts }];
  switch (block.is) {
    case 'headline':
      return rich(section([block.kicker, ...block.lead]));
    case 'notice':
      return rich(section([[{ is: 'strong', content: [block.title] }], ...block.lines]));
    case 'facts':
      return rich(section(block.rows.map(({ name, value, note }) => named(name, value, note))));
    case 'tiles':
      return rich(section(block.tiles.map(({ name, value, note }) => named(name, value, note))));
    case 'post': {
      const quote = [block.title, block.excerpt].filter((part) => part !== null).map((part) => tame(part.text));
      const quoted: RichText = { type: 'rich_text_quote', elements: [text(quote.join('\n') || '—')] };
      return rich(
        section([[{ is: 'strong', content: [block.labelWord] }, ' · ', ...block.byline]]),
        quoted,
        section([block.meta]),
      );
    }
    case 'actions':
      return [
        {
          type: 'actions',
          elements: block.actions.map(({ words, to, weight }) => ({
            type: 'button',
            text: { type: 'plain_text', text: words, emoji: false },
            url: page(to),
            ...(weight === 'first' ? { style: 'primary' } : {}),
          })),
        },
      ];
    default:
      return [];
  }
}

function named(name: string, value: Line, note: Line | undefined): Line {
  const words: Line = [{ is: 'strong', content: [name] }, '  ', ...value];
  return note === undefined || note.length === 0 ? words : [...words, ' · ', ...note];
}

function elements(line: Line, page: Page, style?: Style): Element[] {
  return line.flatMap((piece) => elementsOf(piece, page, style));
}

function elementsOf(piece: Inline, page: Page, style?: Style): Element[] {
  if (typeof piece === 'string') return [text(piece, style)];
  switch (piece.is) {
    case 'strong':
      return elements(piece.content, page, { bold: true });
    case 'aside':
      return elements(piece.content, page, style);
    case 'foreign':
      return [text(piece.text, style)];
    case 'figure':
      return [{ type: 'link', url: page(piece.to), text: piece.text, ...(style && { style }) }];
    case 'link':
      return linked(piece.content, page(piece.to), page, style);
    case 'away': {
      const url = webUrl(piece.url);
      return url === null ? elements(piece.content, page, style) : linked(piece.content, url.href, page, style);
    }
  }
}

function linked(content: Line, url: string, page: Page, style?: Style): Element[] {
  const words = elements(content, page)
    .map((element) => element.text)
    .join('');
  return [{ type: 'link', url, text: words, ...(style && { style }) }];
}

function text(words: string, style?: Style): Element {
  return { type: 'text', text: words, ...(style && { style }) };
}
