import { type Duplex, duplexPair } from 'node:stream';
import { setImmediate as turn } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { type Engine, Gate } from '../../../src/store/embedded/gate.ts';
import { message, query, SYNC, startup } from '../../../src/store/embedded/wire.ts';

const GREETING = Buffer.from('hello');
const PARSE = (sql: string) => message('P', Buffer.from(`\0${sql}\0\0\0`));
const FLUSH = message('H', Buffer.alloc(0));

/** Remembers what it was given; `begin` and `commit` do what they say. */
class FakeEngine implements Engine {
  readonly ran: string[] = [];
  broken: Error | null = null;
  #inside = false;

  async run(messages: Buffer, onAnswer: (piece: Uint8Array) => void): Promise<void> {
    const text = messages.toString('latin1').replaceAll(/[^a-zA-Z0-9 ]/g, '');
    this.ran.push(text);
    if (text.includes('begin')) this.#inside = true;
    if (/commit|rollback/.test(text)) this.#inside = false;
    if (text.includes('explode')) throw new Error('exploded');
    if (!text.includes('lose')) onAnswer(Buffer.from(`C${text};`));
  }

  inTransaction(): boolean {
    return this.#inside;
  }

  failure(): Error | null {
    return this.broken;
  }
}

class Client {
  readonly socket: Duplex;
  received = '';
  closed = false;

  constructor(gate: Gate) {
    const [here, there] = duplexPair();
    this.socket = here;
    here.on('data', (chunk: Buffer) => {
      this.received += chunk.toString('latin1');
    });
    here.on('close', () => {
      this.closed = true;
      there.destroy();
    });
    gate.accept(there);
    here.write(startup({ user: 'me' }));
  }

  send(...messages: Buffer[]): void {
    this.socket.write(Buffer.concat(messages));
  }
}

function setUp(options: { idleTransactionMs?: number } = {}) {
  const engine = new FakeEngine();
  const failures: unknown[] = [];
  const gate = new Gate(engine, {
    greeting: GREETING,
    idleTransactionMs: options.idleTransactionMs ?? 60_000,
    onBroken: (error) => failures.push(error),
  });
  return { engine, failures, gate, a: new Client(gate), b: new Client(gate) };
}

/** Lets everything that is under way arrive. */
async function settle(): Promise<void> {
  for (let i = 0; i < 50; i++) await turn();
}

describe('Gate', () => {
  it('greets, answers no to encryption, and drops what is not Postgres', async () => {
    const { gate, a } = setUp();
    const plain = new Client(gate);
    await settle();
    expect(a.received).toBe('hello');
    const [here, there] = duplexPair();
    let received = '';
    here.on('data', (chunk: Buffer) => {
      received += chunk.toString('latin1');
    });
    gate.accept(there);
    here.write(Buffer.from([0, 0, 0, 8, 4, 210, 22, 47]));
    await settle();
    expect(received).toBe('N');
    here.write('GET / HTTP/1.1\r\n\r\n');
    await settle();
    expect(received).toContain('08P01');
    expect(plain.closed).toBe(false);
  });

  it('runs a batch whole, though it arrives in pieces and others ask in between', async () => {
    const { engine, a, b } = setUp();
    a.send(PARSE('one'));
    await settle();
    b.send(PARSE('two'), SYNC);
    await settle();
    a.send(SYNC);
    await settle();
    expect(engine.ran).toEqual(['PtwoS', 'PoneS']);
  });

  it('serves only the one inside a transaction until it ends', async () => {
    const { engine, a, b } = setUp();
    a.send(query('begin'));
    await settle();
    b.send(query('two'));
    await settle();
    a.send(query('one'));
    await settle();
    expect(engine.ran).toEqual(['Qbegin', 'Qone']);
    a.send(query('commit'));
    await settle();
    expect(engine.ran).toEqual(['Qbegin', 'Qone', 'Qcommit', 'Qtwo']);
    expect(b.received).toContain('Qtwo');
  });

  it('keeps others out between Flush and Sync', async () => {
    const { engine, a, b } = setUp();
    a.send(PARSE('one'), FLUSH);
    await settle();
    b.send(query('two'));
    await settle();
    expect(engine.ran).toEqual(['PoneH']);
    a.send(SYNC);
    await settle();
    expect(engine.ran).toEqual(['PoneH', 'S', 'Qtwo']);
  });

  it('rolls back for a client that goes away inside a transaction', async () => {
    const { engine, a, b } = setUp();
    a.send(query('begin'));
    await settle();
    b.send(query('two'));
    a.socket.destroy();
    await settle();
    expect(engine.ran.slice(1)).toEqual(['SQrollback', 'Qtwo']);
  });

  it('refuses what would harm others, within the protocol', async () => {
    const { engine, a } = setUp();
    a.send(query('set a = 1'));
    a.send(PARSE('listen b'), SYNC);
    await settle();
    expect(engine.ran).toHaveLength(2);
    for (const ran of engine.ran) expect(ran).toContain('raise exception');
  });

  it('asks clients to leave, and waits for them', async () => {
    const { gate, a, b } = setUp();
    await settle();
    let left = false;
    const leaving = gate.leave(60_000).then(() => {
      left = true;
    });
    await settle();
    expect(a.received).toContain('SNOTICE');
    expect(b.received).toContain('57P01');
    a.socket.end();
    await settle();
    expect(left).toBe(false);
    b.socket.end();
    await leaving;
  });

  it('drops clients that do not leave in time', async () => {
    const { engine, gate, a, b } = setUp();
    a.send(query('begin'));
    await settle();
    await gate.leave(1);
    expect(a.received).toContain('FATAL');
    expect(b.received).toContain('FATAL');
    expect(engine.ran).toEqual(['Qbegin', 'SQrollback']);
  });

  it.each(['explode', 'lose'])(
    'reports an engine that can go on no more (%s), and runs nothing after that',
    async (what) => {
      const { engine, failures, a, b } = setUp();
      a.send(query(what));
      b.send(query('two'));
      await settle();
      expect(failures).toHaveLength(1);
      expect(engine.ran).toHaveLength(1);
    },
  );

  it('passes on what the engine still said before it failed', async () => {
    const { engine, failures, a } = setUp();
    engine.broken = new Error('out of memory');
    a.send(query('one'));
    await settle();
    expect(a.received).toContain('Qone');
    expect(failures).toEqual([engine.broken]);
  });
});
