/** The kinds of values that configuration is made of, each saying what it allows when it refuses. */
import { isIP } from 'node:net';
import { z } from 'zod';
import { SCHEDULE_FORMS, toCron } from './schedule.ts';
import { shown } from './shown.ts';
import { isTimezone, nearestTimezone } from './timezone.ts';

/** What a schema allows, in words; without an entry, the words are made from the schema itself. */
export const ALLOWED = z.registry<{ allowed: string; secret?: boolean }>();

/** Says what is wrong with a value; `allowed` and `nearest` travel with the issue to where problems are written. */
interface Refusal {
  readonly message: string;
  readonly nearest?: string | undefined;
}

/** A text of a certain form. `refuse` answers with what is wrong, or undefined. */
function textOf(allowed: string, refuse: (text: string) => Refusal | undefined): z.ZodString {
  const schema = z.string().check((context) => {
    const refusal = refuse(context.value);
    if (!refusal) return;
    const { message, nearest } = refusal;
    context.issues.push({ code: 'custom', input: context.value, message, params: { allowed, nearest } });
  });
  return schema.register(ALLOWED, { allowed });
}

const ID = /^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/;
const ID_FORM = 'lower-case letters, digits and "-", at most 64';

export function isId(text: string): boolean {
  return ID.test(text);
}

/** What an id probably was to be. */
export function idFrom(text: string): string | undefined {
  const id = text
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-')
    .replace(/^-+|-+$/g, '');
  return isId(id) ? id : undefined;
}

/** The key of a brand, target, recipient or rule. */
export function id(): z.ZodString {
  return textOf(ID_FORM, (text) => {
    return isId(text) ? undefined : { message: `${shown(text)} cannot be an id`, nearest: idFrom(text) };
  });
}

export function timezone(): z.ZodString {
  return textOf('an IANA time zone such as Asia/Shanghai, Europe/London or UTC', (text) => {
    return isTimezone(text)
      ? undefined
      : { message: `${shown(text)} is not a time zone`, nearest: nearestTimezone(text) };
  });
}

const MAIL = z.email();

export function isMailAddress(text: string): boolean {
  return MAIL.safeParse(text).success;
}

export function email(): z.ZodString {
  return textOf('a mail address such as name@example.com', (text) => {
    return MAIL.safeParse(text).success ? undefined : { message: `${shown(text)} is not a mail address` };
  });
}

/** `name@example.com` or `Name <name@example.com>`. */
export function mailbox(): z.ZodString {
  return textOf('name@example.com or "Name <name@example.com>"', (text) => {
    const address = /^[^<>\r\n]*<([^<>\s]+)>$/.exec(text)?.[1] ?? text;
    return MAIL.safeParse(address).success ? undefined : { message: `${shown(text)} is not a sender` };
  });
}

function isWebUrl(text: string): boolean {
  return URL.canParse(text) && /^https?:$/.test(new URL(text).protocol);
}

/** An address under which pages are reached: http or https, no query. */
export function webUrl(): z.ZodString {
  return textOf('a URL such as https://earshot.example.com, without ? or #', (text) => {
    return isWebUrl(text) && !/[?#]/.test(text) ? undefined : { message: `${shown(text)} is not a web address` };
  });
}

/** Who answers for what is crawled. */
export function contact(): z.ZodString {
  return textOf('a mail address or a URL', (text) => {
    return isWebUrl(text) || MAIL.safeParse(text).success ? undefined : { message: `${shown(text)} reaches nobody` };
  });
}

/** A time of day, `HH:MM`. */
export function timeOfDay(): z.ZodString {
  return textOf('a time of day from "00:00" to "23:59"', (text) => {
    return /^(?:[01]\d|2[0-3]):[0-5]\d$/.test(text) ? undefined : { message: `${shown(text)} is not a time of day` };
  });
}

/** A calendar day, `YYYY-MM-DD`. */
export function day(): z.ZodString {
  return textOf('a day such as 2026-11-11', (text) => {
    const time = /^\d{4}-\d{2}-\d{2}$/.test(text) ? Date.parse(`${text}T00:00:00Z`) : Number.NaN;
    // `2026-02-30` is read as the second of March.
    const real = Number.isFinite(time) && new Date(time).toISOString().startsWith(text);
    return real ? undefined : { message: `${shown(text)} is not a day` };
  });
}

/** When a target is crawled: words or cron, see `toCron`. */
export function schedule(): z.ZodString {
  return textOf(SCHEDULE_FORMS, (text) => {
    const result = toCron(text);
    return 'cron' in result ? undefined : { message: `${shown(text)} is not a schedule: ${result.problem}` };
  });
}

/** A cron expression of five fields, for what happens at most once a minute. */
export function cron(): z.ZodString {
  return textOf('a cron expression of five fields, such as "0 8 * * 1-5"', (text) => {
    const result = toCron(text);
    if ('problem' in result) return { message: `${shown(text)} is not a cron expression: ${result.problem}` };
    return /^every|^\S+( \S+){5}$/i.test(text.trim()) ? { message: `${shown(text)} has not five fields` } : undefined;
  });
}

/** A text with something to see in it, on one line. */
export function words(max = 200): z.ZodString {
  return textOf(`a text of 1 to ${max} characters on one line`, (text) => {
    if (text.trim() === '') return { message: 'the text is blank' };
    if (/[\p{Cc}\u2028\u2029]/u.test(text)) return { message: 'the text has line breaks or control characters' };
    return text.length > max ? { message: `the text has ${text.length} characters` } : undefined;
  });
}

const ASPECT = /^[\p{L}\p{N}](?:[\p{L}\p{N} _&-]{0,28}[\p{L}\p{N}])?$/u;

/** What a matter that people speak of is called: shown as it is, and part of addresses and series' names. */
export function aspectName(): z.ZodString {
  return textOf('letters, digits, blanks, "-", "_" and "&", at most 30', (text) => {
    return ASPECT.test(text) ? undefined : { message: `${shown(text)} cannot be the name of an aspect` };
  });
}

/** A boolean query; what is in it is its compiler's business. May run over several lines. */
export function query(): z.ZodString {
  return textOf('words, "phrases", AND, OR, NOT, brackets, NEAR/n, site:, author:, lang:', (text) => {
    return text.trim() === '' ? { message: 'the query is blank' } : undefined;
  });
}

/** A host as in `allow_hosts`: a name or an address, with a port if only that one is meant. */
export function hostAndPort(): z.ZodString {
  return textOf('a host name or address, alone or with a port, such as intranet.example or 10.0.0.5:8080', (text) => {
    const url = URL.canParse(`http://${text}`) ? new URL(`http://${text}`) : undefined;
    const rest = url && (url.pathname !== '/' || url.search !== '' || url.hash !== '' || url.username !== '');
    return url && !rest && !/[/@\s]/.test(text) ? undefined : { message: `${shown(text)} is not a host` };
  });
}

/** A charset that the platform can decode. */
export function encodingName(): z.ZodString {
  return textOf('a charset such as utf-8, utf-16le, gb18030, big5 or windows-1252', (text) => {
    try {
      new TextDecoder(text);
      return undefined;
    } catch {
      return { message: `${shown(text)} is not a charset` };
    }
  });
}

/** A regular expression with one group, which is what it finds. */
export function regex(): z.ZodString {
  return textOf('a regular expression with one group in brackets, such as reviewId=([^&]+)', (text) => {
    try {
      const groups = new RegExp(`${text}|`, 'u').exec('')?.length ?? 0;
      return groups === 2 ? undefined : { message: `${shown(text)} has ${groups - 1} groups, not one` };
    } catch {
      return { message: `${shown(text)} is not a regular expression` };
    }
  });
}

export const SECRET_FORMS = '{env: NAME} or {file: PATH}';

/** Where a secret is kept. The secret itself is never written in YAML, and nothing here repeats it. */
export function secret() {
  const env = textOf('the name of an environment variable, such as SMTP_URL', (text) => {
    return /^[A-Za-z_][A-Za-z0-9_]*$/.test(text) ? undefined : { message: 'this is not a variable name' };
  });
  return z
    .strictObject({
      env: env.optional().describe('Name of the environment variable that holds it.'),
      file: z.string().min(1).optional().describe('Path of the file that holds it, from the working directory.'),
    })
    .check((context) => {
      const { env: name, file } = context.value;
      if ((name === undefined) === (file === undefined)) {
        context.issues.push({
          code: 'custom',
          input: context.value,
          message: 'exactly one of env and file must be given',
          params: { code: 'E208' },
        });
      }
    })
    .register(ALLOWED, { allowed: SECRET_FORMS, secret: true });
}

/** An address or a range of addresses. */
export function address(): z.ZodString {
  return textOf('an address such as 10.0.0.5, or a range such as 10.0.0.0/8', (text) => {
    const [host = '', bits, more] = text.split('/');
    const size = isIP(host) === 4 ? 32 : 128;
    const range = bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= size);
    return isIP(host) !== 0 && range && more === undefined
      ? undefined
      : { message: `${shown(text)} is neither an address nor a range` };
  });
}

/** A password's scrypt hash in the PHC form. What was written instead may be the password, and is not repeated. */
export function passwordHash(): z.ZodString {
  const form = /^\$scrypt\$ln=\d{1,2},r=\d{1,2},p=\d{1,2}\$[A-Za-z0-9+/]{16,}\$[A-Za-z0-9+/]{32,}$/;
  const schema = textOf('a hash as `earshot user add` writes it, beginning with $scrypt$', (text) => {
    return form.test(text) ? undefined : { message: 'this is not the hash of a password' };
  });
  return schema.register(ALLOWED, {
    allowed: 'a hash as `earshot user add` writes it, beginning with $scrypt$',
    secret: true,
  });
}

const KEEP = /^(\d{1,5}) (day|week|month|year)s?$/;
const KEEP_DAYS: Readonly<Record<string, number>> = { day: 1, week: 7, month: 30.4375, year: 365.25 };

/** Days that `14 days`, `3 months` or `2 years` mean; null for `forever`. */
export function daysOf(keep: string): number | null {
  const match = KEEP.exec(keep);
  return match === null ? null : Math.round(Number(match[1]) * (KEEP_DAYS[match[2] ?? ''] ?? 1));
}

/** A time to keep something for, at least `least` days. */
export function keepFor(least: number): z.ZodString {
  const allowed = `"forever", or a time such as "90 days", "18 months" or "3 years", at least ${least} days`;
  return textOf(allowed, (text) => {
    if (text === 'forever') return undefined;
    const days = daysOf(text);
    if (days === null) return { message: `${shown(text)} is no time to keep something for` };
    return days < least ? { message: `${shown(text)} is shorter than ${least} days` } : undefined;
  });
}
