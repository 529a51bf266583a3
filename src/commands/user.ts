/** `earshot user add`: somebody who may sign in to the pages, with the hash of their password. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import { type Command, Option } from 'commander';
import { CONFIG_DIR, readConfig } from '../cli/config.ts';
import type { CommandContext } from '../cli/context.ts';
import { write } from '../cli/lines.ts';
import { withUser } from '../cli/user-lines.ts';
import { EarshotError, messageOf, UsageError } from '../errors.ts';
import { hashPassword } from '../web/auth/passwords.ts';

interface Options {
  readonly config: string;
  readonly role: string;
  readonly name?: string;
  readonly email?: string;
  readonly passwordStdin?: true;
  readonly print?: true;
}

const LEAST_LENGTH = 12;

export default function register(program: Command, context: CommandContext): void {
  const user = program.command('user').description('who may sign in to the pages');
  user
    .command('add')
    .description('adds somebody to earshot.yaml, with the hash of their password')
    .argument('<id>', 'the name to sign in with: lower-case letters, digits and "-"')
    .addOption(
      new Option('--role <role>', 'what they may do').choices(['reader', 'responder', 'operator']).default('reader'),
    )
    .option('--name <words>', 'as shown on the pages (default: the id)')
    .option(
      '--email <address>',
      'signs in with the provider of web.oidc under this address; then no password is asked for',
    )
    .option('--password-stdin', 'the password is the first line of standard input')
    .option('--print', 'prints the lines instead of adding them')
    .option('--config <dir>', 'the configuration directory', CONFIG_DIR)
    .addHelpText(
      'after',
      '\nreader looks; responder handles incidents too; operator changes targets too.\n' +
        'With the first user everybody has to sign in. A running service takes the change on by itself.',
    )
    .action((id: string, options: Options) => add(id, options, context));
}

async function add(id: string, options: Options, context: CommandContext): Promise<void> {
  if (!/^[a-z0-9](?:[a-z0-9-]{0,62}[a-z0-9])?$/.test(id)) {
    throw new UsageError(`"${id}" cannot be an id; it is made of lower-case letters, digits and "-", at most 64`);
  }
  const { role, email, name = id } = options;
  const password = email !== undefined && !options.passwordStdin ? null : await passwordFrom(options, context);
  const hash = password === null ? null : await hashPassword(password);
  const entry = { id, name, role, password: hash, email: email ?? null };
  if (options.print) {
    await write(context.stdout, withUser('', entry));
    return;
  }
  const { config } = await readConfig(options.config, context.env);
  if (config.users.some((user) => user.id === id)) {
    throw new UsageError(`there is a user "${id}" already`, {
      hint: 'to change the password, replace its hash: --print',
    });
  }
  const file = join(options.config, 'earshot.yaml');
  const before = await readFile(file, 'utf8');
  await writeFile(file, withUser(before, entry));
  try {
    await readConfig(options.config, context.env);
  } catch (error) {
    await writeFile(file, before);
    throw new EarshotError(`the user could not be added to ${file}: ${messageOf(error)}`, {
      cause: error,
      hint: 'Nothing was changed. Print the lines with --print, and put them under users: yourself.',
    });
  }
  await write(context.stdout, `${role} ${id} added to ${file}; a running service takes it on by itself\n`);
}

async function passwordFrom(options: Options, context: CommandContext): Promise<string> {
  const terminal = context.stdin === process.stdin && process.stdin.isTTY;
  if (!options.passwordStdin && !terminal) {
    throw new UsageError('the password cannot be asked for here; hand it in with --password-stdin');
  }
  const silent = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: context.stdin, output: silent, terminal: terminal && !options.passwordStdin });
  try {
    if (options.passwordStdin) {
      const first = await lines[Symbol.asyncIterator]().next();
      return strong(first.done ? '' : first.value);
    }
    await write(context.stderr, 'Password: ');
    const password = strong(await lines.question(''));
    await write(context.stderr, '\nAgain: ');
    const again = await lines.question('');
    await write(context.stderr, '\n');
    if (again !== password) throw new UsageError('the two passwords differ');
    return password;
  } finally {
    lines.close();
  }
}

function strong(password: string): string {
  if ([...password].length >= LEAST_LENGTH) return password;
  throw new UsageError(`a password has at least ${LEAST_LENGTH} characters`);
}
