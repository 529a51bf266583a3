/** A site on loopback that misbehaves on request. Each path is one way to do so; `pages` adds well-behaved ones. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { gzipSync } from 'node:zlib';

interface Page {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string | Uint8Array;
}
type Handler = (request: IncomingMessage, response: ServerResponse) => void;
type Served = Page | string | { raw: Handler } | ((url: URL, request: IncomingMessage) => Page | string);

export interface FaultServer {
  readonly origin: string;
  /** `host:port`, as targets allow it. */
  readonly host: string;
  /** Paths with query that were asked for, in order; robots.txt left out. */
  readonly asked: string[];
  readonly requests: { path: string; headers: IncomingMessage['headers'] }[];
  /** What is served where; the path without query is the key. */
  readonly pages: Map<string, Served>;
  close(): Promise<void>;
}

const BOMB = gzipSync(Buffer.alloc(20 * 1_048_576));
const html = { 'content-type': 'text/html; charset=utf-8' };

const FAULTS: Readonly<Record<string, Handler>> = {
  '/drop': (request) => request.socket.destroy(),
  '/stall': () => undefined,
  '/stall-half': (_, response) => {
    response.writeHead(200, { ...html, 'content-length': '1000' });
    response.write('<html>');
  },
  '/drip': (_, response) => {
    response.writeHead(200, html);
    const timer = setInterval(() => response.write('x'), 20);
    response.on('close', () => clearInterval(timer));
  },
  '/truncate': (request, response) => {
    response.writeHead(200, { ...html, 'content-length': '1000' });
    response.write('<html><body>half');
    setTimeout(() => request.socket.destroy(), 20);
  },
  '/lie-short': (request, response) => {
    response.removeHeader('date');
    request.socket.end(
      'HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5\r\n\r\n<html>much longer</html>',
    );
  },
  '/not-http': (request) => request.socket.end('220 smtp.example.com ready\r\n'),
  '/endless': (_, response) => {
    response.writeHead(200, html);
    const chunk = '<p>more</p>'.repeat(6_000);
    const pump = () => {
      while (!response.destroyed && response.write(chunk));
    };
    response.on('drain', pump);
    pump();
  },
  '/gzip-bomb': (_, response) => {
    response.writeHead(200, { ...html, 'content-encoding': 'gzip' });
    response.end(BOMB);
  },
  '/gzip-cut': (_, response) => {
    response.writeHead(200, { ...html, 'content-encoding': 'gzip' });
    response.end(gzipSync(Buffer.from('<html>'.repeat(1000))).subarray(0, 30));
  },
  '/loop': (_, response) => response.writeHead(302, { location: '/loop' }).end(),
  '/loop-growing': (request, response) =>
    response.writeHead(302, { location: `/loop-growing?${Number(request.url?.split('?')[1] ?? 0) + 1}` }).end(),
  '/login-redirect': (_, response) => response.writeHead(302, { location: '/login?next=/x' }).end(),
  '/login': (_, response) => response.writeHead(200, html).end('<html><body><form>Password</form></body></html>'),
  '/captcha': (_, response) =>
    response
      .writeHead(200, html)
      .end('<html><title>安全验证</title><body><div class="g-recaptcha"></div></body></html>'),
  '/cloudflare': (_, response) =>
    response
      .writeHead(503, html)
      .end('<html><title>Just a moment...</title><script>window._cf_chl_opt={}</script></html>'),
  '/forbidden': (_, response) => response.writeHead(403, html).end('<h1>Forbidden</h1>'),
  '/missing': (_, response) => response.writeHead(404, html).end('<h1>Not found</h1>'),
  '/error': (_, response) => response.writeHead(500, html).end('<h1>Oops</h1>'),
  '/429-seconds': (_, response) => response.writeHead(429, { 'retry-after': '7' }).end(),
  '/429-bare': (_, response) => response.writeHead(429).end(),
  '/empty': (_, response) => response.writeHead(200, html).end(),
  '/binary': (_, response) =>
    response.writeHead(200, { 'content-type': 'text/html' }).end(Buffer.from([0x89, 0x50, 0x4e, 0x47, 0, 1, 2, 3])),
};

/** Starts the server; `robots` is its robots.txt (null: 404). */
export async function startFaultServer(robots: string | null = null): Promise<FaultServer> {
  const asked: string[] = [];
  const requests: FaultServer['requests'] = [];
  const pages: FaultServer['pages'] = new Map(Object.entries(FAULTS).map(([path, raw]) => [path, { raw }]));
  if (robots !== null) pages.set('/robots.txt', { headers: { 'content-type': 'text/plain' }, body: robots });
  const sockets = new Set<Socket>();
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://fault');
    requests.push({ path: url.pathname + url.search, headers: request.headers });
    if (url.pathname !== '/robots.txt') asked.push(url.pathname + url.search);
    const served = pages.get(url.pathname) ?? { status: 404, body: 'not here' };
    if (typeof served === 'object' && 'raw' in served) {
      served.raw(request, response);
      return;
    }
    const given = typeof served === 'function' ? served(url, request) : served;
    const { status = 200, headers = html, body = '' } = typeof given === 'string' ? { body: given } : given;
    response.writeHead(status, headers).end(body);
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const host = `127.0.0.1:${(server.address() as AddressInfo).port}`;
  return {
    origin: `http://${host}`,
    host,
    asked,
    requests,
    pages,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
