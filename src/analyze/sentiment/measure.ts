/** How well scores agree with labels: accuracy, F1, recall, calibration, confusion; whole and by slice. */
import type { Label, Score } from '../../model.ts';

export const LABELS: readonly Label[] = ['negative', 'neutral', 'positive'];

/** One labelled text and what was said of it. */
export interface Judged {
  readonly text: string;
  readonly truth: Label;
  readonly sentiment: Score['sentiment'];
  readonly corpus: string;
  /** Slices the labelled line itself names. */
  readonly slices: readonly string[];
}

export interface Measures {
  readonly texts: number;
  /** Labels that occur; a corpus without `neutral` is judged by the sign of the score. */
  readonly classes: number;
  readonly accuracy: number;
  readonly macroF1: number;
  readonly macroRecall: number;
  /** Accuracy by the sign of the score over texts that are not neutral. */
  readonly polarity: number;
  /** Expected calibration error, ten bins of equal width (Guo et al. 2017). */
  readonly ece: number;
  /** `confusion[truth][said]`, in the order of `LABELS`. */
  readonly confusion: readonly (readonly number[])[];
}

/** Measures over `judged`; null for none. */
export function measure(judged: readonly Judged[]): Measures | null {
  if (judged.length === 0) return null;
  const twoClasses = !judged.some((j) => j.truth === 'neutral');
  const confusion = [
    [0, 0, 0],
    [0, 0, 0],
    [0, 0, 0],
  ];
  const bins = Array.from({ length: 10 }, () => ({ n: 0, right: 0, confidence: 0 }));
  let polar = 0;
  let polarRight = 0;
  for (const { truth, sentiment } of judged) {
    const sign: Label = sentiment.score >= 0 ? 'positive' : 'negative';
    const said = twoClasses ? sign : sentiment.label;
    confusion[LABELS.indexOf(truth)]![LABELS.indexOf(said)]!++;
    if (truth !== 'neutral') {
      polar++;
      if (sign === truth) polarRight++;
    }
    const bin = bins[Math.min(9, Math.floor(sentiment.confidence * 10))]!;
    bin.n++;
    bin.confidence += sentiment.confidence;
    if (said === truth) bin.right++;
  }
  const present = [0, 1, 2].filter((k) => confusion[k]!.some((n) => n > 0));
  const recalls = present.map((k) => confusion[k]![k]! / sum(confusion[k]!));
  const f1s = present.map((k) => {
    const said = confusion[0]![k]! + confusion[1]![k]! + confusion[2]![k]!;
    return (2 * confusion[k]![k]!) / (sum(confusion[k]!) + said);
  });
  return {
    texts: judged.length,
    classes: present.length,
    accuracy: sum([0, 1, 2].map((k) => confusion[k]![k]!)) / judged.length,
    macroF1: sum(f1s) / f1s.length,
    macroRecall: sum(recalls) / recalls.length,
    polarity: polar === 0 ? Number.NaN : polarRight / polar,
    ece: sum(bins.map((b) => Math.abs(b.right - b.confidence))) / judged.length,
    confusion,
  };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((a, b) => a + b, 0);

/** Slices that a text belongs to by its looks. Each is a test that any reader can apply. */
const SLICES: readonly (readonly [name: string, test: (text: string) => boolean])[] = [
  ['negation', (t) => /不(?!过|仅|但|错)|没有?|别|未|\b(?:not|no|never|none|cannot|without)\b|n['’]t\b/i.test(t)],
  ['contrast', (t) => /但是?|不过|可是|然而|\b(?:but|however|although|though|yet)\b/i.test(t)],
  ['comparison', (t) => /比(?!较|如|赛)|不如|换成|换到|\b(?:than|switched|unlike|versus|vs)\b/i.test(t)],
  ['question', (t) => /[?？]/.test(t)],
  ['emoji', (t) => /\p{Extended_Pictographic}|\[[^\]\s]{1,8}\]/u.test(t)],
  ['mixed zh/en', (t) => /\p{Script=Han}/u.test(t) && /[a-z]{3}/i.test(t.replace(/https?:\S+/g, ''))],
  ['very short', (t) => [...t].length <= (/\p{Script=Han}/u.test(t) ? 8 : 24)],
  ['long', (t) => [...t].length > (/\p{Script=Han}/u.test(t) ? 150 : 500)],
];

/** Names of the slices of one text, those the line names first. */
export function slicesOf(judged: Judged): string[] {
  const head = judged.text.slice(0, 5000);
  return [...judged.slices, ...SLICES.filter(([, test]) => test(head)).map(([name]) => name)];
}
