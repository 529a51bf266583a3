/** Small values that the installation makes for itself once and keeps. */
import { randomBytes } from 'node:crypto';
import type { Db } from './store.ts';

/** The secret of this name; made at random the first time anyone asks, the same for all processes ever after. */
export async function secretNamed(db: Db, name: string): Promise<string> {
  await db
    .insertInto('settings')
    .values({ name: `secret:${name}`, value: randomBytes(32).toString('base64url') })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const row = await db
    .selectFrom('settings')
    .select('value')
    .where('name', '=', `secret:${name}`)
    .executeTakeFirstOrThrow();
  return row.value;
}
