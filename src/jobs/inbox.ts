/** Drop folders: files that lie there whole are taken once each, judged like a crawl, and moved to `done` or `failed`. */
import { randomUUID } from 'node:crypto';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { Clock } from '../clock.ts';
import { EarshotError, messageOf } from '../errors.ts';
import type { Logger } from '../log.ts';
import type { CrawlOutcome, Door } from '../model.ts';
import { Bringing, type Brought } from '../pipeline/doors/bring.ts';
import { FILE_FORMS, fileBytes, formatOf } from '../pipeline/doors/file.ts';
import { FormError } from '../pipeline/doors/form-error.ts';
import { fillHistory, judgeBrought, rememberHistory } from '../pipeline/doors/outcome.ts';
import { postRows } from '../pipeline/doors/rows.ts';
import type { TakeInDeps } from '../pipeline/take-in.ts';
import { type CrawlSummary, finishCrawl, recordCoverage } from '../store/crawls.ts';
import { advanceFile, claimFile, endFile, fileMoved, hasTakenFiles, type TakenFile } from '../store/inbox.ts';
import { type FolderFile, InboxFolder } from './inbox-folder.ts';
import { reasonsFile } from './inbox-reasons.ts';
import type { Step } from './worker.ts';

export interface InboxDeps extends TakeInDeps {
  /** Doors of the kind `inbox`. */
  readonly doors: readonly Door[];
  /** The folder that holds one folder for each door. */
  readonly folder: string;
  /** Doors that rest now, by command too: their files lie until they are back. */
  readonly rests: (door: string) => boolean;
  readonly clock: Clock;
  readonly log: Logger;
  readonly signal?: AbortSignal;
  /** For whoever watches, and for judging the brands at once. */
  readonly onTaken: (door: Door, report: InboxReport) => Promise<void>;
}

export interface InboxReport {
  readonly file: string;
  readonly outcome: CrawlOutcome;
  readonly reason: string;
  readonly postsSeen: number;
  readonly postsNew: number;
}

/** A process that dies gives its file back after this long; every batch of a living one holds on to it. */
const LEASE_MS = 30_000;

/** What reading a file came to: its posts, or why there could be none. */
type Reading =
  | Brought
  | { readonly unreadable: string; readonly outcome: 'drifted' | 'failed'; readonly brought: Brought | null };

export class Inbox {
  readonly #deps: InboxDeps;
  readonly #worker = randomUUID();
  readonly #folders: readonly { readonly door: Door; readonly folder: InboxFolder }[];

  constructor(deps: InboxDeps) {
    this.#deps = deps;
    this.#folders = deps.doors
      .filter((door) => !door.paused)
      .map((door) => ({ door, folder: new InboxFolder(join(deps.folder, door.id)) }));
  }

  /** What lies where nobody will ever take it: outside of all doors' folders. */
  async warnOfStrays(): Promise<void> {
    const { folder, doors, log } = this.#deps;
    const known = new Set(doors.map(({ id }) => id));
    for (const name of await namesIn(folder)) {
      const path = join(folder, name);
      if (!known.has(name)) log.warn({ path }, 'this is never taken: no target with door: inbox has this name');
    }
  }

  /** A step for each door, so that the large file of one does not hold up another. */
  steps(): Step[] {
    return this.#folders.map(
      ({ door, folder }) =>
        () =>
          this.#takeOne(door, folder),
    );
  }

  /** Takes one file; false where none is there and whole. */
  async #takeOne(door: Door, folder: InboxFolder): Promise<boolean> {
    const { store, clock, signal, rests } = this.#deps;
    if (rests(door.id)) return false;
    await folder.prepare();
    for (const file of await folder.wholeFiles(clock.now())) {
      if (signal?.aborted) return false;
      const claim = await claimFile(store, { target: door.id, ...file }, this.#worker, clock.now(), LEASE_MS);
      if (claim.kind === 'busy') continue;
      if (claim.kind === 'mine') await this.#take(door, folder, claim.file);
      else {
        // The process before this one died between the last row and the move; the reasons are worked out again.
        const { outcome, takenAt } = claim;
        const again = outcome === 'failed' ? await this.#read(door, folder, file, null) : null;
        const reasons = again === null ? '' : reasonsOf(file.name, again);
        await this.#putAway(door, folder, file, outcome === 'failed' ? 'failed' : 'done', takenAt, reasons);
      }
      return true;
    }
    return false;
  }

  async #take(door: Door, folder: InboxFolder, file: TakenFile): Promise<void> {
    const { store, clock, log, onTaken } = this.#deps;
    const first = !(await hasTakenFiles(store.db, door.id));
    const reading = await this.#read(door, folder, file, file, first);
    const history = await fillHistory(store.db, door.id);
    const { summary, next } = summaryOf(reading, history, file, first);
    const failed = 'unreadable' in reading || reading.failed > 0;
    const now = clock.now();
    const written = new Date(Math.min(file.modified.getTime(), now.getTime()));
    await store.write(async (trx) => {
      await finishCrawl(trx, file.crawlId, summary, now);
      await recordCoverage(trx, door.id, file.crawlId, summary, file.takenAt, written);
      await rememberHistory(trx, door.id, next);
      await endFile(trx, file, failed ? 'failed' : 'done');
    });
    const { outcome, reason, postsSeen, postsNew } = summary;
    const report = { file: file.name, outcome, reason, postsSeen, postsNew };
    log.info({ target: door.id, ...report, crawl: file.crawlId }, 'file taken');
    await onTaken(door, report);
    const reasons = failed ? reasonsOf(file.name, reading) : '';
    await this.#putAway(door, folder, file, failed ? 'failed' : 'done', file.takenAt, reasons);
  }

  /** `taken` null: nothing is stored, the file is only read for what is wrong with it. */
  async #read(
    door: Door,
    folder: InboxFolder,
    file: FolderFile,
    taken: TakenFile | null,
    backfill = false,
  ): Promise<Reading> {
    const { clock, log, signal } = this.#deps;
    const format = formatOf(file.name);
    if (format === null)
      return { unreadable: `the file's name must end in ${FILE_FORMS}`, outcome: 'failed', brought: null };
    const everything = { line: Number.POSITIVE_INFINITY, new: 0, updated: 0 };
    const before = taken === null ? everything : { line: taken.line, new: taken.postsNew, updated: taken.postsUpdated };
    const bringing = new Bringing(this.#deps, door, {
      now: () => clock.now(),
      backfill: () => backfill,
      before,
      alongside: (trx, batch) => {
        const leasedUntil = new Date(clock.now().getTime() + LEASE_MS);
        return advanceFile(trx, { target: door.id, ...file }, this.#worker, { ...batch, leasedUntil });
      },
    });
    try {
      const bytes = await fileBytes(join(folder.path, file.name));
      for await (const row of postRows(bytes, format, { map: door.map, renames: new Map() })) {
        signal?.throwIfAborted();
        await bringing.take(row);
      }
    } catch (error) {
      if (error instanceof FormError) return { unreadable: error.message, outcome: 'drifted', brought: null };
      if (!(error instanceof EarshotError) && !isBroken(error)) throw error;
      log.error({ err: error, target: door.id, file: file.name }, 'file cannot be read');
      return { unreadable: messageOf(error), outcome: 'failed', brought: await bringing.end() };
    }
    return bringing.end();
  }

  async #putAway(
    door: Door,
    folder: InboxFolder,
    file: FolderFile,
    to: 'done' | 'failed',
    takenAt: Date,
    reasons: string,
  ): Promise<void> {
    const { store, clock } = this.#deps;
    await folder.move(file.name, to, takenAt, reasons);
    await fileMoved(store.db, { target: door.id, ...file }, clock.now());
  }
}

async function namesIn(folder: string): Promise<string[]> {
  try {
    return (await readdir(folder)).filter((name) => !name.startsWith('.'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
}

/** Errors of the file itself: broken gzip, a read that fails. Those of the store are not: they are tried again. */
function isBroken(error: unknown): boolean {
  const code = (error as { code?: unknown }).code;
  return typeof code === 'string' && /^(Z_|EIO$|EACCES$|EISDIR$|ERR_ENCODING)/.test(code);
}

function reasonsOf(name: string, reading: Reading): string {
  return 'unreadable' in reading ? `${name}: ${reading.unreadable}\n` : reasonsFile(name, reading);
}

function summaryOf(
  reading: Reading,
  history: Parameters<typeof judgeBrought>[1],
  file: TakenFile,
  first: boolean,
): { summary: CrawlSummary; next: Parameters<typeof judgeBrought>[1] } {
  const brought = 'unreadable' in reading ? reading.brought : reading;
  const counts = {
    requests: 0,
    bytes: file.size,
    postsSeen: brought === null ? 0 : brought.read - brought.failed,
    postsNew: brought?.new ?? 0,
    postsUpdated: brought?.updated ?? 0,
    postsBackfilled: first ? (brought?.new ?? 0) : 0,
    postsFailed: brought?.failed ?? 0,
    fill: brought?.fill.shares() ?? {},
  };
  const named = (reason: string) => (reason === '' ? '' : `${file.name}: ${reason}`);
  if ('unreadable' in reading) {
    const { outcome, unreadable } = reading;
    return { summary: { ...counts, outcome, reason: named(unreadable), complete: false }, next: history };
  }
  const { outcome, reason, history: next } = judgeBrought(reading, history);
  return { summary: { ...counts, outcome, reason: named(reason), complete: true }, next };
}
