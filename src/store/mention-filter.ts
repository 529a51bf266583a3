/** Which mentions are meant: the one filter behind evidence lists, counts in mails, and pages. */
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import type { Label } from '../model.ts';

/** All given conditions hold. Times: `from` inclusive, `to` exclusive, of when the post counts. */
export interface MentionFilter {
  readonly brand: string;
  readonly from?: Date;
  readonly to?: Date;
  readonly label?: Label;
  readonly site?: string;
  readonly aspect?: string;
  /** With `aspect`: how the aspect was felt, whatever the post as a whole feels. */
  readonly feeling?: Label;
  readonly intent?: string;
  readonly story?: number;
  readonly incident?: number;
  /** Key of the author. */
  readonly author?: string;
  /** Complaints with (true) or without (false) a public answer of the brand. */
  readonly answered?: boolean;
  /** Read in after this moment: what a day's digest could not know. */
  readonly seenAfter?: Date;
  /** Also what the brand itself and advertisers wrote. */
  readonly everyone?: boolean;
}

/** The filter as a condition on `m` (mentions) and `p` (posts). */
export function matching(filter: MentionFilter): RawBuilder<SqlBool> {
  const conditions: RawBuilder<SqlBool>[] = [sql<SqlBool>`m.brand = ${filter.brand}`];
  const add = (condition: RawBuilder<SqlBool>) => conditions.push(condition);
  if (!filter.everyone) add(sql`m.talker not in ('brand', 'advertising')`);
  if (filter.from) add(sql`m.occurred_at >= ${filter.from}`);
  if (filter.to) add(sql`m.occurred_at < ${filter.to}`);
  if (filter.label) add(sql`m.label = ${filter.label}`);
  if (filter.site) add(sql`m.site = ${filter.site}`);
  if (filter.aspect) add(sql`m.aspect_names @> array[${filter.aspect}]::text[]`);
  if (filter.aspect && filter.feeling) {
    add(sql`m.aspects @> ${JSON.stringify([{ aspect: filter.aspect, label: filter.feeling }])}::jsonb`);
  }
  if (filter.intent) add(sql`m.intent_names @> array[${filter.intent}]::text[]`);
  if (filter.story !== undefined) add(sql`m.story_id = ${filter.story}`);
  if (filter.author) add(sql`p.author_key = ${filter.author}`);
  if (filter.answered === true) add(sql`p.reply_at is not null`);
  if (filter.answered === false) add(sql`p.reply_at is null`);
  if (filter.seenAfter) add(sql`p.first_seen_at > ${filter.seenAfter}`);
  if (filter.incident !== undefined) {
    add(sql`exists (select 1 from incident_posts i where i.brand = m.brand and i.incident_id = ${filter.incident}
      and i.month = m.month and i.post_id = m.post_id)`);
  }
  return sql.join(conditions, sql` and `) as RawBuilder<SqlBool>;
}

/** The parameters of `filterFrom`, as they stand in an evidence page's address. */
export function filterToQuery(filter: MentionFilter): URLSearchParams {
  const query = new URLSearchParams({ brand: filter.brand });
  for (const [key, value] of Object.entries(filter)) {
    if (key === 'brand' || value === undefined) continue;
    query.set(key, value instanceof Date ? value.toISOString() : String(value));
  }
  return query;
}

/** Reads an evidence page's address; unknown or broken parameters give the list of what is wrong. */
export function filterFromQuery(query: URLSearchParams): { filter: MentionFilter } | { problems: string[] } {
  const problems: string[] = [];
  const filter: Record<string, unknown> = {};
  const readers: Record<string, (value: string) => unknown> = {
    brand: word,
    from: time,
    to: time,
    label: feeling,
    feeling,
    site: word,
    aspect: word,
    intent: word,
    story: whole,
    incident: whole,
    author: word,
    answered: flag,
    seenAfter: time,
    everyone: flag,
  };
  for (const [key, value] of query) {
    const read = readers[key];
    if (read === undefined) continue;
    const parsed = read(value);
    if (parsed === undefined) problems.push(`${key}: not understood: ${JSON.stringify(value.slice(0, 100))}`);
    else filter[key] = parsed;
  }
  if (filter.brand === undefined) problems.push('brand: missing');
  return problems.length > 0 ? { problems } : { filter: filter as unknown as MentionFilter };
}

const feeling = (value: string) => (['negative', 'neutral', 'positive'].includes(value) ? value : undefined);
const word = (value: string) => (value.length > 0 && value.length <= 300 ? value : undefined);
const whole = (value: string) => (/^\d{1,15}$/.test(value) ? Number(value) : undefined);
const flag = (value: string) => (value === 'true' ? true : value === 'false' ? false : undefined);
const time = (value: string) => {
  const at = new Date(value);
  return Number.isNaN(at.getTime()) ? undefined : at;
};
