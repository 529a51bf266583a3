/** A real SMTP server on loopback that behaves as told, and keeps what it accepted. */
import { once } from 'node:events';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';

interface Received {
  readonly to: string[];
  readonly raw: Buffer;
  readonly mail: Email;
  readonly secure: boolean;
}

export interface TestServer extends AsyncDisposable {
  readonly port: number;
  readonly received: Received[];
  /** How many connections are open. */
  connections(): number;
}

/** Answers of the server; each may throw an `smtpError`, or do nothing for acceptance. */
export interface Behaviour {
  readonly onRcpt?: (address: string) => void;
  /** After the whole message has been read; `destroy` cuts the connection instead of answering. */
  readonly onMessage?: (destroy: () => void) => void | Promise<void>;
  readonly options?: SMTPServerOptions;
  /** Where it listens; loopback unless said. */
  readonly address?: string;
}

export function smtpError(code: number, message: string): Error {
  return Object.assign(new Error(message), { responseCode: code });
}

export async function startSmtp(behaviour: Behaviour = {}): Promise<TestServer> {
  const received: Received[] = [];
  const sockets = new Set<{ destroy(): void }>();
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    logger: false,
    onRcptTo: (address, _session, done) => {
      try {
        behaviour.onRcpt?.(address.address);
        done();
      } catch (error) {
        done(error as Error);
      }
    },
    onData: (stream, session, done) => {
      const chunks: Buffer[] = [];
      stream.on('data', (chunk: Buffer) => chunks.push(chunk));
      stream.on('end', async () => {
        let cut = false;
        try {
          await behaviour.onMessage?.(() => {
            cut = true;
            for (const socket of sockets) socket.destroy();
          });
          const raw = Buffer.concat(chunks);
          const to = session.envelope.rcptTo.map((rcpt) => rcpt.address);
          received.push({ to, raw, mail: await PostalMime.parse(raw), secure: session.secure });
          if (!cut) done();
        } catch (error) {
          done(error as Error);
        }
      });
    },
    ...behaviour.options,
  });
  server.on('error', () => sockets.clear());
  server.server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
    socket.on('error', () => sockets.delete(socket));
  });
  server.listen(0, behaviour.address ?? '127.0.0.1');
  await once(server.server, 'listening');
  const address = server.server.address();
  if (address === null || typeof address === 'string') throw new Error('the test server has no port');
  return {
    port: address.port,
    received,
    connections: () => sockets.size,
    [Symbol.asyncDispose]: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((resolve) => server.close(() => resolve()));
    },
  };
}
