/** Whatever stands on a page, in a file or in a query: an answer or a refusal, never a crash, never a stall. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { QueryError } from '../../src/analyze/query/error.ts';
import { parseQuery } from '../../src/analyze/query/parse.ts';
import { ParseError } from '../../src/crawl/contract.ts';
import { parseDate } from '../../src/crawl/dates.ts';
import { parseNumber } from '../../src/crawl/numbers.ts';
import { parseLenientJson } from '../../src/crawl/parsing/lenient-json.ts';
import { parseRating } from '../../src/crawl/ratings.ts';
import { loadCrawlers, loadFixtures, parseSaved } from '../crawlers/support.ts';
import { FUZZ_TIMEOUT_MS, fuzzRuns } from '../support/fuzz.ts';

const NOW = new Date('2026-03-02T12:00:00Z');
const THOUSANDS = fuzzRuns(5_000);
/** No single text may keep a process busy for longer. */
const STALL_MS = 5_000;

const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 120 }),
  fc.string({ unit: 'grapheme', maxLength: 120 }),
);

function notStalling<T>(work: () => T): T {
  const begun = performance.now();
  const result = work();
  expect(performance.now() - begun).toBeLessThan(STALL_MS);
  return result;
}

describe('dates', () => {
  const near = fc
    .array(
      fc.constantFrom(
        ...[
          '2026',
          '03',
          '3',
          '/',
          '-',
          '.',
          ':',
          ' ',
          'T',
          'Z',
          '+08:00',
          'GMT',
          'Mar',
          'March',
          'yesterday',
          'ago',
          'hours',
        ],
        ...[
          '年',
          '月',
          '日',
          '时',
          '分',
          '前',
          '昨天',
          '刚刚',
          '小时',
          '上午',
          '下午',
          '12',
          '99',
          '0',
          'Sat,',
          'à',
          '２０２６',
        ],
      ),
      { maxLength: 14 },
    )
    .map((parts) => parts.join(''));
  it('of any text: a moment between 1990 and soon, or none', () => {
    fc.assert(
      fc.property(
        fc.oneof(anyText, near),
        fc.constantFrom('UTC', 'Asia/Shanghai', 'America/New_York'),
        (text, timezone) => {
          const date = notStalling(() => parseDate(text, { now: NOW, timezone }));
          if (date !== null) expect(Number.isFinite(date.getTime())).toBe(true);
        },
      ),
      THOUSANDS,
    );
  });
});

describe('numbers', () => {
  const near = fc
    .array(
      fc.constantFrom(
        ...'0123456789',
        '.',
        ',',
        ' ',
        'k',
        'K',
        'M',
        '万',
        '亿',
        '千',
        '+',
        '-',
        '−',
        '%',
        'e',
        '٣',
        '一',
        '十',
      ),
      { maxLength: 14 },
    )
    .map((parts) => parts.join(''));
  it('of any text: a finite number, or none', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, near), (text) => {
        const number = notStalling(() => parseNumber(text));
        if (number !== null) expect(Number.isFinite(number)).toBe(true);
      }),
      THOUSANDS,
    );
  });
  it('of ratings too', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, near), (text) => {
        const rating = notStalling(() => parseRating(text));
        if (rating !== null) expect(Number.isFinite(rating.value)).toBe(true);
      }),
      THOUSANDS,
    );
  });
});

describe('queries', () => {
  const near = fc
    .array(
      fc.constantFrom(
        'AND ',
        'OR ',
        'NOT ',
        'NEAR/3 ',
        '(',
        ')',
        '"',
        'acme ',
        '小米 ',
        'site:',
        'lang:',
        '-',
        '*',
        '~',
        '\\',
        '/',
      ),
      { maxLength: 40 },
    )
    .map((parts) => parts.join(''));
  it('of any text: a query, or a refusal with its place', () => {
    fc.assert(
      fc.property(fc.oneof(anyText, near), (text) => {
        notStalling(() => {
          try {
            parseQuery(text);
          } catch (error) {
            if (!(error instanceof QueryError)) throw error;
          }
        });
      }),
      THOUSANDS,
    );
  });
  it('nested ten thousand deep, it is refused or read, and nothing overflows', () => {
    for (const [open, close] of [
      ['(', ')'],
      ['NOT ', ''],
      ['NOT (', ')'],
    ] as const) {
      const deep = `${open.repeat(10_000)}acme${close.repeat(10_000)}`;
      notStalling(() => {
        try {
          parseQuery(deep);
        } catch (error) {
          expect(error).toBeInstanceOf(QueryError);
        }
      });
    }
  });
});

describe('JSON as pages have it', () => {
  it('of any text: a value, or none', () => {
    const near = fc
      .array(fc.constantFrom(...'{}[]",:\\/\n\t \'0e-.', 'null', 'true', '"a"', '\u2028', '//', '/*'), {
        maxLength: 60,
      })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.oneof(anyText, near), (text) => {
        notStalling(() => {
          try {
            parseLenientJson(text);
          } catch (error) {
            expect(error).toBeInstanceOf(Error);
            expect(error).not.toBeInstanceOf(RangeError);
          }
        });
      }),
      THOUSANDS,
    );
  });
});

const crawlers = await loadCrawlers();
const fixtures = loadFixtures();

describe('crawlers', () => {
  it.each([...crawlers.keys()])(
    '%s: a mangled page gives posts or a verdict',
    (id) => {
      const crawler = crawlers.get(id);
      const own = fixtures.filter((fixture) => fixture.crawler === id);
      if (crawler === undefined) throw new Error(`no crawler ${id}`);
      expect(own.length).toBeGreaterThan(0);
      const share = fc.double({ min: 0, max: 1, noNaN: true });
      fc.assert(
        fc.property(fc.constantFrom(...own), share, share, anyText, ({ body, request }, at, length, noise) => {
          const start = Math.floor(at * body.length);
          const end = Math.min(body.length, start + Math.floor(length * 400));
          const page = Buffer.concat([body.subarray(0, start), Buffer.from(noise), body.subarray(end)]);
          notStalling(() => {
            try {
              parseSaved(crawler, page.subarray(0, 80_000), request);
            } catch (error) {
              if (!(error instanceof ParseError)) throw error;
            }
          });
        }),
        fuzzRuns(80),
      );
    },
    FUZZ_TIMEOUT_MS,
  );

  it('an address that is none costs the address, not the page', () => {
    const saved = fixtures.find(({ crawler, name }) => crawler === 'stackexchange' && name === 'search');
    const crawler = crawlers.get('stackexchange');
    if (saved === undefined || crawler === undefined) throw new Error('the saved page is gone');
    const broken = saved.body.toString().replace('"link":"https', '"link":"{https');
    expect(broken).not.toBe(saved.body.toString());
    const whole = parseSaved(crawler, saved.body, saved.request).posts;
    const posts = parseSaved(crawler, Buffer.from(broken), saved.request).posts;
    expect(posts.map(({ id, site }) => [id, site])).toEqual(whole.map(({ id, site }) => [id, site]));
  });
});
