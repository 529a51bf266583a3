/** Texts of every kind that posts are made of, and of every kind they should not be. */
import fc from 'fast-check';

const PIECES = [
  ...[
    '客服',
    '态度太差',
    '小米',
    '小米粥',
    'Acme',
    'mac',
    'machine',
    "isn't",
    'sooooo',
    '哈哈哈哈',
    'но',
    'كتاب',
    'ガ',
    '한국',
    '頭髮',
  ],
  ...['@JetBlue', "@united's", '#话题#', '#CamelCase', '//@a:', 'RT @b:', '"@c: hi"', '回复@d:', '@', '#', '＠', '＃'],
  ...[
    'http://t.co/x',
    'www.a.com',
    'a@b.com',
    '&amp;',
    '&#128545;',
    '&#x1F;',
    '<br/>',
    '<a href="x">',
    '<',
    '>',
    '\\u002c',
    '\\',
  ],
  ...['[泪]', '[图片]', '[', ']', '😡', '👨‍👩‍👧', '🇨🇳', '👍🏽', '❤️', ':)', ':-(', 'T_T', '//'],
  ...['。', '，', '！', '.', ',', '!', '?', '…', '"', '“', '”', "'", '(', ')', ' ', '\n', '\t', '\u3000'],
  ...[
    '\u200b',
    '\u202e',
    '\ufeff',
    '\u0000',
    '\u0007',
    '\ud800',
    '\udc00',
    '\u0301',
    '\u3099',
    '\u0338',
    '\ufdfa',
    'ﬁ',
    '１２',
  ],
];

/** Mixtures of the pieces above, and arbitrary strings down to lone surrogates. */
export const anyText: fc.Arbitrary<string> = fc.oneof(
  fc.array(fc.constantFrom(...PIECES), { maxLength: 30 }).map((pieces) => pieces.join('')),
  fc.string({ unit: 'binary', maxLength: 60 }),
  fc.array(fc.integer({ min: 0, max: 0xffff }), { maxLength: 40 }).map((units) => String.fromCharCode(...units)),
);

/** One piece again and again: what makes careless look-ahead quadratic. Each about `length` units long. */
export function monotonous(length: number): string[] {
  return [
    ...PIECES,
    'a',
    'ab ',
    '好',
    'not ',
    '不',
    '<a',
    '#a#',
    '[a',
    '"@a:',
    '//@a',
    '& ',
    '&#1',
    'a.',
    'a@',
    '-@a-',
  ].map((piece) => piece.repeat(Math.ceil(length / piece.length)).slice(0, length));
}

/** Milliseconds that `work` takes of one core: what else the machine does is not counted. */
export function coreMs(work: () => void): number {
  const before = process.threadCpuUsage();
  work();
  const { user, system } = process.threadCpuUsage(before);
  return (user + system) / 1000;
}
