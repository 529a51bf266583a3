/** A mail as the bytes that travel (RFC 5322, MIME): the same bytes for the same input. */
import MailComposer from 'nodemailer/lib/mail-composer';
import type { Language } from '../content/format.ts';
import { tame } from '../content/inline.ts';
import { webUrl } from './html.ts';
import type { Mail } from './mail.ts';

export interface Address {
  readonly name: string;
  readonly address: string;
}

export interface Envelope {
  readonly from: Address;
  readonly to: Address;
  /** Without angle brackets. */
  readonly messageId: string;
  readonly date: Date;
  /** What the thread refers to, without angle brackets; null outside threads. */
  readonly references: string | null;
  readonly language: Language;
  /** Shown as important by mail programs. */
  readonly urgent: boolean;
  /** One-click address (RFC 8058) for mails that come by subscription. */
  readonly unsubscribe: string | null;
}

/** The whole message. Nobody's text reaches a header except encoded and on one line. */
export async function toEml(mail: Mail, envelope: Envelope): Promise<Uint8Array> {
  const composed = new MailComposer({
    from: header(envelope.from),
    to: header(envelope.to),
    subject: tame(mail.subject),
    messageId: `<${token(envelope.messageId)}>`,
    date: envelope.date,
    ...(envelope.references === null ? {} : threadOf(token(envelope.references))),
    headers: headersOf(envelope),
    text: mail.text,
    html: mail.html,
    textEncoding: 'base64',
    baseBoundary: token(envelope.messageId).replace(/[^\w]/g, '_').slice(0, 40),
    attachments: mail.attachments.map(({ cid, filename, contentType, content }) => ({
      cid,
      filename,
      contentType,
      content: Buffer.from(content),
      contentDisposition: 'inline' as const,
    })),
  });
  return composed.compile().build();
}

function threadOf(root: string): { inReplyTo: string; references: string } {
  return { inReplyTo: `<${root}>`, references: `<${root}>` };
}

function headersOf({
  language,
  urgent,
  unsubscribe,
}: Envelope): Record<string, string | { prepared: true; value: string }> {
  const url = webUrl(unsubscribe);
  return {
    // RFC 3834: no out-of-office notes in answer to this.
    'Auto-Submitted': 'auto-generated',
    'X-Auto-Response-Suppress': 'All',
    'Content-Language': language === 'zh' ? 'zh-CN' : 'en',
    ...(urgent ? { Importance: 'high', 'X-Priority': '1' } : {}),
    ...(url === null
      ? {}
      : {
          // Prepared: folding or encoding an address would break it. A `Url` has neither spaces nor line breaks.
          'List-Unsubscribe': { prepared: true, value: `<${url.href}>` },
          'List-Unsubscribe-Post': 'List-Unsubscribe=One-Click',
        }),
  };
}

function header({ name, address }: Address): { name: string; address: string } {
  return { name: tame(name), address: token(address) };
}

/** Throws `TypeError` on what could end a header or an address early. */
function token(value: string): string {
  if (!/^[^\s<>()[\],;:\\"\x00-\x1F\x7F]+$/.test(value))
    throw new TypeError(`not an address or id: ${JSON.stringify(value)}`);
  return value;
}
