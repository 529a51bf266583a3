/** What writers say they will do, or ask for: leave, warn, sue, come back … Not what they deny or tell of others. */
import { INTENTS, type Intent, type IntentFinding } from '../model.ts';
import { EN, NEITHER_EN } from './intents/en.ts';
import type { IntentPhrases } from './intents/phrases.ts';
import { asks } from './intents/question.ts';
import { commands, denied, deniedWithin, reported } from './intents/scope.ts';
import { NEITHER_ZH, ZH } from './intents/zh.ts';
import { fieldOf } from './match/field.ts';
import type { Occurrence } from './phrases/book.ts';
import { type PhraseEntry, ScriptBooks } from './phrases/scripts.ts';
import { clipped } from './text/evidence.ts';
import { ownClauses } from './text/own.ts';
import { type Clause, type Doc, masked } from './text.ts';

/** Null: looks like one, is none. */
type Meaning = Intent | null;

/** In Chinese a blank never belongs to a phrase, so lists may run on; ` + ` binds what stands around it. */
const chinese = (list: string): string[] =>
  list
    .replace(/ \+ /g, '\u0000')
    .split(/\s+/)
    .map((p) => p.replaceAll('\u0000', ' + '))
    .filter((p) => p !== '');
const english = (list: string): string[] => list.split(/\s*[,\n]\s*/).filter((p) => p !== '');

function* entries(): Generator<PhraseEntry<Meaning>> {
  const lists: readonly [IntentPhrases, string, (list: string) => string[]][] = [
    [ZH, NEITHER_ZH, chinese],
    [EN, NEITHER_EN, english],
  ];
  for (const [phrases, neither, cut] of lists) {
    for (const intent of INTENTS) for (const pattern of cut(phrases[intent])) yield [pattern, intent];
    for (const pattern of cut(neither)) yield [pattern, null];
  }
}

const book = new ScriptBooks<Meaning>(entries);

/** Inside the first, the second is not meant: there is a recommendation in “would not recommend”. */
const OVERRULES: Readonly<Partial<Record<Intent, readonly Intent[]>>> = {
  warning: ['praise', 'repurchase', 'churn'],
  churn: ['repurchase', 'praise'],
  regulator: ['legal', 'press'],
  press: ['legal', 'regulator'],
  refund: ['repurchase'],
};

/** A refund that is refused is still asked for; a question may well contain a “not”. */
const DENIAL_IS_NO_END: ReadonlySet<Intent> = new Set(['refund', 'question']);

/** The intents in a post, each once, with the clause as evidence, in the order of the text. */
export function findIntents(doc: Doc): IntentFinding[] {
  const text = masked(doc);
  const found = book.find(fieldOf(text));
  if (found.length === 0) return [];
  const clauses = ownClauses(doc, text, false);
  const first = new Map<Intent, IntentFinding>();
  for (const phrase of meant(found)) {
    if (first.has(phrase.value)) continue;
    const at = clauseAt(clauses, phrase.start);
    const clause = clauses[at];
    if (clause === undefined || phrase.start >= clause.end) continue;
    if (!counts(text, clause, phrase)) continue;
    let last = at;
    while (clauses[last + 1] !== undefined && clauses[last + 1]!.start < phrase.end) last++;
    const end = Math.max(clauses[last]!.end, phrase.end);
    const evidence = clipped(doc.text, clause.start, end, phrase.start, phrase.end);
    first.set(phrase.value, { intent: phrase.value, evidence });
  }
  return [...first.values()];
}

/** Phrases that are not part of a longer one which means something else, by their starts. */
function meant(found: readonly Occurrence<Meaning>[]): Occurrence<Intent>[] {
  const sorted = [...found].sort((a, b) => a.start - b.start || b.end - a.end);
  const kept: Occurrence<Intent>[] = [];
  let open: Occurrence<Meaning>[] = [];
  for (const phrase of sorted) {
    open = open.filter((o) => o.end > phrase.start);
    const { value, start, end } = phrase;
    const inside = open.filter((o) => o.end >= end && o.end - o.start > end - start);
    const overruled = inside.some((o) => o.value === null || (value !== null && OVERRULES[o.value]?.includes(value)));
    // Of what begins within a longer phrase of the same meaning only the longer is looked at.
    if (!inside.some((o) => o.value === value)) open.push(phrase);
    if (value !== null && !overruled) kept.push({ value, start, end });
  }
  return kept;
}

function counts(text: string, clause: Clause, { value, start, end }: Occurrence<Intent>): boolean {
  if (value === 'question') return asks(text, clause, start, end);
  if (value === 'warning' && IMPERATIVE.test(text.slice(start, start + 8)) && !commands(text, clause.start, start))
    return false;
  if (reported(text, clause.start, start)) return false;
  if (DENIAL_IS_NO_END.has(value)) return true;
  if (denied(text, clause.start, start)) return false;
  return (value !== 'praise' && value !== 'repurchase') || !deniedWithin(text, start, end);
}

const IMPERATIVE = /^(?:don'?t|don’t|do not|never e)/i;

/** Index of the last clause that begins at or before `offset`. */
function clauseAt(clauses: readonly Clause[], offset: number): number {
  let low = 0;
  let high = clauses.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (clauses[middle]!.start <= offset) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}
