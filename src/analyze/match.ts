/**
 * Which brands a post names, and by which words.
 *
 * A Latin term counts as a whole word in any case (unless `caseSensitive`); a Chinese one anywhere but inside the words
 * of its `notIn`; full width, traditional characters and accents are folded on both sides; blanks and hyphens are one.
 * Inside #tags and @handles see `match/tagged.ts`; a term written with `@` or `#` counts only as that handle or tag.
 * Addresses (URLs, e-mail) name nothing unless the term holds a dot or slash itself. Where the name of one brand lies
 * inside a longer name of another, the longer wins.
 */
import type { Brand, BrandMatch } from '../model.ts';
import { detectLanguage } from './language.ts';
import { type CompiledBrand, compileBrand, type Guarded } from './match/brand.ts';
import { type Field, fieldOf } from './match/field.ts';
import type { Needle } from './match/needle.ts';
import { inOrder, longest, uncovered } from './match/overlap.ts';
import { type Hit, Scanner, type Sought } from './match/scan.ts';
import { type Evidence, type Found, fulfils } from './query/evaluate.ts';
import type { Query } from './query/parse.ts';

export { faultsOf } from './match/brand.ts';
export { QueryError } from './query/error.ts';

/** What of a post is looked at. */
export interface MatchInput {
  readonly title?: string | null | undefined;
  readonly text: string;
  readonly site?: string | null | undefined;
  /** Name and id where both are known; only `author:` looks at them. */
  readonly author?: string | readonly (string | null)[] | null | undefined;
  /** Where it is not given, `lang:` looks at the language of the text. */
  readonly lang?: string | null | undefined;
}

export interface Matcher {
  /** Brands in the order they were given; each with its reasons from left to right, title first, at most 50. */
  match(input: MatchInput): BrandMatch[];
}

const MAX_REASONS = 50;

/** Throws `QueryError` for a definition that is broken, can never match, or matches everything. */
export function compileMatcher(brands: readonly Brand[]): Matcher {
  return new CompiledMatcher(brands.map(compileBrand));
}

/** A brand with its needles as numbers. */
interface Watched {
  readonly brand: CompiledBrand;
  readonly terms: readonly number[];
  readonly exclude: readonly number[];
  readonly numbers: ReadonlyMap<Guarded, number>;
}

/** A post with what was found in it. */
interface Searched {
  readonly byNeedle: ReadonlyMap<number, Hit[]>;
  /** Occurrences of all brands' names, in order. */
  readonly names: readonly Hit[];
  readonly input: MatchInput;
  readonly fields: { readonly title?: Field; readonly text?: Field };
}

class CompiledMatcher implements Matcher {
  readonly #needles: Sought[] = [];
  readonly #guards: (readonly number[])[] = [];
  /** Which brands a needle concerns. */
  readonly #brandsOf: number[][] = [];
  /** Whose name a needle is; empty for words of queries and lists. */
  readonly #namedBy: number[][] = [];
  readonly #watched: readonly Watched[];
  /** Brands whose query may hold without any word: those with `author:`. */
  readonly #always: readonly number[];
  readonly #scanner: Scanner;

  constructor(brands: readonly CompiledBrand[]) {
    const numbers = new Map<string, number>();
    const number = (needle: Needle, anywhere: boolean, guards: readonly number[], owner: string): number => {
      const key = [needle.term, needle.scope, needle.prefix, needle.exact, anywhere, owner].join('\u0000');
      let at = numbers.get(key);
      if (at === undefined) {
        at = this.#needles.length;
        numbers.set(key, at);
        this.#needles.push({ ...needle, anywhere });
        this.#guards.push(guards);
        this.#brandsOf.push([]);
        this.#namedBy.push([]);
      }
      return at;
    };
    const own = (index: number, needle: number) => {
      if (!this.#brandsOf[needle]!.includes(index)) this.#brandsOf[needle]!.push(index);
    };
    this.#watched = brands.map((brand, index) => {
      const guardedNumber = (g: Guarded): number => {
        const guards = g.notIn.map((cover) => number(cover, true, [], ''));
        // Needles with guards of their own are not shared between brands.
        return number(g.needle, false, guards, guards.length > 0 ? `${brand.id}\u0000${g.isTerm}` : '');
      };
      const ownNumbers = new Map<Guarded, number>();
      for (const guarded of [...brand.terms, ...brand.words.values()]) {
        const n = guardedNumber(guarded);
        ownNumbers.set(guarded, n);
        own(index, n);
      }
      const terms = brand.terms.map((t) => ownNumbers.get(t)!);
      for (const term of terms) if (!this.#namedBy[term]!.includes(index)) this.#namedBy[term]!.push(index);
      const exclude = brand.exclude.map((needle) => number(needle, false, [], ''));
      return { brand, terms, exclude, numbers: ownNumbers };
    });
    this.#always = brands.flatMap((brand, index) =>
      brand.query !== null && asksForAuthor(brand.query) ? [index] : [],
    );
    this.#scanner = new Scanner(this.#needles);
  }

  match(input: MatchInput): BrandMatch[] {
    const fields: { title?: Field; text?: Field } = {};
    const all: Hit[] = [];
    for (const name of ['title', 'text'] as const) {
      const text = input[name];
      if (!text) continue;
      const field = fieldOf(text);
      fields[name] = field;
      this.#scanner.scan(field, name, all);
    }
    if (all.length === 0 && this.#always.length === 0) return [];
    const byNeedle = this.#resolve(all);
    const candidates = new Set(this.#always);
    for (const needle of byNeedle.keys()) for (const brand of this.#brandsOf[needle]!) candidates.add(brand);
    const names = this.#names(byNeedle);
    const matches: BrandMatch[] = [];
    for (const index of [...candidates].sort((a, b) => a - b)) {
      const match = this.#judge(this.#watched[index]!, index, { byNeedle, names, input, fields });
      if (match !== null) matches.push(match);
    }
    return matches;
  }

  /** Hits by needle, without those inside a word of the needle's `notIn`. */
  #resolve(all: readonly Hit[]): Map<number, Hit[]> {
    const byNeedle = Map.groupBy(all, (hit) => hit.needle);
    for (const [needle, hits] of byNeedle) {
      hits.sort(inOrder);
      const guards = this.#guards[needle]!;
      if (guards.length === 0) continue;
      const covers = guards.flatMap((guard) => byNeedle.get(guard) ?? []).sort(inOrder);
      if (covers.length > 0)
        byNeedle.set(
          needle,
          uncovered(hits, covers, () => true),
        );
    }
    return byNeedle;
  }

  #judge({ brand, terms, exclude, numbers }: Watched, index: number, post: Searched): BrandMatch | null {
    const { byNeedle, names, input, fields } = post;
    if (exclude.some((needle) => (byNeedle.get(needle)?.length ?? 0) > 0)) return null;
    const isAnothers = (_: Hit, name: Hit) => !this.#namedBy[name.needle]!.includes(index);
    // `United` is not meant where another brand is called `Manchester United`.
    const found = (needle: number): Found[] =>
      uncovered(byNeedle.get(needle) ?? [], names, isAnothers).map((hit) => this.#found(hit));
    const ownTerms = () => terms.flatMap(found).sort(inOrder);
    const why: Found[] = [];
    let authorMatched: string | null = null;
    if (brand.query === null) why.push(...ownTerms());
    else {
      const evidence: Evidence = {
        found: (word) => {
          const guarded = brand.words.get(word)!;
          const needle = numbers.get(guarded)!;
          return guarded.isTerm ? found(needle) : (byNeedle.get(needle) ?? []).map((hit) => this.#found(hit));
        },
        terms: ownTerms,
        field: (part) => {
          const value = fieldValue(part, input);
          if (value !== null && part.field === 'author') authorMatched = value;
          return value !== null;
        },
        wordIndex: (field, offset) => fields[field]?.wordIndex(offset) ?? 0,
      };
      if (!fulfils(brand.query, evidence, why)) return null;
      why.push(...ownTerms());
    }
    const reasons = longest(why).slice(0, MAX_REASONS);
    if (reasons.length > 0) return { brand: brand.id, why: reasons };
    if (authorMatched === null) return null;
    const author: string = authorMatched;
    return { brand: brand.id, why: [{ term: author, field: 'author', start: 0, end: author.length }] };
  }

  #found(hit: Hit): Found {
    return { term: this.#needles[hit.needle]!.term, field: hit.field, start: hit.start, end: hit.end };
  }

  /** Occurrences of all brands' names; empty where only one brand is named, which cannot be covered by another. */
  #names(byNeedle: ReadonlyMap<number, Hit[]>): Hit[] {
    const names = [...byNeedle].filter(([needle]) => this.#namedBy[needle]!.length > 0);
    return names.length < 2 ? [] : names.flatMap(([, hits]) => hits).sort(inOrder);
  }
}

/** The input's value that a `site:`, `author:` or `lang:` asks for; null if it has another. */
function fieldValue(part: Query & { op: 'field' }, input: MatchInput): string | null {
  const asked = part.value.toLowerCase();
  const given =
    input[part.field] ?? (part.field === 'lang' ? detectLanguage(input.text || (input.title ?? '')).lang : null);
  const values = (typeof given === 'string' ? [given] : (given ?? [])).filter((v) => v !== null);
  for (const value of values) {
    const have = value.toLowerCase();
    if (have === asked || (part.prefix && have.startsWith(asked))) return value;
    if (part.field === 'site' && have.endsWith(`.${asked}`)) return value;
    if (part.field === 'lang' && have.split(/[-_]/)[0] === asked) return value;
    if (part.field === 'author' && have === asked.replace(/^@/, '')) return value;
  }
  return null;
}

function asksForAuthor(query: Query): boolean {
  switch (query.op) {
    case 'field':
      return query.field === 'author';
    case 'not':
      return asksForAuthor(query.part);
    case 'and':
    case 'or':
      return query.parts.some(asksForAuthor);
    default:
      return false;
  }
}
