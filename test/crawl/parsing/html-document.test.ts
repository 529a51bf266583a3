import { load } from 'cheerio';
import { expect, it } from 'vitest';
import { readHtml } from '../../../src/crawl/parsing/html-document.ts';

const read = (html: string) => readHtml(html, 'https://a.test/');
const page = (body: string) =>
  `<!doctype html><html><head><title>T</title></head><body class="b">${body}</body></html>`;

it.each([
  ['paragraphs that nobody closed', '<p>one<p>two<ul><li>three<li>four</ul>', 'p, li'],
  ['a table as people write it', '<table><tr><td>a<td>b<tr><td>c</table>', 'table > tbody > tr > td'],
  ['a table with its parts', '<table><thead><tr><th>h</thead><tbody><tr><td>a</tbody></table>', 'tbody > tr > td'],
  ['attributes without quotes, entities', '<a href=/x?a=1&amp;b=2 title=&quot;q&quot;>x &lt;3 &nbsp;y</a>', 'a'],
  ['what scripts say', '<script>if (a < b) document.write("<p>no</p>")</script><p>yes</p>', 'p'],
  ['void elements and comments', 'a<br>b<img src=i><!-- <p>no</p> --><p>yes', 'p'],
])('finds in %s what a browser finds', (_, body, selector) => {
  const [fast, slow] = [read(page(body)), load(page(body))];
  const found = ($: typeof fast) =>
    $(selector)
      .map((_index, node) => $(node).text())
      .get();
  expect(found(slow).length).toBeGreaterThan(0);
  expect(found(fast)).toEqual(found(slow));
  expect(fast('a').attr('href')).toBe(slow('a').attr('href'));
  expect(fast('body').attr('class')).toBe('b');
});

it('gives a page without a body one', () => {
  expect(read('<p>bare</p>')('body > p').text()).toBe('bare');
});
