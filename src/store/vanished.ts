/**
 * Noticing that the database's machine has vanished: one that is cut off or loses its power says no goodbye, and what was
 * sent to it would be sent again for a quarter of an hour before the system gives up. So whoever has waited long for an
 * answer is looked after: while the database's address can be connected to, a query is only slow, and left alone.
 */
import net from 'node:net';
import type pg from 'pg';
import type { Logger } from '../log.ts';

/** All in ms. */
export interface Patience {
  /** How long an answer may take before it is asked whether anybody is there. */
  readonly silent: number;
  /** How long it may take to be let in. */
  readonly connecting: number;
  /** How often it is looked who waits. */
  readonly every: number;
}

/** Half a minute at most, all in all. */
const PATIENCE: Patience = { silent: 10_000, connecting: 10_000, every: 5_000 };

interface Waiting {
  readonly socket: net.Socket;
  received: number;
  /** When it was last heard of, by `performance.now()`. */
  since: number;
}

type Client = pg.PoolClient & {
  readonly host: string;
  readonly port: number;
  readonly connection: { readonly stream: net.Socket };
};

/** Ends the pool's connections to a machine that is gone, so that their queries fail. Returns how to stop it. */
export function cutOffVanished(pool: pg.Pool, log: Logger, patience: Patience = PATIENCE): () => void {
  const busy = new Map<pg.PoolClient, Waiting>();
  let asking = false;
  pool.on('acquire', (client) => {
    const { stream: socket } = (client as Client).connection;
    busy.set(client, { socket, received: socket.bytesRead, since: performance.now() });
  });
  pool.on('release', (_, client) => void busy.delete(client));
  pool.on('remove', (client) => void busy.delete(client));
  const look = async () => {
    const silent = silentOnes(busy, patience.silent);
    const [first] = silent;
    if (asking || first === undefined) return;
    asking = true;
    const there = await canConnect(first.client as Client, patience.connecting);
    asking = false;
    const now = performance.now();
    for (const { waiting } of silent) {
      if (there) waiting.since = now;
      else waiting.socket.destroy(new Error('the database does not answer and cannot be reached any more'));
    }
    if (!there) log.warn({ connections: silent.length }, 'the database has vanished: what waited for it is given up');
  };
  const timer = setInterval(() => void look(), patience.every).unref();
  return () => clearInterval(timer);
}

function silentOnes(busy: ReadonlyMap<pg.PoolClient, Waiting>, allowed: number) {
  const now = performance.now();
  const silent: { readonly client: pg.PoolClient; readonly waiting: Waiting }[] = [];
  for (const [client, waiting] of busy) {
    if (waiting.socket.bytesRead !== waiting.received) {
      waiting.received = waiting.socket.bytesRead;
      waiting.since = now;
    } else if (now - waiting.since >= allowed) silent.push({ client, waiting });
  }
  return silent;
}

/** Whether the machine lets a connection in: its system answers even where the database is too busy to. */
function canConnect({ host, port }: Client, timeout: number): Promise<boolean> {
  // A socket in a folder is on this machine.
  if (host.startsWith('/')) return Promise.resolve(true);
  return new Promise((resolve) => {
    const socket = net.connect({ host, port, timeout });
    const tell = (there: boolean) => {
      socket.destroy();
      resolve(there);
    };
    socket.once('connect', () => tell(true));
    socket.once('timeout', () => tell(false));
    socket.once('error', () => tell(false));
  });
}
