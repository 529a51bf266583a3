/** Evidence that people can read: a clause, or of a long one the surroundings of what counts. */
import type { Span } from '../../model.ts';
import { isCjk, isSpace } from './chars.ts';

/** In UTF-16 units. */
const MAX = 160;

/** [from, to) trimmed of spaces and links, and cut at words to at most `MAX` around [first, last) where it is longer. */
export function clipped(text: string, from: number, to: number, first: number, last: number): Span {
  let start = from;
  let end = to;
  if (end - start > MAX) {
    start = wordStart(text, Math.max(from, first - MAX / 2), from);
    end = Math.min(to, Math.max(last, wordEnd(text, start + MAX)));
  }
  while (start < end && isSpace(text.charCodeAt(start))) start++;
  if (/^and\s/i.test(text.slice(start, Math.min(start + 4, end)))) start += 4;
  while (end > start && (isSpace(text.charCodeAt(end - 1)) || '的和与及，,'.includes(text.charAt(end - 1)))) end--;
  return [start, end];
}

function wordStart(text: string, at: number, floor: number): number {
  let i = at;
  while (i > floor && !isSpace(text.charCodeAt(i - 1)) && !isCjk(text.charCodeAt(i))) i--;
  return isLowHalf(text, i) ? i + 1 : i;
}

function wordEnd(text: string, at: number): number {
  let i = Math.min(at, text.length);
  while (i > 0 && i < text.length && !isSpace(text.charCodeAt(i)) && !isCjk(text.charCodeAt(i - 1))) i--;
  return isLowHalf(text, i) ? i - 1 : i;
}

const isLowHalf = (text: string, i: number): boolean => text.charCodeAt(i) >= 0xdc00 && text.charCodeAt(i) <= 0xdfff;
