/** `earshot eval`: how well the shipped models agree with labelled files, by corpus and by slice. */
import type { Command } from 'commander';
import type { Scorer } from '../analyze/scorer.ts';
import { type Judged, type Measures, measure, slicesOf } from '../analyze/sentiment/measure.ts';
import type { CommandContext } from '../cli/context.ts';
import { type LabelledLine, labelledFiles, labelledLines } from '../cli/labelled-files.ts';
import { write } from '../cli/lines.ts';
import { shippedScorer } from '../cli/shipped-scorer.ts';
import { LineError } from '../pipeline/doors/lines.ts';
import { inputOf } from './score.ts';

interface Options {
  readonly json?: true;
  readonly rating?: true;
  readonly target: boolean;
}

interface Table {
  readonly name: string;
  readonly whole: Measures;
  readonly slices: Readonly<Record<string, Measures>>;
}

export default function register(program: Command, context: CommandContext): void {
  program
    .command('eval')
    .description('accuracy of the models on labelled files, by corpus and slice')
    .argument('<file...>', 'JSON lines (.jsonl, .jsonl.gz), or directories of them')
    .option('--json', 'one JSON object a corpus')
    .option('--rating', 'let ratings inform the score (they are often what the labels were made from)')
    .option('--no-target', 'judge the whole text even where a line names a target')
    .addHelpText(
      'after',
      '\nLines: {"text":"…","label":"negative|neutral|positive","corpus":"…","lang":"zh"}, optionally with "target",\n' +
        '"start" and "end" for the sentiment towards something in the text, and "slice" (a name or several).\n' +
        'A corpus without neutral lines is judged by the sign of the score. ECE: expected calibration error.',
    )
    .action(async (paths: string[], options: Options) => {
      const scorer = shippedScorer();
      const corpora = new Map<string, Judged[]>();
      const rejected: string[] = [];
      for (const file of labelledFiles(paths)) {
        for (const line of labelledLines(file, (problem) => rejected.push(problem))) {
          const judged = corpora.get(line.corpus) ?? [];
          corpora.set(line.corpus, judged);
          judged.push(judge(scorer, line, options));
        }
      }
      for (const problem of rejected) await write(context.stderr, `${problem}\n`);
      if (rejected.length > 0) context.exitCode = 1;
      const tables = [...corpora].map(([name, judged]) => tableOf(name, judged));
      const text = options.json ? tables.map((t) => `${JSON.stringify(t)}\n`).join('') : render(tables);
      await write(context.stdout, text);
    });
}

function judge(scorer: Scorer, { value, ...line }: LabelledLine, options: Options): Judged {
  const target = options.target ? targetOf(value, line.text) : {};
  // `brand` says whom a labelled text is about, not that its label is the feeling towards it.
  const { brand: _brand, span: _span, ...rest } = value;
  let sentiment: Judged['sentiment'];
  try {
    ({ sentiment } = scorer.score(
      inputOf({ ...rest, rating: ratingOf(value.rating), ...target }, options.rating === true),
    ));
  } catch (error) {
    if (!(error instanceof LineError)) throw error;
    ({ sentiment } = scorer.score({ text: line.text, lang: line.lang }));
  }
  const { slice } = value;
  const slices = (Array.isArray(slice) ? slice : [slice]).filter((s): s is string => typeof s === 'string');
  return { text: line.text, truth: line.label, sentiment, corpus: line.corpus, slices };
}

/** Labelled files often give a bare number of stars. */
const ratingOf = (rating: unknown): unknown => (typeof rating === 'number' ? { value: rating, best: 5 } : rating);

function targetOf(value: LabelledLine['value'], text: string): Record<string, unknown> {
  const { target, start, end } = value;
  if (typeof target !== 'string') return {};
  if (Number.isInteger(start) && Number.isInteger(end) && (end as number) <= text.length) {
    return { brand: target, span: [start, end] };
  }
  return { brand: target };
}

function tableOf(name: string, judged: readonly Judged[]): Table {
  const slices = new Map<string, Judged[]>();
  for (const j of judged) {
    for (const slice of slicesOf(j)) {
      const own = slices.get(slice) ?? [];
      slices.set(slice, own);
      own.push(j);
    }
  }
  const measured = [...slices].map(([slice, own]) => [slice, measure(own)!] as const);
  return { name, whole: measure(judged)!, slices: Object.fromEntries(measured) };
}

const percent = (x: number): string => (Number.isNaN(x) ? '–' : (100 * x).toFixed(1)).padStart(6);

function render(tables: readonly Table[]): string {
  const width = Math.max(20, ...tables.map((t) => t.name.length + 2));
  const row = (name: string, m: Measures) =>
    `${name.padEnd(width)}${String(m.texts).padStart(7)}${percent(m.accuracy)}  ${percent(m.macroF1)}  ` +
    `${percent(m.macroRecall)}  ${percent(m.polarity)}  ${m.ece.toFixed(3)}\n`;
  let out = `${''.padEnd(width)}  texts   acc.  mac-F1  mac-rec  pos/neg    ECE\n`;
  for (const { name, whole, slices } of tables) {
    out += row(name, whole);
    for (const [slice, m] of Object.entries(slices)) out += row(`  ${slice}`, m);
    const labels = ['negative', 'neutral', 'positive'];
    out += `  truth ↓ said →      ${labels.map((l) => l.padStart(9)).join('')}\n`;
    whole.confusion.forEach((counts, k) => {
      if (counts.some((n) => n > 0)) {
        out += `  ${labels[k]!.padEnd(20)}${counts.map((n) => String(n).padStart(9)).join('')}\n`;
      }
    });
  }
  return out;
}
