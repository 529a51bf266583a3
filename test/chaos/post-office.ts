/** The mail server of an attacked installation: keeps what it was handed, whether or not it said so. */
import { smtpError, startSmtp } from '../notify/channels/smtp-server.ts';

/** `busy`: says that one should come again; `silent`: takes the message and hangs up without a word. */
export type Mood = 'well' | 'busy' | 'silent';

export interface ReceivedMail {
  readonly to: string;
  /** Without brackets and host. */
  readonly messageId: string;
  readonly subject: string;
  readonly text: string;
}

export interface PostOffice {
  readonly url: string;
  be(mood: Mood): void;
  received(): ReceivedMail[];
  close(): Promise<void>;
}

export async function openPostOffice(address: string): Promise<PostOffice> {
  let mood: Mood = 'well';
  const server = await startSmtp({
    address,
    onMessage: (hangUp) => {
      if (mood === 'busy') throw smtpError(451, 'come again later');
      if (mood === 'silent') hangUp();
    },
  });
  return {
    url: `smtp://${address}:${server.port}`,
    be: (next) => {
      mood = next;
    },
    received: () =>
      server.received.flatMap(({ to, mail }) =>
        to.map((recipient) => ({
          to: recipient,
          messageId: (mail.messageId ?? '').replace(/^<|@.*$/g, ''),
          subject: mail.subject ?? '',
          text: mail.text ?? '',
        })),
      ),
    close: async () => server[Symbol.asyncDispose](),
  };
}
