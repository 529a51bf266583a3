/** Counts of one crawl, and the judgement on it. */
import type { CrawlOutcome, Post } from '../model.ts';
import type { CrawlError } from './errors.ts';
import { collapseInWords, FillCount, vanishedFields } from './fill.ts';
import type { CrawlResult, PostProblem, TargetState } from './ports.ts';
import type { ReadPage } from './read-page.ts';

const MOST_PROBLEMS = 20;
const MOST_TRENDS = 200;
const MOST_AGGREGATES = 50;

/** The gravest first: where several requests failed, this one names the crawl. */
const GRAVITY: readonly CrawlOutcome[] = [
  'blocked',
  'refused',
  'throttled',
  'drifted',
  'unreachable',
  'gone',
  'failed',
];

/** Failures that say something of the whole site, on whichever page they are met. */
const BLINDING: ReadonlySet<CrawlOutcome> = new Set(['blocked', 'throttled', 'drifted']);

/** A listing that gave this many posts a page over this many pages does not simply run dry. */
const DRY_PER_PAGE = 2;
const DRY_PAGES = 5;

export class Tally {
  readonly fill = new FillCount();
  pages = 0;
  unchangedPages = 0;
  seen = 0;
  new = 0;
  updated = 0;
  failed = 0;
  gone = 0;
  newest: Date | null = null;
  cursor: string | null = null;
  readonly problems: PostProblem[] = [];
  readonly trends: CrawlResult['trends'] = [];
  readonly aggregates: CrawlResult['aggregates'][number][] = [];
  /** Pages that could not be read: the listing itself, and what is read besides. */
  readonly errors: { error: CrawlError; essential: boolean }[] = [];
  /** HTML pages of the listing without a post, where there should have been some. */
  dryPages = 0;
  /** Requests given up because an earlier one showed that they would fail too. */
  givenUp = 0;

  add(page: ReadPage): void {
    this.pages++;
    if (page.unchanged) {
      this.unchangedPages++;
      return;
    }
    this.seen += page.posts.length;
    this.new += page.new;
    this.updated += page.updated;
    this.gone += page.gone;
    this.fill.add(page.posts, page.parsed?.expected ?? []);
    for (const problem of page.problems) {
      if (problem.effect === 'unusable') this.failed++;
      if (this.problems.length < MOST_PROBLEMS) this.problems.push(problem);
    }
    for (const trend of page.parsed?.trends ?? []) if (this.trends.length < MOST_TRENDS) this.trends.push(trend);
    const { aggregate } = page.parsed ?? {};
    if (aggregate && this.aggregates.length < MOST_AGGREGATES) this.aggregates.push({ url: page.url, aggregate });
    if (page.parsed?.cursor !== undefined) this.cursor = page.parsed.cursor;
    this.newest = page.posts.reduce(newer, this.newest);
  }

  /** Outcome and the sentence that goes with it. */
  judge(state: TargetState): { outcome: CrawlOutcome; reason: string; retryAt: Date | null; missing: string[] } {
    const grave = this.errors
      .filter(({ error, essential }) => essential || BLINDING.has(error.outcome))
      .sort((a, b) => GRAVITY.indexOf(a.error.outcome) - GRAVITY.indexOf(b.error.outcome));
    const [first] = grave;
    const missing = vanishedFields(this.fill, state.fill);
    const retryAt = latest(this.errors.map(({ error }) => error.retryAt));
    if (first) {
      const more = this.errors.length > 1 ? ` (and ${this.errors.length - 1} more pages could not be read)` : '';
      return { outcome: first.error.outcome, reason: first.error.message + more, retryAt, missing };
    }
    if (missing.length > 0) {
      const reason = `posts no longer have ${collapseInWords(missing, this.fill, state.fill)}: the site has changed`;
      return { outcome: 'drifted', reason, retryAt, missing };
    }
    if (this.failed > 0 && this.failed >= this.seen) {
      const reason = `${this.failed} of ${this.failed + this.seen} posts could not be used: ${this.problems[0]?.message ?? ''}`;
      return { outcome: 'drifted', reason, retryAt, missing };
    }
    const { perPage, pages } = state.yield;
    if (this.seen === 0 && this.dryPages > 0 && perPage >= DRY_PER_PAGE && pages >= DRY_PAGES) {
      const reason = `no post on a page that had about ${Math.round(perPage)} until now: the site has changed`;
      return { outcome: 'drifted', reason, retryAt, missing };
    }
    const some = this.errors[0];
    const reason = some ? `${this.errors.length} of the further pages could not be read: ${some.error.message}` : '';
    if (this.new + this.updated + this.gone > 0) return { outcome: 'ok', reason, retryAt, missing };
    if (this.seen > 0 || this.unchangedPages > 0) return { outcome: 'unchanged', reason, retryAt, missing };
    if (this.trends.length > 0 || this.aggregates.length > 0) return { outcome: 'ok', reason, retryAt, missing };
    return {
      outcome: 'empty',
      reason: reason || 'the pages were read well, and there is no post on them',
      retryAt,
      missing,
    };
  }

  /** All that was counted, with the judgement. */
  result(
    state: TargetState,
    about: Pick<CrawlResult, 'target' | 'startedAt' | 'backfill' | 'truncated'> & {
      readonly endedAt: Date;
      readonly spent: { readonly requests: number; readonly bytes: number };
    },
  ): CrawlResult {
    const { outcome, reason, retryAt } = this.judge(state);
    const { target, startedAt, endedAt, spent, backfill, truncated } = about;
    return {
      target,
      outcome,
      reason,
      startedAt,
      durationMs: endedAt.getTime() - startedAt.getTime(),
      requests: spent.requests,
      bytes: spent.bytes,
      pages: this.pages,
      postsSeen: this.seen,
      postsNew: this.new,
      postsUpdated: this.updated,
      postsFailed: this.failed,
      postsGone: this.gone,
      problems: this.problems,
      fill: this.fill.shares(),
      retryAt,
      completeness: this.completeness(),
      backfill,
      truncated,
      trends: this.trends,
      aggregates: this.aggregates,
    };
  }

  /** Pages read of those it set out to read. */
  completeness(): number {
    const lost = this.errors.filter(({ error }) => error.outcome !== 'gone').length + this.givenUp;
    return this.pages + lost === 0 ? 0 : this.pages / (this.pages + lost);
  }
}

function newer(newest: Date | null, post: Post): Date | null {
  const { publishedAt } = post;
  return publishedAt && (!newest || publishedAt > newest) ? publishedAt : newest;
}

function latest(dates: readonly (Date | null)[]): Date | null {
  return dates.reduce((a, b) => (a && (!b || a > b) ? a : b), null);
}
