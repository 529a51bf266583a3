/** Finds queries that can never match, or that match posts which name nothing. */
import { QueryError } from './error.ts';
import type { Query } from './parse.ts';

/** Search steps after which a query is taken to be sound; a query that people write needs a few dozen. */
const BUDGET = 20_000;

/** Something about a post that is so or not. */
interface Fact {
  readonly kind: 'word' | 'site' | 'author' | 'lang';
  readonly value: string;
}

interface Claim {
  readonly op: 'fact';
  readonly fact: Fact;
  readonly so: boolean;
}

type Formula =
  | Claim
  | { readonly op: 'and'; readonly parts: readonly Formula[] }
  | { readonly op: 'or'; readonly parts: readonly Formula[] };

/** `keyOf`: the comparable form of a word; `terms`: those of the brand, for `TERMS`. Throws `QueryError`. */
export function checkQuery(query: Query, keyOf: (word: string) => string, terms: readonly string[]): void {
  const context = { keyOf, terms: terms.map(keyOf) };
  if (!hasPositiveWord(query, true)) {
    const only = query.op === 'not' || (query.op === 'and' && query.parts.some((p) => p.op === 'not'));
    throw new QueryError(
      only
        ? 'the query only says what to leave out; name at least one word or author that must occur'
        : 'the query names no word and no author, so it would match every post of a site or language',
      query.offset,
    );
  }
  if (!satisfiable(toFormula(query, true, context), false)) {
    throw new QueryError(
      'this can never match: its parts rule each other out',
      deepest(query, (q) => !satisfiable(toFormula(q, true, context), false)).offset,
    );
  }
  if (satisfiable(toFormula(query, true, context), true)) {
    throw new QueryError(
      'this would match posts that contain none of the words: an OR branch needs no word',
      deepest(query, (q) => satisfiable(toFormula(q, true, context), true), 'or').offset,
      undefined,
      'put NOT, site: and lang: together with a word by AND, inside brackets',
    );
  }
}

function hasPositiveWord(query: Query, positive: boolean): boolean {
  switch (query.op) {
    case 'word':
    case 'terms':
    case 'near':
      return positive;
    case 'field':
      return positive && query.field === 'author';
    case 'not':
      return hasPositiveWord(query.part, !positive);
    default:
      return query.parts.some((part) => hasPositiveWord(part, positive));
  }
}

/** The innermost part (through `and`/`or`, or `or` only) for which `guilty` still holds. */
function deepest(query: Query, guilty: (query: Query) => boolean, through?: 'or'): Query {
  if (query.op === 'or' || (query.op === 'and' && through === undefined)) {
    const part = query.parts.find(guilty);
    if (part !== undefined) return deepest(part, guilty, through);
  }
  return query;
}

interface Context {
  readonly keyOf: (word: string) => string;
  readonly terms: readonly string[];
}

/** Negation pushed down to the facts. NEAR holds only if both sides do; its negation says nothing certain. */
function toFormula(query: Query, so: boolean, context: Context): Formula {
  const fact = (kind: Fact['kind'], value: string): Formula => ({ op: 'fact', fact: { kind, value }, so });
  switch (query.op) {
    case 'word':
      return fact('word', query.prefix ? `${context.keyOf(query.text)}*` : context.keyOf(query.text));
    case 'terms':
      return { op: so ? 'or' : 'and', parts: context.terms.map((term) => fact('word', term)) };
    case 'field':
      return fact(query.field, query.value.toLowerCase() + (query.prefix ? '*' : ''));
    case 'not':
      return toFormula(query.part, !so, context);
    case 'near':
      if (!so) return { op: 'and', parts: [] };
      return { op: 'and', parts: [toFormula(query.left, so, context), toFormula(query.right, so, context)] };
    default:
      return {
        op: so ? query.op : query.op === 'and' ? 'or' : 'and',
        parts: query.parts.map((part) => toFormula(part, so, context)),
      };
  }
}

/** Whether some post fulfils `formula`; with `wordless`, some post without any of its words and authors. */
function satisfiable(formula: Formula, wordless: boolean): boolean {
  let budget = BUDGET;
  const assumed: Claim[] = [];
  /** What must hold for certain is looked at before any choice. */
  const search = (certain: readonly Formula[], choices: readonly (Formula & { op: 'or' })[]): boolean => {
    if (budget-- <= 0) return !wordless;
    const [goal, ...rest] = certain;
    if (goal === undefined) {
      const [choice, ...others] = choices;
      return choice === undefined || choice.parts.some((part) => search([part], others));
    }
    if (goal.op === 'and') return search([...goal.parts, ...rest], choices);
    if (goal.op === 'or') return search(rest, [...choices, goal]);
    const needsWord = goal.fact.kind === 'word' || goal.fact.kind === 'author';
    if (wordless && needsWord && goal.so) return false;
    if (assumed.some((other) => contradict(goal, other))) return false;
    assumed.push(goal);
    const found = search(rest, choices);
    assumed.pop();
    return found;
  };
  return search([formula], []);
}

function contradict(a: Claim, b: Claim): boolean {
  if (a.fact.kind !== b.fact.kind) return false;
  if (a.so && b.so)
    return (a.fact.kind === 'site' || a.fact.kind === 'lang') && !implies(a.fact, b.fact) && !implies(b.fact, a.fact);
  if (a.so === b.so) return false;
  return a.so ? implies(a.fact, b.fact) : implies(b.fact, a.fact);
}

/** Whether a post for which `a` holds must be one for which `b` holds. */
function implies(a: Fact, b: Fact): boolean {
  if (a.value === b.value) return true;
  if (b.value.endsWith('*')) return a.value.startsWith(b.value.slice(0, -1));
  if (a.kind === 'site') return a.value.endsWith(`.${b.value}`);
  // "acme air" cannot occur without "acme".
  return a.kind === 'word' && ` ${a.value} `.includes(` ${b.value} `);
}
