/** The writer's own words, as against those they pass on. */
import type { Doc } from '../text.ts';
import { type Clause, clausesOf } from './clauses.ts';

/**
 * The clauses in which the writer speaks, left to right. `text`: that of `doc`, masked or not. `evenPassedOn`: a post that
 * only passes on is taken to speak with those words.
 */
export function ownClauses(doc: Doc, text: string, evenPassedOn: boolean): Clause[] {
  const own = doc.segments.filter((s) => s.author === null);
  const heard = own.length === 0 && evenPassedOn ? doc.segments : own;
  return heard.flatMap(({ start, end }) => clausesOf(text, start, end));
}
