import { readdirSync, readFileSync } from 'node:fs';
import { join as joinPath } from 'node:path';
import { load } from 'cheerio';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { cidUrl, html, webUrl } from '../../../src/notify/mail/html.ts';

test('what is put in is text, whatever it looks like', () => {
  const evil = `<script>alert("1")</script>&amp;'`;
  expect(html`<p title="${evil}">${evil}</p>`.toString()).toBe(
    '<p title="&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;amp;&#39;">&lt;script&gt;alert(&quot;1&quot;)&lt;/script&gt;&amp;amp;&#39;</p>',
  );
});

test('any text survives as itself, in text and in attributes', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), (text) => {
      const page = load(html`<p title="${text}">${text}</p>`.toString(), null, false);
      const shown = text
        .toWellFormed()
        .replace(/[\x00-\x08\x0B\x0C\x0E-\x1F\x7F-\x9F]/g, '')
        .replace(/\r\n?/g, '\n');
      expect(page('p').text()).toBe(shown);
      expect(page('p').attr('title')).toBe(shown);
      expect(page('*')).toHaveLength(1);
    }),
    { numRuns: 60 },
  );
});

test('markup goes into markup as it is; lists are joined; null, false and undefined leave nothing', () => {
  const items = ['a', '<b>'].map((word) => html`<li>${word}</li>`);
  expect(html`<ul>${items}${null}${false}${undefined}${0}</ul>`.toString()).toBe(
    '<ul><li>a</li><li>&lt;b&gt;</li>0</ul>',
  );
});

test.each([
  ['https://example.com/a?b=c&d', 'https://example.com/a?b=c&d'],
  ['http://例え.jp/', 'http://xn--r8jz45g.jp/'],
  ['mailto:pr@acme.example', 'mailto:pr@acme.example'],
  ['https://example.com/"onmouseover=x', 'https://example.com/%22onmouseover=x'],
  ['javascript:alert(1)', null],
  [' JaVaScRiPt:alert(1)', null],
  ['java\nscript:alert(1)', null],
  ['data:text/html,<script>', null],
  ['vbscript:x', null],
  ['file:///etc/passwd', null],
  ['/relative', null],
  ['//evil.example', null],
  ['https://acme.com@evil.example/', null],
  ['https://', null],
  ['', null],
])('the address %j becomes %j', (address, href) => {
  expect(webUrl(address)?.href ?? null).toBe(href);
});

test('an address enters through its own gate only', () => {
  const url = webUrl('https://example.com/?a=1&b="2"')!;
  expect(html`<a href="${url}">x</a>`.toString()).toBe('<a href="https://example.com/?a=1&amp;b=%222%22">x</a>');
  expect(() => html`<a href="${'https://example.com'}">x</a>`).toThrow('take a Url');
  expect(() => html`<p>${url}</p>`).toThrow('belongs into href');
  expect(() => cidUrl('x" onerror="y')).toThrow('not a content id');
});

test('templates that could not be made safe are refused', () => {
  const value = 'x';
  expect(() => html`<p class=${value}>y</p>`).toThrow('quoted attribute');
  expect(() => html`<p ${value}>y</p>`).toThrow('quoted attribute');
  expect(() => html`<p onclick="${value}">y</p>`).toThrow('onclick');
  expect(() => html`<script>${value}</script>`).toThrow('<script>');
  expect(() => html`<style>p{color:${value}}</style>`).toThrow('<style>');
  expect(() => html`<p title="${html`<b>x</b>`}">y</p>`).toThrow('markup cannot stand');
  expect(html`<style>p{}</style><p>${value}</p>`.toString()).toContain('<p>x</p>');
  expect(html`<p title="a > b" lang="${value}">y</p>`.toString()).toContain('lang="x"');
});

test('raw() is given constants only', () => {
  const root = new URL('../../../src/notify/', import.meta.url).pathname;
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'));
  const calls = files.flatMap((name) =>
    [...readFileSync(joinPath(root, name), 'utf8').matchAll(/\braw\(([^)]*)\)/g)].map((match) => match[1]),
  );
  expect(calls.filter((argument) => argument !== 'constant: string' && !/^[A-Z_]+$/.test(argument ?? ''))).toEqual([]);
  expect(calls.length).toBeGreaterThan(1);
});
