/** Evidence (取证): the page as fetched, compressed, with its time and hash. */
import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { CrawledPage, EvidenceSink } from '../crawl/ports.ts';
import { keepEvidence } from '../store/evidence.ts';
import type { Db } from '../store/store.ts';

const compress = promisify(gzip);

/** Larger pages are not kept, only that they were there: hash, address, time and size. */
const MOST_BYTES = 8 * 1_048_576;
/** What shows how a page was meant, and when it was made; nothing that identifies the reader. */
const HEADERS = ['content-type', 'content-language', 'date', 'last-modified', 'etag', 'server'];

/** Keeps pages in the store. */
export function storedEvidence(db: Db, mostBytes = MOST_BYTES): EvidenceSink {
  return {
    keep: async (page, ids) => {
      const large = page.body.byteLength > mostBytes;
      const kept = {
        ...{ sha256: page.sha256, target: page.target, url: page.url, fetchedAt: page.fetchedAt, status: page.status },
        contentType: page.contentType,
        headers: Object.fromEntries(Object.entries(page.headers).filter(([name]) => HEADERS.includes(name))),
        encoding: large ? ('omitted' as const) : ('gzip' as const),
        bytes: page.body.byteLength,
        body: large ? new Uint8Array() : await compress(page.body),
      };
      await keepEvidence(db, kept, namesOf(page, ids));
    },
  };
}

/** Posts may name a site of their own; those that are not on the page are the page's site's. */
function namesOf({ posts, site }: CrawledPage, ids: readonly string[]): { site: string; id: string }[] {
  const sites = new Map(posts.map((post) => [post.id, post.site]));
  return ids.map((id) => ({ site: sites.get(id) ?? site, id }));
}
