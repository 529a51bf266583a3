/** Texts labelled towards something they name → a model of the feeling towards a place in a text. */
import type { Span } from '../../../model.ts';
import type { SentimentModel } from '../model.ts';
import type { NetworkInput, NetworkParts } from '../network.ts';
import { clauseNumbers, placeFeatures, placesOf, SURROUNDINGS, surroundings } from '../place.ts';
import { NO_POLARITY } from '../polarity.ts';
import { findTarget } from '../target.ts';
import { TARGET_MARKS, TARGET_REGIONS, targetInput, withoutVectors, withVectors } from '../target-network.ts';
import { unitsOf } from '../units.ts';
import { examplesOf, type Fitted, fitExperts, type Task } from './fit.ts';
import { type FittedNetwork, fitNetwork, keepNetwork } from './network-fit.ts';
import { startFrom } from './network-weights.ts';
import type { Recipe } from './recipe.ts';
import { type LabelledText, rowsOf } from './rows.ts';

export interface TargetText extends LabelledText {
  readonly target: string;
  /** Where it stands; null: wherever the words do. */
  readonly span: Span | null;
}

/** Fits a target model over the language's model `base`. */
export function fitTargets(
  texts: readonly TargetText[],
  base: SentimentModel,
  recipe: Recipe,
  kept: NetworkParts | null,
  report: (what: string) => void,
): Fitted {
  report(`reading ${texts.length} texts with targets`);
  const around: Float64Array[] = [];
  const inputs: NetworkInput[] = [];
  const raw = texts.map(({ text, target, span }) => {
    const units = unitsOf(text);
    const places = placesOf(units, findTarget(text, [target], span === null ? [] : [span]));
    const clauses = clauseNumbers(units);
    around.push(surroundings(base, units, places, clauses, undefined));
    const { input, from, to } = targetInput(units, base.negated(units), places, clauses);
    inputs.push(partOf(input, from, to));
    return placeFeatures(units, places, clauses);
  });
  const task = {
    texts,
    rows: rowsOf(raw),
    styles: recipe.targetStyles,
    keep: recipe.targetRows,
    folds: 4,
    judged: base.network === null ? ('all' as const) : ('first' as const),
    more: { names: SURROUNDINGS, values: around },
  };
  const network = base.network === null ? null : networkOver(base.network, task, inputs, recipe, kept, report);
  const more = {
    names: [...SURROUNDINGS, ...(network?.names ?? [])],
    values: around.map((own, i) => Float64Array.of(...own, ...(network?.values[i] ?? []))),
  };
  const spec = { units: 0, letters: null };
  const parts = network === null ? null : withoutVectors(network.parts);
  const experts = fitExperts({ ...task, more }, report);
  return { lang: recipe.lang, spec, polarity: NO_POLARITY, network: parts, ...experts };
}

/** A network over the vectors of the language's: one taught before, or one that begins with what the language's has learned. */
function networkOver(
  base: NetworkParts,
  task: Task,
  inputs: readonly NetworkInput[],
  recipe: Recipe,
  kept: NetworkParts | null,
  report: (what: string) => void,
): FittedNetwork {
  const heads = ['all', ...recipe.targetStyles.map((s) => s.name)];
  const shape = { heads: heads.length, marks: TARGET_MARKS, regions: TARGET_REGIONS };
  const texts = examplesOf(task).map(({ label, neutral, style, fold }, i) => {
    return { input: inputs[i]!, label, neutral, style, weight: 1, fold };
  });
  if (kept?.heads.join() === heads.join()) return keepNetwork(texts, withVectors(kept, base));
  const weights = startFrom(base, shape);
  return fitNetwork(texts, { words: base.words, heads, weights }, TEACHING, report);
}

const TEACHING = {
  epochs: 3,
  batch: 48,
  rate: 1e-3,
  vectorRate: 0,
  drop: { words: 0.1, components: 0.1, pooled: 0.5 },
  seed: 7,
};

const partOf = ({ hash, marks, regions }: NetworkInput, from: number, to: number): NetworkInput => ({
  hash: hash.slice(from, to),
  marks: marks.slice(from, to),
  regions: regions?.slice(from, to) ?? null,
});
