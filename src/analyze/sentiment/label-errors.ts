/** What a model gets wrong of negative against the rest, by the kind of text: what counts of labels are corrected for. */
import type { Measures } from './measure.ts';

/** Errors on one kind of text. */
export interface LabelErrors {
  /** The corpora they were measured on, and their texts. */
  readonly corpora: readonly string[];
  readonly texts: number;
  /** `confusion[truth][said]` of all of them, in the order of `LABELS`. */
  readonly confusion: readonly (readonly number[])[];
  /** Share of the negative texts that are labelled negative, on the corpus where most are: 0…1. */
  readonly sensitivity: number;
  /** Share of the other texts that are labelled negative, on the corpus where the fewest are: 0…1. */
  readonly falsePositiveRate: number;
}

export type ErrorsByKind = Readonly<Partial<Record<'review' | 'post', LabelErrors>>>;

/** On fewer texts a rate is a guess. */
const LEAST_TEXTS = 300;

type Style = { readonly kind: 'review' | 'post'; readonly corpora: readonly string[] };

/**
 * By kind, from what was measured by corpus. The rates are the least of any corpus of the kind, not their mean: corpora are
 * harder than a brand's own mentions by a different measure each, and an error that is believed and not made hides complaints.
 * A kind without a corpus of `LEAST_TEXTS` texts that has both negative ones and others is left out.
 */
export function errorsByKind(
  measured: Readonly<Record<string, Pick<Measures, 'texts' | 'confusion'>>>,
  styles: readonly Style[],
): ErrorsByKind {
  const errors: Partial<Record<'review' | 'post', LabelErrors>> = {};
  for (const kind of ['review', 'post'] as const) {
    const own = new Set(styles.filter((style) => style.kind === kind).flatMap(({ corpora }) => corpora));
    const tables = Object.entries(measured).filter(([corpus, { texts, confusion }]) => {
      return own.has(corpus) && texts >= LEAST_TEXTS && sum(confusion[0]!) > 0 && othersOf(confusion) > 0;
    });
    if (tables.length === 0) continue;
    const of = (rate: (confusion: Measures['confusion']) => number) => tables.map(([, m]) => rate(m.confusion));
    errors[kind] = {
      corpora: tables.map(([corpus]) => corpus),
      texts: sum(tables.map(([, m]) => m.texts)),
      confusion: [0, 1, 2].map((truth) => [0, 1, 2].map((said) => sum(of((confusion) => confusion[truth]![said]!)))),
      sensitivity: rounded(Math.max(...of((confusion) => confusion[0]![0]! / sum(confusion[0]!)))),
      falsePositiveRate: rounded(
        Math.min(...of((confusion) => (confusion[1]![0]! + confusion[2]![0]!) / othersOf(confusion))),
      ),
    };
  }
  return errors;
}

const othersOf = (confusion: Measures['confusion']) => sum(confusion[1]!) + sum(confusion[2]!);
const sum = (list: readonly number[]) => list.reduce((all, x) => all + x, 0);
const rounded = (rate: number) => Math.round(rate * 1e4) / 1e4;
