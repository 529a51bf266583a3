/** `earshot init`: a first configuration, from questions or flags. */
import { existsSync } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import type { Command } from 'commander';
import { CONFIG_DIR, readConfig } from '../cli/config.ts';
import type { CommandContext } from '../cli/context.ts';
import { brandIdFor, type FirstBrand, firstFiles, offeredSites } from '../cli/first-config.ts';
import { write } from '../cli/lines.ts';
import { contact, timezone } from '../config/fields.ts';
import { loadRegistry, type Registry } from '../crawl/registry.ts';
import { UsageError } from '../errors.ts';

interface Options {
  readonly config: string;
  readonly brand?: string;
  readonly id?: string;
  readonly terms?: string;
  readonly contact?: string;
  readonly timezone?: string;
  readonly language?: string;
  readonly sites?: string;
}

export default function register(program: Command, context: CommandContext): void {
  program
    .command('init')
    .description('writes a first configuration: a brand, and targets on the sites that need only its name')
    .option('--brand <name>', 'what the brand is called; without it, questions are asked')
    .option('--id <id>', 'its id in files: lower-case letters, digits and "-"; from the name unless said')
    .option('--terms <names>', 'other names and spellings, with commas between')
    .option('--contact <contact>', 'your mail address, or a page about your crawler: owners of sites see it')
    .option('--timezone <zone>', 'IANA zone of days and mails', 'Asia/Shanghai')
    .option('--language <language>', 'of mails: zh or en', 'zh')
    .option('--sites <ids>', 'crawlers, with commas between; "none", or all that are offered unless said')
    .option('--config <dir>', 'the directory to write', CONFIG_DIR)
    .addHelpText(
      'after',
      '\nFiles that exist already are left as they are, so another brand can be added in the same way.',
    )
    .action((options: Options) => init(options, context));
}

async function init(options: Options, context: CommandContext): Promise<void> {
  const registry = await loadRegistry();
  const brand = await answers(options, registry, context);
  for (const [path, text] of firstFiles(brand, registry, commandsFor(options.config))) {
    const file = join(options.config, path);
    const kept = existsSync(file);
    if (!kept) {
      await mkdir(dirname(file), { recursive: true });
      await writeFile(file, text);
    }
    await write(context.stdout, `${kept ? 'kept    ' : 'written '} ${file}\n`);
  }
  for (const folder of ['brands', 'targets']) await mkdir(join(options.config, folder), { recursive: true });
  // What was written must be usable; should an older file beside it not be, that is said with its place.
  const { config } = await readConfig(options.config, context.env);
  const [first] = config.targets;
  const call = commandsFor(options.config);
  const next = first === undefined ? call('check') : `${call(`try ${first.id}`)}, then ${call('start')}`;
  await write(
    context.stderr,
    `${counted(config.brands.length, 'brand')}, ${counted(config.targets.length, 'target')}. Next: ${next}\n`,
  );
}

/** How a command on this configuration is typed. */
function commandsFor(dir: string): (words: string) => string {
  const word = /^[\w./-]+$/.test(dir) ? dir : `'${dir.replaceAll("'", "'\\''")}'`;
  return (words) => `npx earshot ${words}${dir === CONFIG_DIR ? '' : ` --config ${word}`}`;
}

/** From the flags; on a terminal, what they leave open is asked. */
async function answers(options: Options, registry: Registry, context: CommandContext): Promise<FirstBrand> {
  const offered = offeredSites(registry);
  const asking = options.brand === undefined;
  if (asking && !isTerminal(context.stdin)) {
    throw new UsageError('--brand is missing, and there is no terminal to ask on', {
      hint: 'earshot init --brand Acme --contact you@example.com',
    });
  }
  const terminal = asking ? createInterface({ input: context.stdin, output: context.stderr }) : null;
  const ended = new AbortController();
  terminal?.once('close', () => ended.abort());
  const answerTo = async (question: string, fallback: string): Promise<string> => {
    if (terminal === null) return fallback;
    const answer = await terminal
      .question(`${question}${fallback === '' ? '' : ` [${fallback}]`}: `, { signal: ended.signal })
      .catch((error: unknown) => {
        throw new UsageError('the questions were not answered to the end: nothing was written', { cause: error });
      });
    return answer.trim() || fallback;
  };
  /** A person on a terminal is asked again; a flag that cannot be is the end. */
  const ask = async <T>(question: string, fallback: string, read: (answer: string) => T): Promise<T> => {
    for (;;) {
      const answer = await answerTo(question, fallback);
      try {
        return read(answer);
      } catch (error) {
        if (terminal === null || !(error instanceof UsageError)) throw error;
        context.stderr.write(`  ${error.message}${error.hint === undefined ? '' : `: ${error.hint}`}\n`);
      }
    }
  };
  try {
    const name =
      options.brand === undefined ? await ask('What is the brand called?', '', nameOf) : nameOf(options.brand);
    const id = await ask(
      'Its id in files (lower-case letters, digits, "-")',
      options.id ?? brandIdFor(name) ?? '',
      idOf,
    );
    const terms = await ask('Other names and spellings, with commas between', options.terms ?? '', listOf);
    const reachedAt = await ask(
      'Your mail address, which owners of crawled sites see',
      options.contact ?? '',
      contactOf,
    );
    const zone = await ask('Time zone', options.timezone ?? 'Asia/Shanghai', timezoneOf);
    const language = await ask('Language of mails, zh or en', options.language ?? 'zh', languageOf);
    const all = offered.map((crawler) => crawler.id);
    if (terminal !== null) {
      for (const { id: site, title } of offered) context.stderr.write(`  ${site}: ${title}\n`);
    }
    const sites = await ask('Sites, with commas between, or "none"', options.sites ?? all.join(','), (chosen) =>
      sitesOf(chosen, all),
    );
    return { id, name, terms, contact: reachedAt, timezone: zone, language, sites };
  } finally {
    terminal?.close();
  }
}

function nameOf(answer: string): string {
  if (answer.trim() === '') throw new UsageError('a brand needs a name');
  return answer.trim();
}

function idOf(answer: string): string {
  if (brandIdFor(answer) === answer) return answer;
  throw new UsageError(`"${answer}" cannot be an id`, {
    hint: 'Name one with --id: lower-case letters, digits and "-".',
  });
}

function contactOf(answer: string): string {
  if (answer === '') throw new UsageError('--contact is missing: owners of crawled sites must be able to reach you');
  if (contact().safeParse(answer).success) return answer;
  throw new UsageError(`"${answer}" reaches nobody`, {
    hint: 'A mail address, or the URL of a page about your crawler.',
  });
}

function timezoneOf(answer: string): string {
  if (timezone().safeParse(answer).success) return answer;
  throw new UsageError(`"${answer}" is not a time zone`, { hint: 'One such as Asia/Shanghai, Europe/London or UTC.' });
}

function languageOf(answer: string): 'zh' | 'en' {
  if (answer === 'zh' || answer === 'en') return answer;
  throw new UsageError(`there are no mails in "${answer}"`, { hint: 'zh or en.' });
}

function sitesOf(words: string, offered: readonly string[]): string[] {
  if (words === 'none') return [];
  const sites = listOf(words);
  const unknown = sites.filter((site) => !offered.includes(site));
  if (unknown.length > 0) {
    throw new UsageError(`--sites: ${unknown.join(', ')} cannot be set up by a name alone`, {
      hint: `offered: ${offered.join(', ')}; for others see crawlers/README.md`,
    });
  }
  return sites;
}

function listOf(words: string): string[] {
  return words
    .split(/[,，]/)
    .map((word) => word.trim())
    .filter((word) => word !== '');
}

function isTerminal(input: NodeJS.ReadableStream): boolean {
  return 'isTTY' in input && input.isTTY === true;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`;
}
