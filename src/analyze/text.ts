/**
 * A post's text taken apart: marks (addresses, names, tags, pictures, HTML remains) and whose words are whose.
 * Offsets are those of the text as given.
 */
import { findMarks, type Mark, type MarkKind } from './text/marks.ts';
import { recent } from './text/recent.ts';
import { findSegments, type Segment } from './text/segments.ts';

export { type Clause, clausesOf } from './text/clauses.ts';
export { squeeze } from './text/elongation.ts';
export type { Mark, MarkKind } from './text/marks.ts';
export type { Segment } from './text/segments.ts';

export interface Doc {
  readonly text: string;
  /** Left to right, not overlapping. */
  readonly marks: readonly Mark[];
  /** At least one unless the text is blank; those with `author: null` are the writer's own words. */
  readonly segments: readonly Segment[];
}

/** Takes `text` apart. Never throws, whatever the text; linear in its length. */
export const readText: (text: string) => Doc = recent(2, (text) => {
  const marks = findMarks(text);
  return { text, marks, segments: findSegments(text, marks) };
});

const NOT_WORDS: ReadonlySet<MarkKind> = new Set([
  'url',
  'email',
  'mention',
  'emoji',
  'emoticon',
  'placeholder',
  'html',
]);

/**
 * The text with the marks of `kinds` (default: all but hashtags) blanked out by spaces, so that offsets stay those of
 * the original.
 */
export function masked(doc: Doc, kinds: ReadonlySet<MarkKind> = NOT_WORDS): string {
  if (doc.marks.length === 0) return doc.text;
  return kinds === NOT_WORDS ? wordsAlone(doc.text) : blanked(doc, kinds);
}

const wordsAlone: (text: string) => string = recent(2, (text) => blanked(readText(text), NOT_WORDS));

function blanked(doc: Doc, kinds: ReadonlySet<MarkKind>): string {
  let out = '';
  let from = 0;
  for (const mark of doc.marks) {
    if (!kinds.has(mark.kind)) continue;
    out += doc.text.slice(from, mark.start) + ' '.repeat(mark.end - mark.start);
    from = mark.end;
  }
  return from === 0 ? doc.text : out + doc.text.slice(from);
}
