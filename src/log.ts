/** The logger everything below `commands/` is handed. */
import pino, { type DestinationStream, type Logger } from 'pino';

export type { Logger } from 'pino';

/** Keys whose values never reach a log line. */
const SECRET_KEYS = ['password', 'token', 'secret', 'authorization', 'cookie', 'databaseUrl', 'smtpUrl', 'headers'];
const SECRET_PATHS = SECRET_KEYS.flatMap((key) => [key, `*.${key}`, `*.*.${key}`]);

/**
 * What a secret looks like within a text, such as the message of an error: the password of an address, a bearer token,
 * a key in a query, the path of a webhook.
 */
const SECRET_SHAPES: readonly (readonly [RegExp, string])[] = [
  [/([a-z][a-z0-9+.-]*:\/\/[^\s:/?#@"]*:)[^\s/@"]+@/gi, '$1[secret]@'],
  [/(\b(?:bearer|basic)\s+)[\w.~+/=-]{6,}/gi, '$1[secret]'],
  [/([?&](?:[\w-]*[_-])?(?:key|token|secret|password|passwd|sig|signature|auth)=)[^&#\s"\\]+/gi, '$1[secret]'],
  [/(hooks\.slack\.com\/(?:services|workflows|triggers)\/)[^\s"\\]+/gi, '$1[secret]'],
  [/(open\.(?:feishu\.cn|larksuite\.com)\/open-apis\/bot\/v2\/hook\/)[^\s"\\]+/gi, '$1[secret]'],
];

/** Shorter values would blank out words that merely look like them. */
const SHORTEST_SECRET = 6;

/** The text without what looks like a secret in it, nor any of `values`. */
export function withoutSecretWords(text: string, values: readonly string[] = []): string {
  let clean = text;
  for (const [shape, instead] of SECRET_SHAPES) clean = clean.replace(shape, instead);
  for (const value of values) if (value.length >= SHORTEST_SECRET) clean = clean.replaceAll(value, '[secret]');
  return clean;
}

/**
 * JSON lines on standard error, so that standard output carries data only. `secrets`: values that must not appear in
 * any line, whatever brings them there.
 */
export function createLogger(
  options: { level?: string; destination?: DestinationStream; secrets?: readonly string[] } = {},
): Logger {
  // As they stand within JSON.
  const secrets = (options.secrets ?? []).map((value) => JSON.stringify(value).slice(1, -1));
  return pino(
    {
      level: options.level ?? 'info',
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      redact: { paths: SECRET_PATHS, censor: '[secret]' },
      hooks: { streamWrite: (line) => withoutSecretWords(line, secrets) },
    },
    options.destination ?? pino.destination({ dest: 2, sync: true }),
  );
}

/** Says nothing: for commands whose own output tells the story, and for tests. */
export const silentLogger: Logger = pino({ level: 'silent' });
