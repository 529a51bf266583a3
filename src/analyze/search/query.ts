/** What people type into a search box: words that must all occur, "phrases", and -words that must not. */
import type { Span } from '../../model.ts';
import { searchTokens, type Token } from './tokens.ts';

/** One thing asked for: tokens at these distances from the first. */
export interface SearchTerm {
  readonly not: boolean;
  readonly parts: readonly SearchPart[];
}

export interface SearchPart {
  readonly lexeme: string;
  /** How far behind the term's first token. */
  readonly distance: number;
  /** Any token that begins so will do. */
  readonly prefix: boolean;
}

const MOST_TERMS = 20;
const LONGEST = 300;

/** Reads a search. Empty where there is nothing in it that could be found, or only what must not occur. */
export function readSearch(typed: string): SearchTerm[] {
  const terms: SearchTerm[] = [];
  for (const { 1: minus, 2: phrase, 3: word } of typed
    .slice(0, LONGEST)
    .matchAll(/(-)?(?:["“”]([^"“”]*)["“”]?|(\S+))/g)) {
    // A word within which there is punctuation ("follow-up") is a phrase of its parts.
    const parts = partsOf(phrase ?? word ?? '', phrase === undefined && (word?.endsWith('*') ?? false));
    if (parts.length > 0) terms.push({ not: minus !== undefined, parts });
    if (terms.length === MOST_TERMS) break;
  }
  return terms.some((term) => !term.not) ? terms : [];
}

function partsOf(words: string, open: boolean): SearchPart[] {
  const tokens = searchTokens(words);
  const first = tokens[0]?.position ?? 0;
  return tokens.flatMap((token, index): SearchPart[] => {
    const before = tokens[index - 1];
    // The last character of a longer run is within the pair before it; alone, it may begin any pair.
    if (token.kind === 'tail' && before !== undefined && before.end > token.start) return [];
    const last = index === tokens.length - 1;
    return [
      { lexeme: token.lexeme, distance: token.position - first, prefix: token.kind === 'tail' || (open && last) },
    ];
  });
}

/** The search as Postgres reads it (`tsquery`), over vectors made of the same tokens. */
export function toTsQuery(terms: readonly SearchTerm[]): string {
  return terms.map(({ not, parts }) => `${not ? '!' : ''}(${phraseOf(parts)})`).join(' & ');
}

function phraseOf(parts: readonly SearchPart[]): string {
  return parts
    .map(({ lexeme, distance, prefix }, index) => {
      const gap = index === 0 ? '' : ` <${distance - parts[index - 1]!.distance}> `;
      return `${gap}'${lexeme}'${prefix ? ':*' : ''}`;
    })
    .join('');
}

/** Where in the text what was searched for stands, in order, without overlaps. */
export function findSpans(text: string, terms: readonly SearchTerm[]): Span[] {
  const wanted = terms.filter((term) => !term.not);
  if (wanted.length === 0) return [];
  const tokens = new Map<number, Token>();
  for (const token of searchTokens(text)) tokens.set(token.position, token);
  const spans: Span[] = [];
  for (const [position, token] of tokens) {
    for (const { parts } of wanted) {
      if (!parts.every((part) => fits(tokens.get(position + part.distance), part))) continue;
      const last = tokens.get(position + parts.at(-1)!.distance)!;
      // Of a pair found by its first character only that one was searched for; the next token begins after it.
      const half = last.kind === 'pair' && parts.at(-1)!.prefix;
      spans.push([token.start, half ? (tokens.get(last.position + 1)?.start ?? last.end) : last.end]);
    }
  }
  return merged(spans);
}

function fits(token: Token | undefined, { lexeme, prefix }: SearchPart): boolean {
  if (token === undefined) return false;
  return prefix ? token.lexeme.startsWith(lexeme) : token.lexeme === lexeme;
}

function merged(spans: readonly Span[]): Span[] {
  const result: [number, number][] = [];
  for (const [start, end] of [...spans].sort((a, b) => a[0] - b[0] || a[1] - b[1])) {
    const last = result.at(-1);
    if (last !== undefined && start < last[1]) last[1] = Math.max(last[1], end);
    else result.push([start, end]);
  }
  return result;
}
