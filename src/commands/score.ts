/** `earshot score`: what is felt in the texts on standard input, about what, and what their writers will do. */
import type { Command } from 'commander';
import { type AspectBook, aspectBook } from '../analyze/aspects.ts';
import type { ScoreInput } from '../analyze/scorer.ts';
import { CONFIG_DIR } from '../cli/config-dir.ts';
import type { CommandContext } from '../cli/context.ts';
import { filterJsonLines } from '../cli/lines.ts';
import { shippedScorer } from '../cli/shipped-scorer.ts';
import { UsageError } from '../errors.ts';
import type { PostKind, Span } from '../model.ts';
import { LineError } from '../pipeline/doors/lines.ts';

interface Options {
  readonly rating: boolean;
  readonly brand?: string;
  readonly config: string;
}

const KINDS: readonly string[] = ['review', 'post', 'comment', 'article'];

export default function register(program: Command, context: CommandContext): void {
  program
    .command('score')
    .description('what is felt in each text: sentiment, aspects, intents')
    .option('--no-rating', 'read the text only, whatever its rating')
    .option('--brand <id>', "look for this brand's own aspects as well, as the configuration has them")
    .option('--config <dir>', 'the configuration directory, for --brand', CONFIG_DIR)
    .addHelpText(
      'after',
      '\nReads one JSON object a line from standard input and writes one for each, in the same order:\n' +
        '  in   {"id":"1","text":"酒店很好，但是客服态度太差","kind":"review","rating":{"value":2,"best":5}}\n' +
        '  out  {"id":"1","lang":"zh","sentiment":{"label":"negative","score":-0.62,"confidence":0.81},…}\n' +
        'Only id and text are required. title, lang, kind, site and rating inform the result; with brand (words of the\n' +
        'text), span ([start, end] in UTF-16 code units) or both, the sentiment is the one towards that brand.',
    )
    .action(async ({ rating, brand, config }: Options) => {
      const aspects = brand === undefined ? undefined : await aspectsOf(brand, config);
      const scorer = shippedScorer();
      await filterJsonLines(context, context.stdin, (value) => ({
        id: value.id ?? null,
        ...scorer.score({ ...inputOf(value, rating), aspects }),
      }));
    });
}

async function aspectsOf(id: string, config: string): Promise<AspectBook> {
  // Reading a configuration takes longer to load than all the rest: only those who ask for it wait.
  const [{ checkBrand }, { loadBrands }] = await Promise.all([import('../cli/config.ts'), import('../config/load.ts')]);
  const brands = await loadBrands(config, checkBrand);
  const brand = brands.find((one) => one.id === id);
  if (brand === undefined) {
    throw new UsageError(`there is no brand "${id}"; brands: ${brands.map((one) => one.id).join(', ')}`);
  }
  return aspectBook(brand.aspects);
}

/** A line as the scorer takes it. Throws `LineError`. */
export function inputOf(value: Record<string, unknown>, useRating = true): ScoreInput {
  const text = value.text ?? (value.rating === undefined ? undefined : '');
  if (typeof text !== 'string') throw new LineError('"text" is missing; it must be a string');
  const kind = stringOf(value, 'kind');
  if (kind !== null && !KINDS.includes(kind)) throw new LineError(`"kind" must be one of ${KINDS.join(', ')}`);
  const brand = stringOf(value, 'brand');
  const spans = spansOf(value.span, text);
  return {
    text,
    title: stringOf(value, 'title'),
    lang: stringOf(value, 'lang'),
    kind: kind as PostKind | null,
    site: stringOf(value, 'site'),
    rating: useRating ? ratingOf(value.rating) : null,
    target: brand === null && spans.length === 0 ? null : { words: brand === null ? [] : [brand], spans },
  };
}

function stringOf(value: Record<string, unknown>, key: string): string | null {
  const field = value[key] ?? null;
  if (field !== null && typeof field !== 'string') throw new LineError(`"${key}" must be a string`);
  return field;
}

function spansOf(span: unknown, text: string): Span[] {
  if (span === undefined || span === null) return [];
  const [start, end] = Array.isArray(span) ? (span as unknown[]) : [];
  if (!Number.isInteger(start) || !Number.isInteger(end)) {
    throw new LineError('"span" must be [start, end], two whole numbers');
  }
  const [from, to] = [start as number, end as number];
  if (from < 0 || to <= from || to > text.length) {
    throw new LineError(`"span" must lie within the text, which has ${text.length} UTF-16 code units`);
  }
  return [[from, to]];
}

function ratingOf(rating: unknown): ScoreInput['rating'] {
  if (rating === undefined || rating === null) return null;
  if (typeof rating === 'object' && !Array.isArray(rating)) {
    const { value, best = 5, worst } = rating as { value?: unknown; best?: unknown; worst?: unknown };
    if (
      Number.isFinite(value) &&
      Number.isFinite(best) &&
      (worst === undefined || worst === null || Number.isFinite(worst))
    ) {
      return { value: value as number, best: best as number, ...(worst == null ? {} : { worst: worst as number }) };
    }
  }
  throw new LineError('"rating" must be an object with the numbers "value" and "best"');
}
