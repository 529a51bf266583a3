/** A query cut into its signs and words. */
import { isSpace } from '../text/chars.ts';
import { QueryError } from './error.ts';

export const FIELDS = ['site', 'author', 'lang'] as const;
export type Field = (typeof FIELDS)[number];

export type Token = { readonly offset: number; readonly end: number } & (
  | { readonly kind: '(' | ')' | 'AND' | 'OR' | 'NOT' | 'TERMS' | 'end' }
  | { readonly kind: 'NEAR'; readonly distance: number }
  | { readonly kind: 'word'; readonly text: string; readonly phrase: boolean; readonly prefix: boolean }
  | { readonly kind: 'field'; readonly field: Field; readonly value: string; readonly prefix: boolean }
);

const MAX_DISTANCE = 100;
const QUOTES: Readonly<Record<string, string>> = { '"': '"', '“': '”', '”': '”', '＂': '＂' };
const FIELD_NAME = /^([A-Za-z_]{2,20})[:：]/;

/** The tokens of `query`, the last one of kind `end`. Throws `QueryError`. */
export function tokensOf(query: string): Token[] {
  const tokens: Token[] = [];
  let i = 0;
  while (i < query.length) {
    const c = query.charAt(i);
    if (isSpace(query.charCodeAt(i))) i++;
    else if (c === '(' || c === '（') tokens.push({ kind: '(', offset: i, end: ++i });
    else if (c === ')' || c === '）') tokens.push({ kind: ')', offset: i, end: ++i });
    else if (c === '-' && startsWord(query, i + 1)) tokens.push({ kind: 'NOT', offset: i, end: ++i });
    else {
      const token = c in QUOTES ? quoted(query, i) : bare(query, i);
      tokens.push(token);
      i = token.end;
    }
  }
  tokens.push({ kind: 'end', offset: query.length, end: query.length });
  return tokens;
}

function quoted(query: string, offset: number): Token {
  const [text, end] = readQuoted(query, offset);
  return { kind: 'word', text, phrase: true, prefix: false, offset, end };
}

function readQuoted(query: string, offset: number): [text: string, end: number] {
  const close = QUOTES[query.charAt(offset)]!;
  const at = query.indexOf(close, offset + 1);
  if (at < 0)
    throw new QueryError(`this quotation mark is never closed`, offset, undefined, `add ${close} after the phrase`);
  const text = query.slice(offset + 1, at);
  if (text.trim() === '') throw new QueryError('the quotation marks are empty', offset);
  return [text, at + 1];
}

function bare(query: string, offset: number): Token {
  let end = offset;
  while (end < query.length && startsWord(query, end)) end++;
  const word = query.slice(offset, end);
  if (word === 'AND' || word === 'OR' || word === 'NOT' || word === 'TERMS') return { kind: word, offset, end };
  if (word === 'NEAR' || word.startsWith('NEAR/')) return near(word, offset, end);
  if (word === 'and' || word === 'or' || word === 'not') {
    throw new QueryError(
      `operators are written in capitals: ${word.toUpperCase()}`,
      offset,
      undefined,
      `to search for the word itself, put it in quotes: "${word}"`,
    );
  }
  const name = FIELD_NAME.exec(word)?.[1];
  if (name !== undefined) return fieldToken(query, name, offset, end);
  const prefix = word.length > 1 && word.endsWith('*');
  return { kind: 'word', text: prefix ? word.slice(0, -1) : word, phrase: false, prefix, offset, end };
}

function near(word: string, offset: number, end: number): Token {
  const distance = Number(word.slice('NEAR/'.length));
  if (!word.startsWith('NEAR/') || !Number.isInteger(distance) || distance < 1 || distance > MAX_DISTANCE) {
    throw new QueryError(
      `NEAR needs a number of words from 1 to ${MAX_DISTANCE}, as in NEAR/5; this is “${word}”`,
      offset,
    );
  }
  return { kind: 'NEAR', distance, offset, end };
}

function fieldToken(query: string, name: string, offset: number, wordEnd: number): Token {
  const field = FIELDS.find((f) => f === name.toLowerCase());
  if (field === undefined) {
    throw new QueryError(
      `there is no field “${name}:”; allowed are ${FIELDS.map((f) => `${f}:`).join(', ')}`,
      offset,
      undefined,
      'to search for words with a colon, put them in quotes',
    );
  }
  const from = offset + name.length + 1;
  const isQuoted = query.charAt(from) in QUOTES;
  const [raw, end] = isQuoted ? readQuoted(query, from) : [query.slice(from, wordEnd), wordEnd];
  const prefix = !isQuoted && raw.length > 1 && raw.endsWith('*');
  const value = (prefix ? raw.slice(0, -1) : raw).trim();
  if (value === '') throw new QueryError(`${field}: needs a value right after the colon`, offset);
  if (field === 'lang' && !/^(?:[a-z]{2}|und)$/i.test(value)) {
    throw new QueryError(`lang: needs a two-letter code such as zh or en; this is “${value}”`, offset);
  }
  return { kind: 'field', field, value, prefix, offset, end };
}

function startsWord(query: string, i: number): boolean {
  const c = query.charAt(i);
  return (
    c !== '' && c !== '(' && c !== ')' && c !== '（' && c !== '）' && !(c in QUOTES) && !isSpace(query.charCodeAt(i))
  );
}
