/** One client's connection to the gate: turns what arrives into units of work, and writes the answers. */
import type { Duplex } from 'node:stream';
import { failing, refusal } from './refusals.ts';
import {
  CANCEL_REQUEST,
  execute,
  type Frame,
  FrameReader,
  GSS_ENCRYPTION_REQUEST,
  PROTOCOL_3,
  ProtocolError,
  query,
  type Report,
  report,
  SSL_REQUEST,
  strings,
} from './wire.ts';

/** What runs without another client coming between. */
export interface Unit {
  /** Its messages, each whole. */
  readonly frames: readonly Buffer[];
  /** The client asked for an answer in the middle of a batch (Flush): its Sync is still to come. */
  readonly unfinished: boolean;
}

export interface SessionEvents {
  readonly onOpen: () => void;
  /** A unit is waiting; called once for each. */
  readonly onUnit: () => void;
  /** The connection is gone, whoever ended it; called once. */
  readonly onClose: () => void;
}

/** A client that sends without reading is not read from beyond this many waiting units. */
const MAX_WAITING_UNITS = 16;
const LAST_WORDS_MS = 500;

export class Session {
  readonly #socket: Duplex;
  readonly #greeting: Buffer;
  readonly #events: SessionEvents;
  readonly #reader = new FrameReader();
  readonly #waiting: Unit[] = [];
  #batch: Buffer[] = [];
  #open = false;

  constructor(socket: Duplex, greeting: Buffer, events: SessionEvents) {
    this.#socket = socket;
    this.#greeting = greeting;
    this.#events = events;
    socket.on('data', (chunk: Buffer) => this.#receive(chunk));
    // A connection that breaks is one that closes: 'close' follows and does the rest.
    socket.on('error', () => socket.destroy());
    socket.on('end', () => socket.end());
    socket.on('close', () => events.onClose());
  }

  /** How many units wait to be run. */
  get units(): number {
    return this.#waiting.length;
  }

  /** The next unit. Only to be called when one waits. */
  take(): Unit {
    const unit = this.#waiting.shift();
    if (unit === undefined) throw new Error('no unit is waiting');
    if (this.#waiting.length < MAX_WAITING_UNITS) this.#socket.resume();
    return unit;
  }

  write(pieces: readonly Buffer[]): void {
    if (!this.#socket.writable) return;
    this.#socket.cork();
    for (const piece of pieces) this.#socket.write(piece);
    this.#socket.uncork();
  }

  notice(what: Report): void {
    if (this.#open) this.write([report('NOTICE', what)]);
  }

  /** Tells the client why and drops it. */
  end(why: Report): void {
    this.write([report('FATAL', why)]);
    this.#socket.end(() => this.#socket.destroy());
    // A client that has stopped reading never takes the rest.
    setTimeout(() => this.#socket.destroy(), LAST_WORDS_MS).unref();
  }

  #receive(chunk: Buffer): void {
    this.#reader.push(chunk);
    try {
      for (let frame = this.#reader.next(); frame !== null; frame = this.#reader.next()) {
        if (this.#open) this.#handle(frame);
        else this.#handleOpening(frame.bytes);
      }
    } catch (error) {
      if (!(error instanceof ProtocolError)) throw error;
      this.end({ code: '08P01', message: error.message });
    }
    if (this.#waiting.length >= MAX_WAITING_UNITS) this.#socket.pause();
  }

  #handleOpening(packet: Buffer): void {
    const code = packet.readInt32BE(4);
    if (code === SSL_REQUEST || code === GSS_ENCRYPTION_REQUEST) {
      this.#socket.write('N');
    } else if (code === CANCEL_REQUEST) {
      // A query runs to its end: there is no second thread that could interrupt it.
      this.#socket.end();
    } else if (code >> 16 === PROTOCOL_3 >> 16) {
      this.#open = true;
      this.#reader.opened();
      this.write([this.#greeting]);
      this.#events.onOpen();
    } else {
      throw new ProtocolError(`protocol ${code >> 16}.${code & 0xffff} is not supported`);
    }
  }

  /** Only message types that the engine is known to answer get through; one it does not know would stop it for good. */
  #handle(frame: Frame): void {
    switch (frame.type) {
      case 'Q': {
        const reason = refusal(strings(frame, 1)[0]!);
        this.#batch.push(reason === null ? frame.bytes : query(failing(reason)));
        this.#close(false);
        return;
      }
      case 'P': {
        const [name, sql] = strings(frame, 2);
        const reason = refusal(sql!, name!);
        // What follows in the batch is passed over by Postgres once this has failed.
        this.#batch.push(...(reason === null ? [frame.bytes] : execute(failing(reason))));
        return;
      }
      case 'B':
      case 'C':
      case 'D':
      case 'E':
        this.#batch.push(frame.bytes);
        return;
      case 'H':
        this.#batch.push(frame.bytes);
        this.#close(true);
        return;
      case 'S':
        this.#batch.push(frame.bytes);
        this.#close(false);
        return;
      case 'X':
        this.#socket.end();
        return;
      case 'd':
      case 'c':
      case 'f':
        // The rest of a COPY that was refused.
        return;
      default:
        throw new ProtocolError(`message type ${JSON.stringify(frame.type)} is not supported`);
    }
  }

  #close(unfinished: boolean): void {
    this.#waiting.push({ frames: this.#batch, unfinished });
    this.#batch = [];
    this.#events.onUnit();
  }
}
