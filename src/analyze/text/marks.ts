/**
 * Everything in a text that is not plain words: addresses, names, tags, pictures, remains of HTML.
 *
 * One pass, character by character; every look-ahead is bounded, so time grows with the length whatever the content.
 */
import { isAsciiWord, isDigit, isEmoji, isHan, isKana, isSpace, isWord } from './chars.ts';
import { EMOTICON_STARTS, EMOTICONS, PLACEHOLDERS } from './emoticons.ts';
import { entityAt, tagAt } from './html.ts';

export type MarkKind =
  | 'url'
  | 'email'
  | 'mention'
  | 'hashtag'
  /** One emoji sequence, or a run of the same one. */
  | 'emoji'
  /** `[泪]` or `:-)`. */
  | 'emoticon'
  /** What a site writes in place of a picture: `[图片]`, `【视频】`. */
  | 'placeholder'
  /** A tag, an entity or an escape that should have been decoded. */
  | 'html';

export interface Mark {
  readonly kind: MarkKind;
  readonly start: number;
  readonly end: number;
  /** Name of the mention or hashtag, the emoticon without brackets, what the HTML stands for; else as written. */
  readonly value: string;
}

const AT = 64;
const AT_WIDE = 0xff20;
const HASH = 35;
const HASH_WIDE = 0xff03;
const MAX_NAME = 30;
const MAX_TOPIC = 60;
const MAX_EMOTICON = 10;
const MAX_URL = 2048;

/** All marks of `text` from left to right, none overlapping. */
export function findMarks(text: string): Mark[] {
  const marks: Mark[] = [];
  for (let i = 0; i < text.length; ) {
    const mark = markAt(text, i, marks);
    if (mark === null) i++;
    else {
      marks.push(mark);
      i = mark.end;
    }
  }
  return marks;
}

function markAt(text: string, i: number, before: readonly Mark[]): Mark | null {
  const c = text.charCodeAt(i);
  // Most characters are letters that begin nothing.
  if (c >= 0x3400 && c < 0xd800) return null;
  if (c === 104 || c === 72 || c === 119 || c === 87 || c === 116) {
    const url = urlAt(text, i);
    if (url !== null) return url;
  }
  switch (c) {
    case AT:
    case AT_WIDE:
      return mentionAt(text, i, before);
    case HASH:
    case HASH_WIDE:
      return hashtagAt(text, i);
    case 91:
    case 0x3010:
      return bracketAt(text, i);
    case 38:
    case 92:
      return entityAt(text, i);
    case 60:
      return tagAt(text, i) ?? asciiEmoticonAt(text, i);
    default:
      if (c < 128) return EMOTICON_STARTS.has(c) ? asciiEmoticonAt(text, i) : null;
      return emojiAt(text, i);
  }
}

function urlAt(text: string, i: number): Mark | null {
  if (i > 0 && isAsciiWord(text.charCodeAt(i - 1))) return null;
  const c = text.charCodeAt(i) | 32;
  const head = text.slice(i, i + 8).toLowerCase();
  const begins =
    c === 104
      ? head.startsWith('http://') || head.startsWith('https://')
      : c === 119
        ? head.startsWith('www.')
        : head.startsWith('t.cn/') || head.startsWith('t.co/');
  if (!begins) return null;
  let end = i;
  const limit = Math.min(text.length, i + MAX_URL);
  for (; end < limit; end++) {
    const u = text.charCodeAt(end);
    // White space, quotes, angle brackets, and all that is not ASCII end an address in running text.
    if (u <= 32 || u >= 127 || u === 34 || u === 60 || u === 62 || u === 39) break;
  }
  while (end > i && '.,;:!?)]}…'.includes(text.charAt(end - 1))) end--;
  return end - i < 6 ? null : { kind: 'url', start: i, end, value: text.slice(i, end) };
}

/** Site names may be up to 30 characters of any script, `_`, `-` and `·`; a dot belongs to an e-mail address. */
function mentionAt(text: string, i: number, before: readonly Mark[]): Mark | null {
  let end = i + 1;
  const limit = Math.min(text.length, i + 1 + MAX_NAME);
  while (end < limit) {
    const c = text.charCodeAt(end);
    // One hyphen may be part of a name, two are a dash.
    if (!isWord(c) && c !== 0xb7 && (c !== 45 || !isWord(text.charCodeAt(end + 1)))) break;
    end++;
  }
  if (end === i + 1) return null;
  const previous = i > 0 ? text.charCodeAt(i - 1) : 32;
  if (isAsciiWord(previous)) {
    // `name@host.tld`; the part before has been passed already, so it is looked for backwards, within bounds.
    if (text[end] !== '.' || !isAsciiWord(text.charCodeAt(end + 1))) return null;
    let start = i;
    const floor = Math.max(before.at(-1)?.end ?? 0, i - 64);
    while (start > floor && (isAsciiWord(text.charCodeAt(start - 1)) || '.+-'.includes(text.charAt(start - 1))))
      start--;
    let stop = end;
    while (
      stop < text.length &&
      stop < i + 200 &&
      (isAsciiWord(text.charCodeAt(stop)) || '.-'.includes(text.charAt(stop)))
    )
      stop++;
    while (text[stop - 1] === '.' || text[stop - 1] === '-') stop--;
    return { kind: 'email', start, end: stop, value: text.slice(start, stop) };
  }
  return { kind: 'mention', start: i, end, value: text.slice(i + 1, end) };
}

/** `#话题#` where a second # closes it on the same line, else `#word`. */
function hashtagAt(text: string, i: number): Mark | null {
  const first = text.charCodeAt(i + 1);
  if (Number.isNaN(first) || isSpace(first) || first === HASH || first === HASH_WIDE) return null;
  const limit = Math.min(text.length, i + 1 + MAX_TOPIC);
  let cjk = false;
  let spaces = false;
  for (let k = i + 1; k < limit; k++) {
    const c = text.charCodeAt(k);
    if (c === HASH || c === HASH_WIDE) {
      if (isSpace(text.charCodeAt(k - 1)) || (spaces && !cjk)) break;
      return { kind: 'hashtag', start: i, end: k + 1, value: text.slice(i + 1, k) };
    }
    if (c === 10 || c === AT) break;
    cjk ||= isHan(c) || isKana(c);
    spaces ||= isSpace(c);
  }
  if (i > 0 && (isAsciiWord(text.charCodeAt(i - 1)) || text[i - 1] === '&')) return null;
  let end = i + 1;
  let letters = false;
  while (end < limit && isWord(text.charCodeAt(end))) letters = !isDigit(text.charCodeAt(end++)) || letters;
  return letters ? { kind: 'hashtag', start: i, end, value: text.slice(i + 1, end) } : null;
}

/** `[泪]`, `[doge]`; `[图片]` and `【图片】` stand for something that cannot be read. */
function bracketAt(text: string, i: number): Mark | null {
  const close = text[i] === '[' ? ']' : '】';
  const limit = Math.min(text.length, i + 2 + MAX_EMOTICON);
  for (let k = i + 1; k < limit; k++) {
    if (text[k] === close) {
      const value = text.slice(i + 1, k);
      if (value === '') return null;
      if (PLACEHOLDERS.has(value.toLowerCase())) return { kind: 'placeholder', start: i, end: k + 1, value };
      return close === ']' ? { kind: 'emoticon', start: i, end: k + 1, value } : null;
    }
    const c = text.charCodeAt(k);
    if (!isWord(c) || (isDigit(c) && k === i + 1)) return null;
  }
  return null;
}

function asciiEmoticonAt(text: string, i: number): Mark | null {
  if (i > 0 && isAsciiWord(text.charCodeAt(i - 1))) return null;
  for (let length = 5; length >= 2; length--) {
    const value = text.slice(i, i + length);
    if (value.length !== length || !EMOTICONS.has(value)) continue;
    // The slashes of an address or of a repost's `//@`.
    if (value.endsWith('/') && text[i + length] === '/') continue;
    if (isAsciiWord(value.charCodeAt(length - 1)) && isAsciiWord(text.charCodeAt(i + length))) continue;
    return { kind: 'emoticon', start: i, end: i + length, value };
  }
  return null;
}

/** A whole sequence: base, variation selector, skin tone, joined further pictures, flags. */
function emojiAt(text: string, i: number): Mark | null {
  const c = text.codePointAt(i)!;
  if (!isEmoji(c)) return null;
  let end = i + (c > 0xffff ? 2 : 1);
  const flag = c >= 0x1f1e6 && c <= 0x1f1ff;
  for (let parts = 0; end < text.length && parts < 16; parts++) {
    const next = text.codePointAt(end)!;
    const width = next > 0xffff ? 2 : 1;
    const joined = next === 0x200d && isEmoji(text.codePointAt(end + 1) ?? 0);
    const modifier =
      next === 0xfe0f ||
      next === 0x20e3 ||
      (next >= 0x1f3fb && next <= 0x1f3ff) ||
      (next >= 0xe0020 && next <= 0xe007f);
    const secondOfFlag = flag && parts === 0 && next >= 0x1f1e6 && next <= 0x1f1ff;
    if (joined) end += 1 + (text.codePointAt(end + 1)! > 0xffff ? 2 : 1);
    else if (modifier || secondOfFlag) end += width;
    else break;
  }
  return { kind: 'emoji', start: i, end, value: text.slice(i, end) };
}
