/**
 * Labelled texts → experts, gate and their combination. Experts and gate are taught on half of the texts and judge the
 * other half, and the other way round (beside a network: taught on three quarters, judging the last); on these honest
 * scores their combination is fitted. Then they are taught once more on all. Everything is seeded: the same files in the same order give the same model, byte for byte.
 */
import { hashText } from '../hash.ts';
import { type Measures, measure, LABELS as NAMES } from '../measure.ts';
import { type Mixture, styleShares, verdictOf } from '../mixture.ts';
import { EXTRA_INPUTS, fillInputs, type ModelParts } from '../model.ts';
import type { NetworkParts } from '../network.ts';
import { type PolarityList, PolarityReader } from '../polarity.ts';
import { unitsOf } from '../units.ts';
import { bareText } from './cut.ts';
import { fitSentiment, fitSoftmax, type SentimentExample } from './linear.ts';
import { fitDecision, fitMixture, type Judged } from './mixture.ts';
import { type FittedNetwork, fitNetwork, keepNetwork, vocabularyOf } from './network-fit.ts';
import { startWeights, type UnitVectors } from './network-weights.ts';
import { packColumns } from './pack.ts';
import { additions } from './phrases.ts';
import type { NetworkRecipe, Recipe, StyleRecipe } from './recipe.ts';
import { type FeatureRows, featureRows, type LabelledText } from './rows.ts';

const LABELS = { negative: 0, neutral: 1, positive: 2 } as const;
const GATE = { epochs: 2, rate: 0.1, gain: 1 };

interface Example extends SentimentExample {
  readonly corpus: string;
  /** Index of its style, −1: none. */
  readonly style: number;
  readonly fold: number;
}

/** Columns of one teaching: sums by column over features. */
export interface Columns {
  readonly names: string[];
  readonly weights: Float32Array[];
  readonly bias: number[];
}

/** What is to be learned, whatever the features mean. */
export interface Task {
  readonly texts: readonly LabelledText[];
  readonly rows: FeatureRows;
  readonly styles: readonly StyleRecipe[];
  /** Rows of the weight table. */
  readonly keep: number;
  /** Texts are dealt into so many folds. */
  readonly folds: number;
  /** Whether every fold is judged by experts taught on the others, or only the first: a network is taught but once. */
  readonly judged: 'all' | 'first';
  /** Inputs of the combination beside the experts: by text, with their names. */
  readonly more: { readonly names: readonly string[]; readonly values: readonly Float64Array[] } | null;
}

/** A model, and how well its experts did on texts they were not taught. */
export interface Fitted extends ModelParts {
  readonly scores: Readonly<Record<string, Measures>>;
}

/** What the network begins with, if anything. */
export interface Beginnings {
  readonly vectors: UnitVectors | null;
  /** Taught before: it is kept as it is if it has the recipe's heads. */
  readonly network: NetworkParts | null;
}

/** Fits the model of a language on whole texts. `report` is told what is being done. */
export function fitModel(
  given: readonly LabelledText[],
  recipe: Recipe,
  polarity: PolarityList,
  beginnings: Beginnings,
  report: (what: string) => void,
): Fitted {
  const emoticons = recipe.styles.filter((s) => s.name === 'emoticons').flatMap((s) => s.corpora);
  const texts = [...given, ...additions(recipe.lang, given, emoticons)];
  report(`reading ${texts.length} texts`);
  const rows = featureRows(
    texts.map((t) => t.text),
    recipe.spec,
    polarity,
  );
  const { network: shape } = recipe;
  const way = shape === null ? ({ folds: 2, judged: 'all' } as const) : ({ folds: 4, judged: 'first' } as const);
  const bare = { texts, rows, styles: recipe.styles, keep: recipe.rows, ...way, more: null };
  const network = shape === null ? null : networkOf(bare, polarity, beginnings, shape, report);
  const task = { ...bare, more: network };
  return {
    lang: recipe.lang,
    spec: recipe.spec,
    polarity,
    network: network?.parts ?? null,
    ...fitExperts(task, report),
  };
}

function networkOf(
  task: Task,
  polarity: PolarityList,
  { vectors, network: kept }: Beginnings,
  { dimensions, filters, commonest, teaching }: NetworkRecipe,
  report: (what: string) => void,
): FittedNetwork {
  const reader = new PolarityReader(polarity);
  const sizes = Map.groupBy(task.texts, (t) => t.corpus);
  const texts = examplesOf(task).map(({ label, neutral, style, fold, corpus }, i) => {
    const units = unitsOf(task.texts[i]!.text);
    // A copy: the array that units come in has room for many more.
    const input = { hash: units.hash.slice(0, units.count), marks: reader.read(units).negated, regions: null };
    // Small corpora count for more than their size, texts of no style for less.
    const weight = style < 0 ? 0.5 : Math.min(3, Math.sqrt(10_000 / sizes.get(corpus)!.length));
    return { input, label, neutral, style, fold, weight };
  });
  const heads = ['all', ...task.styles.map((s) => s.name)];
  if (kept?.heads.join() === heads.join()) return keepNetwork(texts, kept);
  const words = vocabularyOf(
    texts.map((t) => t.input.hash),
    vectors,
    commonest,
  );
  const size = (vectors?.dimensions ?? dimensions) + 1;
  const shape = { dimensions: size, filters, heads: heads.length, marks: 1, regions: 1 };
  const weights = startWeights(words, vectors, polarity, shape, teaching.seed);
  return fitNetwork(texts, { words, heads, weights }, teaching, report);
}

/** Fits experts, gate and combination. */
export function fitExperts(task: Task, report: (what: string) => void): Pick<Fitted, 'table' | 'mixture' | 'scores'> {
  const examples = examplesOf(task);
  const judged: Judged[] = [];
  const parts = task.judged === 'all' ? task.folds : 1;
  for (let part = 0; part < parts; part++) {
    report(`teaching experts, part ${part + 1} of ${parts}`);
    const columns = teach(
      task,
      examples.filter((e) => e.fold !== part),
    );
    // Texts of no style teach, but say nothing of how to combine.
    const others = examples.filter((e) => e.fold === part && (e.style >= 0 || task.styles.length === 0));
    judged.push(...judge(task, columns, others));
  }
  report('combining the experts');
  const mixture = combineExperts(judged, task, examples);
  report('teaching experts on everything');
  const scores = crossValidated(mixture, judged);
  return { mixture, scores, table: packColumns(task.rows, teach(task, examples), task.keep) };
}

function crossValidated(mixture: Mixture, judged: readonly Judged[]): Record<string, Measures> {
  const corpora = Map.groupBy(judged, (j) => j.corpus);
  const measured = [...corpora].map(([corpus, own]) => {
    const said = own.map((j) => {
      const { p, fair, label } = verdictOf(mixture, j.shares, j.inputs);
      const sentiment = { label: NAMES[label]!, score: fair[2] - fair[0], confidence: p[label] };
      return { text: '', truth: NAMES[j.label]!, sentiment, corpus, slices: [] };
    });
    return [corpus, measure(said)!] as const;
  });
  return Object.fromEntries(measured);
}

export function examplesOf({ texts, styles, folds }: Task): Example[] {
  const neutral = new Set<string>();
  for (const t of texts) if (t.label === 'neutral') neutral.add(t.corpus);
  return texts.map((t, row) => {
    // Copies that differ in spaces and marks only stay in one fold, or the experts would judge what they learned.
    const bare = bareText(t.text);
    return {
      row,
      label: LABELS[t.label],
      neutral: neutral.has(t.corpus),
      weight: 1,
      corpus: t.corpus,
      style: styles.findIndex((s) => s.corpora.includes(t.corpus)),
      fold: (hashText(bare, 0, bare.length, 7) >>> 0) % folds,
    };
  });
}

/** An expert for all texts, one for each style, and the gate. */
function teach({ rows, styles }: Task, examples: readonly Example[]): Columns {
  const columns: Columns = { names: [], weights: [], bias: [] };
  const add = (name: string, own: readonly Example[], epochs: number, seed: number) => {
    const fitted = fitSentiment(rows, own, { epochs, rate: 0.1, gain: 2, bayes: true, seed });
    columns.names.push(`${name}:s`, `${name}:n`);
    columns.weights.push(fitted.balance, fitted.neutrality);
    columns.bias.push(fitted.bias[0], own.some((e) => e.label === 1) ? fitted.bias[1] : 0);
  };
  add('all', examples, 1, 1);
  styles.forEach((style, g) => {
    const own = examples.filter((e) => e.style === g);
    add(style.name, own, 2, 2 + g);
  });
  const sizes = styles.map((_, g) => examples.filter((e) => e.style === g).length);
  const gate = fitSoftmax(
    rows,
    examples
      .filter((e) => e.style >= 0)
      .map((e) => ({ row: e.row, label: e.style, weight: Math.min(3, Math.sqrt(10_000 / sizes[e.style]!)) })),
    styles.length,
    { ...GATE, seed: 99 },
  );
  styles.forEach((style, g) => {
    columns.names.push(`gate:${style.name}`);
    columns.weights.push(gate.weights[g]!);
    columns.bias.push(gate.bias[g]!);
  });
  return columns;
}

function judge({ rows, styles, more }: Task, columns: Columns, examples: readonly Example[]): Judged[] {
  const width = columns.names.length;
  const experts = width - styles.length;
  const sums = new Float64Array(width);
  const extra = more?.names.length ?? 0;
  const kinds = { kinds: styles.map((s) => s.kind) };
  return examples.map((e) => {
    for (let c = 0; c < width; c++) {
      const w = columns.weights[c]!;
      let sum = 0;
      for (let i = rows.offsets[e.row]!; i < rows.offsets[e.row + 1]!; i++) sum += w[rows.features[i]!]!;
      sums[c] = columns.bias[c]! + sum * rows.norms[e.row]!;
    }
    const inputs = new Float64Array(experts + extra + EXTRA_INPUTS.length);
    fillInputs(inputs, sums, experts, rows.lengths[e.row]!, more?.values[e.row] ?? null);
    const shares = sums.slice(experts);
    styleShares(kinds, shares, undefined);
    return { shares, inputs, label: e.label, neutral: e.neutral, weight: e.weight, corpus: e.corpus };
  });
}

/**
 * Styles whose corpora have no neutral class: neutrality by the expert for all, tempered, and rarer: at balance 0 and
 * middling neutrality about one text in forty.
 */
const UNTAUGHT = { all: 0.4, one: -3 };

function combineExperts(judged: readonly Judged[], task: Task, examples: readonly Example[]): Mixture {
  const { styles, more } = task;
  const names = ['all', ...styles.map((s) => s.name)].flatMap((name) => [`${name}:s`, `${name}:n`]);
  const inputs = [...names, ...(more?.names ?? []), ...EXTRA_INPUTS];
  const size = styles.length * inputs.length;
  const balance = new Float32Array(size);
  const neutrality = new Float32Array(size);
  const hold = new Float32Array(size);
  styles.forEach((_, g) => {
    const at = g * inputs.length;
    balance[at] = 0.5;
    balance[at + 2 + 2 * g] = 0.5;
    if (examples.some((e) => e.style === g && e.label === 1)) {
      neutrality[at + 1] = 0.5;
      neutrality[at + 3 + 2 * g] = 0.5;
    } else {
      neutrality[at + 1] = UNTAUGHT.all;
      neutrality[at + inputs.length - 1] = UNTAUGHT.one;
      hold.fill(Number.POSITIVE_INFINITY, at, at + inputs.length);
    }
  });
  // Small corpora count for more than their size: each is a kind of text that will be met.
  const sizes = styles.map((_, g) => examples.filter((e) => e.style === g).length);
  const weighted = judged.map((j) => {
    const likeliest = j.shares.indexOf(Math.max(...j.shares));
    return { ...j, weight: Math.min(4, Math.sqrt(10_000 / Math.max(1, sizes[likeliest]!))) };
  });
  const mixture = fitMixture(weighted, {
    styles: styles.map((s) => s.name),
    kinds: styles.map((s) => s.kind),
    inputs,
    balance,
    neutrality,
    hold,
  });
  fitDecision(mixture, judged);
  return mixture;
}
