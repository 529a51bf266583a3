/**
 * What a channel was given, kept as it was: shown in the outbox, and sent again to the letter. Signatures and addresses are
 * not part of it; they belong to one attempt.
 */
import { gunzipSync, gzipSync } from 'node:zlib';
import type { Mail } from './mail/mail.ts';

export type SentBody =
  | {
      readonly form: 'mail';
      readonly mail: Mail;
      /** Full address of the one-click page; null where it does not come by subscription. */
      readonly unsubscribe: string | null;
      /** Message-ID that the mail refers to, with its host; null outside threads. */
      readonly references: string | null;
      readonly urgent: boolean;
    }
  /** What was posted to a chat or webhook, as JSON. */
  | { readonly form: 'json'; readonly json: string };

/** As it is stored: JSON, pictures in base64, packed. */
export function packBody(body: SentBody): Uint8Array {
  if (body.form === 'json') return gzipSync(JSON.stringify(body));
  const attachments = body.mail.attachments.map(({ content, ...rest }) => {
    return { ...rest, content: Buffer.from(content).toString('base64') };
  });
  return gzipSync(JSON.stringify({ ...body, mail: { ...body.mail, attachments } }));
}

type Unpacked<T> = T extends Uint8Array ? string : T extends object ? { [K in keyof T]: Unpacked<T[K]> } : T;

export function unpackBody(packed: Uint8Array): SentBody {
  const body = JSON.parse(gunzipSync(packed).toString('utf8')) as Unpacked<SentBody>;
  if (body.form === 'json') return body;
  const attachments = body.mail.attachments.map((one) => ({ ...one, content: Buffer.from(one.content, 'base64') }));
  return { ...body, mail: { ...body.mail, attachments } };
}

/** What only its recipient may do by a message's links: left out where others look at it. */
const PERSONAL = /(\/incidents\/\d+(?:\/[a-z]+)?|\/unsubscribe)\?token=[\w.%~-]+/g;

/** The same text with every link that acts in its recipient's name turned into one that does not. */
export function withoutPersonalLinks(text: string): string {
  return text.replace(PERSONAL, '$1');
}
