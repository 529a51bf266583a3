/** A chat service's counterpart on loopback: keeps what it was sent, answers as told. */
import { once } from 'node:events';
import { createServer, type IncomingHttpHeaders } from 'node:http';

interface Posted {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface HookAnswer {
  readonly status?: number;
  readonly headers?: Record<string, string>;
  readonly body?: unknown;
}

export interface HookServer extends AsyncDisposable {
  readonly url: string;
  readonly posted: Posted[];
}

/** `answer` null: the connection is cut after the request was read; 'silence': it is never answered. */
export async function startHook(answer: () => HookAnswer | null | 'silence'): Promise<HookServer> {
  const posted: Posted[] = [];
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = [];
    for await (const chunk of request) chunks.push(chunk as Buffer);
    posted.push({ path: request.url ?? '', headers: request.headers, body: Buffer.concat(chunks).toString() });
    const given = answer();
    if (given === 'silence') return;
    if (given === null) {
      request.socket.destroy();
      return;
    }
    const { status = 200, headers = {}, body = 'ok' } = given;
    response.writeHead(status, headers).end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the test server has no port');
  return {
    url: `http://127.0.0.1:${address.port}/hook?key=t0ken`,
    posted,
    [Symbol.asyncDispose]: async () => {
      server.closeAllConnections();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
