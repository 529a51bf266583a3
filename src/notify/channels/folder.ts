/** Mail into a folder, where no mail server is configured: one `.eml` file per message, which any mail program opens. */
import { mkdir, open, rename } from 'node:fs/promises';
import { join } from 'node:path';
import { messageOf } from '../../errors.ts';
import { type MailIdentity, prepareMail } from '../mail/identity.ts';
import type { ClaimedDelivery } from '../outbox.ts';
import { DeliveryError, type Transport } from './channel.ts';

export function folderTransport(folder: string, identity: MailIdentity): Transport {
  return {
    channel: 'mail',
    send: async (delivery, notice, at) => {
      const mail = await prepareMail(delivery, notice, at, identity);
      const file = join(folder, fileName(delivery));
      try {
        await mkdir(folder, { recursive: true });
        await writeWhole(file, mail.raw);
      } catch (error) {
        throw new DeliveryError(`cannot write ${file}: ${messageOf(error)}`, { retryable: true, cause: error });
      }
      return { subject: mail.subject, response: file, body: mail.body };
    },
    close: async () => {},
  };
}

/** The same for each attempt, so that a message that is written again replaces itself; sorts by time. */
function fileName(delivery: ClaimedDelivery): string {
  const time = delivery.notBefore.toISOString().replace(/[-:]|\.\d+/g, '');
  const { kind, brand } = delivery.about;
  const about =
    kind === 'alert' ? `alert-${delivery.about.incidentId}-${brand}` : kind === 'digest' ? `digest-${brand}` : kind;
  const safe = about.replace(/[^\w-]/g, '_').slice(0, 60);
  return `${time}-${safe}-${delivery.messageId.slice(-12)}.eml`;
}

/** Written beside its place, flushed, then renamed: a reader never sees half a message. */
async function writeWhole(file: string, content: Uint8Array): Promise<void> {
  const draft = `${file}.part`;
  const handle = await open(draft, 'w');
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(draft, file);
}
