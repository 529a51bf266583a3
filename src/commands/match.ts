/** `earshot match`: which brands the posts on standard input name, and by which words. */
import type { Command } from 'commander';
import { compileMatcher, type Matcher } from '../analyze/match.ts';
import { checkBrand } from '../cli/config.ts';
import type { CommandContext } from '../cli/context.ts';
import { filterJsonLines } from '../cli/lines.ts';
import { loadBrands } from '../config/load.ts';
import type { BrandMatch } from '../model.ts';
import { LineError } from '../pipeline/doors/lines.ts';

interface Options {
  readonly config: string;
}

export default function register(program: Command, context: CommandContext): void {
  program
    .command('match')
    .description('which configured brands each post names, and by which words')
    .option('--config <dir>', 'the configuration directory', 'config')
    .addHelpText(
      'after',
      '\nReads one JSON object a line from standard input and writes one for each:\n' +
        '  in   {"id":"1","title":"","text":"我从小米换到 Acme 了","site":"weibo","author":"x","lang":"zh"}\n' +
        '  out  {"id":"1","brands":[{"brand":"acme","why":[{"term":"Acme","field":"text","start":7,"end":11}]}]}\n' +
        'Only text or title is required. Offsets count UTF-16 code units, end exclusive.',
    )
    .action(async ({ config }: Options) => {
      const brands = await loadBrands(config, checkBrand);
      const matcher = compileMatcher(brands);
      await filterJsonLines(context, context.stdin, (value) => matchLine(matcher, value));
    });
}

function matchLine(matcher: Matcher, value: Record<string, unknown>): { id: unknown; brands: BrandMatch[] } {
  const title = textOf(value, 'title');
  const text = textOf(value, 'text');
  if (text === null && title === null) throw new LineError('"text" is missing; it must be a string');
  const brands = matcher.match({
    title,
    text: text ?? '',
    site: textOf(value, 'site'),
    lang: textOf(value, 'lang'),
    author: authorOf(value),
  });
  return { id: value.id ?? null, brands };
}

function textOf(value: Record<string, unknown>, key: string): string | null {
  const text = value[key] ?? null;
  if (text !== null && typeof text !== 'string') throw new LineError(`"${key}" must be a string`);
  return text;
}

/** A name, or an author as posts carry it. */
function authorOf({ author }: Record<string, unknown>): string | (string | null)[] | null {
  if (author === undefined || author === null || typeof author === 'string') return author ?? null;
  if (typeof author !== 'object' || Array.isArray(author)) {
    throw new LineError('"author" must be a name or an object with "name" and "id"');
  }
  const { name, id } = author as { name?: unknown; id?: unknown };
  return [name, id].map((part) => (typeof part === 'string' || typeof part === 'number' ? String(part) : null));
}
