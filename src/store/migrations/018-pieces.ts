/**
 * What is counted of an incident is kept by pieces of about a thousand of its posts (`incident-pieces.ts`): a look at a
 * crisis counts what changed since the last one. `numbers`: null where they are to be counted anew; `moved`: a post was
 * read again, so that who reaches how far may have changed; `posts`: how many were ever put into the piece.
 */
import { type Kysely, sql } from 'kysely';

const STATEMENTS = `
alter table incident_posts add column piece integer not null default 0;

update incident_posts i set piece = n.piece from (
  select brand, incident_id, month, post_id,
    (row_number() over (partition by brand, incident_id order by month, post_id) - 1) / 1000 as piece
  from incident_posts
) n where i.brand = n.brand and i.incident_id = n.incident_id and i.month = n.month and i.post_id = n.post_id
  and n.piece > 0;

create index incident_posts_piece on incident_posts (brand, incident_id, piece);
create index incident_posts_post on incident_posts (month, post_id);

create table incident_pieces (
  brand text not null,
  incident_id bigint not null,
  piece integer not null,
  posts integer not null,
  numbers json,
  moved boolean not null default false,
  counted_at timestamptz,
  primary key (brand, incident_id, piece)
);

insert into incident_pieces (brand, incident_id, piece, posts)
  select brand, incident_id, piece, count(*) from incident_posts group by brand, incident_id, piece;
`;

export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(STATEMENTS).execute(db);
}
