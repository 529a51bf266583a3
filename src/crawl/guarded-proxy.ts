/**
 * A proxy on loopback through which a browser's page reaches the network. The browser resolves names and opens sockets
 * by itself, out of reach of our own guard; behind this proxy the same rules hold for all it loads. One proxy per
 * page at a time: it knows whose page it is, and what came over the wire for it.
 */
import { Agent, createServer, request as httpRequest, type IncomingMessage, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import type { Duplex } from 'node:stream';
import { messageOf } from '../errors.ts';
import { permittedAddresses, type Resolve } from './connect.ts';
import { CrawlError } from './errors.ts';
import { type AddressRule, hostKey } from './guard.ts';

export interface GuardedProxy {
  /** `http://127.0.0.1:port`. */
  readonly url: string;
  /** Why hosts were not connected to, by `hostKey`. */
  readonly refusals: ReadonlyMap<string, CrawlError>;
  /** Bytes received from outside for this page. */
  bytes(): number;
  /** Forgets bytes and refusals: what comes from now on is another page's. */
  renew(): void;
  close(): Promise<void>;
}

const CONNECT_MS = 10_000;
/** Headers that belong to one connection and are not passed on (RFC 9110 §7.6.1). */
const HOP_BY_HOP = new Set([
  'connection',
  'proxy-connection',
  'proxy-authorization',
  'keep-alive',
  'te',
  'trailer',
  'upgrade',
]);

/** Starts a proxy. `maxBytes`: after so much from outside, every connection is cut. */
export async function startGuardedProxy(rule: AddressRule, resolve: Resolve, maxBytes: number): Promise<GuardedProxy> {
  const refusals = new Map<string, CrawlError>();
  const sockets = new Set<Duplex>();
  // Its own: connections are not shared with proxies under other rules.
  const agent = new Agent({ keepAlive: true });
  let bytes = 0;
  const keep = (socket: Duplex) => {
    if (sockets.has(socket)) return;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    // Either side may leave at any time; the other is told by the pipe's end.
    socket.on('error', () => socket.destroy());
  };
  const count = (chunk: Uint8Array) => {
    bytes += chunk.length;
    if (bytes > maxBytes) for (const socket of sockets) socket.destroy();
  };
  const addressOf = async (hostname: string, port: string, protocol: string) => {
    try {
      const [address] = await permittedAddresses(hostname, port, protocol, rule, resolve);
      return address?.address ?? hostname;
    } catch (error) {
      if (error instanceof CrawlError) refusals.set(hostKey(hostname, port, protocol), error);
      throw error;
    }
  };

  const forward = async (request: IncomingMessage, response: ServerResponse) => {
    const url = URL.parse(request.url ?? '');
    if (url?.protocol !== 'http:') throw new CrawlError('refused', 'only http addresses are forwarded');
    const host = await addressOf(url.hostname, url.port, url.protocol);
    const headers = Object.fromEntries(Object.entries(request.headers).filter(([name]) => !HOP_BY_HOP.has(name)));
    const outgoing = httpRequest(
      {
        agent,
        host,
        port: url.port || 80,
        method: request.method,
        path: url.pathname + url.search,
        headers: { ...headers, host: url.host },
      },
      (answer) => {
        answer.on('data', count);
        response.writeHead(answer.statusCode ?? 502, answer.rawHeaders);
        answer.pipe(response);
      },
    );
    outgoing.on('socket', keep);
    outgoing.on('error', (error) => {
      if (response.headersSent) response.destroy();
      else response.writeHead(502, { 'content-type': 'text/plain' }).end(error.message);
    });
    response.on('close', () => outgoing.destroy());
    request.pipe(outgoing);
  };

  const tunnel = async (request: IncomingMessage, client: Duplex, head: Buffer) => {
    const target = URL.parse(`https://${request.url}`);
    if (!target) throw new CrawlError('refused', 'no address to connect to');
    const port = target.port || '443';
    const host = await addressOf(target.hostname, port, 'https:');
    const remote: Socket = connect({ host, port: Number(port), timeout: CONNECT_MS });
    keep(remote);
    remote.on('timeout', () => remote.destroy());
    remote.once('connect', () => {
      remote.setTimeout(0);
      client.write('HTTP/1.1 200 Connection established\r\n\r\n');
      remote.write(head);
      remote.on('data', count);
      remote.pipe(client);
      client.pipe(remote);
    });
    remote.on('close', () => client.destroy());
    client.on('close', () => remote.destroy());
  };

  const server = createServer((request, response) => {
    forward(request, response).catch((error: unknown) => {
      if (!response.headersSent) response.writeHead(403, { 'content-type': 'text/plain' });
      response.end(messageOf(error));
    });
  });
  server.on('connection', keep);
  server.on('connect', (request: IncomingMessage, client: Duplex, head: Buffer) => {
    tunnel(request, client, head).catch(() => client.end('HTTP/1.1 403 Forbidden\r\n\r\n'));
  });
  await new Promise<void>((started, failed) => server.once('error', failed).listen(0, '127.0.0.1', started));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    refusals,
    bytes: () => bytes,
    renew: () => {
      bytes = 0;
      refusals.clear();
    },
    close: () => {
      agent.destroy();
      for (const socket of sockets) socket.destroy();
      return new Promise((closed) => server.close(() => closed()));
    },
  };
}
