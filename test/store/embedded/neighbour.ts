/**
 * Another process that uses the same store as the test: `node neighbour.ts DATA_DIR`. Obeys one command a line and
 * answers each with a line.
 */
import { createInterface } from 'node:readline';
import type { PoolClient } from 'pg';
import { silentLogger } from '../../../src/log.ts';
import { openEmbedded } from '../../../src/store/embedded/embedded.ts';

const store = await openEmbedded({ dataDir: process.argv[2]!, log: silentLogger });
const answer = (text: unknown) => process.stdout.write(`${text}\n`);
await store.pool.query('create table if not exists notes (id int primary key)');
answer(store.serves() ? 'serves' : 'joined');

let held: PoolClient | undefined;
for await (const line of createInterface({ input: process.stdin })) {
  const [command, argument] = line.split(' ');
  switch (command) {
    case 'who':
      answer(store.serves() ? 'serves' : 'joined');
      break;
    case 'insert':
      await store.pool.query('insert into notes values ($1)', [Number(argument)]);
      answer(`inserted ${argument}`);
      break;
    case 'insert-forever':
      for (let id = 1; ; id++) {
        await store.pool.query('insert into notes values ($1)', [id]);
        answer(id);
      }
    case 'begin':
      held = await store.pool.connect();
      await held.query('begin');
      await held.query('insert into notes values ($1)', [Number(argument)]);
      answer('begun');
      break;
    case 'commit':
      await held?.query('commit');
      held?.release();
      answer('committed');
      break;
    case 'close':
      await store.close();
      answer('closed');
      process.exit();
      break;
    default:
      throw new Error(`unknown command ${command}`);
  }
}
