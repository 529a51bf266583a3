import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { silentLogger } from '../../src/log.ts';
import { connect } from '../../src/store/connect.ts';
import { StoreAway, withoutSecrets } from '../../src/store/postgres.ts';
import { describeOnEachStore } from '../support/stores.ts';

describeOnEachStore('connect', ({ kind, place }) => {
  const open = async () => {
    const connection = await connect({ ...(await place()), log: silentLogger });
    onTestFinished(() => connection.close());
    return connection;
  };

  it('says which store it is, and that it is new enough', async () => {
    const { kind: found, pool } = await open();
    expect(found).toBe(kind);
    const { rows } = await pool.query(`select current_setting('server_version_num')::int as version`);
    expect(rows[0].version).toBeGreaterThanOrEqual(150_000);
  });

  it('hands out values as the types say', async () => {
    const { pool } = await open();
    const { rows } = await pool.query({
      text: `select 9007199254740991::bigint as safe, 9007199254740993::bigint as beyond, array[1, null, 3]::bigint[] as many,
               date '2020-02-29' as day, timestamptz '2020-02-29 12:00:00+08' as moment, '{"a":[1]}'::jsonb as value,
               0.1::numeric as exact, 0.5::float8 as share, count(*) as counted, $1::text as text`,
      values: ['老鼠 🐀 \u0001'],
    });
    expect(rows[0]).toEqual({
      safe: 9007199254740991,
      beyond: '9007199254740993',
      many: [1, null, 3],
      day: '2020-02-29',
      moment: new Date('2020-02-29T04:00:00Z'),
      value: { a: [1] },
      exact: '0.1',
      share: 0.5,
      counted: 1,
      text: '老鼠 🐀 \u0001',
    });
  });

  it('keeps the queries of many connections apart, also when one takes many packets', async () => {
    const { pool } = await open();
    const long = 'x'.repeat(300_000);
    const answers = await Promise.all(
      Array.from({ length: 100 }, async (_, i) =>
        i % 2 === 0
          ? (await pool.query('select $1::int as answer', [i])).rows[0].answer
          : (await pool.query('select length($2::text) + $1::int as answer', [i, long])).rows[0].answer,
      ),
    );
    expect(answers).toEqual(Array.from({ length: 100 }, (_, i) => (i % 2 === 0 ? i : i + 300_000)));
  });

  it.skipIf(kind === 'embedded')('goes on when the server ends a connection that is at work', async () => {
    const { pool } = await open();
    const client = await pool.connect();
    const { rows } = await client.query('select pg_backend_pid() as pid');
    const slow = client.query('select pg_sleep(60)');
    await Promise.all([expect(slow).rejects.toThrow(), pool.query('select pg_terminate_backend($1)', [rows[0].pid])]);
    client.release(true);
    expect((await pool.query('select 1 as one')).rows).toEqual([{ one: 1 }]);
  });

  it.skipIf(kind === 'embedded')('knows what waiting does not mend: a database that does not exist', async () => {
    const { databaseUrl = '', dataDir } = await place();
    const url = new URL(databaseUrl);
    url.pathname = '/earshot_nowhere';
    const failure = connect({ databaseUrl: url.href, dataDir, log: silentLogger });
    await expect(failure).rejects.toThrow('does not exist');
    await expect(failure).rejects.not.toBeInstanceOf(StoreAway);
  });

  it('isolates transactions that run at the same time', async () => {
    const { pool } = await open();
    await pool.query('create table counters (id int primary key, n int not null)');
    await pool.query('insert into counters select g, 0 from generate_series(0, 7) g');
    await Promise.all(
      Array.from({ length: 40 }, async (_, i) => {
        const client = await pool.connect();
        try {
          await client.query('begin');
          const { rows } = await client.query('select n from counters where id = $1 for update', [i % 8]);
          await client.query('update counters set n = $2 where id = $1', [i % 8, rows[0].n + 1]);
          await client.query(i % 5 === 4 ? 'rollback' : 'commit');
        } finally {
          client.release();
        }
      }),
    );
    const { rows } = await pool.query('select sum(n) as total from counters');
    expect(rows[0].total).toBe(32);
  });

  it('reports an error to the one who made it, and goes on', async () => {
    const { pool } = await open();
    const results = await Promise.allSettled([
      pool.query('select 1/0'),
      pool.query('select $1::int / 0', [1]),
      pool.query('selec'),
      pool.query('select 7 as seven'),
    ]);
    expect(results.map((r) => (r.status === 'rejected' ? r.reason.code : r.value.rows[0].seven))).toEqual([
      '22012',
      '22012',
      '42601',
      7,
    ]);
  });

  it('can be closed twice', async () => {
    const connection = await open();
    await connection.close();
    await connection.close();
    await expect(connection.pool.query('select 1')).rejects.toThrow();
  });
});

describe('connect', () => {
  const dataDir = () => {
    const folder = mkdtempSync(join(tmpdir(), 'earshot-data-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    return folder;
  };

  it('says where an unreachable server was looked for, and not the password', async () => {
    const failure = connect({
      databaseUrl: 'postgresql://me:sesame@127.0.0.1:9/earshot',
      dataDir: dataDir(),
      log: silentLogger,
    });
    // Nobody is there: somebody may come.
    await expect(failure).rejects.toBeInstanceOf(StoreAway);
    await expect(failure).rejects.toThrow('Postgres at 127.0.0.1:9/earshot cannot be reached');
    await expect(failure).rejects.not.toThrow('sesame');
    await expect(failure).rejects.toHaveProperty('hint', expect.stringContaining('DATABASE_URL'));
  });

  it.each(['mysql://u:p@h/d', 'localhost', 'http://h/'])('refuses the address %s', (databaseUrl) => {
    expect(() => withoutSecrets(databaseUrl)).toThrow('not the address of a Postgres database');
  });

  it('shows an address without its secrets', () => {
    expect(withoutSecrets('postgresql://u:p@db.example:5433/name?sslmode=require')).toBe('db.example:5433/name');
    expect(withoutSecrets('postgres://u@localhost/name?host=%2Frun%2Fpg')).toBe('/run/pg/name');
  });
});
