/** The store: version, migrations, size, indexes. */
import {
  type BloatedTable,
  bloatedTables,
  brokenIndexes,
  EMBEDDED_LIMIT_BYTES,
  type StoreCondition,
} from '../../store/condition.ts';
import type { Store } from '../../store/store.ts';
import { type Finding, fail, ok, warn } from './finding.ts';

const GIGABYTE = 1024 ** 3;

export async function checkStore(store: Store, condition: StoreCondition): Promise<Finding[]> {
  const { kind, db } = store;
  const name = kind === 'embedded' ? `embedded Postgres ${condition.version}` : `Postgres ${condition.version}`;
  const last = condition.migrations.at(-1) ?? 'none';
  return [
    ok('store', `${name}, tables up to date (${condition.migrations.length} migrations, the last ${last})`),
    size(kind, condition.bytes),
    indexes(await brokenIndexes(db), await bloatedTables(db)),
  ];
}

function size(kind: Store['kind'], bytes: number): Finding {
  const says = `${(bytes / GIGABYTE).toFixed(2)} GB`;
  if (kind === 'embedded' && bytes > EMBEDDED_LIMIT_BYTES) {
    const limit = EMBEDDED_LIMIT_BYTES / GIGABYTE;
    const move = 'earshot move --to postgresql://user:password@host/database, then start with that DATABASE_URL';
    return warn('store-size', `${says}: beyond ${limit} GB it is time for a Postgres server`, move);
  }
  return ok('store-size', says);
}

function indexes(broken: readonly string[], bloated: readonly BloatedTable[]): Finding {
  const repair = 'earshot doctor --repair';
  if (broken.length > 0) return fail('indexes', `cannot be used: ${broken.join(', ')}`, repair);
  if (bloated.length > 0) {
    const tables = bloated.map(({ name, live, dead }) => `${name} (${dead} dead rows beside ${live})`);
    return warn('indexes', `tables that need vacuuming: ${tables.join(', ')}`, repair);
  }
  return ok('indexes', 'all can be used, no table is bloated');
}
