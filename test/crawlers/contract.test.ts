/** One test for every crawler: what any file in `crawlers/` must hold to, and its golden pages. */
import { existsSync, readFileSync } from 'node:fs';
import { afterEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { ParseError, type ParseResult } from '../../src/crawl/contract.ts';
import {
  CRAWLERS,
  defaultsOf,
  type Fixture,
  HOSTILE,
  loadCrawlers,
  loadFixtures,
  parseSaved,
  resultOf,
  siteOf,
} from './support.ts';

const crawlers = await loadCrawlers();
const fixtures = loadFixtures();
const crawlerOf = (fixture: Fixture) => crawlers.get(fixture.crawler)!;
const parseFixture = (fixture: Fixture) => parseSaved(crawlerOf(fixture), fixture.body, fixture.request);

afterEach(() => {
  vi.useRealTimers();
});

describe.each([...crawlers])('%s', (id, crawler) => {
  const own = fixtures.filter((fixture) => fixture.crawler === id);

  test('says in its docstring what it was verified against and what the site allows', () => {
    const source = readFileSync(new URL(`${id}.ts`, CRAWLERS), 'utf8');
    const docstring = /^\/\*\*[\s\S]*?\*\//.exec(source)?.[0] ?? '';
    expect(docstring).toContain('Verified against:');
    expect(docstring).toContain('Robots and terms:');
    expect(source.split('\n').length).toBeLessThanOrEqual(262);
    expect(source.match(/from '([^']+)'/g)).toEqual(["from '../src/crawl/contract.ts'"]);
  });

  test('describes every option and refuses unknown ones', () => {
    expect(crawler.options).toBeInstanceOf(z.ZodObject);
    expect(undescribed(crawler.options as unknown as z.ZodObject, '')).toEqual([]);
    const refused = crawler.options.safeParse({ ...own[0]?.request.options, no_such_option: 1 });
    expect(refused.error?.issues.map((issue) => issue.code)).toContain('unrecognized_keys');
  });

  test('has fixtures, and their options fit its schema', () => {
    expect(own.length).toBeGreaterThan(0);
    for (const { request } of own) {
      if (request.options !== undefined) expect(crawler.options.safeParse(request.options).error).toBeUndefined();
    }
  });

  test('asks for web addresses only, the same ones for the same question', () => {
    const questions = own.map(({ request }) => request.options).filter((options) => options !== undefined);
    for (const options of questions) {
      const context = { query: ['Acme Air', '小米 手机', 'a&b=c#d'], now: new Date(0), since: null, cursor: null };
      const parsed = crawler.options.parse(options);
      const requests = crawler.requests(parsed, context);
      expect(requests.length).toBeGreaterThan(0);
      expect(crawler.requests(parsed, context)).toEqual(requests);
      const again = crawler.refresh?.([{ id: '42', url: 'https://example.org/42' }], parsed) ?? [];
      for (const { url } of [...requests, ...again]) {
        const { protocol, username, password } = new URL(url);
        expect(['http:', 'https:']).toContain(protocol);
        expect(username + password).toBe('');
        expect(url).not.toMatch(/undefined|\[object|NaN|\{\w+\}/);
      }
      expect(crawler.requests(parsed, { ...context, query: [], since: new Date(1e12), cursor: '2' })).toBeInstanceOf(
        Array,
      );
    }
  });
});

describe.each(fixtures.map((fixture) => [`${fixture.crawler}/${fixture.name}`, fixture] as const))(
  '%s',
  (_, fixture) => {
    test('gives exactly what is expected of it', () => {
      const file = new URL('expected.json', fixture.folder);
      expect(existsSync(file)).toBe(true);
      const result = resultOf(parseFixture(fixture), fixture.request, siteOf(crawlerOf(fixture), fixture.request));
      expect(result).toEqual(JSON.parse(readFileSync(file, 'utf8')));
      expect(result).not.toHaveProperty('problems');
    });

    test('is read the same at any time and any number of times', () => {
      vi.useFakeTimers({ now: new Date('1999-12-31T23:59:59Z'), toFake: ['Date'] });
      const before = parseFixture(fixture);
      vi.setSystemTime(new Date('2038-01-19T03:14:08Z'));
      expect(parseFixture(fixture)).toEqual(before);
    });

    test('names each post once, and the fields it expects are there', () => {
      const { posts, expected = [] } = parseFixture(fixture);
      const ids = posts.map((post) => String(post.id));
      expect(new Set(ids).size).toBe(ids.length);
      for (const field of posts.length > 0 ? expected : []) {
        const filled = posts.some((post) => {
          const value = field.split('.').reduce<unknown>((at, key) => (at as Record<string, unknown>)?.[key], post);
          return value !== null && value !== undefined && value !== '';
        });
        expect(filled, `no post has "${field}"`).toBe(true);
      }
    });

    test('cut off anywhere, it gives a part of itself or says that it is broken', () => {
      const whole = parseFixture(fixture);
      for (let cut = 1; cut < 16; cut++) {
        const body = fixture.body.subarray(0, Math.floor((fixture.body.length * cut) / 16));
        expectPart(attempt(fixture, body), whole);
      }
    });

    test.each(HOSTILE.map((page) => [page.name, page.body] as const))(
      '%s in its place gives no post',
      (_name, body) => {
        const result = attempt(fixture, body);
        expect(result?.posts ?? []).toEqual([]);
        expect(result?.next ?? []).toEqual([]);
        expect(result?.trends ?? []).toEqual([]);
      },
    );
  },
);

/** Null where `parse` says that the page is not what it should be; any other error fails the test. */
function attempt(fixture: Fixture, body: Uint8Array | string): ParseResult | null {
  try {
    return parseSaved(crawlerOf(fixture), body, fixture.request);
  } catch (error) {
    if (error instanceof ParseError) return null;
    throw error;
  }
}

function expectPart(part: ParseResult | null, whole: ParseResult): void {
  const known = new Map(whole.posts.map((post) => [String(post.id), post]));
  for (const post of part?.posts ?? []) {
    const original = known.get(String(post.id));
    const texts = original ? [original.text ?? ''] : whole.posts.map((each) => each.text ?? '');
    expect(texts.some((text) => text.startsWith(post.text ?? ''))).toBe(true);
  }
}

/** Options (nested ones too) without a description. */
function undescribed(schema: z.ZodType, path: string): string[] {
  const inner = unwrapped(schema);
  if (!(inner instanceof z.ZodObject)) return [];
  return Object.entries(inner.shape).flatMap(([key, value]) => {
    const name = path === '' ? key : `${path}.${key}`;
    return [...(describedAnywhere(value as z.ZodType) ? [] : [name]), ...undescribed(value as z.ZodType, name)];
  });
}

function unwrapped(schema: z.ZodType): z.ZodType {
  if (schema instanceof z.ZodOptional || schema instanceof z.ZodDefault || schema instanceof z.ZodNullable) {
    return unwrapped(schema.unwrap() as z.ZodType);
  }
  return schema instanceof z.ZodArray ? unwrapped(schema.element as z.ZodType) : schema;
}

function describedAnywhere(schema: z.ZodType): boolean {
  if (schema.description) return true;
  return 'unwrap' in schema && typeof schema.unwrap === 'function' && describedAnywhere(schema.unwrap() as z.ZodType);
}

test('a crawler that needs no options to read a saved page needs none at all', () => {
  for (const crawler of crawlers.values()) expect(() => defaultsOf(crawler)).not.toThrow();
});
