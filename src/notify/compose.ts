/** A notice as a message in its recipient's words, for channels that render blocks themselves. */
import { alertMessage } from './alert/message.ts';
import { DeliveryError } from './channels/channel.ts';
import type { Block, Limits, Message, Reader } from './content/blocks.ts';
import { digestMessage } from './digest/message.ts';
import { pageUrl } from './mail/mail.ts';
import { operatorMessage } from './operator-message.ts';
import type { ComposedNotice, Notice } from './outbox.ts';
import type { SentBody } from './sent-body.ts';
import { testMessage } from './test-message.ts';

/** What all messages of an installation have in common. */
export interface ServiceIdentity {
  /** How this installation calls itself. */
  readonly serviceName: string;
  /** Where readers reach the pages. */
  readonly publicUrl: string;
}

/** A chat shows a screenful: what happened, what drives it, where to act. */
const CHAT_LIMITS: Limits = { posts: 3, excerpt: 140, rows: 3 };
const CHAT_BLOCKS: ReadonlySet<Block['is']> = new Set(['headline', 'notice', 'facts', 'tiles', 'actions', 'post']);

/** What a chat is given for a notice: written by `write` from a short message, or as it was sent before. */
export function chatBody(
  notice: Notice,
  identity: ServiceIdentity,
  write: (message: Message, notice: ComposedNotice) => object,
): { readonly subject: string; readonly body: Extract<SentBody, { form: 'json' }> } {
  if (notice.kind === 'again') {
    const { subject, body } = notice;
    if (body.form === 'json') return { subject, body };
    throw new DeliveryError('what is to be sent again was a mail', { retryable: false });
  }
  const message = chatMessage(notice, identity);
  return { subject: message.subject, body: { form: 'json', json: JSON.stringify(write(message, notice)) } };
}

/** A message short enough for a chat: its blocks without charts, bars, lists and sections. */
function chatMessage(notice: ComposedNotice, { serviceName }: ServiceIdentity): Message {
  const { language, timezone } = notice.recipient;
  const reader = { language, timezone, serviceName };
  const message = messageOf(notice, reader);
  const posts = message.blocks.filter((block) => block.is === 'post').slice(0, CHAT_LIMITS.posts);
  const kept = message.blocks.filter(
    (block) => CHAT_BLOCKS.has(block.is) && (block.is !== 'post' || posts.includes(block)),
  );
  return { ...message, blocks: kept };
}

function messageOf(notice: ComposedNotice, reader: Reader): Message {
  switch (notice.kind) {
    case 'alert':
      return alertMessage(notice.view, reader, CHAT_LIMITS);
    case 'digest':
      return digestMessage(notice.view, reader, CHAT_LIMITS);
    case 'operator':
      return operatorMessage(notice.view, reader, CHAT_LIMITS);
    case 'test':
      return testMessage(notice.view, reader);
  }
}

/** The full address of one of our pages. */
export function pageOf({ publicUrl }: ServiceIdentity): (path: string) => string {
  return (path) => pageUrl(publicUrl, path).href;
}
