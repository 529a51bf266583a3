/** Remains of HTML and of escaping in texts that should have been plain: `&amp;`, `<br/>`, `\u002c`. */
import { createRequire } from 'node:module';
import { isAsciiLetter, isAsciiWord } from './chars.ts';
import type { Mark } from './marks.ts';

const BREAKING = new Set(['br', 'p', 'div', 'li', 'tr', 'hr', 'ul', 'ol', 'h1', 'h2', 'h3', 'h4', 'blockquote']);
const MAX_TAG = 400;
/** `&CounterClockwiseContourIntegral;` is the longest. */
const MAX_ENTITY = 31;
/** Named entities that browsers decode without their semicolon too, as far as they are met in texts. */
const OFTEN_UNCLOSED = new Set(['amp', 'nbsp', 'lt', 'gt', 'quot']);

/** The table of names is read with the first text that has one: most runs begin with texts that have none. */
let decoder: typeof import('entities/decode') | undefined;
const decoded = (entity: string): string => {
  decoder ??= createRequire(import.meta.url)('entities/decode') as typeof import('entities/decode');
  return decoder.decodeHTMLStrict(entity);
};

/** `&amp;`, `&#39;`, `&#x27;` and JSON's or Java's `\u002c` at `i`. */
export function entityAt(text: string, i: number): Mark | null {
  if (text[i] === '\\') {
    if (text[i + 1] === 'u') {
      const hex = text.slice(i + 2, i + 6);
      if (hex.length !== 4 || !allHex(hex)) return null;
      return { kind: 'html', start: i, end: i + 6, value: String.fromCharCode(Number.parseInt(hex, 16)) };
    }
    return text[i + 1] === 'n' || text[i + 1] === '"'
      ? { kind: 'html', start: i, end: i + 2, value: text[i + 1] === 'n' ? '\n' : '"' }
      : null;
  }
  let end = i + 1;
  const limit = Math.min(text.length, i + 1 + MAX_ENTITY);
  while (end < limit && (isAsciiWord(text.charCodeAt(end)) || text[end] === '#')) end++;
  const name = text.slice(i + 1, end);
  const closed = text[end] === ';';
  if (!closed && !OFTEN_UNCLOSED.has(name)) return null;
  const entity = `&${name};`;
  const value = decoded(entity);
  if (value === entity || value === '\ufffd') return null;
  const spaced = value !== '\n' && value.trim() === '' ? ' ' : value;
  return { kind: 'html', start: i, end: end + (closed ? 1 : 0), value: spaced };
}

/** `<br/>`, `</a>`, `<span class="…">`, `<!-- … -->` at `i`; `a < b` and `<3` are not tags. */
export function tagAt(text: string, i: number): Mark | null {
  const begin = text[i + 1] === '/' || text[i + 1] === '!' ? i + 2 : i + 1;
  if (!isAsciiLetter(text.charCodeAt(begin)) && text.slice(i, i + 4) !== '<!--') return null;
  const limit = Math.min(text.length, i + MAX_TAG);
  for (let k = begin; k < limit; k++) {
    if (text[k] === '<') return null;
    if (text[k] !== '>') continue;
    let nameEnd = begin;
    while (isAsciiWord(text.charCodeAt(nameEnd))) nameEnd++;
    const name = text.slice(begin, nameEnd).toLowerCase();
    return { kind: 'html', start: i, end: k + 1, value: BREAKING.has(name) ? '\n' : '' };
  }
  return null;
}

const allHex = (s: string): boolean => /^[0-9a-fA-F]+$/.test(s);
