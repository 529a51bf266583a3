/** Posting to somebody's webhook, and what its answers mean. */
import { request } from 'undici';
import { messageOf } from '../../errors.ts';
import { DeliveryError } from './channel.ts';

/** Where a recipient's messages go. The address holds a token: errors name its host only. */
export interface Hook {
  readonly url: string;
  /** Signs each message, where the service has signatures. */
  readonly secret: string | null;
}

/** The hook of a recipient; null where none is configured. */
export type HookOf<H extends Hook = Hook> = (recipientId: string) => H | null;

export interface PostOptions {
  /** Default: 20 s. */
  readonly timeoutMs?: number;
  /** Whether a refusal (status 400 or so) may pass after all, as some services use it for too many messages. */
  readonly mayPass?: (answer: Answer) => boolean;
}

export interface Answer {
  readonly status: number;
  readonly body: string;
}

/** Answers that say that this very message is wrong: sending it again cannot help. */
const FINAL: ReadonlySet<number> = new Set([400, 413, 415, 422]);
const LONGEST_ANSWER = 64 * 1024;

/** The recipient's hook, or the reason why there is none, which the operator can mend. */
export function hookFor<H extends Hook>(hookOf: HookOf<H>, recipientId: string, channel: string): H {
  const hook = hookOf(recipientId);
  if (hook === null)
    throw new DeliveryError(`no ${channel} address is configured for ${recipientId}`, { retryable: true });
  return hook;
}

/**
 * Posts JSON; resolves with the answer to 2xx, rejects with `DeliveryError` otherwise. Redirects are not followed: a
 * signed message goes where the operator said, and nowhere else.
 */
export async function postJson(
  url: string,
  body: string,
  headers: Readonly<Record<string, string>>,
  options: PostOptions = {},
): Promise<Answer> {
  const { host } = new URL(url);
  const timeout = options.timeoutMs ?? 20_000;
  let answer: Answer;
  let retryAfter: string | null;
  try {
    const response = await request(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
      body,
      headersTimeout: timeout,
      bodyTimeout: timeout,
      signal: AbortSignal.timeout(timeout * 2),
    });
    const asked = response.headers['retry-after'];
    retryAfter = typeof asked === 'string' ? asked : null;
    answer = { status: response.statusCode, body: (await response.body.text()).slice(0, LONGEST_ANSWER) };
  } catch (error) {
    throw new DeliveryError(`${host}: ${messageOf(error)}`, {
      retryable: true,
      unconfirmed: !neverConnected(error),
      cause: error,
    });
  }
  const { status } = answer;
  if (status >= 200 && status < 300) return answer;
  throw new DeliveryError(`${host} answered ${status}: ${answer.body.replace(/\s+/g, ' ').slice(0, 200)}`, {
    retryable: !FINAL.has(status) || (options.mayPass?.(answer) ?? false),
    retryAfterMs: status === 429 || status === 503 ? waitOf(retryAfter) : null,
  });
}

/** An answer's body as an object; empty where it is none. */
export function answerObject({ body }: Answer): Readonly<Record<string, unknown>> {
  try {
    const value: unknown = JSON.parse(body);
    return typeof value === 'object' && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

function neverConnected(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return (
    typeof code === 'string' &&
    /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN|EHOSTUNREACH|ENETUNREACH|UND_ERR_CONNECT_TIMEOUT)$/.test(code)
  );
}

/** Retry-After in seconds; its date form is rare, and our own back-off serves for it. */
function waitOf(retryAfter: string | null): number | null {
  const seconds = Number(retryAfter);
  return retryAfter !== null && Number.isFinite(seconds) && seconds >= 0 ? seconds * 1000 : null;
}
