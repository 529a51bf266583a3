/** A stream of posts as a site would show it: newest first, a page at a time, nothing before its time. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { PostInput, Target } from '../../src/model.ts';

/** A post of a stream: known by its id, placed by its time. */
export type StreamPost = PostInput & { readonly id: string; readonly published_at: string };

export interface StreamServer {
  readonly port: number;
  /** The path of every request so far. */
  readonly asked: readonly string[];
  close(): Promise<void>;
}

/** Serves what of `stream` (oldest first) is published by `now()`, `size` posts a page, on a port of loopback. */
export async function serveStream(stream: readonly StreamPost[], size: number, now: () => Date): Promise<StreamServer> {
  const asked: string[] = [];
  const times = stream.map((post) => Date.parse(post.published_at));
  const places = new Map(stream.map((post, index) => [post.id, index]));
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost');
    asked.push(url.pathname);
    if (url.pathname === '/robots.txt') return void response.writeHead(404).end();
    const before = url.searchParams.get('before');
    const published = times.findIndex((time) => time > now().getTime());
    const end = before === null ? (published < 0 ? stream.length : published) : (places.get(before) ?? 0);
    const items = stream.slice(Math.max(0, end - size), end).reverse();
    const more = end > size ? items.at(-1)?.id : null;
    response
      .writeHead(200, { 'content-type': 'application/json' })
      .end(JSON.stringify({ items: items.map(asShown), more }));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    asked,
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
}

const asShown = ({ author, engagement, ...post }: StreamPost) => ({
  ...post,
  writer: author?.name,
  writer_id: author?.id,
  followers: author?.followers,
  ...engagement,
});

/** The target that reads such a server, every twenty minutes. */
export function streamTarget(port: number, site: string, brands: readonly string[]): Target {
  return {
    id: 'stream',
    crawler: 'json',
    options: {
      urls: [`http://127.0.0.1:${port}/posts`],
      items: 'items',
      kind: 'post',
      next: { cursor: 'more', parameter: 'before', first: 1 },
      fields: {
        id: 'id',
        text: 'text',
        author: 'writer',
        author_id: 'writer_id',
        followers: 'followers',
        published_at: 'published_at',
        likes: 'likes',
        reposts: 'reposts',
      },
    },
    schedule: '*/20 * * * *',
    timezone: 'UTC',
    brands: [...brands],
    site,
    paused: false,
    maxPages: 200,
    backfillDays: 30,
    allowHosts: [`127.0.0.1:${port}`],
    requestsPerMinute: 6000,
  };
}
