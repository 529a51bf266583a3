/** What a post is about: which aspects occur, where, and how each is felt. */
import type { Aspect, AspectFinding, Sentiment, Span } from '../model.ts';
import { EN, NEITHER_EN } from './aspects/en.ts';
import { type AspectWord, partsOf } from './aspects/parts.ts';
import type { AspectWords } from './aspects/words.ts';
import { NEITHER_ZH, ZH } from './aspects/zh.ts';
import { Field } from './match/field.ts';
import { type Occurrence, PhraseBook } from './phrases/book.ts';
import { ownClauses } from './text/own.ts';
import { type Doc, masked } from './text.ts';

/** What a word tells: its aspect, and whether it names the matter (`topic`) or says something of it. */
export interface AspectHint {
  /** Null for phrases that only look like words of an aspect. */
  readonly aspect: Aspect | null;
  readonly topic: boolean;
}

/** A brand's own aspects: name → words (plain or patterns, see `phrases/pattern.ts`). */
export type OwnAspects = Readonly<Record<string, readonly string[]>>;

/** Word lists ready for use; make one and keep it. */
export type AspectBook = PhraseBook<AspectHint>;

/** The built-in lists with a brand's own aspects beside them. Throws on a broken pattern. */
export function aspectBook(own: OwnAspects = {}): AspectBook {
  return new PhraseBook<AspectHint>([
    ...entriesOf(ZH, BLANKS),
    ...entriesOf(EN, COMMAS),
    ...ownEntries(own),
    ...patternsOf(NEITHER_ZH, BLANKS).map((pattern) => [pattern, NEITHER] as const),
    ...patternsOf(NEITHER_EN, COMMAS).map((pattern) => [pattern, NEITHER] as const),
  ]);
}

const BLANKS = /\s+/;
const COMMAS = /\s*[,\n]\s*/;
const NEITHER: AspectHint = { aspect: null, topic: false };

const patternsOf = (list: string, separator: RegExp): string[] =>
  list.split(separator).filter((pattern) => pattern !== '');

function* entriesOf(words: AspectWords, separator: RegExp): Generator<readonly [string, AspectHint]> {
  for (const [aspect, { topics, signs }] of Object.entries(words)) {
    for (const pattern of patternsOf(topics, separator)) yield [pattern, { aspect, topic: true }];
    for (const pattern of patternsOf(signs, separator)) yield [pattern, { aspect, topic: false }];
  }
}

function* ownEntries(own: OwnAspects): Generator<readonly [string, AspectHint]> {
  for (const [aspect, words] of Object.entries(own)) for (const word of words) yield [word, { aspect, topic: true }];
}

let shared: AspectBook | undefined;

/**
 * The aspects in a post, each once, in the order of their evidence. Only the writer's own words count where there are
 * any. `judge` tells the feeling of a stretch of `doc.text`; of several clauses about one aspect the most decided is the
 * evidence. Evidence is the clause, without punctuation and linking words around it.
 */
export function findAspects(doc: Doc, judge: (span: Span) => Sentiment, book?: AspectBook): AspectFinding[] {
  shared ??= aspectBook();
  const words = book ?? shared;
  const text = masked(doc);
  const hints = words.find(new Field(text));
  if (hints.length === 0) return [];
  const best = new Map<Aspect, AspectFinding>();
  const judged = new Map<string, Sentiment>();
  for (const { span, aspects } of partsOf(text, ownClauses(doc, text, true), longest(hints))) {
    const key = `${span[0]},${span[1]}`;
    const feeling = judged.get(key) ?? judge(span);
    judged.set(key, feeling);
    for (const aspect of aspects) {
      const before = best.get(aspect);
      if (before !== undefined && Math.abs(before.score) >= Math.abs(feeling.score)) continue;
      best.set(aspect, { aspect, label: feeling.label, score: feeling.score, evidence: span });
    }
  }
  return [...best.values()].sort((a, b) => a.evidence[0] - b.evidence[0]);
}

/** A word inside a longer one of the lists says nothing: `服务` in `售后服务`. */
function longest(hints: readonly Occurrence<AspectHint>[]): AspectWord[] {
  const sorted = [...hints].sort((a, b) => a.start - b.start || b.end - a.end);
  const kept: AspectWord[] = [];
  let reach: Occurrence<AspectHint> | undefined;
  for (const hint of sorted) {
    const inside = reach !== undefined && hint.end <= reach.end && hint.end - hint.start < reach.end - reach.start;
    if (inside) continue;
    const { aspect, topic } = hint.value;
    if (aspect !== null) kept.push({ aspect, topic, start: hint.start, end: hint.end });
    if (reach === undefined || hint.end > reach.end) reach = hint;
  }
  return kept;
}
