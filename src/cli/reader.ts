/** For whom something is composed: a recipient of the configuration, or nobody in particular. */
import { UsageError } from '../errors.ts';
import type { Recipient } from '../model.ts';

export type Reader = Pick<Recipient, 'name' | 'email' | 'language' | 'timezone'>;

/** The recipient named, in another language where one is asked for; a reader in `timezone` where none is named. */
export function readerOf(
  options: { readonly recipient?: string | undefined; readonly language?: string | undefined },
  recipients: readonly Recipient[],
  timezone: string,
): Reader {
  const { recipient: id, language } = options;
  if (language !== undefined && language !== 'zh' && language !== 'en') {
    throw new UsageError(`--language ${language}: must be zh or en`);
  }
  const base =
    id === undefined
      ? { name: 'Preview', email: 'preview@localhost', language: 'en' as const, timezone }
      : recipientNamed(id, recipients);
  return { ...base, ...(language === undefined ? {} : { language }) };
}

/** Throws `UsageError` that names those there are. */
export function recipientNamed(id: string, recipients: readonly Recipient[]): Recipient {
  const recipient = recipients.find((candidate) => candidate.id === id);
  if (recipient !== undefined) return recipient;
  const known = recipients.map((one) => one.id).join(', ');
  throw new UsageError(`there is no recipient "${id}"; recipients: ${known === '' ? 'none' : known}`);
}
