/** Whether a post fulfils a query, and by which of its words. */
import type { Query } from './parse.ts';

/** A word found in the post. `from`/`to`: its place counted in words, for NEAR. */
export interface Found {
  readonly term: string;
  readonly field: 'title' | 'text';
  /** UTF-16 offsets in the field as given. */
  readonly start: number;
  readonly end: number;
}

/** What a query asks about a post. */
export interface Evidence {
  found(word: Query & { op: 'word' }): readonly Found[];
  /** The brand's own terms. */
  terms(): readonly Found[];
  field(part: Query & { op: 'field' }): boolean;
  /** Index of the word at `offset` of a field. */
  wordIndex(field: Found['field'], offset: number): number;
}

/** Evaluates the parts that matter; true ones add what they found to `why`. */
export function fulfils(query: Query, evidence: Evidence, why: Found[]): boolean {
  switch (query.op) {
    case 'and': {
      const before = why.length;
      for (const part of query.parts) {
        if (fulfils(part, evidence, why)) continue;
        why.length = before;
        return false;
      }
      return true;
    }
    case 'or': {
      // All branches are looked at: each that holds is a reason.
      let any = false;
      for (const part of query.parts) any = fulfils(part, evidence, why) || any;
      return any;
    }
    case 'not':
      return !fulfils(query.part, evidence, []);
    case 'field':
      return evidence.field(query);
    default: {
      const places = placesOf(query, evidence);
      for (const place of places) why.push(...place.words);
      return places.length > 0;
    }
  }
}

/** A stretch of the post, counted in words, with the words that make it. */
interface Place {
  readonly field: Found['field'];
  readonly from: number;
  readonly to: number;
  readonly words: readonly Found[];
}

function placesOf(query: Query, evidence: Evidence): Place[] {
  const place = (found: Found): Place => ({
    field: found.field,
    from: evidence.wordIndex(found.field, found.start),
    to: evidence.wordIndex(found.field, found.end - 1),
    words: [found],
  });
  switch (query.op) {
    case 'word':
      return evidence.found(query).map(place);
    case 'terms':
      return evidence.terms().map(place);
    case 'or':
      return query.parts.flatMap((part) => placesOf(part, evidence)).sort(inOrder);
    case 'near':
      return close(placesOf(query.left, evidence), placesOf(query.right, evidence), query.distance);
    default:
      return [];
  }
}

const inOrder = (a: Place, b: Place): number =>
  a.field === b.field ? a.from - b.from || a.to - b.to : a.field === 'title' ? -1 : 1;

/** Pairs each place on the left with its nearest neighbours on the right, by merging: linear in their number. */
function close(left: readonly Place[], right: readonly Place[], distance: number): Place[] {
  const pairs: Place[] = [];
  for (const field of ['text', 'title'] as const) {
    const others = right.filter((r) => r.field === field);
    let next = 0;
    for (const l of left) {
      if (l.field !== field) continue;
      while (next < others.length && others[next]!.from <= l.from) next++;
      // The nearest that begins after it, and the nearest that begins before it.
      for (const r of [others[next], others[next - 1]]) {
        if (r === undefined) continue;
        const gap = r.from > l.to ? r.from - l.to : l.from > r.to ? l.from - r.to : overlaps(l, r) ? Number.NaN : 0;
        if (!(gap <= distance)) continue;
        pairs.push({
          field,
          from: Math.min(l.from, r.from),
          to: Math.max(l.to, r.to),
          words: [...l.words, ...r.words],
        });
        break;
      }
    }
  }
  return pairs;
}

/** One and the same word is not near itself. */
function overlaps(a: Place, b: Place): boolean {
  return a.words.some((x) => b.words.some((y) => x.start < y.end && y.start < x.end));
}
