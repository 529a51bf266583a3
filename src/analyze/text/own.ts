/** The writer's own words, as against those they pass on. */
import type { Doc, Segment } from '../text.ts';
import { type Clause, clausesOf } from './clauses.ts';

/** The segments in which the writer speaks; a post that only passes on is taken to speak with those words. */
export function ownSegments(doc: Doc): readonly Segment[] {
  const own = doc.segments.filter((s) => s.author === null);
  return own.length > 0 ? own : doc.segments;
}

/** The clauses of those segments, left to right. `text`: that of `doc`, masked or not. */
export function ownClauses(doc: Doc, text: string): Clause[] {
  return ownSegments(doc).flatMap(({ start, end }) => clausesOf(text, start, end));
}
