/** What people search for, from an address to the store's filter and back to the places in a text. */
import { findSpans, readSearch, toTsQuery } from '../analyze/search/query.ts';
import { searchTokens } from '../analyze/search/tokens.ts';
import type { Span } from '../model.ts';
import { filterFromQuery, type MentionFilter, type QueryProblem, type Search } from '../store/mention-filter.ts';

/** The tokens by which a post is found, with their places. */
export function wordsOf({ title, text }: { readonly title: string | null; readonly text: string }) {
  return searchTokens(title === null ? text : `${title}\n${text}`);
}

/** What was typed as a search; null where it holds nothing that could be found. */
export function searchOf(typed: string): Search | null {
  const terms = readSearch(typed);
  return terms.length === 0 ? null : { typed, words: toTsQuery(terms) };
}

/** Where what was searched for stands in a text, in order. */
export function spansOf(text: string, search: Search | undefined): Span[] {
  return search === undefined ? [] : findSpans(text, readSearch(search.typed));
}

/** Reads a list's address with what is searched for (`q`). */
export function readFilter(query: URLSearchParams): { filter: MentionFilter } | { problems: QueryProblem[] } {
  const read = filterFromQuery(query);
  const typed = query.get('q') ?? '';
  if (typed.trim() === '' || 'problems' in read) return read;
  const search = searchOf(typed);
  if (search === null) return { problems: [{ field: 'q', value: typed.slice(0, 100), why: 'unsearchable' }] };
  return { filter: { ...read.filter, search } };
}
