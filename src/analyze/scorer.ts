/** What is felt in a post, or in it towards one brand: language, sentiment, aspects, intents. */
import type { Label, PostKind, Score, Sentiment, Span } from '../model.ts';
import { type AspectBook, findAspects } from './aspects.ts';
import { onlyInquires } from './inquiry.ts';
import { findIntents } from './intents.ts';
import { detectLanguage } from './language.ts';
import { addresses, onlyAsks } from './manner.ts';
import { isModelLanguage, type ModelLanguage, type Models } from './models/load.ts';
import { turnOf } from './sentiment/compare.ts';
import { type Heard, hear, type Target } from './sentiment/heard.ts';
import { readByLexicon } from './sentiment/lexicons.ts';
import { mocks } from './sentiment/mockery.ts';
import { placesOf } from './sentiment/place.ts';
import { onlyTells, toldWords, without } from './sentiment/quoted.ts';
import { leaning, pooled, type Reading, readingOf, type Three, unfelt, withRating } from './sentiment/reading.ts';
import { type Units, unitsOf } from './sentiment/units.ts';
import { readText } from './text.ts';

export interface ScoreInput {
  readonly text: string;
  readonly title?: string | null | undefined;
  /** As declared: ISO 639-1, or nothing; the text decides then. */
  readonly lang?: string | null | undefined;
  readonly kind?: PostKind | null | undefined;
  readonly site?: string | null | undefined;
  /** 0…1, or as published. */
  readonly rating?:
    | number
    | { readonly value: number; readonly best: number; readonly worst?: number }
    | null
    | undefined;
  /** Whom the sentiment is towards. Without: the whole text's. */
  readonly target?: Target | null | undefined;
  /** The brand's own aspects, looked for beside those that every brand has. */
  readonly aspects?: AspectBook | undefined;
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
const UNREADABLE: Three = [0.2, 0.6, 0.2];
/** Aspects and intents are looked for in so many characters of a text. */
const ENOUGH = 20_000;

/**
 * What the post as a whole says in the feeling about one of its aspects; the clause says the rest. Chosen on words of the
 * target corpora that are aspects: 1 to 2 points more of them are read right than by the clause alone.
 */
const SHARE_OF_POST = 0.3;

/** Of tweets that only ask for facts (134 of one corpus, 187 of one not taught) 75 and 81 of 100 were labelled neutral. */
const SURELY_NEUTRAL = 0.75;

type Kind = 'review' | 'post' | undefined;

/** Reads texts of one language; `units` of the text that `span` refers to. */
interface Reader {
  whole(units: Units, text: string): Reading;
  part(units: Units, text: string, span: Span): Reading;
  /** What the whole of a text that names one alone says in the reading of it, 0…1; what stands around the name says the rest. */
  readonly shareOfWhole: number;
  /** `among`: the text speaks of others as well. */
  towards(units: Units, text: string, places: readonly Span[], among: boolean): Reading | null;
}

function scoreOne(models: Models, input: ScoreInput): Score {
  const { text } = input;
  const title = input.title?.trim() ?? '';
  const whole = title === '' || text.startsWith(title) ? text : `${title}\n${text}`;
  const lang = languageOf(whole, input.lang);
  const doc = readText(text.length > ENOUGH ? text.slice(0, ENOUGH) : text);
  const intents = findIntents(doc);
  const bare = whole === text;
  const noReview = bare && (addresses(doc) || onlyAsks(doc, intents));
  const reader = readerOf(models, lang, kindOf(input, noReview), whole);
  const told = toldWords(whole, lang);
  const said = told.length === 0 ? whole : without(whole, told);
  const units = unitsOf(said);
  const rating = ratingOf(input.rating);
  const shift = whole.length - text.length;
  const heard = hear(input.target, said, shift, lang);
  const literal = read(reader, units, said, heard);
  // Of several that are named, only one is mocked: which one is not known.
  const felt = heard.others.length === 0 && mocks(whole, lang) ? leaning(literal, -1) : literal;
  const inquires = bare && rating === null && input.kind !== 'review' && onlyInquires(doc, lang);
  const tells = rating === null && told.length > 0 && onlyTells(said, lang);
  const reading = inquires || tells ? unfelt(felt, SURELY_NEUTRAL) : rating === null ? felt : withRating(felt, rating);
  const own = bare && told.length === 0 ? units : unitsOf(text);
  const inClause = (span: Span) => sentimentOf(pooled(reader.part(own, text, span), felt, SHARE_OF_POST));
  const aspects = findAspects(doc, inClause, input.aspects);
  const touches = (spans: readonly Span[], [start, end]: Span) =>
    spans.some(([a, b]) => start + shift < b && end + shift > a);
  const { shares } = heard;
  return {
    lang,
    sentiment: sentimentOf(reading),
    aspects: shares === null ? aspects : aspects.filter(({ evidence }) => touches(shares.own, evidence)),
    // What somebody will do is left out only where it surely is about another: a missed threat costs more than a wrong one.
    intents: intents.filter(({ evidence }) => shares === null || !touches(shares.others, evidence)),
  };
}

/** As declared, or as written: reviewers, whose texts teach much of the models, tell, and turn to nobody. */
function kindOf({ kind }: ScoreInput, noReview: boolean): Kind {
  if (kind != null) return kind === 'review' ? 'review' : 'post';
  return noReview ? 'post' : undefined;
}

function read(reader: Reader, units: Units, whole: string, heard: Heard): Reading {
  const { places, shares } = heard;
  if (units.count === 0) return readingOf(NOTHING, NOTHING);
  const turn = places.map((place) => turnOf(whole, place)).find((t) => t !== 0);
  const said = shares === null ? null : readPieces(reader, whole, shares.own);
  // Who turns from one to another has named another, whether anybody knows that name or not.
  const reading = said ?? readPlaces(reader, units, whole, turn === undefined ? heard : { ...heard, alone: false });
  return turn === undefined ? reading : leaning(reading, turn);
}

/**
 * By language, chosen on tweets to brands and on texts of the corpora with a name given to them: in English, what is written
 * to one brand is about it, wherever it stands.
 */
const SHARE_OF_WHOLE: Readonly<Record<ModelLanguage, number>> = { en: 0.75, zh: 0.25 };

function readPlaces(reader: Reader, units: Units, whole: string, { places, others, alone }: Heard): Reading {
  if (alone && reader.shareOfWhole === 1) return reader.whole(units, whole);
  const towards = reader.towards(units, whole, places, others.length > 0);
  if (towards === null) return reader.whole(units, whole);
  return alone ? pooled(towards, reader.whole(units, whole), reader.shareOfWhole) : towards;
}

/** What is said in some stretches of a text, read as if it were all that is said. */
function readPieces(reader: Reader, whole: string, pieces: readonly Span[]): Reading | null {
  const said = pieces.map(([start, end]) => whole.slice(start, end)).join('\n');
  const units = unitsOf(said);
  return units.count === 0 ? null : reader.whole(units, said);
}

/** Enough to see whether a text has words at all. */
const GLANCE = 300;

function readerOf(models: Models, lang: string, kind: Kind, text: string): Reader {
  // What has no letters (emoji, `[泪]`) is read as Chinese posts have it, whatever it is declared as: they have the most of it.
  const wordless = !/[\p{L}\p{N}]/u.test(text.slice(0, GLANCE));
  const own = wordless || lang === 'und' ? 'zh' : isModelLanguage(lang) ? lang : null;
  if (own === null) {
    const byList = (text: string) => lexiconReading(text, lang);
    return {
      whole: (_, text) => byList(text),
      part: (_, text, [a, b]) => byList(text.slice(a, b)),
      shareOfWhole: 1,
      towards: () => null,
    };
  }
  const model = models.get(own);
  return {
    whole: (units) => model.judge(units, kind),
    part: (units, _, span) => {
      const [place] = placesOf(units, [span]);
      return place === undefined ? readingOf(NOTHING, NOTHING) : model.judge(units, kind, place[0], place[1]);
    },
    // A review is about what is reviewed, wherever it names it.
    shareOfWhole: kind === 'review' ? 1 : SHARE_OF_WHOLE[own],
    towards: (units, _, places, among) => models.target(own, among).judge(units, places, kind),
  };
}

function lexiconReading(text: string, lang: string): Reading {
  const found = readByLexicon(text, lang);
  if (found === null || found.hits === 0) return readingOf(UNREADABLE, UNREADABLE);
  const up = ((1 + found.score) / 2) * LEXICON_CONFIDENCE;
  const p: Three = [LEXICON_CONFIDENCE - up, 1 - LEXICON_CONFIDENCE, up];
  return readingOf(p, p);
}

function languageOf(text: string, declared: string | null | undefined): string {
  const primary = declared?.toLowerCase().split(/[-_]/)[0] ?? '';
  return /^[a-z]{2}$/.test(primary) ? primary : detectLanguage(text).lang;
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
