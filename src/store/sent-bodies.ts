/** Messages as they were sent, each with its delivery. */
import type { Db } from './store.ts';

/** Null where it was not sent yet, or is no longer kept. */
export async function findSentBody(db: Db, key: string): Promise<Uint8Array | null> {
  const row = await db.selectFrom('sent_bodies').select('body').where('key', '=', key).executeTakeFirst();
  return row?.body ?? null;
}

/** The first messages about a digest that a recipient was sent, one a channel, with what they said still kept. */
export async function sentDigests(
  db: Db,
  digestId: number,
  recipient: string,
): Promise<{ key: string; channel: string }[]> {
  return db
    .selectFrom('deliveries as d')
    .innerJoin('sent_bodies as b', 'b.key', 'd.key')
    .select(['d.key', 'd.channel'])
    .where('d.digest_id', '=', digestId)
    .where('d.recipient', '=', recipient)
    .where('d.again_of', 'is', null)
    .orderBy('d.key')
    .execute();
}
