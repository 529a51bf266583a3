/** What can go wrong between a request and a page. Every error carries its verdict, so that nobody has to guess. */
import type { CrawlOutcome } from '../model.ts';

/** Ways in which a request yields no page; each is an outcome of its own for the whole crawl. */
export type FailedOutcome = Exclude<CrawlOutcome, 'ok' | 'unchanged' | 'empty'>;

export interface CrawlErrorOptions {
  /** Whether the same request may be sent again during this crawl. */
  readonly retryable?: boolean;
  /** Not before this moment. */
  readonly retryAt?: Date | null;
  readonly status?: number | null;
  readonly cause?: unknown;
}

/** No usable page. The message is one plain English sentence for the operator, without a full stop. */
export class CrawlError extends Error {
  override readonly name = 'CrawlError';
  readonly outcome: FailedOutcome;
  readonly retryable: boolean;
  readonly retryAt: Date | null;
  readonly status: number | null;

  constructor(outcome: FailedOutcome, message: string, options: CrawlErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.outcome = outcome;
    this.retryable = options.retryable ?? false;
    this.retryAt = options.retryAt ?? null;
    this.status = options.status ?? null;
  }
}

/** A log-in wall, CAPTCHA or challenge page stands where the page should be. Never retried: that would be pressing. */
export const blocked = (why: string, status: number | null = null) => new CrawlError('blocked', why, { status });

/** The site asks for fewer requests. */
export const throttled = (why: string, retryAt: Date | null, status: number | null = null) =>
  new CrawlError('throttled', why, { retryable: true, retryAt, status });

/** Nobody answered, or the answer broke off. */
export const unreachable = (why: string, cause?: unknown, status: number | null = null) =>
  new CrawlError('unreachable', why, { retryable: true, cause, status });

/** robots.txt or our own rules forbid the request; it was not sent. */
export const refused = (why: string) => new CrawlError('refused', why);

/** The page exists no more. */
export const gone = (why: string, status: number) => new CrawlError('gone', why, { status });

/** A page came, but not what should be in it. */
export const drifted = (why: string, cause?: unknown) => new CrawlError('drifted', why, { cause });

/** Anything else that will not get better by itself. */
export const failed = (why: string, options: CrawlErrorOptions = {}) => new CrawlError('failed', why, options);
