/** `earshot forget`: erases an author, a post or a site everywhere, and proves it. */
import { userInfo } from 'node:os';
import type { Command } from 'commander';
import { authorSecretOf } from '../cli/app.ts';
import { CONFIG_DIR, readConfig } from '../cli/config.ts';
import type { CommandContext } from '../cli/context.ts';
import { write } from '../cli/lines.ts';
import { progressOn } from '../cli/progress.ts';
import { withStore } from '../cli/store.ts';
import type { Config } from '../config/types.ts';
import { UsageError } from '../errors.ts';
import { type Forgotten, forget } from '../pipeline/forget.ts';
import { authorKeyOf } from '../pipeline/prepare.ts';
import { type Doomed, doomedPosts, knownSites } from '../store/forget.ts';
import { parsePostRef } from '../store/post-ref.ts';
import type { Store } from '../store/store.ts';

interface Options {
  readonly config: string;
  readonly author?: string;
  readonly post?: string;
  readonly site?: string;
  readonly dryRun?: true;
  readonly json?: true;
}

export default function register(program: Command, context: CommandContext): void {
  program
    .command('forget')
    .description('erases an author, a post or a site everywhere, and proves it')
    .option(
      '--author <id>',
      "the author's id on the site (or name, where the site gives no id), or the key under which posts are kept",
    )
    .option('--post <post>', 'the address of a post, SITE/ID, or its name here (202611-42)')
    .option('--site <site>', 'all posts of a site; with --author or --post: on this site alone')
    .option('--dry-run', 'only says how many posts there are')
    .option('--json', 'as one line of JSON')
    .option('--config <dir>', 'the configuration directory', CONFIG_DIR)
    .addHelpText(
      'after',
      '\nErases posts, versions, readings, mentions, counts, stories, kept pages, quotations in digests, mails written as\n' +
        'files, and requests for their addresses; then looks for their words in every column of every table. Exits with 1\n' +
        'where something is left. Mails already sent, backups and exports are out of its reach.',
    )
    .action((options: Options) => run(options, context));
}

async function run(options: Options, context: CommandContext): Promise<void> {
  const { config } = await readConfig(options.config, context.env);
  await withStore(config, context.env, async (store) => {
    const { kind, which } = await chosen(options, config, store);
    if (options.dryRun) {
      const found = await doomedPosts(store.db, which, 1_000_000);
      const text = options.json ? JSON.stringify({ posts: found.length }) : `${found.length} posts would be erased.`;
      await write(context.stdout, `${text}\n`);
      return;
    }
    const progress = progressOn(context.stderr, 'forgetting');
    let forgotten: Forgotten;
    try {
      const by = userInfo().username;
      const onBatch = (posts: number) => progress.update(posts, posts, `${posts} posts`);
      forgotten = await forget(store, which, { kind, by, now: context.clock.now(), onBatch });
    } finally {
      progress.stop();
    }
    const clean = Object.keys(forgotten.left).length === 0;
    if (!clean) context.exitCode = 1;
    await write(context.stdout, options.json ? `${JSON.stringify(forgotten)}\n` : textOf(forgotten));
    // What was deleted leaves the files too, not only the tables.
    while ((await store.connection.tidy()) !== null);
  });
}

async function chosen(
  options: Options,
  config: Config,
  store: Store,
): Promise<{ kind: 'author' | 'post' | 'site'; which: Doomed }> {
  const { author, post, site } = options;
  if (author !== undefined && post !== undefined) throw new UsageError('--author and --post exclude each other');
  if (author !== undefined) {
    const sites = site === undefined ? await knownSites(store.db) : [site];
    const secret = await authorSecretOf(config, store.db);
    const keys = sites.map((one) => authorKeyOf(one, author, secret));
    return { kind: 'author', which: { authors: [...new Set([author, ...keys])] } };
  }
  if (post !== undefined) return { kind: 'post', which: postNamed(post, site) };
  if (site === undefined) throw new UsageError('name what to forget: --author, --post or --site');
  const crawling = config.targets.filter((target) => !target.paused && (target.site ?? target.crawler) === site);
  if (crawling.length > 0) {
    const ids = crawling.map(({ id }) => id).join(', ');
    throw new UsageError(`${ids} would bring the posts of ${site} back`, {
      hint: 'Remove these targets, or set paused: true, first.',
    });
  }
  return { kind: 'site', which: { site } };
}

function postNamed(word: string, site: string | undefined): Doomed {
  if (/^\d{6}-\d+$/.test(word)) return { ref: parsePostRef(word) };
  if (/^https?:\/\//.test(word)) return { url: word };
  if (site !== undefined) return { site, externalId: word };
  const slash = word.indexOf('/');
  if (slash > 0) return { site: word.slice(0, slash), externalId: word.slice(slash + 1) };
  throw new UsageError(`"${word}" names no post; allowed: an address, SITE/ID, or a name such as 202611-42`);
}

function textOf({ posts, counts, left }: Forgotten): string {
  if (posts === 0) return 'No such post is stored.\n';
  const rows = Object.entries(counts).filter(([, count]) => count > 0);
  const list = rows.map(([name, count]) => `  ${count} ${name}\n`).join('');
  const proof =
    Object.keys(left).length === 0
      ? 'Looked for in every column of every table: nothing is left.\n'
      : `Still found: ${Object.entries(left)
          .map(([place, count]) => `${place} (${count})`)
          .join(', ')}\n`;
  return `${posts} posts erased:\n${list}${proof}`;
}
