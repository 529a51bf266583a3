import { describe, expect, test } from 'vitest';
import { at, boolean, list, record, records, string } from '../../../src/crawl/parsing/json-values.ts';

const body = {
  data: {
    items: [
      { id: 1, user: { name: 'a' } },
      { id: 2, user: { name: 'b' } },
    ],
    next: null,
  },
  list: [[1, 2], [3]],
  'im:rating': { label: '5' },
};

describe('at', () => {
  test.each([
    ['$', body],
    ['', body],
    ['data.items[1].id', 2],
    ['data.items.0.user.name', 'a'],
    ['data.items[*].user.name', ['a', 'b']],
    ['data.*', [body.data.items, null]],
    ['list[*]', [[1, 2], [3]]],
    ['im:rating.label', '5'],
    ['data.nothing.at.all', undefined],
    ['data.items[9].id', undefined],
    ['constructor', undefined],
    ['data.items.length', undefined],
  ])('%s', (path, expected) => {
    expect(at(body, path)).toEqual(expected);
  });
});

describe('what is not there is nothing, and never something else', () => {
  test.each([null, undefined, 3, 'x', true, NaN])('%s', (value) => {
    expect(record(value)).toEqual({});
    expect(list(value)).toEqual([]);
    expect(records(value)).toEqual([]);
  });

  test('strings and numbers are words; nothing else is', () => {
    expect(string('  x ')).toBe('x');
    expect(string(12)).toBe('12');
    for (const value of ['', '  ', null, undefined, NaN, Number.POSITIVE_INFINITY, {}, [], true])
      expect(string(value)).toBeNull();
  });

  test('true and false are said, not guessed', () => {
    expect(boolean(true)).toBe(true);
    for (const value of [1, 0, 'true', null]) expect(boolean(value)).toBeNull();
  });

  test('records passes over what is no object', () => {
    expect(records([{ a: 1 }, null, 'x', [], {}, 3])).toEqual([{ a: 1 }]);
  });
});
