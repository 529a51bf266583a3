/** `earshot train`: builds a language's sentiment model from labelled files; same files, same model. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { fold } from '../analyze/normalise.ts';
import { LABELS, measure } from '../analyze/sentiment/measure.ts';
import { decodeModel, encodeModel, SentimentModel } from '../analyze/sentiment/model.ts';
import { type Card, cardOf } from '../analyze/sentiment/train/card.ts';
import { fitModel } from '../analyze/sentiment/train/fit.ts';
import { RECIPES } from '../analyze/sentiment/train/recipe.ts';
import type { LabelledText } from '../analyze/sentiment/train/rows.ts';
import { unitsOf } from '../analyze/sentiment/units.ts';
import type { CommandContext } from '../cli/context.ts';
import { labelledFiles, labelledLines } from '../cli/labelled-files.ts';
import { write } from '../cli/lines.ts';
import { UsageError } from '../errors.ts';

interface Options {
  readonly lang: string;
  readonly data: string[];
  readonly dev?: string[];
  readonly out: string;
}

export default function register(program: Command, context: CommandContext): void {
  const languages = Object.keys(RECIPES).join(' or ');
  program
    .command('train')
    .description('build a sentiment model from labelled files')
    .requiredOption('--lang <language>', `${languages}`)
    .requiredOption('--data <path...>', 'labelled JSON lines (.jsonl, .jsonl.gz), or directories of them')
    .option('--dev <path...>', 'labelled files to measure with; texts in them are kept out of training')
    .requiredOption('--out <dir>', 'where LANG.bin and its card LANG.json are written')
    .addHelpText(
      'after',
      '\nLines: {"text":"…","label":"negative|neutral|positive","corpus":"…","lang":"zh"}; those of other languages are\n' +
        'passed over. Training is seeded: the same files give the same model. Takes some minutes and about 4 GB.',
    )
    .action(async (options: Options) => {
      const recipe = RECIPES[options.lang];
      if (recipe === undefined) throw new UsageError(`--lang must be ${languages}, not "${options.lang}"`);
      const say = (what: string) => context.stderr.write(`${what}\n`);
      const dev = readTexts(options.dev ?? [], options.lang, say);
      const kept = new Set(dev.map(bare));
      const texts = readTexts(options.data, options.lang, say).filter((t) => !kept.has(bare(t)));
      if (texts.length < 100)
        throw new UsageError(`only ${texts.length} labelled texts in ${options.lang}; at least 100 are needed`);
      const bytes = encodeModel(fitModel(texts, recipe, say));
      const model = new SentimentModel(decodeModel(bytes));
      const card = cardOf({
        lang: options.lang,
        at: context.clock.now(),
        bytes: bytes.length,
        texts,
        scores: scores(model, dev),
      });
      mkdirSync(options.out, { recursive: true });
      writeFileSync(join(options.out, `${options.lang}.bin`), bytes);
      writeFileSync(join(options.out, `${options.lang}.json`), `${JSON.stringify(card, null, 2)}\n`);
      await write(
        context.stdout,
        `${JSON.stringify({ lang: options.lang, texts: texts.length, bytes: bytes.length })}\n`,
      );
    });
}

function readTexts(paths: readonly string[], lang: string, say: (what: string) => void): LabelledText[] {
  const texts: LabelledText[] = [];
  if (paths.length === 0) return texts;
  for (const file of labelledFiles(paths)) {
    for (const line of labelledLines(file, say)) {
      if ((line.lang ?? lang) === lang) texts.push({ text: line.text, label: line.label, corpus: line.corpus });
    }
  }
  return texts;
}

/** Texts that differ in spaces and marks only are the same text. */
const bare = ({ text }: LabelledText): string => fold(text).text.replace(/[\s\p{P}]/gu, '');

function scores(model: SentimentModel, dev: readonly LabelledText[]): Card['scores'] {
  const corpora = Map.groupBy(dev, (t) => t.corpus);
  const entries = [...corpora].map(([corpus, texts]) => {
    const judged = texts.map(({ text, label }) => {
      const { p, fair, label: said } = model.judge(unitsOf(text), undefined);
      const sentiment = { label: LABELS[said]!, score: fair[2] - fair[0], confidence: p[said] };
      return { text, truth: label, sentiment, corpus, slices: [] };
    });
    return [corpus, measure(judged)!] as const;
  });
  return Object.fromEntries(entries);
}
