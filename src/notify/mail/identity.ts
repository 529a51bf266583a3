/** How deliveries become mails: who they come from, what they are called, which thread they belong to. */
import { EarshotError } from '../../errors.ts';
import { DeliveryError } from '../channels/channel.ts';
import type { ServiceIdentity } from '../compose.ts';
import type { ClaimedDelivery, Notice, RepeatedNotice } from '../outbox.ts';
import { renderAlert, renderDigest, renderOperatorNotice, renderTest } from '../render.ts';
import type { SentBody } from '../sent-body.ts';
import { type Address, type Envelope, toEml } from './eml.ts';
import { type Mail, pageUrl, type RenderOptions } from './mail.ts';

/** What all mails of an installation have in common. */
export interface MailIdentity {
  readonly from: Address;
  /** How this installation calls itself. */
  readonly serviceName: string;
  readonly publicUrl: string;
}

/** From this severity on, mail programs are told that it is urgent. */
const URGENT = 4;

/** A mail ready to travel. */
export interface PreparedMail {
  readonly subject: string;
  readonly from: string;
  readonly to: string;
  readonly messageId: string;
  /** As it looks, for pages and files. */
  readonly mail: Mail;
  /** What is kept of it. */
  readonly body: SentBody;
  /** The bytes that travel. */
  readonly raw: Uint8Array;
}

/** Renders a delivery for its recipient and wraps it up. */
export async function prepareMail(
  delivery: ClaimedDelivery,
  notice: Notice,
  at: Date,
  identity: MailIdentity,
): Promise<PreparedMail> {
  const mail = await renderNotice(notice, identity);
  const envelope = envelopeOf(delivery, notice, at, identity);
  return {
    subject: mail.subject,
    from: envelope.from.address,
    to: envelope.to.address,
    messageId: envelope.messageId,
    mail,
    body: bodyOf(mail, envelope),
    raw: await toEml(mail, envelope),
  };
}

function bodyOf(mail: Mail, { unsubscribe, references, urgent }: Envelope): SentBody {
  return { form: 'mail', mail, unsubscribe, references, urgent };
}

/** What was sent to a chat cannot be sent as a mail; planning never asks for it. */
function repeatedMail({ body }: RepeatedNotice): Extract<SentBody, { form: 'mail' }> {
  if (body.form === 'mail') return body;
  throw new DeliveryError('what is to be sent again was no mail', { retryable: false });
}

/** The mail that a notice makes for its recipient, or made when it was sent. */
export async function renderNotice(notice: Notice, { serviceName, publicUrl }: ServiceIdentity): Promise<Mail> {
  const { language, timezone } = notice.recipient;
  const options: RenderOptions = { language, timezone, serviceName, publicUrl };
  switch (notice.kind) {
    case 'alert':
      return renderAlert(notice.view, options);
    case 'digest':
      return renderDigest(notice.view, options);
    case 'operator':
      return renderOperatorNotice(notice.view, options);
    case 'test':
      return renderTest(notice.view, options);
    case 'again':
      return repeatedMail(notice).mail;
  }
}

function envelopeOf(delivery: ClaimedDelivery, notice: Notice, at: Date, identity: MailIdentity): Envelope {
  const { recipient } = notice;
  if (recipient.email === null) {
    throw new DeliveryError(`no mail address is configured for ${recipient.id}`, { retryable: true });
  }
  const host = hostOf(identity.from.address);
  const unsubscribe = notice.kind === 'digest' ? notice.view.links.unsubscribe : null;
  const before = notice.kind === 'again' ? repeatedMail(notice) : null;
  return {
    from: identity.from,
    to: { name: recipient.name, address: recipient.email },
    messageId: `${delivery.messageId}@${host}`,
    date: at,
    references: before?.references ?? (delivery.thread === null ? null : `${delivery.thread}@${host}`),
    language: recipient.language,
    urgent: before?.urgent ?? (delivery.severity ?? 0) >= URGENT,
    unsubscribe: before?.unsubscribe ?? (unsubscribe === null ? null : pageUrl(identity.publicUrl, unsubscribe).href),
  };
}

/** `Name <name@example.com>` or a bare address. Throws `EarshotError` on anything else. */
export function parseAddress(written: string): Address {
  const match = /^\s*(?:"?([^"<>]*?)"?\s*<([^\s<>@]+@[^\s<>@]+)>|([^\s<>@]+@[^\s<>@]+))\s*$/.exec(written);
  if (match === null) throw new EarshotError(`not a mail address: ${JSON.stringify(written)}`);
  return { name: match[1] ?? '', address: match[2] ?? match[3] ?? '' };
}

function hostOf(address: string): string {
  return address.slice(address.lastIndexOf('@') + 1);
}
