/**
 * The bands of stories, ten rows a mention, as numbers: two thirds of the room and of the work that their texts took.
 * A band was thirteen hexadecimal digits, or `=` and the sixteen of a SimHash, of which the last thirteen are kept.
 */
import { type Kysely, sql } from 'kysely';

const STATEMENTS = `
alter table story_bands
  alter column band type bigint using case when band like '=%'
    then -1 - ('x000' || substr(band, 5, 13))::bit(64)::bigint else ('x000' || band)::bit(64)::bigint end,
  alter column simhash type bigint using ('x' || simhash)::bit(64)::bigint;
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(STATEMENTS).execute(db);
}
