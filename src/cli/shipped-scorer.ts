/** The scorer with the models that ship, and nothing else: filters start at once. */
import { readFileSync } from 'node:fs';
import { loadModels } from '../analyze/models/load.ts';
import { createScorer, type Scorer } from '../analyze/scorer.ts';

export function shippedScorer(): Scorer {
  return createScorer(loadModels((name) => readFileSync(new URL(`../analyze/models/${name}`, import.meta.url))));
}
