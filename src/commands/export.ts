/** `earshot export`: stored posts as JSON lines, or everything as files, as `earshot import` takes both. */
import type { Command } from 'commander';
import { CONFIG_DIR, readConfig } from '../cli/config.ts';
import type { CommandContext } from '../cli/context.ts';
import { write } from '../cli/lines.ts';
import { progressOn } from '../cli/progress.ts';
import { epochOf } from '../cli/series-csv.ts';
import { withStore } from '../cli/store.ts';
import { writeTables } from '../cli/table-files.ts';
import { messageOf, UsageError } from '../errors.ts';
import { rowsIn } from '../store/dump.ts';
import { type PostQuery, postsAfter } from '../store/post-export.ts';
import { formatPostRef, parsePostRef } from '../store/post-ref.ts';
import type { PostsTable } from '../store/schema/posts.ts';

interface Options {
  readonly config: string;
  readonly brand?: string;
  readonly site?: string;
  readonly since?: string;
  readonly until?: string;
  readonly after?: string;
  readonly all?: string;
}

const PAGE = 500;

export default function register(program: Command, context: CommandContext): void {
  program
    .command('export')
    .description('stored posts as JSON lines, or everything as files, as earshot import takes both')
    .option('--all <dir>', 'everything, a file of JSON lines for each table; goes on where it broke off')
    .option('--brand <id>', 'only posts that are mentions of this brand')
    .option('--site <site>', 'only posts of this site')
    .option('--since <time>', 'only posts from this moment on (ISO 8601)')
    .option('--until <time>', 'only posts before this moment')
    .option('--after <post>', 'goes on after this post: an export that broke off names the last one')
    .option('--config <dir>', 'the configuration directory', CONFIG_DIR)
    .addHelpText(
      'after',
      '\nAuthors are written as they are kept: by a keyed hash, unless service.authors is plain.\n' +
        '--all takes posts, readings, mentions, corrections, counts, incidents, deliveries, digests, kept pages and the rest,\n' +
        'and the keys of links in mails: keep it like a password. Into an empty store: earshot import DIR. In one file, and\n' +
        'while the service runs: earshot backup.',
    )
    .action((options: Options) => (options.all === undefined ? run(options, context) : everything(options, context)));
}

async function everything({ all: dir = '', ...options }: Options, context: CommandContext): Promise<void> {
  const narrowed = (['brand', 'site', 'since', 'until', 'after'] as const).filter(
    (name) => options[name] !== undefined,
  );
  if (narrowed.length > 0)
    throw new UsageError(`--all takes everything: it does not go with --${narrowed.join(', --')}`);
  const { config } = await readConfig(options.config, context.env);
  await withStore(config, context.env, async (store) => {
    const progress = progressOn(context.stderr, 'export');
    try {
      const { tables } = await writeTables(store, dir, {
        at: context.clock.now(),
        signal: context.signal,
        onRows: (table, done, of) => progress.update(done, of, table),
      });
      const rows = Object.values(tables).reduce((sum, count) => sum + count, 0);
      await write(context.stdout, `${dir}: ${rows} rows of ${Object.keys(tables).length} tables, counted\n`);
    } finally {
      progress.stop();
    }
  });
}

async function run(options: Options, context: CommandContext): Promise<void> {
  const { config } = await readConfig(options.config, context.env);
  const query: PostQuery = {
    brand: options.brand ?? null,
    site: options.site ?? null,
    since: timeOf('--since', options.since),
    until: timeOf('--until', options.until),
  };
  await withStore(config, context.env, async (store) => {
    const progress = progressOn(context.stderr, 'export');
    const all = await rowsIn(store.db, 'posts');
    let last = options.after === undefined ? null : parsePostRef(options.after);
    let done = 0;
    try {
      for (;;) {
        const rows = await postsAfter(store.db, query, last, PAGE);
        for (const row of rows) await write(context.stdout, `${JSON.stringify(postOf(row))}\n`);
        done += rows.length;
        progress.update(done, all, 'posts');
        const end = rows.at(-1);
        if (end !== undefined) last = { month: end.month, postId: end.post_id };
        if (rows.length < PAGE) break;
        if (context.signal.aborted) break;
      }
    } finally {
      progress.stop();
    }
    const where = last === null ? '' : `, the last ${formatPostRef(last)}`;
    await write(
      context.stderr,
      `${done} posts${where}${context.signal.aborted ? ': broken off, go on with --after' : ''}\n`,
    );
    if (context.signal.aborted) context.exitCode = 1;
  });
}

function timeOf(name: string, text: string | undefined): Date | null {
  if (text === undefined) return null;
  try {
    return new Date(epochOf(text));
  } catch (error) {
    throw new UsageError(`${name} ${text}: ${messageOf(error)}`, { cause: error });
  }
}

/** As contracts and `earshot import` have it. */
function postOf(row: PostsTable): object {
  const { likes, replies, reposts, views, helpful } = row;
  return {
    ...{ site: row.site, id: row.external_id, kind: row.kind, url: row.url },
    author: {
      ...{ name: row.author_name, id: row.author_key, followers: row.author_followers, verified: row.author_verified },
    },
    ...{ title: row.title, text: row.text, lang: row.lang },
    rating:
      row.rating_value === null ? null : { value: row.rating_value, best: row.rating_best, worst: row.rating_worst },
    ...{ published_at: row.published_at, edited_at: row.edited_at },
    engagement: { likes, replies, reposts, views, helpful },
    ...{ parent: row.parent, root: row.root, brand: row.brand, deleted: row.deleted_at !== null },
    reply: row.reply_text === null ? null : { text: row.reply_text, at: row.reply_at },
  };
}
