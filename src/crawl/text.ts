/** Texts as people wrote them: markup, control characters and broken halves of characters taken out. */
import { decodeHTMLStrict } from 'entities/decode';

const TAG =
  /<\/?(?:a|abbr|article|b|big|blockquote|br|center|code|dd|del|div|dl|dt|em|figure|font|h[1-6]|hr|i|img|ins|li|ol|p|pre|q|s|section|small|span|strike|strong|sub|sup|table|tbody|td|th|thead|tr|u|ul|video)\b(?:\s[^<>]*|\s*)\/?>/gi;
const BLOCK_TAG = /<(?:br|\/p|\/div|\/li|\/h[1-6]|\/tr|\/blockquote|hr|p|li|div|blockquote)\b[^<>]*>/gi;
const HIDDEN = /<(script|style|noscript|template)\b[^>]*>[\s\S]*?(?:<\/\1\s*>|$)|<!--[\s\S]*?(?:-->|$)/gi;
/** Sites write emoticons as pictures; their words carry feeling (`[怒]`). */
const PICTURE_WORD = /<img\b[^<>]*?\balt=(?:"([^"]*)"|'([^']*)'|([^\s"'<>]+))[^<>]*>/gi;

/**
 * Text without HTML: known tags go (`a < b` and `<3` stay), line-breaking ones become line ends, pictures their `alt`,
 * entities their characters; what only looks like one (`AT&T`, `&c`, `&foo;`) stays.
 */
function stripHtml(text: string): string {
  const bare = text.includes('<')
    ? text
        .replace(HIDDEN, ' ')
        .replace(PICTURE_WORD, (_, a, b, c) => a ?? b ?? c ?? '')
        .replace(BLOCK_TAG, '\n')
        .replace(TAG, '')
    : text;
  return bare.includes('&') ? decodeHTMLStrict(bare) : bare;
}

const NEEDS_CARE = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u2028\u2029\ufeff\ufffe\uffff\r<&\u00a0]|\s\s|^\s|\s$/;

/**
 * A text ready to be stored and shown: without HTML, control characters (NUL breaks databases), byte-order marks and
 * lone surrogates; line ends are `\n`, at most one empty line in a row, no space around the whole or before a line end.
 */
export function cleanText(text: string): string {
  const whole = text.isWellFormed() ? text : text.replace(/\p{Cs}/gu, '');
  if (!NEEDS_CARE.test(whole)) return whole;
  return stripHtml(whole)
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(/[\u0000-\u0008\u000b-\u001f\u007f-\u009f\ufeff\ufffe\uffff]/g, '')
    .replaceAll('\u00a0', ' ')
    .replace(/[^\S\n]+\n/g, '\n')
    .replace(/\n[^\S\n]+/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .replace(/ {2,}/g, ' ')
    .trim();
}

/** At most `limit` UTF-16 code units of a text, never ending in half a character. */
export function clip(text: string, limit: number): string {
  if (text.length <= limit) return text;
  const last = text.charCodeAt(limit - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? limit - 1 : limit);
}
