import { describe, expect, test } from 'vitest';
import { parseLenientJson } from '../../../src/crawl/parsing/lenient-json.ts';

const plain = (text: string) => JSON.parse(JSON.stringify(parseLenientJson(text).values));

describe('parseLenientJson', () => {
  test.each([
    ['{"a":1}', [{ a: 1 }]],
    ['[1,{"b":null}]', [[1, { b: null }]]],
    ['{"a":1,}', [{ a: 1 }]],
    ['{"a":[1,2,],"b":true}', [{ a: [1, 2], b: true }]],
    ['<!-- {"a":1} -->', [{ a: 1 }]],
    ['<![CDATA[ {"a":1} ]]>', [{ a: 1 }]],
    ['/* by hand */ {"a":1} // end', [{ a: 1 }]],
    ['{"a":"one\ntwo\tthree"}', [{ a: 'one\ntwo\tthree' }]],
    ['{"a":"they call it "fresh" here"}', [{ a: 'they call it "fresh" here' }]],
    [String.raw`{"a":"it\'s \u725b"}`, [{ a: "it's 牛" }]],
    ['{"a":1}{"b":2}', [{ a: 1 }, { b: 2 }]],
    ['{&quot;a&quot;:&quot;b&quot;}', [{ a: 'b' }]],
    ["{'a':'b'}", [{ a: 'b' }]],
    ['{a:1,b:undefined}', [{ a: 1, b: null }]],
    ['', []],
    ['no JSON at all', []],
  ])('%s', (text, expected) => {
    expect(plain(text)).toEqual(expected);
  });

  test('says which objects were cut off, and keeps the whole ones before them', () => {
    const { values, incomplete } = parseLenientJson('{"list":[{"n":1},{"n":2,"text":"half a sen');
    const [document] = values as [{ list: unknown[] }];
    expect(JSON.parse(JSON.stringify(document.list[0]))).toEqual({ n: 1 });
    expect(incomplete.has(document)).toBe(true);
    expect(incomplete.has(document.list[0])).toBe(false);
    expect(incomplete.has(document.list[1])).toBe(true);
    expect(document.list[1]).not.toHaveProperty('text');
  });

  test('keys of an object are data, not its prototype', () => {
    const { values } = parseLenientJson('{"__proto__":{"polluted":1},}');
    expect(({} as Record<string, unknown>).polluted).toBeUndefined();
    expect(Object.keys(values[0] as object)).toEqual(['__proto__']);
  });

  test('is done in time with what is made to keep it busy', () => {
    const started = performance.now();
    for (const text of ['{"a":'.repeat(50_000), '['.repeat(50_000), '"'.repeat(50_000), '{"a":"\\'.repeat(20_000)]) {
      parseLenientJson(text);
    }
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});
