/**
 * The few pieces of the Postgres wire protocol (version 3.0) that the gate needs to keep clients apart: where a message
 * ends, and how to say no. PostgreSQL documentation, chapter "Frontend/Backend Protocol".
 */

/** What a client opens a connection with; these come without a type byte. */
export const PROTOCOL_3 = 3 << 16;
export const SSL_REQUEST = 80877103;
export const GSS_ENCRYPTION_REQUEST = 80877104;
export const CANCEL_REQUEST = 80877102;

/** A message as received, header included. `type` is its letter, or `''` for an opening packet. */
export interface Frame {
  readonly type: string;
  readonly bytes: Buffer;
}

/** The bytes do not follow the protocol; the connection cannot go on. */
export class ProtocolError extends Error {
  override readonly name = 'ProtocolError';
}

const MAX_OPENING_BYTES = 10_000;
/** Postgres itself takes messages up to 1 GB. */
const MAX_MESSAGE_BYTES = 2 ** 30;

/** Cuts a stream of chunks into messages. Chunks are joined once per message, so that a large one costs no more than its size. */
export class FrameReader {
  #chunks: Buffer[] = [];
  #length = 0;
  #opening = true;

  push(chunk: Buffer): void {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
  }

  /** From here on messages carry a type byte. */
  opened(): void {
    this.#opening = false;
  }

  /** The next whole message, or null until more arrives. Throws `ProtocolError` on lengths that cannot be. */
  next(): Frame | null {
    const header = this.#opening ? 4 : 5;
    if (this.#length < header) return null;
    const head = this.#peek(header);
    const stated = head.readInt32BE(header - 4);
    const limit = this.#opening ? MAX_OPENING_BYTES : MAX_MESSAGE_BYTES;
    if (stated < (this.#opening ? 8 : 4) || stated > limit) throw new ProtocolError(`invalid message length ${stated}`);
    const total = stated + header - 4;
    if (this.#length < total) return null;
    const type = this.#opening ? '' : String.fromCharCode(head[0]!);
    return { type, bytes: this.#take(total) };
  }

  #peek(bytes: number): Buffer {
    if (this.#chunks[0]!.length < bytes) this.#chunks = [Buffer.concat(this.#chunks)];
    return this.#chunks[0]!;
  }

  #take(bytes: number): Buffer {
    if (this.#chunks[0]!.length < bytes) this.#chunks = [Buffer.concat(this.#chunks)];
    const first = this.#chunks[0]!;
    this.#length -= bytes;
    if (first.length === bytes) this.#chunks.shift();
    else this.#chunks[0] = first.subarray(bytes);
    return first.subarray(0, bytes);
  }
}

/** A message with its type letter and length. */
export function message(type: string, body: Buffer): Buffer {
  const head = Buffer.alloc(5);
  head.write(type, 'latin1');
  head.writeInt32BE(body.length + 4, 1);
  return Buffer.concat([head, body]);
}

/** A simple query. */
export function query(sql: string): Buffer {
  return message('Q', Buffer.from(`${sql}\0`));
}

/** Parse, Bind and Execute of a statement without parameters. */
export function execute(sql: string): Buffer[] {
  return [
    message('P', Buffer.concat([Buffer.from(`\0${sql}\0`), Buffer.alloc(2)])),
    message('B', Buffer.alloc(8)),
    message('E', Buffer.alloc(5)),
  ];
}

export const SYNC = message('S', Buffer.alloc(0));

/** The packet that opens a session. */
export function startup(parameters: Readonly<Record<string, string>>): Buffer {
  const text = Object.entries(parameters)
    .map(([name, value]) => `${name}\0${value}\0`)
    .join('');
  const body = Buffer.from(`${text}\0`);
  const head = Buffer.alloc(8);
  head.writeInt32BE(body.length + 8, 0);
  head.writeInt32BE(PROTOCOL_3, 4);
  return Buffer.concat([head, body]);
}

export interface Report {
  /** SQLSTATE. */
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
}

/** `FATAL` ends the connection; a `NOTICE` may be sent at any time between messages. */
export function report(severity: 'FATAL' | 'NOTICE', { code, message: text, hint }: Report): Buffer {
  const fields = [`S${severity}`, `V${severity}`, `C${code}`, `M${text}`, ...(hint === undefined ? [] : [`H${hint}`])];
  return message(severity === 'NOTICE' ? 'N' : 'E', Buffer.from(`${fields.join('\0')}\0\0`));
}

/** The zero-terminated strings at the start of a message's body: for Parse the statement's name and its SQL. */
export function strings(frame: Frame, count: number): string[] {
  const found: string[] = [];
  for (let at = 5; found.length < count; ) {
    const end = frame.bytes.indexOf(0, at);
    if (end < 0) throw new ProtocolError(`unterminated string in message ${frame.type}`);
    found.push(frame.bytes.toString('utf8', at, end));
    at = end + 1;
  }
  return found;
}
