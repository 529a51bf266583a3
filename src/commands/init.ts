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
  for (const [path, text] of firstFiles(brand, registry)) {
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
  const next = first === undefined ? 'npx earshot check' : `npx earshot try ${first.id}, then npx earshot start`;
  await write(
    context.stderr,
    `${counted(config.brands.length, 'brand')}, ${counted(config.targets.length, 'target')}. Next: ${next}\n`,
  );
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
  const ask = async (question: string, fallback: string) => {
    if (terminal === null) return fallback;
    const answer = await terminal.question(`${question}${fallback === '' ? '' : ` [${fallback}]`}: `);
    return answer.trim() || fallback;
  };
  try {
    const name = (options.brand ?? (await ask('What is the brand called?', ''))).trim();
    if (name === '') throw new UsageError('a brand needs a name');
    const guessed = options.id ?? brandIdFor(name) ?? '';
    const id = await ask('Its id in files (lower-case letters, digits, "-")', guessed);
    if (brandIdFor(id) !== id) {
      throw new UsageError(`"${id}" cannot be an id`, {
        hint: 'Name one with --id: lower-case letters, digits and "-".',
      });
    }
    const terms = listOf(await ask('Other names and spellings, with commas between', options.terms ?? ''));
    const contact = await ask('Your mail address, which owners of crawled sites see', options.contact ?? '');
    if (contact === '') throw new UsageError('--contact is missing: owners of crawled sites must be able to reach you');
    const timezone = await ask('Time zone', options.timezone ?? 'Asia/Shanghai');
    const language = (await ask('Language of mails, zh or en', options.language ?? 'zh')) === 'en' ? 'en' : 'zh';
    const all = offered.map((crawler) => crawler.id);
    if (terminal !== null) {
      for (const { id: site, title } of offered) context.stderr.write(`  ${site}: ${title}\n`);
    }
    const chosen = await ask('Sites, with commas between, or "none"', options.sites ?? all.join(','));
    return { id, name, terms, contact, timezone, language, sites: sitesOf(chosen, all) };
  } finally {
    terminal?.close();
  }
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
