/** Fetches secrets from where the configuration says they are kept. */
import { readFileSync } from 'node:fs';
import { messageOf } from '../errors.ts';
import { Secret } from './secret.ts';

export type Environment = Readonly<Record<string, string | undefined>>;

/** The secret that `{env: NAME}` or `{file: PATH}` names; one that is not there is missing, not an error. */
export function resolveSecret(from: { env?: string | undefined; file?: string | undefined }, env: Environment): Secret {
  if (from.env !== undefined) {
    const value = env[from.env];
    const source = `environment variable ${from.env}`;
    return value === undefined || value === '' ? Secret.missing(source, 'is not set') : Secret.of(value, source);
  }
  const source = `file ${from.file}`;
  try {
    // Files written by `echo` end in a line break that is no part of the secret.
    const value = readFileSync(from.file ?? '', 'utf8').replace(/\r?\n$/, '');
    return value === '' ? Secret.missing(source, 'is empty') : Secret.of(value, source);
  } catch (error) {
    return Secret.missing(source, `cannot be read (${messageOf(error)})`);
  }
}

/** What is wrong with an SMTP URL, never repeating it; undefined when it can be used. */
export function smtpUrlProblem(url: string): string | undefined {
  if (!URL.canParse(url)) return 'it is not a URL';
  const { protocol, hostname } = new URL(url);
  if (protocol !== 'smtp:' && protocol !== 'smtps:') return 'it begins with neither smtp:// nor smtps://';
  return hostname === '' ? 'it names no host' : undefined;
}
