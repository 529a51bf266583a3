/**
 * Labelled texts of one language → a model. Experts and gate are taught on all texts but a fourth, and judge that
 * fourth, four times over; on these honest scores their combination is fitted. Then they are taught once more on all.
 * Everything is seeded: the same files in the same order give the same model, byte for byte.
 */

import { fold } from '../../normalise.ts';
import { hashText } from '../hash.ts';
import type { Mixture } from '../mixture.ts';
import { styleShares } from '../mixture.ts';
import { EXTRA_INPUTS, fillInputs, type ModelParts } from '../model.ts';
import { fitSentiment, fitSoftmax, type SentimentExample } from './linear.ts';
import { fitDecision, fitMixture, type Judged } from './mixture.ts';
import { packColumns } from './pack.ts';
import type { Recipe } from './recipe.ts';
import { type FeatureRows, featureRows, type LabelledText } from './rows.ts';

const FOLDS = 4;
const LABELS = { negative: 0, neutral: 1, positive: 2 } as const;
const LINEAR = { epochs: 2, rate: 0.1, gain: 2, bayes: true };
const GATE = { epochs: 1, rate: 0.1, gain: 1 };

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

/** Fits a model. `report` is told what is being done. */
export function fitModel(texts: readonly LabelledText[], recipe: Recipe, report: (what: string) => void): ModelParts {
  report(`reading ${texts.length} texts`);
  const rows = featureRows(
    texts.map((t) => t.text),
    recipe.spec,
  );
  const examples = examplesOf(texts, recipe);
  const judged: Judged[] = [];
  for (let part = 0; part < FOLDS; part++) {
    report(`teaching experts, part ${part + 1} of ${FOLDS}`);
    const columns = teach(
      rows,
      examples.filter((e) => e.fold !== part),
      recipe,
    );
    judged.push(
      ...judge(
        rows,
        columns,
        recipe,
        examples.filter((e) => e.fold === part),
      ),
    );
  }
  report('combining the experts');
  const mixture = combineExperts(judged, recipe, examples);
  report('teaching experts on everything');
  const table = packColumns(rows, teach(rows, examples, recipe), recipe.rows);
  return { lang: recipe.lang, spec: recipe.spec, table, mixture };
}

function examplesOf(texts: readonly LabelledText[], recipe: Recipe): Example[] {
  const counts = new Map<string, number>();
  const neutral = new Set<string>();
  for (const t of texts) {
    counts.set(t.corpus, (counts.get(t.corpus) ?? 0) + 1);
    if (t.label === 'neutral') neutral.add(t.corpus);
  }
  return texts.map((t, row) => {
    // Copies that differ in spaces and marks only stay in one fold, or the experts would judge what they learned.
    const bare = fold(t.text).text.replace(/[\s\p{P}]/gu, '');
    return {
      row,
      label: LABELS[t.label],
      neutral: neutral.has(t.corpus),
      weight: 1,
      corpus: t.corpus,
      style: recipe.styles.findIndex((s) => s.corpora.includes(t.corpus)),
      fold: (hashText(bare, 0, bare.length, 7) >>> 0) % FOLDS,
    };
  });
}

/** Experts for all and for each style, and the gate. */
function teach(rows: FeatureRows, examples: readonly Example[], recipe: Recipe): Columns {
  const columns: Columns = { names: [], weights: [], bias: [] };
  const add = (name: string, own: readonly Example[], seed: number) => {
    const fitted = fitSentiment(rows, own, { ...LINEAR, seed });
    columns.names.push(`${name}:s`);
    columns.weights.push(fitted.balance);
    columns.bias.push(fitted.bias[0]);
    if (!own.some((e) => e.label === 1)) return;
    columns.names.push(`${name}:n`);
    columns.weights.push(fitted.neutrality);
    columns.bias.push(fitted.bias[1]);
  };
  add('all', examples, 1);
  recipe.styles.forEach((style, g) => {
    add(
      style.name,
      examples.filter((e) => e.style === g),
      2 + g,
    );
  });
  const sizes = recipe.styles.map((_, g) => examples.filter((e) => e.style === g).length);
  const gate = fitSoftmax(
    rows,
    examples
      .filter((e) => e.style >= 0)
      .map((e) => ({ row: e.row, label: e.style, weight: Math.min(3, Math.sqrt(10_000 / sizes[e.style]!)) })),
    recipe.styles.length,
    { ...GATE, seed: 99 },
  );
  recipe.styles.forEach((style, g) => {
    columns.names.push(`gate:${style.name}`);
    columns.weights.push(gate.weights[g]!);
    columns.bias.push(gate.bias[g]!);
  });
  return columns;
}

function judge(rows: FeatureRows, columns: Columns, recipe: Recipe, examples: readonly Example[]): Judged[] {
  const width = columns.names.length;
  const experts = width - recipe.styles.length;
  const sums = new Float64Array(width);
  const share = { kinds: recipe.styles.map((s) => s.kind) } as unknown as Mixture;
  return examples.map((e) => {
    for (let c = 0; c < width; c++) {
      const w = columns.weights[c]!;
      let sum = 0;
      for (let i = rows.offsets[e.row]!; i < rows.offsets[e.row + 1]!; i++) sum += w[rows.features[i]!]!;
      sums[c] = columns.bias[c]! + sum * rows.norms[e.row]!;
    }
    const inputs = new Float64Array(experts + EXTRA_INPUTS.length);
    fillInputs(inputs, sums, experts, rows.lengths[e.row]!);
    const shares = sums.slice(experts);
    styleShares(share, shares, undefined);
    return { shares, inputs, label: e.label, neutral: e.neutral, weight: e.weight };
  });
}

/** Share of neutral texts believed of styles whose corpora have no neutral class, at balance 0: e^n with e^±s = 1. */
const UNKNOWN_NEUTRALITY = -2;

function combineExperts(judged: readonly Judged[], recipe: Recipe, examples: readonly Example[]): Mixture {
  const names = namesOf(recipe, examples);
  const inputs = [...names, ...EXTRA_INPUTS];
  const G = recipe.styles.length;
  const balance = new Float32Array(G * inputs.length);
  const neutrality = new Float32Array(G * inputs.length);
  const hold = new Float32Array(G * inputs.length);
  recipe.styles.forEach((style, g) => {
    const at = g * inputs.length;
    const has = names.includes(`${style.name}:n`);
    balance[at] = 0.5;
    balance[at + names.indexOf(`${style.name}:s`)] = 0.5;
    if (has) {
      neutrality[at + names.indexOf('all:n')] = 0.5;
      neutrality[at + names.indexOf(`${style.name}:n`)] = 0.5;
    } else {
      neutrality[at + inputs.length - 1] = UNKNOWN_NEUTRALITY;
      hold.fill(Number.POSITIVE_INFINITY, at, at + inputs.length);
    }
  });
  const sizes = new Map<string, number>();
  for (const e of examples) sizes.set(e.corpus, (sizes.get(e.corpus) ?? 0) + 1);
  const mixture = fitMixture(judged, {
    styles: recipe.styles.map((s) => s.name),
    kinds: recipe.styles.map((s) => s.kind),
    inputs,
    balance,
    neutrality,
    hold,
  });
  fitDecision(mixture, judged);
  return mixture;
}

/** Names of the experts' sums, in the order `teach` makes them. */
function namesOf(recipe: Recipe, examples: readonly Example[]): string[] {
  const names = ['all:s'];
  if (examples.some((e) => e.label === 1)) names.push('all:n');
  recipe.styles.forEach((style, g) => {
    names.push(`${style.name}:s`);
    if (examples.some((e) => e.style === g && e.label === 1)) names.push(`${style.name}:n`);
  });
  return names;
}
