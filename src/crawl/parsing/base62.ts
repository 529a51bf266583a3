/** Numbers in base 62, in groups of fixed width: the short names some services give long ids. */

const DIGITS = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ';

/**
 * The decimal id behind a short name in which every `width` characters from the right stand for `places` decimal
 * digits: with 4 and 7, `HyTZc60ew` is 4383183661430868. Null if it is no such name.
 */
export function fromBase62(name: string, width = 4, places = 7): string | null {
  if (!/^[0-9a-zA-Z]+$/.test(name)) return null;
  let decimal = '';
  for (let end = name.length; end > 0; end -= width) {
    let group = 0;
    for (const digit of name.slice(Math.max(0, end - width), end)) group = group * 62 + DIGITS.indexOf(digit);
    if (String(group).length > places) return null;
    decimal = (end > width ? String(group).padStart(places, '0') : String(group)) + decimal;
  }
  return decimal;
}

/** The short name of a decimal id: the inverse of `fromBase62`. Null if `id` is no decimal number. */
export function toBase62(id: string, width = 4, places = 7): string | null {
  if (!/^\d+$/.test(id)) return null;
  let name = '';
  for (let end = id.length; end > 0; end -= places) {
    let group = Number(id.slice(Math.max(0, end - places), end));
    let digits = '';
    for (; group > 0; group = Math.floor(group / 62)) digits = DIGITS[group % 62] + digits;
    name = (end > places ? digits.padStart(width, '0') : digits) + name;
  }
  return name;
}
