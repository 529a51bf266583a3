/** What all sites of the town have in common: loopback, robots.txt, validators, and the town's time in their headers. */
import { createHash } from 'node:crypto';
import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Clock } from '../../clock.ts';

/** A page as a site gives it. */
export interface Answer {
  readonly type: 'html' | 'json' | 'rss' | 'js' | 'text';
  readonly body: string;
  readonly status?: number;
  /** When what is shown last changed, epoch milliseconds; where the site keeps track of that. */
  readonly changedAt?: number;
}

export interface SiteOptions {
  readonly clock: Clock;
  /** Null: there is no such page. */
  readonly answer: (url: URL, now: number) => Answer | null;
}

export interface Site {
  readonly url: URL;
  close(): Promise<void>;
}

const TYPES: Readonly<Record<Answer['type'], string>> = {
  html: 'text/html; charset=utf-8',
  json: 'application/json; charset=utf-8',
  rss: 'application/rss+xml; charset=utf-8',
  js: 'text/javascript; charset=utf-8',
  text: 'text/plain; charset=utf-8',
};
const ROBOTS = 'User-agent: *\nDisallow: /private/\n';
const NOT_FOUND: Answer = { type: 'text', body: 'Not found\n', status: 404 };

/** Starts a site on a free loopback port. */
export async function startSite({ clock, answer }: SiteOptions): Promise<Site> {
  let base = '';
  const server = createServer((request, response) => {
    const now = clock.now().getTime();
    response.sendDate = false;
    response.setHeader('date', new Date(now).toUTCString());
    if (request.method !== 'GET' && request.method !== 'HEAD') {
      response.writeHead(405, { allow: 'GET, HEAD' }).end();
      return;
    }
    const url = URL.parse(request.url ?? '/', base);
    const page = url === null ? NOT_FOUND : (common(url) ?? answer(url, now) ?? NOT_FOUND);
    send(response, page, request.headers, request.method === 'HEAD');
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const { port } = server.address() as AddressInfo;
  base = `http://127.0.0.1:${port}/`;
  return { url: new URL(base), close: () => closeServer(server) };
}

function common(url: URL): Answer | null {
  if (url.pathname === '/robots.txt') return { type: 'text', body: ROBOTS };
  // Asked for only by those who do not read robots.txt.
  if (url.pathname.startsWith('/private/')) return { type: 'text', body: 'Members only\n', status: 403 };
  return null;
}

function send(
  response: ServerResponse,
  page: Answer,
  asked: { 'if-none-match'?: string | undefined; 'if-modified-since'?: string | undefined },
  head: boolean,
): void {
  const { status = 200, changedAt } = page;
  const body = Buffer.from(page.body);
  const etag = `"${createHash('sha1').update(body).digest('base64url').slice(0, 16)}"`;
  response.setHeader('content-type', TYPES[page.type]);
  if (status === 200) {
    response.setHeader('etag', etag);
    response.setHeader('cache-control', 'no-cache');
    if (changedAt !== undefined) response.setHeader('last-modified', new Date(changedAt).toUTCString());
    if (isUnchanged(asked, etag, changedAt)) {
      response.writeHead(304).end();
      return;
    }
  }
  response.setHeader('content-length', body.length);
  response.writeHead(status).end(head ? undefined : body);
}

/** RFC 9110 §13.2.2: where an entity tag is asked for, the date is not looked at. */
function isUnchanged(
  asked: { 'if-none-match'?: string | undefined; 'if-modified-since'?: string | undefined },
  etag: string,
  changedAt: number | undefined,
): boolean {
  const tags = asked['if-none-match'];
  if (tags !== undefined) return tags.split(',').some((tag) => tag.trim().replace(/^W\//, '') === etag);
  const since = Date.parse(asked['if-modified-since'] ?? '');
  return changedAt !== undefined && Math.floor(changedAt / 1000) * 1000 <= since;
}

function closeServer(server: Server): Promise<void> {
  return new Promise((resolve, reject) => {
    server.close((error) => (error ? reject(error) : resolve()));
    server.closeAllConnections();
  });
}

/** Text for HTML and XML. */
export function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}

/** A small page for people who look around in town. */
export function htmlPage(title: string, lang: string, head: string, body: string): string {
  return (
    `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width">` +
    `<title>${escaped(title)}</title>${head}<style>body{font:16px/1.6 system-ui,sans-serif;max-width:44rem;margin:2rem auto;` +
    `padding:0 1rem}article{border-bottom:1px solid #ddd;padding:.8rem 0}.meta{color:#666;font-size:.85em}</style>` +
    `</head><body>${body}</body></html>`
  );
}
