/** Mail by SMTP: a pool of connections, one transaction per recipient, so that each has a verdict of its own. */
import type { Readable } from 'node:stream';
import nodemailer, { type Transporter } from 'nodemailer';
import { messageOf } from '../../errors.ts';
import { type MailIdentity, prepareMail } from '../mail/identity.ts';
import { DeliveryError, type Transport } from './channel.ts';

export interface SmtpOptions {
  /**
   * `smtp://user:password@host:port` (STARTTLS where the server offers it) or `smtps://…` for TLS from the first byte.
   * A password is never sent in the clear to another machine: with one, STARTTLS is required there.
   */
  readonly url: string;
  /** How long to wait for a connection, a greeting, or the next answer, in milliseconds. Default: 60 s. */
  readonly timeoutMs?: number;
  /** Default: 5. */
  readonly maxConnections?: number;
  /** Authorities to trust beside the public ones (PEM), for a mail server with a certificate of one's own. */
  readonly ca?: string;
}

export function smtpTransport(options: SmtpOptions, identity: MailIdentity): Transport {
  const timeout = options.timeoutMs ?? 60_000;
  const pool = nodemailer.createTransport({
    url: options.url,
    pool: true,
    maxConnections: options.maxConnections ?? 5,
    maxMessages: 100,
    connectionTimeout: timeout,
    greetingTimeout: timeout,
    socketTimeout: timeout,
    disableFileAccess: true,
    disableUrlAccess: true,
    requireTLS: needsTls(new URL(options.url)),
    ...(options.ca === undefined ? {} : { tls: { ca: options.ca } }),
  });
  const handover = watchHandover(pool);
  return {
    channel: 'mail',
    send: async (delivery, notice, at) => {
      const mail = await prepareMail(delivery, notice, at, identity);
      const raw = Buffer.from(mail.raw);
      try {
        const { response } = await pool.sendMail({ envelope: { from: mail.from, to: [mail.to] }, raw });
        return { subject: mail.subject, response, body: mail.body };
      } catch (error) {
        throw smtpVerdict(error, mail.to, handover.get(raw)?.readableEnded ?? false);
      }
    },
    close: async () => pool.close(),
  };
}

/**
 * Remembers each message's stream by its bytes. It is read only once the server has asked for the message (354), so
 * one that was read to its end and never answered may have arrived; nodemailer's errors do not tell these apart.
 */
function watchHandover(pool: Transporter): WeakMap<object, Readable> {
  const streams = new WeakMap<object, Readable>();
  pool.use('stream', (mail, done) => {
    const { message, data } = mail;
    const createReadStream = message.createReadStream.bind(message);
    message.createReadStream = (options) => {
      const stream = createReadStream(options);
      if (Buffer.isBuffer(data.raw)) streams.set(data.raw, stream);
      return stream;
    };
    done();
  });
  return streams;
}

function needsTls({ password, hostname }: URL): boolean {
  return password !== '' && !/^(localhost|127(\.\d+){3}|\[::1\])$/.test(hostname);
}

/** What nodemailer tells about a failure. */
interface SmtpFailure {
  readonly [key: string]: unknown;
  readonly code?: unknown;
  readonly responseCode?: unknown;
  readonly command?: unknown;
}

/**
 * Only what the server says of this recipient or this message is final (5xx to RCPT TO or to the message itself).
 * A wrong password, a refused sender, a server that is away or says 4xx: those pass, or are for the operator to mend,
 * and no message may be lost for them. `handedOver`: the server had the whole message when it failed.
 */
function smtpVerdict(error: unknown, to: string, handedOver: boolean): DeliveryError {
  const { code, responseCode, command }: SmtpFailure = error instanceof Error ? { ...error } : {};
  const answered = typeof responseCode === 'number';
  const ofThisMessage = command === 'RCPT TO' || command === 'DATA';
  return new DeliveryError(`SMTP: ${messageOf(error)}${typeof code === 'string' ? ` (${code})` : ''}`, {
    retryable: !(ofThisMessage && answered && responseCode >= 500),
    unconfirmed: handedOver && !answered,
    refusedAddress: command === 'RCPT TO' && answered && responseCode >= 500 ? to : null,
    cause: error,
  });
}

/** Logs in to the mail server and leaves again; rejects with what went wrong. Nothing is sent. */
export async function verifySmtp(url: string, timeoutMs: number): Promise<void> {
  const transport = nodemailer.createTransport({
    url,
    connectionTimeout: timeoutMs,
    greetingTimeout: timeoutMs,
    socketTimeout: timeoutMs,
    requireTLS: needsTls(new URL(url)),
  });
  try {
    await transport.verify();
  } finally {
    transport.close();
  }
}
