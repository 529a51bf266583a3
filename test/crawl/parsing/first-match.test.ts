import { load } from 'cheerio';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { firstMatch } from '../../../src/crawl/parsing/first-match.ts';

const pieces = fc.constantFrom(
  '<div class="a">',
  '<div class="b a" data-x>',
  '<p id="i">',
  '<span class="a-b">',
  '<b class="A">',
  '<template>',
  '<svg class="b">',
  '</div>',
  '</p>',
  '</span>',
  'text',
  '<table><tr><td class="b">',
  '</table>',
);
const compounds = fc.constantFrom('.a', 'div', 'div.a', '.b.a', '#i', '[data-x]', 'span.a-b', '.A', 'td', 'p', 'nav');
const selectors = fc
  .array(fc.array(compounds, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 2 })
  .map((chains) => chains.map((chain) => chain.join(' ')).join(', '));

describe('the first match', () => {
  it('is the one that cheerio finds first', () => {
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 25 }), selectors, (html, selector) => {
        const $ = load(`<div class="a"><div id="item">${html.join('')}</div></div>`);
        const item = $('#item').get(0)!;
        expect(firstMatch(selector)($, item)).toBe($(item).find(selector).get(0) ?? null);
      }),
      { numRuns: 500, seed: 7 },
    );
  });

  it.each(['p > b', 'p:first-child', '[title="a,b"]', 'P', 'a + b', '*', ':scope > p'])(
    'knows "%s" as well',
    (selector) => {
      const $ = load('<div id="item"><p title="a,b"><a></a><b>1</b></p></div>');
      const item = $('#item').get(0)!;
      expect(firstMatch(selector)($, item)).toBe($(item).find(selector).get(0) ?? null);
      expect(firstMatch(selector)($, item)).not.toBeNull();
    },
  );

  it('throws on what is no selector', () => {
    const $ = load('<div></div>');
    expect(() => firstMatch('p >> [')($, $('div').get(0)!)).toThrow();
  });
});
