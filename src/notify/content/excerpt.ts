/** Cutting quotations: always a substring of the stored text, never through the middle of what a reader sees as one sign. */
import type { Span } from '../../model.ts';

/** A piece of a text: `text.slice(start, end)` of the original. */
export interface Excerpt {
  readonly text: string;
  readonly start: number;
  readonly end: number;
  /** Something was left out before or after it. */
  readonly cutBefore: boolean;
  readonly cutAfter: boolean;
  /** Parts to set off, relative to this excerpt, in order, not overlapping. */
  readonly marks: readonly Span[];
}

/** A sign of several code points (an emoji family, a stack of accents) is kept whole up to this many code units. */
const LONGEST_SIGN = 64;

const segmenter = new Intl.Segmenter(undefined, { granularity: 'grapheme' });

/**
 * The offset after at most `count` graphemes of `text` from `start`. A single sign longer than any real one (hundreds of
 * accents piled on a letter) is cut between code points.
 */
export function graphemeEnd(text: string, start: number, count: number): number {
  let end = start;
  let left = count;
  // Segmenting costs by length, so only as much as could be needed is looked at.
  for (const { segment } of segmenter.segment(text.slice(start, start + count * LONGEST_SIGN))) {
    if (left-- <= 0) break;
    if (segment.length > LONGEST_SIGN) return end + wholeCodePoints(segment, LONGEST_SIGN);
    end += segment.length;
  }
  return end;
}

/** The first `max` graphemes of `text`; an ellipsis marks that more followed. For names and titles. */
export function clip(text: string, max: number): string {
  const end = graphemeEnd(text, 0, max);
  return end === text.length ? text : `${text.slice(0, end).trimEnd()}…`;
}

/**
 * The part of `text` worth quoting, of at most `max` graphemes: from its beginning, or, where the first highlight lies
 * further on, from the beginning of that sentence.
 */
export function excerpt(text: string, highlights: readonly Span[], max: number): Excerpt {
  const from = text.length - text.trimStart().length;
  const first = highlights.find(([start, end]) => start >= 0 && end <= text.length && start < end);
  let start = from;
  let end = graphemeEnd(text, start, max);
  if (first !== undefined && first[1] > end) {
    start = Math.max(from, sentenceStart(text, first[0], Math.floor(max / 2)));
    end = graphemeEnd(text, start, max);
  }
  end = start + tidyEnd(text.slice(start, end), end < text.length).length;
  return {
    text: text.slice(start, end),
    start,
    end,
    cutBefore: start > from,
    cutAfter: text.slice(end).trim() !== '',
    marks: marksWithin(highlights, start, end),
  };
}

/** Without trailing space and, where it was cut, without a torn last word. */
function tidyEnd(piece: string, cut: boolean): string {
  const space = cut ? piece.trimEnd().search(/\s\S{1,20}$/) : -1;
  const torn = space > 0 && /[\p{Script=Latin}\p{Script=Cyrillic}\d]$/u.test(piece);
  return (torn ? piece.slice(0, space) : piece).trimEnd();
}

/** Where the sentence around `at` begins, looking back over at most `reach` code units; else a word's edge. */
function sentenceStart(text: string, at: number, reach: number): number {
  const lowest = Math.max(0, at - reach);
  const before = text.slice(lowest, at);
  const stop = /[\s\S]*(?:[。！？!?；;\n]|\.\s)\s*/.exec(before);
  if (stop) return lowest + stop[0].length;
  if (lowest === 0) return 0;
  const space = before.indexOf(' ');
  if (space >= 0) return lowest + space + 1;
  // No word's edge: the edge of the sign that `lowest` falls into.
  const sign = segmenter.segment(text.slice(Math.max(0, lowest - LONGEST_SIGN), at + LONGEST_SIGN));
  const offset = Math.max(0, lowest - LONGEST_SIGN);
  return offset + (sign.containing(lowest - offset)?.index ?? 0);
}

function marksWithin(spans: readonly Span[], start: number, end: number): Span[] {
  const inside = spans
    .map(([a, b]): Span => [Math.max(a, start) - start, Math.min(b, end) - start])
    .filter(([a, b]) => a < b)
    .sort((x, y) => x[0] - y[0]);
  const kept: Span[] = [];
  for (const span of inside) if (span[0] >= (kept.at(-1)?.[1] ?? 0)) kept.push(span);
  return kept;
}

function wholeCodePoints(text: string, units: number): number {
  const code = text.charCodeAt(units - 1);
  return code >= 0xd800 && code < 0xdc00 ? units - 1 : units;
}
