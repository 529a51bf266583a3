/** Targets whose posts are brought: every mistake with its place and words, and what a door becomes. */
import { describe, expect, test } from 'vitest';
import { load, problems, warnings } from './support.ts';

const MAPS = { 'maps/shop.yaml': 'title: Shop\ntimezone: Asia/Tokyo\nfields: {id: No, text: Said}\n' };
const TOKEN = 'abcdefghijklmnop';
const INGEST = 'door: ingest\ntoken: {env: TOKEN}\n';
const door = (text: string, env: Record<string, string> = {}) => problems({ ...MAPS, 'targets/shop.yaml': text }, env);

describe('a door', () => {
  test('has its defaults from map, brands and service', async () => {
    const { doors, targets } = await load({ ...MAPS, 'targets/shop.yaml': 'door: inbox\nmap: shop\n' });
    expect(targets.map(({ id }) => id)).toEqual(['blog']);
    expect(doors).toMatchObject([
      {
        id: 'shop',
        kind: 'inbox',
        map: { id: 'shop' },
        site: null,
        timezone: 'Asia/Tokyo',
        about: null,
        brands: ['acme'],
        paused: false,
        token: null,
      },
    ]);
  });

  test('stands beside crawled targets in a file, and its own zone counts', async () => {
    const many = 'targets:\n  a: {door: inbox, timezone: UTC, about: acme}\n  b: {crawler: search}\n';
    const { doors, targets } = await load({ ...MAPS, 'targets/many.yaml': many });
    expect(doors).toMatchObject([{ id: 'a', timezone: 'UTC', about: 'acme', brands: ['acme'] }]);
    expect(targets.map(({ id }) => id)).toEqual(['b', 'blog']);
  });

  test('keeps its token to itself', async () => {
    const { doors } = await load({ 'targets/shop.yaml': INGEST }, { TOKEN });
    expect(doors[0]?.token?.reveal('here')).toBe(TOKEN);
    expect(JSON.stringify(doors)).not.toContain(TOKEN);
  });

  test('rests while its token is not set', async () => {
    expect(await warnings({ 'targets/shop.yaml': INGEST })).toEqual([
      expect.stringContaining('token: environment variable TOKEN is not set, so nothing can be pushed [W104]'),
    ]);
    const { doors } = await load({ 'targets/shop.yaml': INGEST });
    expect(doors).toMatchObject([{ paused: true }]);
  });

  test.each([
    ['door: window', '1:7: door cannot be "window"; allowed: inbox, ingest'],
    ['door: inbox\ncrawler: pages', 'unknown key "crawler"; allowed: door, map, token, site, timezone'],
    ['door: inbox\nmap: shopp', 'map: there is no map "shopp"; allowed: shop; did you mean "shop"? [E306]'],
    ['door: inbox\nabout: bolt', 'about: there is no brand "bolt"'],
    ['door: ingest', 'door ingest needs a token'],
    ['door: inbox\ntoken: {env: TOKEN}', 'door inbox takes no token'],
    ['door: ingest\ntoken: abcdefghijklmnop', 'token is a secret and must not be written in the file'],
  ])('%j says %j', async (text, expected) => {
    const found = await door(text, { TOKEN });
    expect(found).toHaveLength(1);
    expect(found[0]).toContain(expected);
  });

  test('with a token that can be guessed, or that is another’s, is refused without repeating it', async () => {
    const short = await door(INGEST, { TOKEN: 'hunter2' });
    expect(short).toEqual([expect.stringContaining('is too easily found')]);
    expect(short[0]).not.toContain('hunter2');
    const many = `targets:\n  a: {door: ingest, token: {env: TOKEN}}\n  b: {door: ingest, token: {env: OTHER}}\n`;
    const twice = await problems({ 'targets/shop.yaml': many }, { TOKEN, OTHER: TOKEN });
    expect(twice).toEqual([
      expect.stringContaining('it is the same token as that of target "a"; give each its own [E307]'),
    ]);
    expect(twice[0]).not.toContain(TOKEN);
  });
});
