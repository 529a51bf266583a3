/** What the posts of an incident name, and what the incident is called after. */
import { sql } from 'kysely';
import type { Intent } from '../model.ts';
import { type Counted, countPosts } from './counted.ts';
import type { DimensionCount } from './mention-list.ts';
import { mergeCounts } from './merge-counted.ts';
import type { Db } from './store.ts';

interface NamedTopics {
  /** Negative posts of the incident, of those that count. */
  readonly posts: number;
  /** As criticised, the most frequent first. */
  readonly aspects: readonly { readonly value: string; readonly count: number }[];
  readonly intents: readonly { readonly value: Intent; readonly count: number }[];
}

/** What is wanted of a piece; null where it is to be counted. */
type CountedTopics = Pick<Counted, 'negative' | 'aspects' | 'intents'>;

/**
 * How often an incident's posts name what: as `incidentNumbers` counts it, so what an incident is called after is what its
 * page says. Pieces that were counted are not read again: a crisis changes with every look, and few of its posts do.
 */
export async function incidentTopics(db: Db, brand: string, incidentId: number): Promise<NamedTopics> {
  const { rows } = await sql<{ piece: number } & { readonly [K in keyof CountedTopics]: CountedTopics[K] | null }>`
    select piece, (numbers ->> 'negative')::int as negative, numbers -> 'aspects' as aspects, numbers -> 'intents' as intents
    from incident_pieces where brand = ${brand} and incident_id = ${incidentId}`.execute(db);
  const counted: CountedTopics[] = [];
  for (const { piece, negative, aspects, intents } of rows) {
    const known = negative !== null && aspects !== null && intents !== null;
    counted.push(known ? { negative, aspects, intents } : await countPosts(db, brand, incidentId, piece));
  }
  return {
    posts: counted.reduce((sum, { negative }) => sum + negative, 0),
    aspects: named(counted.map(({ aspects }) => aspects)),
    intents: named(counted.map(({ intents }) => intents)) as NamedTopics['intents'],
  };
}

function named(lists: readonly (readonly DimensionCount[])[]): { value: string; count: number }[] {
  return mergeCounts(lists)
    .filter(({ negative }) => negative > 0)
    .map(({ value, negative: count }) => ({ value, count }));
}

/** Calls an incident by another name. */
export async function retitle(db: Db, brand: string, incidentId: number, title: object): Promise<void> {
  await db
    .updateTable('incidents')
    .set({ title: JSON.stringify(title) })
    .where('brand', '=', brand)
    .where('incident_id', '=', incidentId)
    .execute();
}
