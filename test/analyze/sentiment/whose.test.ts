import { describe, expect, it } from 'vitest';
import { sharesOf } from '../../../src/analyze/sentiment/whose.ts';
import type { Span } from '../../../src/model.ts';

const placesOf = (text: string, word: string): Span[] =>
  [...text.matchAll(new RegExp(word, 'g'))].map(({ index }) => [index, index + word.length]);

/** What is about Acme, and what surely is about Bolt, piece by piece. */
function shares(text: string) {
  const found = sharesOf(text, placesOf(text, 'Acme'), placesOf(text, 'Bolt'));
  const words = (spans: readonly Span[]) => spans.map(([start, end]) => text.slice(start, end));
  return found && { own: words(found.own), others: words(found.others) };
}

describe('whose words are whose', () => {
  it.each<[string, string[], string[]]>([
    ['Acme 好，Bolt 垃圾', ['Acme 好'], ['Bolt 垃圾']],
    ['Acme answered in minutes while Bolt kept me waiting', ['Acme answered in minutes'], ['Bolt kept me waiting']],
    // A clause without a name goes with the name before it, also in the next sentence.
    [
      'Bolt is garbage, never works. It broke twice. Acme still runs',
      ['Acme still runs'],
      ['Bolt is garbage', 'never works'],
    ],
    ['Acme 的客服很好。下次还来。Bolt 就算了', ['Acme 的客服很好', '下次还来'], ['Bolt 就算了']],
    // What is said before any name is said of all.
    ['Tried both. Acme is fine. Bolt is not', ['Tried both', 'Acme is fine'], ['Bolt is not']],
    // Names that come after what is said of them.
    [
      'Never answered me. Thanks, Bolt. Kind and quick. Well done, Acme',
      ['Kind and quick', 'Well done', 'Acme'],
      ['Thanks', 'Bolt'],
    ],
  ])('%s', (text, own, others) => {
    expect(shares(text)).toEqual({ own, others });
  });

  it.each([
    ['Acme is better than Bolt'],
    ['Acme is great and the coffee too'],
    ['Bolt is garbage'],
    ['Acme is better than Bolt. Bolt is garbage'],
    [''],
  ])('cannot be told: %s', (text) => {
    expect(shares(text)).toBeNull();
  });
});
