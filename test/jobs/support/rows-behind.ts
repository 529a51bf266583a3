/** What stands behind the figures of mails and pages, counted by SQL that shares nothing with the product's. */
import { type RawBuilder, sql } from 'kysely';
import type { Db } from '../../../src/store/store.ts';

/** The rows that an evidence link means, counted the long way: posts, distinct authors, or people, of whom the nameless count each time. */
export async function counted(db: Db, link: string, what: 'posts' | 'authors' | 'people' = 'posts'): Promise<number> {
  const query = new URL(link, 'http://x').searchParams;
  const conditions: RawBuilder<unknown>[] = [];
  for (const [key, value] of query) {
    if (key === 'brand') conditions.push(sql`x.brand = ${value}`);
    else if (key === 'from') conditions.push(sql`x.occurred_at >= ${value}::timestamptz`);
    else if (key === 'to') conditions.push(sql`x.occurred_at < ${value}::timestamptz`);
    else if (key === 'label') conditions.push(sql`x.label = ${value}`);
    else if (key === 'site') conditions.push(sql`y.site = ${value}`);
    else if (key === 'author') conditions.push(sql`y.author_key = ${value}`);
    else if (key === 'story') conditions.push(sql`x.story_id = ${value}::bigint`);
    else if (key === 'seenAfter') conditions.push(sql`y.first_seen_at > ${value}::timestamptz`);
    else if (key === 'during') {
      const stretches = value.split(',').map((stretch) => stretch.split('/'));
      const inside = stretches.map(
        ([from, to]) => sql`tstzrange(${from}::timestamptz, ${to}::timestamptz) @> x.occurred_at`,
      );
      conditions.push(sql`(${sql.join(inside, sql` or `)})`);
    } else if (key === 'newcomer') {
      const first = sql`select min(w.occurred_at) from mentions w, posts z where z.post_id = w.post_id
        and w.brand = ${query.get('brand')} and z.author_key = y.author_key`;
      conditions.push(sql`(${first}) >= ${query.get('from')}::timestamptz`);
    } else if (key === 'q') conditions.push(sql`strpos(lower(concat_ws(' ', y.title, y.text)), lower(${value})) > 0`);
    else if (key === 'answered') conditions.push(sql`(y.reply_at is not null) = ${value}::boolean`);
    else if (key === 'intent')
      conditions.push(
        sql`(select count(*) from jsonb_array_elements(x.intents) e where e ->> 'intent' = ${value}) > 0`,
      );
    else if (key === 'aspect') {
      const feeling = query.get('feeling');
      conditions.push(sql`(select count(*) from jsonb_array_elements(x.aspects) e where e ->> 'aspect' = ${value}
        and (${feeling}::text is null or e ->> 'label' = ${feeling})) > 0`);
    } else if (key === 'incident')
      conditions.push(
        sql`x.post_id in (select w.post_id from incident_posts w where w.incident_id = ${value}::bigint)`,
      );
    else if (!['feeling', 'everyone', 'by', 'fold'].includes(key)) throw new Error(`no idea what ${key} means`);
  }
  if (query.get('everyone') !== 'true') conditions.push(sql`x.talker <> all (array['brand', 'advertising'])`);
  const authors = sql`count(distinct y.author_key)`;
  const people = sql`${authors} + count(*) filter (where y.author_key is null)`;
  const number = { posts: sql`count(*)`, authors, people }[what];
  const { rows } = await sql<{ n: number }>`select (${number})::int as n
    from mentions x, posts y where y.post_id = x.post_id and y.month = x.month
      and ${sql.join(conditions, sql` and `)}`.execute(db);
  return rows[0]!.n;
}

export interface Figured {
  readonly path: string;
  readonly value: number;
  readonly evidence: string;
}

/** Every number with its link, wherever it stands in a view. */
export function figuresIn(value: unknown, path = ''): Figured[] {
  if (typeof value !== 'object' || value === null) return [];
  const inside = Object.entries(value).flatMap(([key, inner]) => figuresIn(inner, `${path}.${key}`));
  const { value: number, evidence } = value as { value?: unknown; evidence?: unknown };
  return typeof number === 'number' && typeof evidence === 'string'
    ? [{ path, value: number, evidence }, ...inside]
    : inside;
}
