/** What one page would give, without storing anything: for `earshot try`. */
import { z } from 'zod';
import { messageOf } from '../errors.ts';
import type { CrawlOutcome, Post, Target } from '../model.ts';
import { detectCharset } from './charset.ts';
import type { Crawler, PageRequest, ParseResult } from './contract.ts';
import { CrawlError } from './errors.ts';
import type { PoliteDeps } from './exchange.ts';
import { FillCount, vanishedFields } from './fill.ts';
import { checkUrl } from './guard.ts';
import { guestFor } from './guest.ts';
import { interpret } from './interpret.ts';
import { FetchedPage } from './page.ts';
import { askRobots, fetchPolitely } from './polite.ts';
import type { PostProblem } from './ports.ts';
import type { RobotsVerdict } from './robots.ts';

export interface Trial {
  readonly url: string;
  /** `ok`, `empty`, or how the page failed. */
  readonly outcome: CrawlOutcome;
  readonly reason: string;
  /** Null for a saved page: nobody was asked. */
  readonly robots: RobotsVerdict | null;
  /** Null where no page came. */
  readonly page: {
    readonly status: number;
    readonly bytes: number;
    readonly charset: string;
    readonly type: string;
  } | null;
  readonly site: string;
  readonly posts: readonly Post[];
  readonly problems: readonly PostProblem[];
  readonly fill: FillCount;
  readonly parsed: ParseResult | null;
  /** Fields that every post should have and (almost) none has. */
  readonly missing: readonly string[];
}

export interface TrialSubject {
  readonly crawler: Crawler & { readonly id: string };
  readonly target: Target;
}

/** A saved page, as if it had been fetched at `at` from `url`. */
export function trySaved(
  body: Uint8Array,
  url: string,
  at: Date,
  subject: TrialSubject,
  deps: Pick<PoliteDeps, 'log'>,
): Trial {
  const page = new FetchedPage({ url, status: 200, headers: {}, body });
  return judged(page, url, at, null, subject, deps);
}

/** Fetches one page as politely as a crawl would, and reads it. */
export async function tryRequest(request: PageRequest, subject: TrialSubject, deps: PoliteDeps): Promise<Trial> {
  const guest = guestFor(subject.target, subject.crawler, [], undefined);
  let robots: RobotsVerdict | null = null;
  try {
    robots = await askRobots(checkUrl(request.url, guest.rule), guest, deps);
    const fetched = await fetchPolitely(request, guest, deps, { conditional: false });
    if (fetched.kind !== 'page') throw new CrawlError('failed', 'the page did not come');
    return judged(fetched.page, request.url, fetched.at, robots, subject, deps);
  } catch (error) {
    return failedTrial(error, request.url, robots, null);
  }
}

function judged(
  page: FetchedPage,
  asked: string,
  at: Date,
  robots: RobotsVerdict | null,
  { crawler, target }: TrialSubject,
  { log }: Pick<PoliteDeps, 'log'>,
): Trial {
  const type = page.headers['content-type'] ?? '';
  const seen = { status: page.status, bytes: page.body.length, charset: detectCharset(page.body, type), type };
  try {
    const { parsed, site, posts, problems } = interpret(page, asked, { target, crawler, log }, at);
    const fill = new FillCount();
    fill.add(posts, parsed.expected ?? []);
    const missing = vanishedFields(fill, {});
    const nothing = posts.length === 0 && !parsed.aggregate && !parsed.trends?.length && !parsed.gone?.length;
    const outcome = missing.length > 0 ? 'drifted' : nothing ? 'empty' : 'ok';
    const reason =
      missing.length > 0 ? `posts lack ${missing.join(', ')}, which every post of this page should have` : '';
    return { url: page.url, outcome, reason, robots, page: seen, site, posts, problems, fill, parsed, missing };
  } catch (error) {
    return failedTrial(error, page.url, robots, seen);
  }
}

/** Throws on whatever is no verdict on the page. */
function failedTrial(error: unknown, url: string, robots: Trial['robots'], page: Trial['page']): Trial {
  if (!(error instanceof CrawlError)) throw error;
  const fill = new FillCount();
  const { outcome } = error;
  return {
    url,
    outcome,
    reason: messageOf(error),
    robots,
    page,
    site: '',
    posts: [],
    problems: [],
    fill,
    parsed: null,
    missing: [],
  };
}

/**
 * Options for reading a saved page: those given, checked, and the defaults of the others. Required ones may be missing,
 * for they mostly say where to begin. Returns the sentences about what is wrong instead, if anything is.
 */
export function savedPageOptions(
  schema: z.ZodType,
  given: Readonly<Record<string, unknown>>,
): Record<string, unknown> | string[] {
  if (!(schema instanceof z.ZodObject)) {
    const result = schema.safeParse(given);
    return result.success
      ? (result.data as Record<string, unknown>)
      : result.error.issues.map(({ message }) => message);
  }
  const shape = schema.shape as Readonly<Record<string, z.ZodType>>;
  const options: Record<string, unknown> = {};
  const problems = Object.keys(given)
    .filter((key) => !(key in shape))
    .map((key) => `unknown option "${key}"; allowed: ${Object.keys(shape).join(', ')}`);
  for (const [key, field] of Object.entries(shape)) {
    const result = field.safeParse(given[key]);
    if (result.success) options[key] = result.data;
    else if (key in given) {
      problems.push(
        ...result.error.issues.map(({ path, message }) => `option ${[key, ...path].join('.')}: ${message}`),
      );
    }
  }
  return problems.length > 0 ? problems : options;
}
