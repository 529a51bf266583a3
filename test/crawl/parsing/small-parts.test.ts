import { describe, expect, test } from 'vitest';
import { fromBase62, toBase62 } from '../../../src/crawl/parsing/base62.ts';
import { contentId, uniqueById } from '../../../src/crawl/parsing/ids.ts';
import { absoluteUrl, fillTemplate, queryOf, withQuery } from '../../../src/crawl/parsing/links.ts';

describe('base 62', () => {
  test.each([
    ['HyTZc60ew', '4383183661430868'],
    ['HyZVegYAP', '4383411844046171'],
    ['J3GG65557', '4508790421211177'],
    ['J4PGk4yMw', '4511519801087016'],
  ])('%s is %s', (name, id) => {
    expect(fromBase62(name)).toBe(id);
    expect(toBase62(id)).toBe(name);
  });

  test('what is no name or number has no other form', () => {
    for (const name of ['', 'a-b', '中文']) expect(fromBase62(name)).toBeNull();
    for (const id of ['', '12x', '-1']) expect(toBase62(id)).toBeNull();
  });
});

describe('contentId', () => {
  test('is the same for the same words, whatever the white space and letter width', () => {
    expect(contentId('Ann', 'Very  good\n', 5)).toBe(contentId('Ann', 'Very good', 5));
    expect(contentId('ＡＢＣ')).toBe(contentId('ABC'));
    expect(contentId('Ann', 'x')).toMatch(/^[0-9a-f]{16}$/);
  });

  test('is another for other words, and for the same words elsewhere', () => {
    const ids = [
      contentId('a', 'b'),
      contentId('ab', ''),
      contentId('', 'ab'),
      contentId('a', 'B'),
      contentId('a', 'b', null),
    ];
    expect(new Set(ids).size).toBe(ids.length);
  });
});

test('uniqueById keeps the first of each', () => {
  const posts = [
    { id: 1, n: 'a' },
    { id: '1', n: 'b' },
    { id: 2, n: 'c' },
  ];
  expect(uniqueById(posts).map(({ n }) => n)).toEqual(['a', 'c']);
});

describe('addresses', () => {
  test.each([
    ['/a', 'https://x.example/b/c', 'https://x.example/a'],
    ['//y.example/z', 'https://x.example/', 'https://y.example/z'],
    ['https://x.example', undefined, 'https://x.example/'],
    ['javascript:alert(1)', 'https://x.example/', null],
    ['mailto:a@b.example', 'https://x.example/', null],
    ['data:text/html,x', 'https://x.example/', null],
    ['not an address', undefined, null],
    ['', 'https://x.example/', null],
    [null, 'https://x.example/', null],
  ])('%s seen from %s', (href, base, expected) => {
    expect(absoluteUrl(href, base)).toBe(expected);
  });

  test('query parameters are set, replaced, removed and read', () => {
    expect(withQuery('https://x.example/?a=1&b=2', { a: '词 &', b: null, c: 3 })).toBe(
      'https://x.example/?a=%E8%AF%8D+%26&c=3',
    );
    expect(queryOf('https://x.example/?q=%E8%AF%8D', 'q')).toBe('词');
    expect(queryOf('https://x.example/?q=', 'q')).toBeNull();
    expect(queryOf('nonsense', 'q')).toBeNull();
  });

  test('templates encode what they are filled with', () => {
    expect(fillTemplate('https://x.example/{a}?b={b}&c={c}', { a: 'a/b', b: '词' })).toBe(
      'https://x.example/a%2Fb?b=%E8%AF%8D&c={c}',
    );
  });
});
