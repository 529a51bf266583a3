import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Counted, CountedAuthor } from '../../src/store/counted.ts';
import { mergeCounted } from '../../src/store/merge-counted.ts';

const NONE = { total: 0, negative: 0, first: null, aspects: [], intents: [], top: [], stories: [] };

const author = fc.tuple(
  fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f', 'g'),
  fc.constant(null),
  fc.option(fc.integer({ min: 0, max: 4 })),
  fc.constant(null),
  fc.constant('person'),
  fc.constant('weibo'),
  fc.integer({ min: 1, max: 3 }),
);
const piece = fc
  .uniqueArray(author, { selector: ([key]) => key, maxLength: 7 })
  .map((authors): Counted => ({ ...NONE, authors: authors as CountedAuthor[] }));

test('the loudest authors are those of all pieces, however they are cut', () => {
  fc.assert(
    fc.property(fc.array(piece, { maxLength: 5 }), fc.integer({ min: 0, max: 4 }), (pieces, authors) => {
      const all = Map.groupBy(
        pieces.flatMap((one) => one.authors),
        ([key]) => key,
      );
      const expected = [...all]
        .map(([authorKey, own]) => ({
          authorKey,
          followers: own.reduce<number | null>((most, [, , f]) => (f === null ? most : Math.max(most ?? 0, f)), null),
          posts: own.reduce((sum, one) => sum + one[6], 0),
        }))
        .sort(
          (a, b) =>
            (b.followers ?? -1) - (a.followers ?? -1) || b.posts - a.posts || (a.authorKey < b.authorKey ? -1 : 1),
        );
      const found = mergeCounted(pieces, { authors, top: 0 }).authors;
      expect(found.map(({ authorKey, followers, posts }) => ({ authorKey, followers, posts }))).toEqual(
        expected.slice(0, authors),
      );
    }),
  );
});
