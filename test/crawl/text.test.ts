import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseJson, unwrapJson } from '../../src/crawl/json.ts';
import { cleanText, clip } from '../../src/crawl/text.ts';

describe('cleanText', () => {
  it.each([
    ['a <b>x</b><br/>y &amp; z', 'a x\ny & z'],
    ['I <3 this, a < b and c > d', 'I <3 this, a < b and c > d'],
    ['气死<span class="url-icon"><img alt=[怒] src="//x/a.png"></span>了', '气死[怒]了'],
    ['<p>one</p><p>two</p>', 'one\n\ntwo'],
    ['x<script>alert(1)</script>y<!-- z -->', 'x y'],
    ['&#x4F60;&#22909; &unknown; &nbsp;.', '你好 &unknown; .'],
    ['Caf&eacute; &#150; AT&T, R&amp;D &Alpha;&alpha; &frac12;', 'Café – AT&T, R&D Αα ½'],
    ['a\u0000b\u0007c\ufeff', 'abc'],
    ['half \ud83d end', 'half end'],
    ['  a\r\n\r\n\r\n\r\nb  ', 'a\n\nb'],
    ['👨‍👩‍👧 好', '👨‍👩‍👧 好'],
  ])('%j', (given, expected) => expect(cleanText(given)).toBe(expected));

  it('leaves nothing that a database refuses', () => {
    const text = fc.string({ unit: 'binary', maxLength: 60 });
    fc.assert(
      fc.property(text, (given) => {
        const clean = cleanText(given);
        expect(clean.isWellFormed()).toBe(true);
        expect(clean).not.toMatch(/[\u0000-\u0008]/);
      }),
    );
  });

  it('takes time in proportion to the text, whatever it is', () => {
    const nasty = ['<img ', '<', '<!--', '&#', '<script>', ' \n'].map((piece) => piece.repeat(20_000));
    const started = performance.now();
    for (const text of nasty) cleanText(text);
    expect(performance.now() - started).toBeLessThan(3_000);
  });
});

it('clip never ends in half a character', () => {
  expect(clip('ab😀', 3)).toBe('ab');
  expect(clip('ab😀', 4)).toBe('ab😀');
});

describe('parseJson', () => {
  it('keeps ids that no JavaScript number can hold', () => {
    expect(parseJson('{"id":570306133677760513,"n":1.5,"m":12}')).toEqual({ id: '570306133677760513', n: 1.5, m: 12 });
  });
  it('drops a byte-order mark and unwraps JSONP and guards', () => {
    expect(parseJson('\ufeff[1]')).toEqual([1]);
    expect(unwrapJson('cb({"a":1});')).toBe('{"a":1}');
    expect(unwrapJson(')]}\'\n{"a":1}').trim()).toBe('{"a":1}');
    expect(unwrapJson(' {"a":"f(x)"}')).toBe(' {"a":"f(x)"}');
  });
});
