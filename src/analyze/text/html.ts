/** Remains of HTML and of escaping in texts that should have been plain: `&amp;`, `<br/>`, `\u002c`. */
import { isAsciiLetter, isAsciiWord } from './chars.ts';
import type { Mark } from './marks.ts';

const NAMED: Readonly<Record<string, string>> = {
  amp: '&',
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  nbsp: ' ',
  ensp: ' ',
  emsp: ' ',
  thinsp: ' ',
  hellip: '…',
  mdash: '—',
  ndash: '–',
  lsquo: '‘',
  rsquo: '’',
  ldquo: '“',
  rdquo: '”',
  middot: '·',
  bull: '•',
  copy: '©',
  reg: '®',
  trade: '™',
  yen: '¥',
  pound: '£',
  euro: '€',
  cent: '¢',
  deg: '°',
  times: '×',
  eacute: 'é',
  egrave: 'è',
  uuml: 'ü',
  ouml: 'ö',
  auml: 'ä',
  ntilde: 'ñ',
  ccedil: 'ç',
};
const BREAKING = new Set(['br', 'p', 'div', 'li', 'tr', 'hr', 'ul', 'ol', 'h1', 'h2', 'h3', 'h4', 'blockquote']);
const MAX_TAG = 400;
const MAX_ENTITY = 10;

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
  if (name.startsWith('#')) {
    const hex = name[1] === 'x' || name[1] === 'X';
    const digits = name.slice(hex ? 2 : 1);
    const code =
      closed && digits !== '' && (hex ? allHex(digits) : allDecimal(digits))
        ? Number.parseInt(digits, hex ? 16 : 10)
        : -1;
    if (code <= 0 || code > 0x10ffff) return null;
    return { kind: 'html', start: i, end: end + 1, value: String.fromCodePoint(code) };
  }
  const value = Object.hasOwn(NAMED, name) ? NAMED[name] : undefined;
  // Browsers decode `&amp` and `&nbsp` without their semicolon too.
  if (value === undefined || (!closed && !['amp', 'nbsp', 'lt', 'gt', 'quot'].includes(name))) return null;
  return { kind: 'html', start: i, end: end + (closed ? 1 : 0), value };
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
const allDecimal = (s: string): boolean => /^[0-9]+$/.test(s);
