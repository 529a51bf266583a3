/** Mistakes in `maps/*.yaml`, with their exact place and words; and what a map becomes. */
import { describe, expect, test } from 'vitest';
import { load, problems } from './support.ts';

const map = (text: string) => problems({ 'maps/shop.yaml': text });

describe('a map', () => {
  test('is there under its name, with every form of source', async () => {
    const { maps } = await load({
      'maps/shop.yaml': `
title: Shop
encoding: gbk
dates: day-first
fields:
  id: [No, {column: Link, match: 'id=(\\d+)'}, {hash: [When, Who]}]
  text: {join: [Title, Body], with: ": "}
  kind: {column: Type, values: {Tweet: post}}
constants: {site: shop, rating.best: 10}
`,
    });
    expect(maps.get('shop')).toEqual({
      id: 'shop',
      title: 'Shop',
      encoding: 'gbk',
      delimiter: null,
      timezone: null,
      dates: 'day-first',
      fields: {
        id: [{ column: 'No' }, { column: 'Link', match: 'id=(\\d+)' }, { hash: ['When', 'Who'] }],
        text: [{ join: ['Title', 'Body'], with: ': ' }],
        kind: [{ column: 'Type', values: { Tweet: 'post' } }],
      },
      constants: { site: 'shop', 'rating.best': 10 },
    });
  });

  test('is not needed', async () => {
    expect((await load()).maps.size).toBe(0);
  });

  test.each([
    ['fields: {id: No, text: Body}', 'title is missing'],
    ['title: x\nfields: {text: Body}', '2:9: fields: id is missing, by which a post is known when it comes again'],
    ['title: x\nfields: {id: No}', 'text, title and rating.value are all missing'],
    ['title: x\nfields: {id: No, text: B, autor.name: A}', 'did you mean "author.name"? [E201]'],
    ['title: x\nencoding: klingon\nfields: {id: No, text: B}', '"klingon" is not a charset'],
    ['title: x\ndelimiter: "-"\nfields: {id: No, text: B}', '2:12: delimiter cannot be "-"; allowed: ",", ";"'],
    ['title: x\nfields: {id: {column: No, match: "id=.+"}, text: B}', '"id=.+" has 0 groups, not one'],
    ['title: x\nfields: {id: {column: No, match: "(id"}, text: B}', '"(id" is not a regular expression'],
    ['title: x\nfields: {id: {column: No, hash: [A]}, text: B}', 'exactly one of column, join and hash must be given'],
    ['title: x\nfields: {id: {hash: [A], match: "(a)"}, text: B}', 'match and values go with column'],
    ['title: x\nfields: {id: {column: A, with: "-"}, text: B}', 'with goes with join'],
    ['title: x\nfields: {id: No, text: B}\nconstants: {site: [a]}', 'allowed: a text, a number, true or false'],
  ])('%j says %j', async (text, expected) => {
    const found = await map(text);
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(expected);
  });

  test('in a wrong place or under a wrong name is named', async () => {
    expect(await problems({ 'maps/My Shop.yaml': 'title: x\nfields: {id: a, text: b}\n' })).toEqual([
      expect.stringContaining("the file's name cannot be an id"),
    ]);
  });
});
