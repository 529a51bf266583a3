import net from 'node:net';
import pg from 'pg';
import { describe, expect, it, onTestFinished } from 'vitest';
import { silentLogger } from '../../src/log.ts';
import { surviveLosses } from '../../src/store/lost-connections.ts';
import { cutOffVanished } from '../../src/store/vanished.ts';
import { hasPostgres } from '../support/postgres-programs.ts';
import { service } from '../support/services.ts';

const PATIENCE = { silent: 60, connecting: 1000, every: 20 };

describe.skipIf(!hasPostgres())('a database whose machine vanishes', () => {
  it('is noticed by those who wait for an answer', async () => {
    const { pool, vanish } = await behindACable();
    const client = await pool.connect();
    await client.query('begin');
    vanish();
    await expect(client.query('select 1')).rejects.toThrow('cannot be reached any more');
    client.release(true);
    await expect(pool.query('select 1')).rejects.toThrow();
  });

  it('is told from a query that takes long', async () => {
    const { pool } = await behindACable();
    const { rows } = await pool.query("select 'done' as answer from pg_sleep(0.4)");
    expect(rows).toEqual([{ answer: 'done' }]);
  });
});

/** A pool whose connections go through a cable that can be pulled: what is sent is lost, and nobody says so. */
async function behindACable() {
  const server = new URL((await service('postgres')).value);
  const folder = server.searchParams.get('host');
  const way =
    folder === null
      ? { port: Number(server.port || 5432), host: server.hostname }
      : { path: `${folder}/.s.PGSQL.${server.port || 5432}` };
  const ends = new Set<net.Socket>();
  let pulled = false;
  const cable = net.createServer((near) => {
    const far = net.connect(way);
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      ends.add(from);
      from.on('data', (bytes) => pulled || to.write(bytes));
      from.on('error', () => to.destroy());
      from.on('close', () => pulled || to.destroy());
    }
  });
  await new Promise<void>((resolve) => cable.listen(0, '127.0.0.1', resolve));
  const { port } = cable.address() as net.AddressInfo;
  const pool = new pg.Pool({ host: '127.0.0.1', port, user: server.username, database: 'postgres', max: 2 });
  surviveLosses(pool, silentLogger);
  const stop = cutOffVanished(pool, silentLogger, PATIENCE);
  onTestFinished(async () => {
    stop();
    for (const end of ends) end.destroy();
    cable.close();
    await pool.end();
  });
  const vanish = () => {
    pulled = true;
    cable.close();
  };
  return { pool, vanish };
}
