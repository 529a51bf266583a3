/** Sentiment towards something the text names, read from where it stands. */
import type { Span } from '../../model.ts';
import { ModelFormatError } from './format.ts';
import type { Verdict } from './mixture.ts';
import { Blend, type ModelParts, type SentimentModel } from './model.ts';
import { NetworkReader } from './network.ts';
import { clauseNumbers, placeFeatures, placesOf, surroundings } from './place.ts';
import { targetInput, withVectors } from './target-network.ts';
import type { Units } from './units.ts';

/** Where the target stands: the spans given, or wherever one of the words does (whatever the case). */
export function findTarget(text: string, words: readonly string[], spans: readonly Span[]): Span[] {
  const good = spans.filter(([start, end]) => start >= 0 && end > start && end <= text.length);
  if (good.length > 0) return good;
  const lower = text.toLowerCase();
  const found: Span[] = [];
  if (lower.length !== text.length) return found;
  for (const word of words) {
    const needle = word.toLowerCase().trim();
    if (needle === '') continue;
    for (let at = lower.indexOf(needle); at >= 0 && found.length < 20; at = lower.indexOf(needle, at + needle.length)) {
      found.push([at, at + needle.length]);
    }
  }
  return found;
}

/** Reads the feeling towards places in a text; leans on the language's model for the parts around them. */
export class TargetModel {
  readonly #base: SentimentModel;
  readonly #blend: Blend;
  readonly #network: NetworkReader | null;

  /** Throws `ModelFormatError` for parts that belong to another model. */
  constructor(base: SentimentModel, parts: ModelParts) {
    this.#base = base;
    this.#network = networkOver(base, parts);
    this.#blend = new Blend(parts);
  }

  /** What is felt towards what stands at `spans` of the text; null where nothing stands there. */
  judge(units: Units, spans: readonly Span[], kind: 'review' | 'post' | undefined): Verdict | null {
    const places = placesOf(units, spans);
    if (places.length === 0) return null;
    const clauses = clauseNumbers(units);
    const around = surroundings(this.#base, units, places, clauses, kind);
    const features = placeFeatures(units, places, clauses);
    if (this.#network === null) return this.#blend.judge(features, undefined, around);
    const { input, from, to } = targetInput(units, this.#base.negated(units), places, clauses);
    const network = this.#network.read(input, from, to);
    return this.#blend.judge(features, undefined, Float64Array.of(...around, ...network));
  }
}

function networkOver(base: SentimentModel, { network }: ModelParts): NetworkReader | null {
  if (network === null) return null;
  if (base.network === null) throw new ModelFormatError('the model of targets was trained over another model');
  return new NetworkReader(withVectors(network, base.network));
}
