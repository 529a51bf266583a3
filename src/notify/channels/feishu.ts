/**
 * Feishu (Lark), by custom bot: an interactive card. All of its text is `plain_text`: in `lark_md` a post could mention
 * everybody. https://open.feishu.cn/document/client-docs/bot-v3/add-custom-bot
 */
import { createHmac } from 'node:crypto';
import { chatBody, pageOf, type ServiceIdentity } from '../compose.ts';
import type { Block, Message } from '../content/blocks.ts';
import { tame } from '../content/inline.ts';
import { blockText, type TextOptions } from '../mail/to-text.ts';
import { DeliveryError, type Transport } from './channel.ts';
import { type Answer, answerObject, type HookOf, hookFor, type PostOptions, postJson } from './http.ts';

/** Card colours by severity; a digest has none. */
const TEMPLATE = { 1: 'grey', 2: 'yellow', 3: 'orange', 4: 'red', 5: 'carmine' } as const;

/** Too many messages: 100 a minute, 5 a second. */
const RATE_LIMITED: ReadonlySet<unknown> = new Set([11232]);
/** Malformed or too large: this message will never be taken. */
const FINAL: ReadonlySet<unknown> = new Set([9499]);

export function feishuTransport(hookOf: HookOf, identity: ServiceIdentity, options: PostOptions = {}): Transport {
  return {
    channel: 'feishu',
    send: async ({ recipientId }, notice, at) => {
      const { url, secret } = hookFor(hookOf, recipientId, 'Feishu');
      const text: TextOptions = { language: notice.recipient.language, page: pageOf(identity) };
      const { subject, body } = chatBody(notice, identity, (message) => ({
        msg_type: 'interactive',
        card: feishuCard(message, text),
      }));
      const seconds = Math.floor(at.getTime() / 1000);
      const signed = secret === null ? {} : { timestamp: String(seconds), sign: feishuSign(seconds, secret) };
      const posted = JSON.stringify({ ...signed, ...JSON.parse(body.json) });
      const answer = await postJson(url, posted, {}, { ...options, mayPass: tooMany });
      refuseErrors(answer);
      return { subject, body, response: answer.body.slice(0, 200) };
    },
    close: async () => {},
  };
}

/** `timestamp + "\n" + secret` is the key, the message is empty; base64. */
function feishuSign(seconds: number, secret: string): string {
  return createHmac('sha256', `${seconds}\n${secret}`).digest('base64');
}

function feishuCard(message: Message, options: TextOptions): object {
  const severity = message.blocks.find((block) => block.is === 'headline')?.severity ?? null;
  return {
    config: { wide_screen_mode: true },
    header: {
      template: severity === null ? 'blue' : TEMPLATE[severity.value],
      title: { tag: 'plain_text', content: tame(message.subject) },
    },
    elements: message.blocks.flatMap((block) => cardElements(block, options)),
  };
}

function cardElements(block: Block, options: TextOptions): object[] {
  if (block.is === 'actions') {
    const buttons = block.actions.map(({ words, to, weight }) => ({
      tag: 'button',
      text: { tag: 'plain_text', content: words },
      url: options.page(to),
      type: weight === 'first' ? 'primary' : 'default',
    }));
    return [{ tag: 'action', actions: buttons }];
  }
  // The header says the headline already.
  const content =
    block.is === 'headline'
      ? block.lead.map((l) => blockText({ is: 'text', content: l }, options)).join('\n')
      : blockText(block, options);
  if (content === '') return [];
  const element = { tag: 'div', text: { tag: 'plain_text', content } };
  return block.is === 'post' ? [{ tag: 'hr' }, element] : [element];
}

function tooMany(answer: Answer): boolean {
  return RATE_LIMITED.has(answerObject(answer).code);
}

/** Feishu mostly answers 200, and says in `code` what it thought of it. */
function refuseErrors(answer: Answer): void {
  const { code, msg } = answerObject(answer);
  if (code === 0 || code === undefined) return;
  throw new DeliveryError(`Feishu answered ${String(code)}: ${String(msg)}`, {
    retryable: !FINAL.has(code),
    retryAfterMs: tooMany(answer) ? 60_000 : null,
  });
}
