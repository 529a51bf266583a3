/** Kinds of characters, by code unit or code point. */

export const isDigit = (c: number): boolean => c >= 48 && c <= 57;
export const isAsciiLetter = (c: number): boolean => (c >= 65 && c <= 90) || (c >= 97 && c <= 122);
export const isAsciiWord = (c: number): boolean => isAsciiLetter(c) || isDigit(c) || c === 95;

/** Han characters of the Basic Multilingual Plane, with 々 and 〇. */
export const isHan = (c: number): boolean =>
  (c >= 0x4e00 && c <= 0x9fff) ||
  (c >= 0x3400 && c <= 0x4dbf) ||
  (c >= 0xf900 && c <= 0xfaff) ||
  c === 0x3005 ||
  c === 0x3007;
export const isKana = (c: number): boolean =>
  (c >= 0x3041 && c <= 0x3096) || (c >= 0x30a1 && c <= 0x30fa) || (c >= 0xff66 && c <= 0xff9d) || c === 0x30fc;
export const isHangul = (c: number): boolean =>
  (c >= 0xac00 && c <= 0xd7a3) || (c >= 0x1100 && c <= 0x11ff) || (c >= 0x3131 && c <= 0x318e);
/** Scripts written without spaces between words. */
export const isCjk = (c: number): boolean => isHan(c) || isKana(c) || isHangul(c);

/** Latin letters, accented ones included. */
export const isLatin = (c: number): boolean =>
  isAsciiLetter(c) || (c >= 0xc0 && c <= 0x24f && c !== 0xd7 && c !== 0xf7) || (c >= 0x1e00 && c <= 0x1eff);

const WORD = /^[\p{L}\p{N}\p{M}_]$/u;
const wordCache = new Uint8Array(0x10000);

/** Letters, digits, marks and `_` of any script. */
export function isWord(c: number): boolean {
  if (c < 128) return isAsciiWord(c);
  if (c > 0xffff) return WORD.test(String.fromCodePoint(c));
  let known = wordCache[c]!;
  if (known === 0) {
    known = WORD.test(String.fromCharCode(c)) ? 2 : 1;
    wordCache[c] = known;
  }
  return known === 2;
}

export const isSpace = (c: number): boolean =>
  c === 32 ||
  (c >= 9 && c <= 13) ||
  c === 0xa0 ||
  c === 0x3000 ||
  (c >= 0x2000 && c <= 0x200b) ||
  c === 0x2028 ||
  c === 0x2029;

/** Code points shown as a picture by themselves. */
export function isEmoji(c: number): boolean {
  if (c >= 0x1f000) return c <= 0x1faff;
  if (c < 0x203c) return false;
  return (
    (c >= 0x2600 && c <= 0x27bf) ||
    c === 0x203c ||
    c === 0x2049 ||
    (c >= 0x231a && c <= 0x231b) ||
    (c >= 0x23e9 && c <= 0x23f3) ||
    (c >= 0x2b05 && c <= 0x2b07) ||
    c === 0x2b1b ||
    c === 0x2b1c ||
    c === 0x2b50 ||
    c === 0x2b55 ||
    c === 0x3297 ||
    c === 0x3299
  );
}
