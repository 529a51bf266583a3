/** Where a word may begin and end, by script. */
import { isWord } from '../text/chars.ts';

/**
 * Scripts written with spaces: a word ends where the letters do. Katakana words end where Katakana does (アップル is not
 * in パイナップル). Between Chinese characters, Hiragana, Hangul and Thai letters anything may be a boundary.
 */
export const SPACED = 1;
export const KATAKANA = 2;
export const FREE = 0;

const UNSPACED =
  /^[\p{Script=Han}\p{Script=Hiragana}\p{Script=Hangul}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]$/u;
const classes = new Uint8Array(0x10000).fill(255);

function classOf(unit: number): number {
  if (unit >= 0x30a1 && unit <= 0x30fe && unit !== 0x30fb) return KATAKANA;
  // Digits and letters beyond the first plane are Chinese far more often than not.
  if (unit >= 0xd800 && unit <= 0xdfff) return FREE;
  if (!isWord(unit) || UNSPACED.test(String.fromCharCode(unit))) return FREE;
  return SPACED;
}

/** SPACED, KATAKANA or FREE. */
export function boundaryClass(unit: number): number {
  let known = classes[unit]!;
  if (known === 255) {
    known = classOf(unit);
    classes[unit] = known;
  }
  return known;
}

/** Whether no word runs over the seam between two neighbouring units; NaN (beyond the text) is always a seam. */
export function isSeam(left: number, right: number): boolean {
  if (Number.isNaN(left) || Number.isNaN(right)) return true;
  const a = boundaryClass(left);
  return a === FREE || a !== boundaryClass(right);
}
