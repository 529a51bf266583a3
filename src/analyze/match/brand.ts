/** A brand's definition made ready for matching, every fault in it named with its place. */
import type { Brand, BrandTerm } from '../../model.ts';
import { checkQuery } from '../query/check.ts';
import { QueryError, type QueryPlace } from '../query/error.ts';
import { parseQuery, type Query } from '../query/parse.ts';
import { keyOf, makeNeedle, type Needle } from './needle.ts';

/** A needle and those that cover it: inside of them it does not count. */
export interface Guarded {
  readonly needle: Needle;
  readonly notIn: readonly Needle[];
  /** One of the brand's own names, as against a word of its query. */
  readonly isTerm: boolean;
}

export interface CompiledBrand {
  readonly id: string;
  readonly terms: readonly Guarded[];
  readonly exclude: readonly Needle[];
  readonly query: Query | null;
  /** What each word of the query looks for. */
  readonly words: ReadonlyMap<Query, Guarded>;
}

/** Throws the first of `faultsOf(brand)`. */
export function compileBrand(brand: Brand): CompiledBrand {
  return compile(brand, (error) => {
    throw error;
  });
}

/** Every fault of a brand's terms, query and exclude list; empty for a sound definition. */
export function faultsOf(brand: Brand): QueryError[] {
  const faults: QueryError[] = [];
  compile(brand, (error) => faults.push(error));
  return faults;
}

function compile(brand: Brand, report: (error: QueryError) => void): CompiledBrand {
  const attempt = <T>(place: QueryPlace, run: () => T): T | null => {
    try {
      return run();
    } catch (error) {
      if (!(error instanceof QueryError)) throw error;
      report(error.at({ path: error.place.path.length > 1 ? error.place.path : place.path, brand: brand.id }));
      return null;
    }
  };
  const exclude = brand.exclude
    .map((word, index) => attempt({ path: ['exclude', index] }, () => makeNeedle(word)))
    .filter((needle) => needle !== null);
  const terms = brand.terms
    .map((term, index) => attempt({ path: ['terms', index] }, () => guarded(term, index, exclude)))
    .filter((term) => term !== null);
  if (brand.query === undefined) {
    if (brand.terms.length === 0) {
      report(
        new QueryError('the brand has neither terms nor a query, so nothing can match it', 0, {
          brand: brand.id,
          path: ['terms'],
        }),
      );
    }
    return { id: brand.id, terms, exclude, query: null, words: new Map() };
  }
  const text = brand.query;
  const words = new Map<Query, Guarded>();
  const query = attempt({ path: ['query'] }, () => {
    const parsed = parseQuery(text);
    collectWords(parsed, terms, words);
    checkQuery(
      parsed,
      keyOf,
      brand.terms.map((t) => t.term),
    );
    return parsed;
  });
  return { id: brand.id, terms, exclude, query, words };
}

function guarded(term: BrandTerm, index: number, exclude: readonly Needle[]): Guarded {
  const needle = makeNeedle(term.term, { caseSensitive: term.caseSensitive });
  const notIn = term.notIn.map((word) => makeNeedle(word));
  for (const [k, cover] of notIn.entries()) {
    const place: QueryPlace = { path: ['terms', index, 'not_in', k] };
    if (!cover.key.includes(needle.key)) {
      throw new QueryError(
        `not_in “${cover.term}” does not contain “${term.term}”, so it can never cover it`,
        0,
        place,
      );
    }
    if (cover.key === needle.key)
      throw new QueryError(`“${term.term}” can never match: not_in lists the term itself`, 0, place);
  }
  const excluded = exclude.find((e) => e.scope === 'word' && ` ${needle.key} `.includes(` ${e.key} `));
  if (excluded !== undefined) {
    throw new QueryError(`“${term.term}” can never match: exclude lists “${excluded.term}”, which it contains`, 0);
  }
  return { needle, notIn, isTerm: true };
}

/** A word of the query that is one of the brand's terms keeps that term's rules. */
function collectWords(query: Query, terms: readonly Guarded[], words: Map<Query, Guarded>): void {
  switch (query.op) {
    case 'word': {
      const needle = withPlace(query, () => makeNeedle(query.text, { prefix: query.prefix }));
      const own = query.prefix
        ? undefined
        : terms.find((t) => t.needle.key === needle.key && t.needle.scope === needle.scope);
      words.set(query, own ?? { needle, notIn: [], isTerm: false });
      return;
    }
    case 'terms':
      if (terms.length === 0) throw new QueryError('TERMS stands for the brand’s terms, but it has none', query.offset);
      return;
    case 'not':
      collectWords(query.part, terms, words);
      return;
    case 'near':
      collectWords(query.left, terms, words);
      collectWords(query.right, terms, words);
      return;
    case 'and':
    case 'or':
      for (const part of query.parts) collectWords(part, terms, words);
  }
}

function withPlace<T>(query: Query, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw error instanceof QueryError ? new QueryError(error.problem, query.offset) : error;
  }
}
