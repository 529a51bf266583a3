import { beforeAll, expect, it, onTestFinished } from 'vitest';
import { silentLogger } from '../../../src/log.ts';
import { openEmbedded } from '../../../src/store/embedded/embedded.ts';
import { tidyOne } from '../../../src/store/embedded/tidy.ts';
import { service } from '../../support/services.ts';
import { embeddedFolder } from '../../support/stores.ts';

beforeAll(() => service('embedded'), 300_000);

it('reclaims the space of rows that are gone, table by table, until nothing is left to do', async () => {
  const { pool, close } = await openEmbedded({ dataDir: await embeddedFolder(), log: silentLogger });
  onTestFinished(close);
  const tidied = async () => {
    // Postgres publishes its counts at most once a second, unless asked.
    await pool.query('select pg_stat_force_next_flush()');
    const tables: string[] = [];
    for (let table = await tidyOne(pool); table !== null; table = await tidyOne(pool)) tables.push(table);
    return tables;
  };
  await tidied();
  await pool.query('create table "Churn" (id int, body text)');
  await pool.query(`insert into "Churn" select g, repeat('x', 100) from generate_series(1, 10000) g`);
  await pool.query('delete from "Churn" where id > 100');
  expect(await tidied()).toEqual(['public."Churn"']);
  const { rows } = await pool.query(
    `select reltuples::int as rows, pg_relation_size(oid) as bytes from pg_class where relname = 'Churn'`,
  );
  expect(rows[0].rows).toBe(100);
  expect(rows[0].bytes).toBeLessThan(100_000);
  expect(await tidied()).toEqual([]);
});
