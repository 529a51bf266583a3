/** Texts labelled towards something they name → a model of the feeling towards a place in a text. */
import type { Span } from '../../../model.ts';
import type { SentimentModel } from '../model.ts';
import { clauseNumbers, placeFeatures, placesOf, SURROUNDINGS, surroundings } from '../place.ts';
import { NO_POLARITY } from '../polarity.ts';
import { findTarget } from '../target.ts';
import { unitsOf } from '../units.ts';
import { type Fitted, fitExperts } from './fit.ts';
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
  report: (what: string) => void,
): Fitted {
  report(`reading ${texts.length} texts with targets`);
  const values: Float64Array[] = [];
  const raw = texts.map(({ text, target, span }) => {
    const units = unitsOf(text);
    const places = placesOf(units, findTarget(text, [target], span === null ? [] : [span]));
    const clauses = clauseNumbers(units);
    values.push(surroundings(base, units, places, clauses, undefined));
    return placeFeatures(units, places, clauses);
  });
  const task = {
    texts,
    rows: rowsOf(raw),
    styles: recipe.targetStyles,
    keep: recipe.targetRows,
    folds: 4,
    more: { names: SURROUNDINGS, values },
  };
  const spec = { units: 0, letters: null };
  return { lang: recipe.lang, spec, polarity: NO_POLARITY, ...fitExperts(task, report) };
}
