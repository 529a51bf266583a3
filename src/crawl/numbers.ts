/** Numbers as sites write them for people: `12,345`, `3.4k`, `1.2万`, `10万+`, `１２`. */

const SCALES: Readonly<Record<string, number>> = {
  百: 1e2,
  千: 1e3,
  k: 1e3,
  万: 1e4,
  萬: 1e4,
  w: 1e4,
  百万: 1e6,
  m: 1e6,
  mn: 1e6,
  million: 1e6,
  千万: 1e7,
  亿: 1e8,
  億: 1e8,
  b: 1e9,
  bn: 1e9,
  billion: 1e9,
};

const NUMBER =
  /([-+−]?)(\d[\d.,' \u00a0\u202f]*\d|\d)(?:\s*(百万|千万|[百千万萬亿億])|\s?(million|billion)\b|(mn|bn|[kmwb])(?![a-z]))?/i;

/**
 * The first number in a text, with its scale: `"1.2万"` → 12000, `"3.4k"` → 3400, `"12,345 reviews"` → 12345,
 * `"4,5"` → 4.5, `"1.234.567"` → 1234567. A single point is a decimal point (`"1.234"` → 1.234). Null if there is none.
 */
export function parseNumber(value: string | number | null | undefined): number | null {
  if (value === null || value === undefined) return null;
  if (typeof value === 'number') return Number.isFinite(value) ? value : null;
  const match = NUMBER.exec(value.length > 200 ? value.slice(0, 200).normalize('NFKC') : value.normalize('NFKC'));
  if (!match) return null;
  const plain = plainDigits(match[2] ?? '');
  const scale = SCALES[(match[3] ?? match[4] ?? match[5] ?? '').toLowerCase()] ?? 1;
  const sign = match[1] === '-' || match[1] === '−' ? -1 : 1;
  // 1.1 × 10,000 is not exact in binary: a counter is whole, so round what the scale should have made whole.
  const number = scale === 1 ? Number(plain) : Math.round(Number(plain) * scale * 1e3) / 1e3;
  return Number.isFinite(number) ? sign * number : null;
}

/** Grouping marks removed, the decimal mark made a point. */
function plainDigits(text: string): string {
  let digits = text.replace(/['\u00a0\u202f ](?=\d{3}(?!\d))/g, '');
  // A space that groups nothing ends the number: "3 2016" is 3.
  digits = digits.split(/[' \u00a0\u202f]/)[0] ?? '';
  const lastComma = digits.lastIndexOf(',');
  const lastPoint = digits.lastIndexOf('.');
  if (lastComma >= 0 && lastPoint >= 0) {
    const [group, decimal] = lastComma > lastPoint ? ['.', ','] : [',', '.'];
    return digits.replaceAll(group, '').replace(decimal, '.');
  }
  if (lastComma >= 0) {
    const grouped = /^\d{1,3}(,\d{3})+$/.test(digits) || /^\d{1,4}(,\d{4})+$/.test(digits);
    return grouped || digits.indexOf(',') !== lastComma ? digits.replaceAll(',', '') : digits.replace(',', '.');
  }
  return digits.indexOf('.') === lastPoint ? digits : digits.replaceAll('.', '');
}

const CHINESE_DIGITS = '零一二三四五六七八九';

/**
 * A small Chinese numeral: `两` → 2, `十` → 10, `二十三` → 23; `几` and `数` (a few) → 3. Null above 99 or if it is none.
 */
export function parseChineseNumeral(text: string): number | null {
  if (text === '几' || text === '幾' || text === '数') return 3;
  const plain = text.replaceAll('两', '二').replaceAll('兩', '二').replaceAll('〇', '零');
  const match = /^([一二三四五六七八九]?)(十?)([一二三四五六七八九零]?)$/.exec(plain);
  if (!match || plain === '') return null;
  const [, tens = '', ten = '', ones = ''] = match;
  if (ten === '') return tens !== '' && ones !== '' ? null : CHINESE_DIGITS.indexOf(tens || ones);
  return (tens === '' ? 1 : CHINESE_DIGITS.indexOf(tens)) * 10 + (ones === '' ? 0 : CHINESE_DIGITS.indexOf(ones));
}
