import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { silentLogger } from '../../../src/log.ts';
import { Statements } from '../../../src/store/embedded/statements.ts';
import { message, query, SYNC } from '../../../src/store/embedded/wire.ts';
import { openStore, type Store } from '../../../src/store/store.ts';
import { embeddedFolder } from '../../support/stores.ts';

const parse = (sql: string) => message('P', Buffer.from(`\0${sql}\0\0\0`));
const BIND = message('B', Buffer.alloc(8));
const DESCRIBE = message('D', Buffer.from('P\0'));
const EXECUTE = message('E', Buffer.alloc(5));
const unit = (sql: string) => [parse(sql), BIND, DESCRIBE, EXECUTE, SYNC];
const types = (bytes: Buffer) => {
  const found: string[] = [];
  for (let at = 0; at < bytes.length; at += bytes.readInt32BE(at + 1) + 1) found.push(String.fromCharCode(bytes[at]!));
  return found.join('');
};
const PARSED = '1'.charCodeAt(0);
const ERROR = 'E'.charCodeAt(0);

function run(statements: Statements, sql: string, first = PARSED) {
  const rewritten = statements.rewrite(unit(sql));
  rewritten.answered(first);
  return rewritten;
}

describe('plans that are kept', () => {
  it('leaves what comes once alone, names what comes again, and then only binds it', () => {
    const statements = new Statements();
    expect(run(statements, 'select 1').bytes).toEqual(Buffer.concat(unit('select 1')));
    const named = run(statements, 'select 1');
    expect(named.bytes.toString('latin1')).toContain('kept_1\0select 1');
    expect(named.preface).toBeNull();
    const bound = run(statements, 'select 1');
    expect(types(bound.bytes)).toBe('BDES');
    expect(bound.bytes.toString('latin1')).toContain('\0kept_1\0');
    // The client has sent Parse and waits for its answer.
    expect(bound.preface).toEqual(message('1', Buffer.alloc(0)));
  });

  it('does not keep what Postgres could not parse', () => {
    const statements = new Statements();
    for (let i = 0; i < 3; i++) run(statements, 'selec 1', ERROR);
    expect(types(run(statements, 'selec 1', ERROR).bytes)).toBe('PBDES');
  });

  it('leaves ranges of months to be planned with the months at hand', () => {
    const statements = new Statements();
    const asked = 'select 1 from mentions m where m.occurred_at >= $1 and m.month >= $2';
    for (let i = 0; i < 3; i++) expect(types(run(statements, asked).bytes)).toBe('PBDES');
  });

  it('tells parameter types apart', () => {
    const statements = new Statements();
    const typed = (oid: number) => {
      const frame = Buffer.concat([Buffer.from('\0select $1\0'), Buffer.from([0, 1, 0, 0, 0, oid])]);
      const rewritten = statements.rewrite([message('P', frame), BIND, DESCRIBE, EXECUTE, SYNC]);
      rewritten.answered(PARSED);
      return rewritten.preface !== null;
    };
    expect([typed(23), typed(23), typed(25), typed(23)]).toEqual([false, false, false, true]);
  });

  it('forgets everything when tables change, and has the engine forget it', () => {
    const statements = new Statements();
    for (let i = 0; i < 3; i++) run(statements, 'select * from t');
    statements.rewrite([query('begin; alter table t add b int')]);
    const dropped = statements.takeDropped();
    expect(types(dropped!)).toBe('CS');
    expect(dropped!.toString('latin1')).toContain('Skept_1\0');
    expect(statements.takeDropped()).toBeNull();
    expect(run(statements, 'select * from t').preface).toBeNull();
  });

  it('keeps a limited number, those used last', () => {
    const statements = new Statements();
    const twice = (sql: string) => [run(statements, sql), run(statements, sql)];
    for (let i = 0; i < 300; i++) twice(`select ${i}`);
    expect(run(statements, 'select 0').preface).not.toBeNull();
    twice('select 300');
    expect(statements.takeDropped()!.toString('latin1')).toContain('kept_2\0');
    expect(run(statements, 'select 1').preface).toBeNull();
    expect(run(statements, 'select 0').preface).not.toBeNull();
  });
});

describe('on the store', () => {
  let store: Store;
  beforeEach(async () => {
    store = await openStore({ dataDir: await embeddedFolder(), log: silentLogger });
  });
  afterEach(() => store.close());

  it('answers the same statement with other values, other clients and other columns', async () => {
    const { pool } = store.connection;
    await pool.query('create table kept (a int)');
    await pool.query('insert into kept select generate_series(1, 5)');
    const above = (n: number) => pool.query('select * from kept where a > $1 order by a', [n]);
    for (let n = 0; n < 6; n++) expect((await above(n)).rowCount).toBe(5 - n);
    expect((await Promise.all([1, 2, 3, 4].map(above))).map((result) => result.rowCount)).toEqual([4, 3, 2, 1]);
    await pool.query('alter table kept add column b int default 7');
    expect((await above(4)).rows).toEqual([{ a: 5, b: 7 }]);
    await expect(pool.query('select nothing from kept where a > $1', [1])).rejects.toThrow('nothing');
    await expect(pool.query('select nothing from kept where a > $1', [1])).rejects.toThrow('nothing');
    expect((await above(4)).rows).toEqual([{ a: 5, b: 7 }]);
  });

  it('goes on after an error inside a transaction', async () => {
    const client = await store.connection.pool.connect();
    try {
      const divide = () => client.query('select 1 / $1::int as one', [0]);
      for (let i = 0; i < 3; i++) {
        await client.query('begin');
        await expect(divide()).rejects.toThrow('division by zero');
        await expect(client.query('select $1::int as x', [i])).rejects.toThrow('aborted');
        await client.query('rollback');
        expect((await client.query('select $1::int as x', [i])).rows).toEqual([{ x: i }]);
      }
    } finally {
      client.release();
    }
  });
});
