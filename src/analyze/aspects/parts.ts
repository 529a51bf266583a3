/** Cuts a text into stretches that each say something about one matter. */
import type { Aspect, Span } from '../../model.ts';
import { isCjk } from '../text/chars.ts';
import { clipped } from '../text/evidence.ts';
import type { Clause } from '../text.ts';

/** A word of an aspect where it stands in the text. */
export interface AspectWord {
  readonly aspect: Aspect;
  readonly topic: boolean;
  readonly start: number;
  readonly end: number;
}

export interface Part {
  readonly span: Span;
  readonly aspects: ReadonlySet<Aspect>;
}

/** What may stand between two matters that share one judgement: 服务和环境都很好. */
const JOINED_ZH = /^[\s的和与及跟、及以还有，,/&+]*$/;
const DETERMINER = /^(?:the|a|an|our|my|their|its|all)?$/i;
const AND = /\s(?:and|&|\+)\s/g;

/** `hints` in order. Each goes to the clause it stands in; clauses without one are left out. */
export function partsOf(text: string, clauses: readonly Clause[], hints: readonly AspectWord[]): Part[] {
  const parts: Part[] = [];
  let next = 0;
  for (const clause of clauses) {
    while (next < hints.length && hints[next]!.start < clause.start) next++;
    const inside: AspectWord[] = [];
    for (; next < hints.length && hints[next]!.start < clause.end; next++) inside.push(hints[next]!);
    if (inside.length > 0) cut(text, clause.start, clause.end, inside, parts);
  }
  return parts;
}

function cut(text: string, start: number, end: number, hints: readonly AspectWord[], parts: Part[]): void {
  let from = start;
  let group: AspectWord[] = [];
  const close = (to: number) => {
    if (group.length > 0)
      parts.push({
        span: clipped(text, from, to, group[0]!.start, group.at(-1)!.end),
        aspects: new Set(group.map((h) => h.aspect)),
      });
    group = [];
  };
  for (const hint of hints) {
    const last = group.at(-1);
    const seam = last === undefined ? -1 : seamBetween(text, last, hint);
    if (seam >= 0) {
      close(seam);
      from = hint.topic && isCjk(text.charCodeAt(hint.start)) ? hint.start : seam;
    }
    group.push(hint);
  }
  close(end);
}

/** Where what is said of `a` ends and what is said of `b` begins; −1 if one thing is said of both. */
function seamBetween(text: string, a: AspectWord, b: AspectWord): number {
  if (a.aspect === b.aspect || b.start <= a.end) return -1;
  const between = text.slice(a.end, b.start);
  // Chinese names the matter first: 环境好服务差.
  if (isCjk(text.charCodeAt(b.start))) return b.topic && !JOINED_ZH.test(between) ? b.start : -1;
  // English joins by “and”, with words of judgement on either side: great food and rude staff.
  AND.lastIndex = 0;
  const and = AND.exec(between.slice(0, 200));
  if (and === null) return -1;
  const sharesVerdict =
    a.topic &&
    b.topic &&
    between.slice(0, and.index).trim() === '' &&
    DETERMINER.test(between.slice(and.index + and[0].length).trim());
  return sharesVerdict ? -1 : a.end + and.index;
}
