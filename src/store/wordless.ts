/** Mentions from before there was a search: they are found by their words once those are made. */
import { sql } from 'kysely';
import { recordset } from './bulk.ts';
import { type Facts, mentionWords, textWords } from './mention-words.ts';
import type { PostRef } from './post-ref.ts';
import type { Db } from './store.ts';

export interface Wordless extends Facts, PostRef {
  readonly title: string | null;
  readonly text: string;
  readonly rating: number | null;
}

/** Mentions without words, at most `limit`. */
export async function wordlessMentions(db: Db, limit: number): Promise<Wordless[]> {
  const { rows } = await sql<Wordless>`
    select m.month, m.post_id as "postId", m.brand, m.label, m.site, m.kind, m.lang, m.talker, m.aspects, m.intents,
      p.title, p.text, p.rating
    from mentions m join posts p on p.month = m.month and p.post_id = m.post_id
    where m.words is null order by m.month desc, m.brand, m.post_id limit ${limit}`.execute(db);
  return rows;
}

/** Writes their words; those that somebody else wrote meanwhile stay. */
export async function writeWords(
  db: Db,
  mentions: readonly { of: Wordless; tokens: Iterable<{ lexeme: string; position: number }> }[],
): Promise<void> {
  const rows = mentions.map(({ of, tokens }) => ({
    ...{ month: of.month, brand: of.brand, post_id: of.postId, words: mentionWords(of, textWords(tokens), of.rating) },
  }));
  const columns = { month: 'integer', brand: 'text', post_id: 'bigint', words: 'tsvector' } as const;
  await sql`update mentions m set words = r.words from ${recordset(rows, columns)}
    where m.month = r.month and m.brand = r.brand and m.post_id = r.post_id and m.words is null`.execute(db);
}
