/** Whose words are whose: a repost carries the words of those before it. */
import { isSpace } from './chars.ts';
import type { Mark } from './marks.ts';

/** A stretch of a text by one writer. */
export interface Segment {
  /** Name of the writer as the text gives it; null: the post's own author. */
  readonly author: string | null;
  readonly start: number;
  readonly end: number;
}

/**
 * The text cut where the speaker changes, from left to right:
 * Weibo's chain (`mine //@b: theirs //@a: the first`), Twitter's `RT @a: …` and `"@a: …" mine`.
 * Headers (`//@b:`) belong to no segment. Empty segments are left out.
 */
export function findSegments(text: string, marks: readonly Mark[]): Segment[] {
  const segments: Segment[] = [];
  let author: string | null = null;
  let start = 0;
  let from = 0;
  /** Closing quotation mark that ends the present writer's words, if any. */
  let closing: string | null = null;
  const add = (end: number) => {
    let a = start;
    let b = end;
    while (a < b && isSpace(text.charCodeAt(a))) a++;
    while (b > a && isSpace(text.charCodeAt(b - 1))) b--;
    if (b > a) segments.push({ author, start: a, end: b });
  };
  const closeQuote = (until: number) => {
    if (closing === null) return;
    const at = text.indexOf(closing, start);
    if (at < 0 || at >= until) return;
    add(at);
    author = null;
    start = at + 1;
    closing = null;
  };
  for (const mark of marks) {
    if (mark.kind !== 'mention' || mark.start < from) continue;
    const header = headerAt(text, mark);
    if (header === null) continue;
    closeQuote(header.start);
    add(header.start);
    author = mark.value;
    start = header.end;
    from = header.end;
    closing = header.closing;
  }
  closeQuote(text.length);
  add(text.length);
  return segments;
}

interface Header {
  readonly start: number;
  readonly end: number;
  readonly closing: string | null;
}

function headerAt(text: string, mention: Mark): Header | null {
  let before = mention.start;
  while (before > 0 && text[before - 1] === ' ') before--;
  let after = mention.end;
  while (after < text.length && text[after] === ' ' && after < mention.end + 4) after++;
  const colon = text[after] === ':' || text[after] === '：';
  if (text[before - 1] === '/' && text[before - 2] === '/') {
    return { start: before - 2, end: colon ? after + 1 : mention.end, closing: null };
  }
  if (text[before - 1] === '∥' || text[before - 1] === '‖') {
    return { start: before - 1, end: colon ? after + 1 : mention.end, closing: null };
  }
  const word = text.slice(Math.max(0, before - 3), before);
  if (/(?:^|[^\p{L}\p{N}])(?:RT|MT|rt)$/u.test(word))
    return { start: before - 2, end: colon ? after + 1 : mention.end, closing: null };
  const open = text[before - 1];
  if (colon && open !== undefined && before === mention.start) {
    if (open === '"') return { start: before - 1, end: after + 1, closing: '"' };
    if (open === '“') return { start: before - 1, end: after + 1, closing: '”' };
  }
  return null;
}
