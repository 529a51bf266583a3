/**
 * Any other service: a signed JSON message, or the plain text that DingTalk's and WeCom's robots take. Text, not their
 * markdown: a post cannot become a link or a mention there.
 */
import { createHmac } from 'node:crypto';
import { chatBody, pageOf, type ServiceIdentity } from '../compose.ts';
import type { Message } from '../content/blocks.ts';
import { tame } from '../content/inline.ts';
import { webUrl } from '../mail/html.ts';
import { blockText, type TextOptions } from '../mail/to-text.ts';
import type { ClaimedDelivery, ComposedNotice } from '../outbox.ts';
import { DeliveryError, type Transport } from './channel.ts';
import { type Answer, answerObject, type Hook, type HookOf, hookFor, type PostOptions, postJson } from './http.ts';

/** `json`: our own form, signed as Standard Webhooks asks. The others: the robots' own forms and signatures. */
type WebhookForm = 'json' | 'dingtalk' | 'wecom';

export interface FormedHook extends Hook {
  readonly form: WebhookForm;
}

/** What WeCom and DingTalk take at most, in bytes of UTF-8. */
const LONGEST_TEXT = { wecom: 2048, dingtalk: 18_000 } as const;

/** DingTalk 130101 and WeCom 45009: too many messages in a minute. */
const RATE_LIMITED: ReadonlySet<unknown> = new Set([130101, 45009]);

export function webhookTransport(
  hookOf: HookOf<FormedHook>,
  identity: ServiceIdentity,
  options: PostOptions = {},
): Transport {
  return {
    channel: 'webhook',
    send: async (delivery, notice, at) => {
      const hook = hookFor(hookOf, delivery.recipientId, 'webhook');
      const text: TextOptions = { language: notice.recipient.language, page: pageOf(identity) };
      const { form } = hook;
      const { subject, body } = chatBody(notice, identity, (message, composed) =>
        form === 'json'
          ? jsonBody(delivery, composed, message, text, identity)
          : { msgtype: 'text', text: { content: chatText(message, text, LONGEST_TEXT[form]) } },
      );
      const answer =
        form === 'json'
          ? await postSigned(hook, delivery, body.json, at, options)
          : await postRobot(hook, form, body.json, at, options);
      return { subject, body, response: answer.body.slice(0, 200) };
    },
    close: async () => {},
  };
}

/**
 * What a receiver gets: the message in words, and the view it was made from. Paths in it are pages under `public_url`;
 * a post's `url` is a web address or null, whatever its site gave.
 */
function jsonBody(
  { key, about, severity }: ClaimedDelivery,
  notice: ComposedNotice,
  message: Message,
  text: TextOptions,
  { publicUrl }: ServiceIdentity,
): object {
  const { language, timezone } = notice.recipient;
  const body = {
    type: notice.kind,
    key,
    brand: about.brand,
    severity,
    subject: tame(message.subject),
    text: chatText(message, text, Number.POSITIVE_INFINITY),
    language,
    timezone,
    public_url: publicUrl,
    [notice.kind]: notice.view,
  };
  const safe = JSON.stringify(body, (name, value: unknown) =>
    name === 'url' ? (webUrl(typeof value === 'string' ? value : null)?.href ?? null) : value,
  );
  return JSON.parse(safe);
}

/**
 * Headers of Standard Webhooks (https://www.standardwebhooks.com): the id is the delivery's, the same on every attempt,
 * so that receivers can tell repetitions; the signature covers id, time and body. A secret may be written `whsec_…`.
 */
function standardHeaders(id: string, at: Date, body: string, secret: string | null): Record<string, string> {
  const timestamp = String(Math.floor(at.getTime() / 1000));
  const headers = { 'webhook-id': id, 'webhook-timestamp': timestamp };
  if (secret === null) return headers;
  const key = secret.startsWith('whsec_') ? Buffer.from(secret.slice('whsec_'.length), 'base64') : Buffer.from(secret);
  const signature = createHmac('sha256', key).update(`${id}.${timestamp}.${body}`).digest('base64');
  return { ...headers, 'webhook-signature': `v1,${signature}` };
}

function postSigned(
  hook: Hook,
  delivery: ClaimedDelivery,
  body: string,
  at: Date,
  options: PostOptions,
): Promise<Answer> {
  return postJson(hook.url, body, standardHeaders(delivery.messageId, at, body, hook.secret), options);
}

async function postRobot(
  hook: Hook,
  form: 'dingtalk' | 'wecom',
  body: string,
  at: Date,
  options: PostOptions,
): Promise<Answer> {
  const url = form === 'dingtalk' && hook.secret !== null ? dingtalkUrl(hook.url, hook.secret, at) : hook.url;
  const answer = await postJson(url, body, {}, options);
  const { errcode, errmsg } = answerObject(answer);
  if (errcode === 0) return answer;
  throw new DeliveryError(`${form} answered ${String(errcode)}: ${String(errmsg)}`, {
    retryable: true,
    retryAfterMs: RATE_LIMITED.has(errcode) ? 60_000 : null,
  });
}

/** HMAC-SHA256 of `timestamp + "\n" + secret` under the secret, base64, in the address. */
function dingtalkUrl(url: string, secret: string, at: Date): string {
  const signed = new URL(url);
  const timestamp = at.getTime();
  signed.searchParams.set('timestamp', String(timestamp));
  signed.searchParams.set('sign', createHmac('sha256', secret).update(`${timestamp}\n${secret}`).digest('base64'));
  return signed.href;
}

/** Subject and blocks in words, as many whole blocks as fit into `maxBytes`; what to click comes before what was said. */
function chatText(message: Message, options: TextOptions, maxBytes: number): string {
  const order = (block: Message['blocks'][number]): number => (block.is === 'post' ? 1 : 0);
  const blocks = message.blocks.filter((block) => block.is !== 'headline').toSorted((a, b) => order(a) - order(b));
  let text = tame(message.subject);
  for (const block of blocks) {
    const longer = `${text}\n\n${blockText(block, options)}`;
    if (Buffer.byteLength(longer) > maxBytes) continue;
    text = longer;
  }
  return text;
}
