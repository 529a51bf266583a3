/**
 * `earshot import FILE`: posts from a file through the whole pipeline, incidents judged with the clock of the data; or a
 * folder with everything, as `earshot export --all` wrote it, row by row.
 */
import { stat } from 'node:fs/promises';
import type { Command } from 'commander';
import { type App, openApp } from '../cli/app.ts';
import { CONFIG_DIR, readConfig } from '../cli/config.ts';
import type { CommandContext } from '../cli/context.ts';
import { importAll } from '../cli/import-all.ts';
import { write } from '../cli/lines.ts';
import { mapWords } from '../cli/map-words.ts';
import { type Progress, progressOn } from '../cli/progress.ts';
import { normalisePost } from '../crawl/normalise.ts';
import { UsageError } from '../errors.ts';
import { createLogger } from '../log.ts';
import { BUCKET_MS, type Post } from '../model.ts';
import { fileBytes, formatOf } from '../pipeline/doors/file.ts';
import { postRows } from '../pipeline/doors/rows.ts';
import type { StoredChange } from '../pipeline/incident-rows.ts';
import { replayBrand } from '../pipeline/replay.ts';
import { takeIn } from '../pipeline/take-in.ts';

interface Options {
  readonly config: string;
  readonly site?: string;
  readonly brand?: string;
  readonly timezone?: string;
  readonly map: string[];
  readonly resume?: true;
}

const BATCH = 500;
/** Incidents of data older than this are stored, but nobody is told: old news is no alarm. */
const NEWS_MS = 24 * 3_600_000;

export default function register(program: Command, context: CommandContext): void {
  program
    .command('import')
    .description('posts from a JSONL or CSV file (plain or .gz) through the whole pipeline; or a whole export')
    .argument('<file>', 'the file, or the folder that earshot export --all wrote')
    .option('--config <dir>', 'the configuration directory', CONFIG_DIR)
    .option('--site <site>', 'the site of posts that name none')
    .option('--brand <id>', 'the brand all posts are about, whether or not they name it')
    .option('--timezone <zone>', 'IANA zone of times written without one; default: the map’s, else UTC')
    .option('--map <words...>', 'NAME of a map in config/maps, and field=column for columns of other names', [])
    .option('--resume', 'of a whole export: goes on with an import that broke off')
    .addHelpText(
      'after',
      '\nThe same file again changes nothing. A line that cannot be used is named; the rest goes on. A whole export is taken\n' +
        'into an empty store, embedded or (with DATABASE_URL) Postgres, row by row; exits with 1 where counts differ.',
    )
    .action((file: string, options: Options) => importFile(file, options, context));
}

async function importFile(file: string, options: Options, context: CommandContext): Promise<void> {
  const { config, registry } = await readConfig(options.config, context.env);
  if (await isFolder(file)) return importAll(file, options.resume ?? false, config, context);
  const format = formatOf(file) ?? 'json-lines';
  const unknown = (column: string) => void context.stderr.write(`column "${column}" is unknown and ignored\n`);
  const reading = { ...mapWords(options.map, config.maps), unknown };
  const bytes = await fileBytes(file);
  if (options.brand !== undefined && !config.brands.some((brand) => brand.id === options.brand)) {
    throw new UsageError(
      `there is no brand "${options.brand}"; brands: ${config.brands.map((brand) => brand.id).join(', ')}`,
    );
  }
  const log = createLogger({ level: context.env.LOG_LEVEL ?? 'error' });
  const app = await openApp({ config, registry, log, clock: context.clock, databaseUrl: context.env.DATABASE_URL });
  const progress = progressOn(context.stderr, 'import');
  try {
    const timezone = options.timezone ?? reading.map?.timezone ?? 'UTC';
    const importing = new Import(app, { ...options, timezone }, context, progress);
    for await (const row of postRows(bytes, format, reading)) {
      context.signal.throwIfAborted();
      if ('problem' in row) await importing.reject(row.line, row.problem);
      else await importing.take(row.line, row.value);
    }
    await importing.flush();
    const changes = await importing.judge();
    progress.stop();
    await write(context.stdout, `${importing.summary()}\n`);
    for (const change of changes) await write(context.stderr, lineOf(change));
  } finally {
    progress.stop();
    await app.close();
  }
}

/** What is not there is told where it is read. */
async function isFolder(path: string): Promise<boolean> {
  return stat(path).then(
    (found) => found.isDirectory(),
    () => false,
  );
}

/** One file on its way in. */
class Import {
  readonly #app: App;
  readonly #options: Options & { readonly timezone: string };
  readonly #context: CommandContext;
  readonly #progress: Progress;
  #batch: Post[] = [];
  readonly #counts = { read: 0, new: 0, updated: 0, unchanged: 0, failed: 0 };
  readonly #spans = new Map<string, { from: Date; to: Date }>();

  constructor(app: App, options: Options & { timezone: string }, context: CommandContext, progress: Progress) {
    this.#app = app;
    this.#options = options;
    this.#context = context;
    this.#progress = progress;
  }

  async take(line: number, value: Record<string, unknown>): Promise<void> {
    const { site, timezone, brand } = this.#options;
    const now = this.#context.clock.now();
    const { post, problems } = normalisePost(value, { now, timezone, site: site ?? null, brand: brand ?? null });
    for (const problem of problems) {
      if (problem.effect !== 'unusable') await write(this.#context.stderr, `line ${line}: ${problem.message}\n`);
    }
    if (post === null) {
      const why = problems.filter((problem) => problem.effect === 'unusable').map((problem) => problem.message);
      return this.reject(line, why.join('; '));
    }
    this.#counts.read++;
    this.#batch.push(post);
    if (this.#batch.length >= BATCH) await this.flush();
  }

  async reject(line: number, why: string): Promise<void> {
    this.#counts.read++;
    this.#counts.failed++;
    this.#context.exitCode = 1;
    await write(this.#context.stderr, `line ${line}: ${why}\n`);
  }

  async flush(): Promise<void> {
    const posts = this.#batch;
    this.#batch = [];
    const origin = { now: this.#context.clock.now(), target: null, about: null, backfill: true };
    const receipt = await takeIn(this.#app, posts, origin);
    this.#counts.new += receipt.new;
    this.#counts.updated += receipt.updated + receipt.reread;
    // A post that stands in the file twice was read twice and is there once.
    this.#counts.unchanged += posts.length - receipt.new - receipt.updated - receipt.reread;
    for (const [brand, { from, to }] of receipt.spans) {
      const span = this.#spans.get(brand);
      this.#spans.set(brand, {
        from: span && span.from < from ? span.from : from,
        to: span && span.to > to ? span.to : to,
      });
    }
    this.#progress.update(0, 1, `${this.#counts.read} posts`);
  }

  /** Judges what came in with the clock of the data. */
  async judge(): Promise<StoredChange[]> {
    const horizon = this.#context.clock.now().getTime() - NEWS_MS;
    const alertsFor: App['alertsFor'] = async (trx, change, now) =>
      change.at.getTime() < horizon ? [] : this.#app.alertsFor(trx, change, now);
    // Thousands of rows came at once: judged by plans made for the tables as they are now.
    while ((await this.#app.store.connection.tidy()) !== null);
    const changes: StoredChange[] = [];
    for (const brand of this.#app.brands) {
      const span = this.#spans.get(brand.id);
      if (span === undefined) continue;
      const from = new Date(Math.floor(span.from.getTime() / BUCKET_MS) * BUCKET_MS);
      const to = new Date(Math.floor(span.to.getTime() / BUCKET_MS) * BUCKET_MS + BUCKET_MS);
      const length = to.getTime() - from.getTime();
      changes.push(
        ...(await replayBrand({ ...this.#app, alertsFor }, brand, { from, to }, (at) =>
          this.#progress.update(at.getTime() - from.getTime(), length, `judging ${brand.name}`),
        )),
      );
    }
    return changes;
  }

  summary(): string {
    const { read, new: added, updated, unchanged, failed } = this.#counts;
    return `read ${read}, new ${added}, updated ${updated}, unchanged ${unchanged}, failed ${failed}`;
  }
}

function lineOf({ at, brand, kind, severity, incidentId }: StoredChange): string {
  return `${at.toISOString()} ${brand.id}: incident ${incidentId} ${kind}, severity ${severity}\n`;
}
