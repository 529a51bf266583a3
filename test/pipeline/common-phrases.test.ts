/** Phrases that everybody uses: what a post is compared with stays bounded, and copies find each other all the same. */
import { createHash } from 'node:crypto';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { type TakeInDeps, takeIn } from '../../src/pipeline/take-in.ts';
import type { Store } from '../../src/store/store.ts';
import { BAND_LIMIT, findStories } from '../../src/store/stories.ts';
import { describeOnEachStore } from '../support/stores.ts';
import { emptyStore } from './support/empty.ts';
import { makePost, markAnalyzer } from './support/posts.ts';

const context = { now: new Date('2026-03-02T12:00:00Z'), target: null, about: null, backfill: false };
const SAID = 3 * BAND_LIMIT;
/** A number as sixteen digits that differ from any other number's in nothing that could be called alike. */
const simhashOf = (n: number) => n.toString(16).padStart(16, '0');
/** A word as the digits of a band. */
const bandOf = (word: string) => createHash('sha256').update(word).digest('hex').slice(0, 13);
const PHRASE = bandOf('phrase');

describeOnEachStore('texts made of common phrases', (stores) => {
  let store: Store;
  let deps: TakeInDeps;
  beforeAll(async () => {
    store = await stores.open();
  });
  beforeEach(async () => {
    await emptyStore(store);
    const analyzer = {
      ...markAnalyzer(['acme']),
      // `acme 17 phrase a b`: the text's number, then its bands.
      fingerprint: ({ text }: { text: string }) => {
        const [, n, ...bands] = text.split(' ');
        return { simhash: simhashOf(Number(n)), bands: bands.map(bandOf) };
      },
      sameStory: () => false,
    };
    deps = { store, analyzer, brandIds: new Set(['acme']), privacy: { authorSecret: null } };
  });

  const take = (...texts: string[]) =>
    takeIn(
      deps,
      texts.map((text) => makePost({ text })),
      context,
    );
  const storiesOf = async (text: string) => {
    const rows = await store.db
      .selectFrom('posts as p')
      .innerJoin('mentions as m', (join) => join.onRef('m.post_id', '=', 'p.post_id').onRef('m.month', '=', 'p.month'))
      .select('m.story_id')
      .where('p.text', '=', text)
      .execute();
    return new Set(rows.map((row) => row.story_id));
  };
  const standing = async () =>
    Number(
      (
        await store.db
          .selectFrom('story_bands')
          .select((eb) => eb.fn.countAll().as('n'))
          .where('band', '=', Number.parseInt(PHRASE, 16))
          .executeTakeFirstOrThrow()
      ).n,
    );

  it('fill a band up to its limit, in one batch as in many, and later ones are still found by their exact copies', async () => {
    const texts = Array.from({ length: SAID }, (_, n) => `acme ${n} phrase`);
    await take(...texts.slice(0, SAID / 2));
    for (const text of texts.slice(SAID / 2)) await take(text);
    expect(await standing()).toBe(BAND_LIMIT);
    expect((await findStories(store.db, 'acme', [PHRASE])).get(PHRASE)).toHaveLength(BAND_LIMIT);
    for (const text of [texts[0]!, texts[BAND_LIMIT + 1]!, texts.at(-1)!]) {
      await take(text);
      expect(await storiesOf(text)).toHaveProperty('size', 1);
    }
  });

  it('are found by what is their own beside the phrase', async () => {
    await take(...Array.from({ length: SAID }, (_, n) => `acme ${n} phrase`));
    deps = {
      ...deps,
      analyzer: {
        ...deps.analyzer,
        sameStory: (a, b) => a.bands.some((band) => band !== PHRASE && b.bands.includes(band)),
      },
    };
    await take('acme 9001 phrase own words');
    await take('acme 9002 phrase own others');
    const [first] = await storiesOf('acme 9001 phrase own words');
    expect(await storiesOf('acme 9002 phrase own others')).toEqual(new Set([first]));
  });

  it('are bounded in what an older version stored without a limit', async () => {
    await store.db
      .insertInto('story_bands')
      .values(
        Array.from({ length: SAID }, (_, n) => ({
          brand: 'acme',
          band: Number.parseInt(PHRASE, 16),
          simhash: n,
          story_id: n + 1,
        })),
      )
      .execute();
    const found = await findStories(store.db, 'acme', [PHRASE, bandOf('none')]);
    expect([...found.keys()]).toEqual([PHRASE]);
    expect(found.get(PHRASE)).toHaveLength(BAND_LIMIT);
  });
});
