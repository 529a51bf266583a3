/** Rows on their way in: normalised, in batches through the pipeline, counted, and what is wrong with them by line. */
import type { Transaction } from 'kysely';
import { FillCount } from '../../crawl/fill.ts';
import { normalisePost } from '../../crawl/normalise.ts';
import type { Door, Post } from '../../model.ts';
import type { Database } from '../../store/schema.ts';
import { type TakeInDeps, takeIn } from '../take-in.ts';
import type { PostRow } from './rows.ts';

export interface LineProblem {
  /** From 1; of a JSON array, the number of the item. */
  readonly line: number;
  readonly message: string;
}

/** What became of the rows; `read` is the sum of new, updated, unchanged and failed. */
export interface BroughtCounts {
  readonly read: number;
  readonly new: number;
  readonly updated: number;
  readonly unchanged: number;
  readonly failed: number;
  /** Of the new ones, those that are history. */
  readonly backfilled: number;
}

export interface Brought extends BroughtCounts {
  /** Rows that could not be used; the first `MOST_PROBLEMS` of them. */
  readonly errors: readonly LineProblem[];
  /** Fields that made no sense and were left out of a post that was used. */
  readonly notes: readonly LineProblem[];
  readonly fill: FillCount;
}

export interface BringOptions {
  readonly now: () => Date;
  /** Whether a post is history, which raises no alerts. */
  readonly backfill: (post: Post) => boolean;
  /** Rows up to this line were stored before, with these counts. */
  readonly before?: { readonly line: number; readonly new: number; readonly updated: number };
  /** Written in one transaction with each batch. */
  readonly alongside?: (
    trx: Transaction<Database>,
    batch: { readonly line: number; readonly new: number; readonly updated: number },
  ) => Promise<void>;
}

export const MOST_PROBLEMS = 1_000;
const BATCH = 500;

export class Bringing {
  readonly #deps: TakeInDeps;
  readonly #door: Door;
  readonly #options: BringOptions;
  readonly #fill = new FillCount();
  readonly #errors: LineProblem[] = [];
  readonly #notes: LineProblem[] = [];
  #batch: Post[] = [];
  #line = 0;
  /** All rows up to this line are stored. */
  #storedLine: number;
  #read = 0;
  #failed = 0;
  #new: number;
  #updated: number;
  #backfilled = 0;

  constructor(deps: TakeInDeps, door: Door, options: BringOptions) {
    this.#deps = deps;
    this.#door = door;
    this.#options = options;
    this.#storedLine = options.before?.line ?? 0;
    this.#new = options.before?.new ?? 0;
    this.#updated = options.before?.updated ?? 0;
  }

  /** Takes a row; a full batch is stored before this returns. */
  async take(row: PostRow): Promise<void> {
    this.#read++;
    this.#line = Math.max(this.#line, row.line);
    if ('problem' in row) return this.#reject(row.line, row.problem);
    const { id, site, timezone } = this.#door;
    const context = { now: this.#options.now(), timezone, site: site ?? id, siteWins: site !== null };
    const { post, problems } = normalisePost(row.value, context);
    if (post === null) {
      const why = problems.filter(({ effect }) => effect === 'unusable').map(({ message }) => message);
      return this.#reject(row.line, why.join('; '));
    }
    for (const { message } of problems) {
      if (this.#notes.length < MOST_PROBLEMS) this.#notes.push({ line: row.line, message });
    }
    this.#fill.add([post], []);
    if (row.line <= (this.#options.before?.line ?? 0)) return;
    this.#batch.push(post);
    if (this.#batch.length >= BATCH) await this.#flush();
  }

  /** Stores what is left. */
  async end(): Promise<Brought> {
    if (this.#batch.length > 0) await this.#flush();
    const usable = this.#read - this.#failed;
    return {
      read: this.#read,
      new: this.#new,
      updated: this.#updated,
      // A post that stands there twice was read twice and is there once.
      unchanged: usable - this.#new - this.#updated,
      failed: this.#failed,
      backfilled: this.#backfilled,
      errors: this.#errors,
      notes: this.#notes,
      fill: this.#fill,
    };
  }

  #reject(line: number, message: string): void {
    this.#failed++;
    if (this.#errors.length < MOST_PROBLEMS) this.#errors.push({ line, message });
  }

  async #flush(): Promise<void> {
    const posts = this.#batch;
    this.#batch = [];
    const { backfill } = this.#options;
    const old = posts.filter(backfill);
    const news = posts.filter((post) => !backfill(post));
    // The line moves on with the last part: a crash between the two brings the first again, where nothing is new.
    if (old.length > 0)
      this.#backfilled += await this.#store(old, true, news.length > 0 ? this.#storedLine : this.#line);
    if (news.length > 0) await this.#store(news, false, this.#line);
    this.#storedLine = this.#line;
  }

  /** Returns how many posts were new. `line`: up to where all is stored then. */
  async #store(posts: readonly Post[], backfill: boolean, line: number): Promise<number> {
    const { alongside, now } = this.#options;
    const origin = { now: now(), target: this.#door.id, about: this.#door.about, backfill };
    const receipt = await takeIn(this.#deps, posts, {
      ...origin,
      ...(alongside && {
        alongside: (trx, { new: added, updated, reread }) =>
          alongside(trx, { line, new: added, updated: updated + reread }),
      }),
    });
    this.#new += receipt.new;
    this.#updated += receipt.updated + receipt.reread;
    return receipt.new;
  }
}
