/** `earshot token`: what programs hold in the place of a password, for the API. */
import { type Command, Option } from 'commander';
import { CONFIG_DIR, readConfig } from '../cli/config.ts';
import type { CommandContext } from '../cli/context.ts';
import { write } from '../cli/lines.ts';
import { withStore } from '../cli/store.ts';
import { EarshotError, UsageError } from '../errors.ts';
import { listTokens, removeToken } from '../store/api-tokens.ts';
import type { Store } from '../store/store.ts';
import {
  COMMAND_LINE,
  issueToken,
  LONGEST_TOKEN_NAME,
  MOST_DAYS,
  type TokenAsked,
  type TokenRefusal,
} from '../web/api/tokens.ts';
import { ROLES } from '../web/reader.ts';

interface Options {
  readonly config: string;
  readonly role: string;
  readonly days?: string;
}

export default function register(program: Command, context: CommandContext): void {
  const token = program.command('token').description('tokens by which programs use the API (/api/v1)');
  const config = () => new Option('--config <dir>', 'the configuration directory').default(CONFIG_DIR);
  token
    .command('add')
    .description('makes a token and prints it, once: only its hash is kept')
    .argument('<name>', 'what it is for')
    .addOption(new Option('--role <role>', 'what it may do').choices([...ROLES]).default('reader'))
    .option('--days <n>', `ends after so many days, 1 to ${MOST_DAYS} (default: never)`)
    .addOption(config())
    .addHelpText('after', '\nreader looks; responder corrects mentions too. /api/v1/openapi.json describes the API.')
    .action((name: string, options: Options) => add(name, options, context));
  token
    .command('list')
    .description('lists the tokens there are')
    .addOption(config())
    .action((options: Options) => list(options, context));
  token
    .command('remove')
    .description('ends a token at once')
    .argument('<name>', 'as it was named')
    .addOption(config())
    .action((name: string, options: Options) => remove(name, options, context));
}

async function inStore<T>(options: Options, context: CommandContext, work: (store: Store) => Promise<T>): Promise<T> {
  const { config } = await readConfig(options.config, context.env);
  return withStore(config, context.env, work);
}

async function add(name: string, options: Options, context: CommandContext): Promise<void> {
  const asked = { name, role: options.role, days: options.days ?? '' };
  const now = context.clock.now();
  const issued = await inStore(options, context, (store) => issueToken(store.db, asked, COMMAND_LINE, now));
  if ('wrong' in issued) throw refusal(issued.wrong, asked);
  await write(context.stdout, `${issued.token}\n`);
}

function refusal(wrong: TokenRefusal, { name, role, days }: TokenAsked): EarshotError {
  switch (wrong) {
    case 'name':
      return new UsageError(
        `"${name}" cannot be a name; it is made of letters, digits, spaces, ".", "_" and "-", at most ${LONGEST_TOKEN_NAME}`,
      );
    case 'role':
      return new UsageError(`"${role}" is not a role; there are ${ROLES.join(', ')}`);
    case 'days':
      return new UsageError(`--days must be a whole number from 1 to ${MOST_DAYS}, not "${days}"`);
    case 'taken':
      return new EarshotError(`there is a token "${name}" already; remove it first, or choose another name`);
  }
}

async function list(options: Options, context: CommandContext): Promise<void> {
  for (const { name, role, createdAt, expiresAt, usedAt } of await inStore(options, context, ({ db }) =>
    listTokens(db),
  )) {
    const line = { name, role, created_at: createdAt, expires_at: expiresAt, used_at: usedAt };
    await write(context.stdout, `${JSON.stringify(line)}\n`);
  }
}

async function remove(name: string, options: Options, context: CommandContext): Promise<void> {
  const removed = await inStore(options, context, ({ db }) => removeToken(db, name));
  if (!removed) throw new EarshotError(`there is no token "${name}"; earshot token list shows those there are`);
  await write(context.stdout, `removed ${name}\n`);
}
