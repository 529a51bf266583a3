/** Every kind of mistake in `targets/*.yaml`, with its exact place and words. */
import { describe, expect, test } from 'vitest';
import { problems } from './support.ts';

const GOOD = 'crawler: pages\noptions: {urls: ["https://acme.test/"]}\n';
const FORMS =
  '"every 30 min", "every 2 h", "every day at 07:30", or a cron expression of five or six fields such as "*/30 * * * *"';

function target(text: string): Promise<string[]> {
  return problems({ 'targets/blog.yaml': text });
}

describe('keys that every target has', () => {
  test.each([
    [
      'schedule: every 7 min',
      `3:11: schedule: "every 7 min" is not a schedule: 7 minutes do not divide an hour evenly; allowed: ${FORMS} [E206]`,
    ],
    [
      'schedule: 61 * * * *',
      `3:11: schedule: "61 * * * *" is not a schedule: "61" is no value for the minute; allowed: ${FORMS} [E206]`,
    ],
    ['schedule: 30', `3:11: schedule must be a text, not 30; allowed: ${FORMS}; put it in quotes: "30" [E203]`],
    [
      'timezone: Mars/Base',
      '3:11: timezone: "Mars/Base" is not a time zone; allowed: an IANA time zone such as Asia/Shanghai, Europe/London or UTC [E206]',
    ],
    ['brands: [acmee]', '3:10: brands[0]: there is no brand "acmee"; allowed: acme; did you mean "acme"? [E301]'],
    [
      'brands: acme',
      '3:9: brands must be a list, not "acme"; allowed: a list, each entry lower-case letters, digits and "-", at most 64; write [acme] [E203]',
    ],
    ['about: bolt', '3:8: about: there is no brand "bolt"; allowed: acme [E301]'],
    ['paused: no', '3:9: paused must be true or false, not "no"; allowed: true, false; write false [E203]'],
    [
      'max_pages: 1.5',
      '3:12: max_pages must be a whole number, not 1.5; allowed: a whole number from 1 to 10000 [E203]',
    ],
    ['backfill_days: -1', '3:16: backfill_days is too small: -1; allowed: a whole number from 0 to 3650 [E204]'],
    [
      'allow_hosts: ["http://x/y"]',
      '3:15: allow_hosts[0]: "http://x/y" is not a host; allowed: a host name or address, alone or with a port, such as intranet.example or 10.0.0.5:8080 [E206]',
    ],
    [
      'requests_per_minute: 0',
      '3:22: requests_per_minute is too small: 0; allowed: a number above 0, at most 600 [E204]',
    ],
    [
      'sheduel: every 5 min',
      '3:1: unknown key "sheduel"; allowed: crawler, options, schedule, timezone, brands, about, render, site, paused, max_pages, backfill_days, allow_hosts, requests_per_minute; did you mean "schedule"? [E201]',
    ],
  ])('%s', async (line, problem) => {
    expect(await target(`${GOOD}${line}\n`)).toEqual([`targets/blog.yaml:${problem}`]);
  });

  test('no crawler', async () => {
    expect(await target('paused: true\n')).toEqual([
      'targets/blog.yaml:1:1: crawler is missing; allowed: a text of 1 to 64 characters on one line [E202]',
    ]);
  });

  test('a crawler that does not exist, whatever its options', async () => {
    expect(await target('crawler: page\noptions: {anything: 1}\n')).toEqual([
      'targets/blog.yaml:1:10: crawler: there is no crawler "page"; allowed: pages, search; did you mean "pages"? [E303]',
    ]);
  });
});

describe("the crawler's own keys", () => {
  test.each([
    ['crawler: pages\n', '1:1: options.urls is missing; allowed: a list, each entry a URL [E202]'],
    ['crawler: pages\noptions: {}\n', '2:1: options.urls is missing; allowed: a list, each entry a URL [E202]'],
    ['crawler: pages\noptions: []\n', '2:10: options must be a map of keys, not a list; allowed: a map [E203]'],
    [
      'crawler: pages\noptions: {url: ["https://a.test/"]}\n',
      '2:11: unknown key "url" in options; allowed: urls, kind, next; did you mean "urls"? [E201]',
    ],
    ['crawler: pages\noptions: {urls: [a.test]}\n', '2:18: options.urls[0]: this is not a URL; allowed: a URL [E206]'],
    ['crawler: pages\noptions: {urls: []}\n', '2:17: options.urls is empty; allowed: a list, each entry a URL [E204]'],
    [
      'crawler: pages\noptions:\n  urls: ["https://a.test/"]\n  kind: reveiw\n',
      '4:9: options.kind cannot be "reveiw"; allowed: review, post; did you mean "review"? [E205]',
    ],
    [
      'crawler: pages\noptions:\n  urls: ["https://a.test/"]\n  next: {frist: 1}\n',
      '4:10: unknown key "frist" in options.next; allowed: cursor, first; did you mean "first"? [E201]',
    ],
  ])('%j', async (text, problem) => expect(await target(text)).toEqual([`targets/blog.yaml:${problem}`]));

  test('a crawler that needs none is content without', async () => {
    expect(await target('crawler: search\n')).toEqual([]);
  });
});

describe('several targets in a file', () => {
  test.each([
    ['targets: []\n', '1:10: targets must be a map of keys, not a list; allowed: a map [E203]'],
    [
      'targets:\n  Blog: {crawler: search}\n',
      '2:3: targets.Blog: "Blog" cannot be an id; allowed: lower-case letters, digits and "-", at most 64; did you mean "blog"? [E206]',
    ],
    [
      'targets:\n  b: {crawler: pages}\n',
      '2:3: targets.b.options.urls is missing; allowed: a list, each entry a URL [E202]',
    ],
    [
      'targets:\n  b:\n    crawler: search\n    options: {words: x}\n',
      '4:22: targets.b.options.words must be a list, not "x"; allowed: a list, each entry a text; write [x] [E203]',
    ],
    [
      'targets:\n  b: {crawler: search, brands: [no]}\n',
      '2:33: targets.b.brands[0]: there is no brand "no"; allowed: acme [E301]',
    ],
    ['targets:\n  b: {crawler: search}\ncrawler: search\n', '3:1: unknown key "crawler"; allowed: targets [E201]'],
  ])('%j', async (text, problem) => expect(await target(text)).toEqual([`targets/blog.yaml:${problem}`]));

  test('an id that another file has too', async () => {
    const found = await problems({
      'targets/many.yaml': 'targets:\n  a: {crawler: search}\n  blog: {crawler: search}\n',
    });
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(
      /^targets\/many\.yaml:3:3: target "blog" is already in .*targets\/blog\.yaml; give one of them another id \[E304\]$/,
    );
  });
});
