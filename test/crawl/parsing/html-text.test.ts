import { load } from 'cheerio';
import { describe, expect, test } from 'vitest';
import { htmlToText, isCutOff, isTooDeep, textOf, tidy } from '../../../src/crawl/parsing/html-text.ts';

describe('htmlToText', () => {
  test.each([
    ['plain text\nkeeps its lines', 'plain text\nkeeps its lines'],
    ['I <3 this & that', 'I <3 this & that'],
    ['a &amp; b &lt;3\nc', 'a & b <3\nc'],
    ['<p>one</p><p>two</p>', 'one\ntwo'],
    ['one<p>two<p>three', 'one\ntwo\nthree'],
    ['a<br>b<br/><br>c', 'a\nb\n\nc'],
    ['<div>in\n the   source <b>bold</b>, no</div> breaks', 'in the source bold, no\nbreaks'],
    ['<pre>kept\n  as is</pre>', 'kept\nas is'],
    ['before<script>var a = "<p>x</p>"</script><style>p{}</style>after', 'beforeafter'],
    ['<ul><li>one</li><li>two</li></ul>', 'one\ntwo'],
    ['怒<span><img alt=[怒] src="x.png"></span>!', '怒[怒]!'],
    ['<img alt="A long description of a picture"> text', 'text'],
    ['<img class="emoji" alt=":smile:"> <img alt="😀">', ':smile: 😀'],
    ['零宽\u200b\u200b\ufeff', '零宽'],
    [null, ''],
    [undefined, ''],
  ])('%s', (html, expected) => {
    expect(htmlToText(html)).toBe(expected);
  });
});

test('tidy leaves at most one empty line and no space at line ends', () => {
  expect(tidy(' a \r\n\r\n\r\n b\u00a0 c\u2028d \u0000')).toBe('a\n\nb c\nd');
});

test('textOf reads one node or several', () => {
  const $ = load('<p>a</p><p>b</p>');
  expect(textOf($('p'))).toBe('a\nb');
  expect(textOf($('p')[0])).toBe('a');
  expect(textOf(undefined)).toBe('');
});

test('a document that is opened and not closed breaks off; a piece of one does not', () => {
  expect(isCutOff('<html><body><p>x')).toBe(true);
  expect(isCutOff('<html><body><p>x</p></body></html>')).toBe(false);
  expect(isCutOff('<p>a piece</p>')).toBe(false);
});

test('nesting without end is seen without recursion', () => {
  const deep = load('<div>'.repeat(5_000), null, false);
  expect(isTooDeep(deep.root()[0]!)).toBe(true);
  expect(isTooDeep(load('<p>x</p>').root()[0]!)).toBe(false);
});
