/** Golden pages: a saved page, the request it answers, and what must come out of it. */
import { readdirSync, readFileSync } from 'node:fs';
import type { Crawler, Page, ParseResult } from '../../src/crawl/contract.ts';
import { normalisePosts } from '../../src/crawl/normalise.ts';
import { FetchedPage } from '../../src/crawl/page.ts';

export const CRAWLERS = new URL('../../crawlers/', import.meta.url);
export const FIXTURES = new URL('../fixtures/crawlers/', import.meta.url);

/** What a fixture's `request.json` says: the moment, the address and the options under which the page was read. */
export interface SavedRequest {
  readonly url: string;
  readonly now: string;
  readonly timezone?: string;
  readonly options?: Readonly<Record<string, unknown>>;
  readonly headers?: Readonly<Record<string, string>>;
}

export interface Fixture {
  readonly crawler: string;
  readonly name: string;
  readonly folder: URL;
  readonly body: Uint8Array;
  readonly request: SavedRequest;
}

/** Every crawler file, by id. */
export async function loadCrawlers(): Promise<Map<string, Crawler>> {
  const crawlers = new Map<string, Crawler>();
  for (const file of readdirSync(CRAWLERS).filter((name) => name.endsWith('.ts'))) {
    const module = (await import(new URL(file, CRAWLERS).href)) as { default: Crawler };
    crawlers.set(file.slice(0, -'.ts'.length), module.default);
  }
  return crawlers;
}

export function loadFixtures(): Fixture[] {
  return folders(FIXTURES).flatMap((crawler) =>
    folders(new URL(`${crawler}/`, FIXTURES)).map((name) => {
      const folder = new URL(`${crawler}/${name}/`, FIXTURES);
      const page = readdirSync(folder).find((file) => file.startsWith('page.'));
      if (page === undefined) throw new Error(`${folder.pathname} has no page.html, page.json or page.xml`);
      return {
        crawler,
        name,
        folder,
        body: readFileSync(new URL(page, folder)),
        request: JSON.parse(readFileSync(new URL('request.json', folder), 'utf8')) as SavedRequest,
      };
    }),
  );
}

function folders(parent: URL): string[] {
  return readdirSync(parent, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => entry.name)
    .sort();
}

/** A page as if it had been fetched. */
export function savedPage(body: Uint8Array | string, request: Pick<SavedRequest, 'url' | 'headers'>): Page {
  const bytes = typeof body === 'string' ? new TextEncoder().encode(body) : body;
  return new FetchedPage({ url: request.url, status: 200, headers: request.headers ?? {}, body: bytes });
}

/** Parses a body under a saved request; options not given are the crawler's defaults, as for `try --file`. */
export function parseSaved(crawler: Crawler, body: Uint8Array | string, request: SavedRequest): ParseResult {
  return crawler.parse(savedPage(body, request), {
    options: defaultsOf(crawler, request.options),
    now: new Date(request.now),
    timezone: request.timezone ?? 'UTC',
  });
}

/** Options as given, completed by defaults; required ones may be missing, for reading a saved page needs none. */
export function defaultsOf(crawler: Crawler, options: Readonly<Record<string, unknown>> = {}): unknown {
  const schema = crawler.options;
  if (!('partial' in schema) || typeof schema.partial !== 'function') return schema.parse(options);
  return (schema.partial() as Crawler['options']).parse(options);
}

/** What a fixture's `expected.json` holds: the posts as every stage will see them, without what is empty. */
export function resultOf(result: ParseResult, request: SavedRequest, site: string): unknown {
  const { posts, problems } = normalisePosts(result.posts, {
    now: new Date(request.now),
    timezone: request.timezone ?? 'UTC',
    site,
    baseUrl: request.url,
  });
  return compact({ ...result, posts, problems });
}

/** Plain JSON without nulls, empty lists and empty objects. */
function compact(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  if (Array.isArray(value)) return value.map(compact);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value)
    .map(([key, each]) => [key, compact(each)] as const)
    .filter(
      ([, each]) =>
        !(each === null || each === undefined || (typeof each === 'object' && Object.keys(each).length === 0)),
    );
  return Object.fromEntries(kept);
}

/** The site under which a fixture's posts are stored. */
export function siteOf(crawler: Crawler, request: SavedRequest): string {
  return crawler.site ?? new URL(request.url).host;
}

/** What a site may answer instead of the page: none of it is a post. */
export const HOSTILE: readonly { readonly name: string; readonly body: Uint8Array | string }[] = [
  { name: 'an empty page', body: '' },
  { name: 'white space', body: ' \r\n\t ' },
  { name: 'binary data', body: Uint8Array.from({ length: 4096 }, (_, i) => (i * 131 + (i >> 3)) % 256) },
  {
    name: 'a log-in wall',
    body: page(
      '登录 - Log in',
      '<form action="/login" method="post"><input name="user"><input type="password" name="password"><button>登录 Log in</button></form>',
    ),
  },
  {
    name: 'a CAPTCHA',
    body: page(
      '安全验证',
      '<div class="g-recaptcha" data-sitekey="x"></div><p>请完成验证后继续访问 Please verify you are a human</p>',
    ),
  },
  {
    name: 'an error page',
    body: page(
      '503 Service Temporarily Unavailable',
      '<center><h1>503 Service Temporarily Unavailable</h1></center><hr><center>nginx</center>',
    ),
  },
  { name: 'an empty JSON object', body: '{}' },
  { name: 'an empty JSON list', body: '[]' },
  { name: 'JSON null', body: 'null' },
  {
    name: 'JSON that says there is an error',
    body: '{"error":"not found","code":404,"message":"nothing here","ok":0}',
  },
  {
    name: 'JSON of wrong kinds',
    body: '{"data":7,"hits":"x","feed":[],"items":{"a":1},"posts":[1,null,"x",[]],"children":false,"result":true}',
  },
  { name: 'JSON nested without end', body: '{"data":'.repeat(3_000) },
  { name: 'HTML nested without end', body: '<div><p itemscope itemtype="https://schema.org/Review">'.repeat(3_000) },
];

function page(title: string, body: string): string {
  return `<!doctype html><html><head><meta charset="utf-8"><title>${title}</title></head><body>${body}</body></html>`;
}
