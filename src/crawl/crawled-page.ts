/** A page as it is handed to whoever stores it: as fetched, with its hash, and with what was read from it. */
import { createHash } from 'node:crypto';
import type { FetchedPage } from './page.ts';
import type { CrawledPage } from './ports.ts';

/** What was read from a page; by default nothing. */
type Contents = Partial<Pick<CrawledPage, 'posts' | 'gone' | 'aggregate' | 'trends' | 'problems'>>;
/** Whose it is, when it was fetched, and on which site its posts live. */
type Origin = Pick<CrawledPage, 'target' | 'site' | 'fetchedAt' | 'backfill'>;

const NOTHING: Required<Contents> = { posts: [], gone: [], aggregate: null, trends: [], problems: [] };

/** SHA-256, hexadecimal. */
export const hashOf = (body: Uint8Array): string => createHash('sha256').update(body).digest('hex');

/** `sha256`: where it has been worked out already. */
export function crawledPage(
  page: FetchedPage,
  origin: Origin,
  contents: Contents = {},
  sha256 = hashOf(page.body),
): CrawledPage {
  const { url, status, headers, body } = page;
  const contentType = headers['content-type'] ?? null;
  return { ...NOTHING, ...contents, ...origin, url, status, contentType, headers, body, sha256 };
}

/** The answer "there is no such page" for the posts it was to show. */
export function missingPage(url: string, origin: Origin, ids: readonly string[]): CrawledPage {
  const body = new Uint8Array();
  const fetched = { url, status: 404, contentType: null, headers: {}, body, sha256: hashOf(body) };
  return { ...NOTHING, ...origin, ...fetched, gone: ids };
}
