/** What a post is about: which aspects occur, where, and how each is felt. */
import type { Aspect, AspectFinding, OwnAspects, Sentiment, Span } from '../model.ts';
import { EN, NEITHER_EN } from './aspects/en.ts';
import { type AspectWord, partsOf } from './aspects/parts.ts';
import type { AspectWords } from './aspects/words.ts';
import { NEITHER_ZH, ZH } from './aspects/zh.ts';
import { fieldOf } from './match/field.ts';
import { type Occurrence, PhraseBook } from './phrases/book.ts';
import { type PhraseEntry, ScriptBooks } from './phrases/scripts.ts';
import { ownClauses } from './text/own.ts';
import { type Doc, masked } from './text.ts';

/** What a word tells: its aspect, and whether it names the matter (`topic`) or says something of it. */
export interface AspectHint {
  /** Null for phrases that only look like words of an aspect. */
  readonly aspect: Aspect | null;
  readonly topic: boolean;
  /** A word of the brand's own: what every brand has for the same word gives way to it. */
  readonly own?: true;
}

/** Word lists ready for use; make one and keep it. */
export type AspectBook = PhraseBook<AspectHint>;

/** A brand's own aspects, to be read beside the built-in ones. Throws on a broken pattern; `aspectFaults` tells them all. */
export function aspectBook(own: OwnAspects): AspectBook {
  return new PhraseBook<AspectHint>(
    Object.entries(own).flatMap(([aspect, words]) =>
      words.map((word) => [word, { aspect, topic: true, own: true }] as const),
    ),
  );
}

/** What is wrong with the words of a brand's own aspects: each broken pattern with its place; empty where all can be used. */
export function aspectFaults(own: OwnAspects): { aspect: string; index: number; problem: string }[] {
  return Object.entries(own).flatMap(([aspect, words]) =>
    words.flatMap((word, index) => {
      try {
        aspectBook({ [aspect]: [word] });
        return [];
      } catch (error) {
        return [{ aspect, index, problem: error instanceof Error ? error.message : String(error) }];
      }
    }),
  );
}

/** The lists that every brand has. */
function* builtIn(): Generator<PhraseEntry<AspectHint>> {
  yield* entriesOf(ZH, BLANKS);
  yield* entriesOf(EN, COMMAS);
  for (const pattern of patternsOf(NEITHER_ZH, BLANKS)) yield [pattern, NEITHER];
  for (const pattern of patternsOf(NEITHER_EN, COMMAS)) yield [pattern, NEITHER];
}

const BLANKS = /\s+/;
const COMMAS = /\s*[,\n]\s*/;
const NEITHER: AspectHint = { aspect: null, topic: false };

const patternsOf = (list: string, separator: RegExp): string[] =>
  list.split(separator).filter((pattern) => pattern !== '');

function* entriesOf(words: AspectWords, separator: RegExp): Generator<PhraseEntry<AspectHint>> {
  for (const [aspect, { topics, signs }] of Object.entries(words)) {
    for (const pattern of patternsOf(topics, separator)) yield [pattern, { aspect, topic: true }];
    for (const pattern of patternsOf(signs, separator)) yield [pattern, { aspect, topic: false }];
  }
}

const shared = new ScriptBooks<AspectHint>(builtIn);

/**
 * The aspects in a post, each once, in the order of their evidence. Only the writer's own words count where there are
 * any. `judge` tells the feeling of a stretch of `doc.text`; of several clauses about one aspect the most decided is the
 * evidence. Evidence is the clause, without punctuation and linking words around it. `own`: the brand's own aspects.
 */
export function findAspects(doc: Doc, judge: (span: Span) => Sentiment, own?: AspectBook): AspectFinding[] {
  const text = masked(doc);
  const field = fieldOf(text);
  const hints = own === undefined ? shared.find(field) : [...own.find(field), ...shared.find(field)];
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

/** A word inside a longer one of the lists says nothing: `服务` in `售后服务`; nor does one that is also the brand's own. */
function longest(hints: readonly Occurrence<AspectHint>[]): AspectWord[] {
  const sorted = [...hints].sort((a, b) => a.start - b.start || b.end - a.end);
  const kept: AspectWord[] = [];
  let reach: Occurrence<AspectHint> | undefined;
  for (const hint of sorted) {
    const inside = reach !== undefined && hint.end <= reach.end && hint.end - hint.start < reach.end - reach.start;
    const taken = reach?.value.own && !hint.value.own && hint.start === reach.start && hint.end === reach.end;
    if (inside || taken) continue;
    const { aspect, topic } = hint.value;
    if (aspect !== null) kept.push({ aspect, topic, start: hint.start, end: hint.end });
    if (reach === undefined || hint.end > reach.end) reach = hint;
  }
  return kept;
}
