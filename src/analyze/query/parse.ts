/**
 * The query language.
 *
 *     query := all ('OR' all)*
 *     all   := not (('AND')? not)*             words side by side must all occur
 *     not   := ('NOT' | '-') not | near
 *     near  := one ('NEAR/n' one)*
 *     one   := '(' query ')' | "phrase" | word | prefix* | TERMS | site:… | author:… | lang:…
 *
 * Operators are in capitals. `TERMS` stands for any of the brand's own terms.
 */
import { QueryError } from './error.ts';
import { type Field, type Token, tokensOf } from './lexer.ts';

export type Query = { readonly offset: number; readonly end: number } & (
  | { readonly op: 'and' | 'or'; readonly parts: readonly Query[] }
  | { readonly op: 'not'; readonly part: Query }
  | { readonly op: 'near'; readonly distance: number; readonly left: Query; readonly right: Query }
  | { readonly op: 'word'; readonly text: string; readonly prefix: boolean }
  | { readonly op: 'field'; readonly field: Field; readonly value: string; readonly prefix: boolean }
  | { readonly op: 'terms' }
);

const MAX_DEPTH = 64;
const MAX_PARTS = 2000;

/** Reads `query`. Throws `QueryError` with the offset of what cannot be read. */
export function parseQuery(query: string): Query {
  return new Parser(tokensOf(query)).whole();
}

class Parser {
  readonly #tokens: readonly Token[];
  #at = 0;
  #depth = 0;

  constructor(tokens: readonly Token[]) {
    this.#tokens = tokens;
    if (tokens.length > MAX_PARTS) {
      throw new QueryError(`the query has more than ${MAX_PARTS} words and signs`, tokens[MAX_PARTS]!.offset);
    }
  }

  whole(): Query {
    if (this.#next.kind === 'end') throw new QueryError('the query is empty', 0);
    const query = this.#or();
    if (this.#next.kind === ')') throw new QueryError('this bracket closes none', this.#next.offset);
    return query;
  }

  get #next(): Token {
    return this.#tokens[this.#at]!;
  }

  #or(): Query {
    const parts = [this.#and()];
    while (this.#next.kind === 'OR') {
      this.#at++;
      parts.push(this.#and());
    }
    return group('or', parts);
  }

  #and(): Query {
    const parts = [this.#not()];
    for (;;) {
      const { kind } = this.#next;
      if (kind === 'AND') this.#at++;
      else if (kind === 'OR' || kind === ')' || kind === 'end') return group('and', parts);
      parts.push(this.#not());
    }
  }

  #not(): Query {
    const token = this.#next;
    if (token.kind !== 'NOT') return this.#near();
    this.#at++;
    const part = this.#deeper(token, () => this.#not());
    return { op: 'not', part, offset: token.offset, end: part.end };
  }

  #near(): Query {
    let left = this.#one();
    for (;;) {
      const token = this.#next;
      if (token.kind !== 'NEAR') return left;
      this.#at++;
      const right = this.#one();
      for (const side of [left, right]) requirePlaces(side);
      left = { op: 'near', distance: token.distance, left, right, offset: left.offset, end: right.end };
    }
  }

  #one(): Query {
    const token = this.#next;
    this.#at++;
    switch (token.kind) {
      case '(': {
        const inner = this.#deeper(token, () => this.#or());
        if (this.#next.kind !== ')') throw new QueryError('this bracket is never closed', token.offset);
        this.#at++;
        return inner;
      }
      case 'word':
        return { op: 'word', text: token.text, prefix: token.prefix, offset: token.offset, end: token.end };
      case 'field':
        return {
          op: 'field',
          field: token.field,
          value: token.value,
          prefix: token.prefix,
          offset: token.offset,
          end: token.end,
        };
      case 'TERMS':
        return { op: 'terms', offset: token.offset, end: token.end };
      case 'end':
        throw new QueryError('the query ends where a word is expected', token.offset);
      case ')':
        throw new QueryError('a word is expected before this bracket', token.offset);
      default:
        throw new QueryError(`a word is expected here, not ${token.kind}`, token.offset);
    }
  }

  #deeper(token: Token, read: () => Query): Query {
    if (++this.#depth > MAX_DEPTH)
      throw new QueryError(`brackets are nested more than ${MAX_DEPTH} deep`, token.offset);
    const query = read();
    this.#depth--;
    return query;
  }
}

function group(op: 'and' | 'or', parts: readonly Query[]): Query {
  const [only] = parts;
  if (parts.length === 1) return only!;
  return { op, parts, offset: only!.offset, end: parts.at(-1)!.end };
}

/** What stands beside NEAR must have a place in the text. */
function requirePlaces(query: Query): void {
  if (query.op === 'word' || query.op === 'terms' || query.op === 'near') return;
  if (query.op === 'or') {
    for (const part of query.parts) requirePlaces(part);
    return;
  }
  throw new QueryError('NEAR joins words, phrases, or brackets of words joined by OR', query.offset);
}
