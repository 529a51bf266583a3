/** What is felt in a post, or in it towards one brand: language, sentiment, aspects, intents. */
import type { Label, PostKind, Score, Sentiment, Span } from '../model.ts';
import { detectLanguage } from './language.ts';
import { isModelLanguage, type Models } from './models/load.ts';
import { readByLexicon } from './sentiment/lexicons.ts';
import { type Reading, readingOf, type Three, withRating } from './sentiment/reading.ts';
import { findTarget, judgeTarget } from './sentiment/target.ts';
import { unitsOf } from './sentiment/units.ts';

export interface ScoreInput {
  readonly text: string;
  readonly title?: string | null | undefined;
  /** As declared; the text decides unless it is one of ISO 639-1. */
  readonly lang?: string | null | undefined;
  readonly kind?: PostKind | null | undefined;
  readonly site?: string | null | undefined;
  /** 0…1, or as published. */
  readonly rating?:
    | number
    | { readonly value: number; readonly best: number; readonly worst?: number }
    | null
    | undefined;
  /** Whom the sentiment is towards: where the text names it, or the words that do. Without: the whole text's. */
  readonly target?: { readonly words?: readonly string[]; readonly spans?: readonly Span[] } | null | undefined;
}

export interface Scorer {
  score(input: ScoreInput): Score;
}

/** A scorer over loaded models. Same input, same score; never NaN; time grows with the text up to a limit. */
export function createScorer(models: Models): Scorer {
  return { score: (input) => scoreOne(models, input) };
}

const LABELS: readonly Label[] = ['negative', 'neutral', 'positive'];
/** Of a text without a word nothing is known; a rating beside it can still decide. */
const NOTHING: Three = [0.3, 0.4, 0.3];
/** Confidence of a reading by word lists alone, at most: about what they reach on review texts. */
const LEXICON_CONFIDENCE = 0.6;

function scoreOne(models: Models, input: ScoreInput): Score {
  const title = input.title?.trim() ?? '';
  const whole = title === '' || input.text.startsWith(title) ? input.text : `${title}\n${input.text}`;
  const lang = languageOf(whole, input.lang);
  const rating = ratingOf(input.rating);
  let reading = read(models, whole, lang, input);
  if (rating !== null) reading = withRating(reading, rating);
  return { lang, sentiment: sentimentOf(reading), aspects: [], intents: [] };
}

function read(models: Models, whole: string, lang: string, input: ScoreInput): Reading {
  const kind = input.kind === 'review' ? 'review' : input.kind == null ? undefined : 'post';
  if (isModelLanguage(lang) || lang === 'und') {
    const model = models.get(isModelLanguage(lang) ? lang : 'zh');
    const units = unitsOf(whole);
    if (units.count === 0) return readingOf(NOTHING, NOTHING);
    const judged = model.judge(units, kind);
    const overall = readingOf(judged.p, judged.fair);
    const { words = [], spans = [] } = input.target ?? {};
    if (words.length === 0 && spans.length === 0) return overall;
    const shift = whole.length - input.text.length;
    const places = findTarget(
      whole,
      words,
      spans.map(([start, end]): Span => [start + shift, end + shift]),
    );
    return judgeTarget(model, units, whole, places, kind, overall);
  }
  const found = readByLexicon(whole, lang);
  if (found === null || found.hits === 0) return readingOf([0.2, 0.6, 0.2], [0.2, 0.6, 0.2]);
  const up = ((1 + found.score) / 2) * LEXICON_CONFIDENCE;
  const p: [number, number, number] = [LEXICON_CONFIDENCE - up, 1 - LEXICON_CONFIDENCE, up];
  return readingOf(p, p);
}

function languageOf(text: string, declared: string | null | undefined): string {
  const primary = declared?.toLowerCase().split(/[-_]/)[0] ?? '';
  if (/^[a-z]{2}$/.test(primary)) return primary;
  return detectLanguage(text).lang;
}

/** 0…1, or null for a rating that makes no sense. */
function ratingOf(rating: ScoreInput['rating']): number | null {
  if (rating == null) return null;
  if (typeof rating === 'number') return rating >= 0 && rating <= 1 ? rating : null;
  const worst = rating.worst ?? (rating.best > 1 ? 1 : 0);
  const share = (rating.value - worst) / (rating.best - worst);
  return Number.isFinite(share) ? Math.max(0, Math.min(1, share)) : null;
}

const round = (x: number): number => Math.round(x * 1e4) / 1e4;

function sentimentOf({ p, fair }: Reading): Sentiment {
  const [down, middle, up] = fair;
  const label = middle > down && middle > up ? 1 : up >= down ? 2 : 0;
  return { label: LABELS[label]!, score: round(up - down) || 0, confidence: round(p[label]!) };
}
