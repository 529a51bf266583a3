/** Which mentions are meant: the one filter behind evidence lists, counts in mails, and pages. */
import { type RawBuilder, type SqlBool, sql } from 'kysely';
import { type Label, POST_KINDS, type PostKind } from '../model.ts';
import { COUNTED } from './buckets.ts';
import { heardBefore } from './first-heard.ts';
import {
  aspectFact,
  brandFact,
  intentFact,
  kindFact,
  labelFact,
  langFact,
  quoted,
  siteFact,
  starsFact,
  talkerFact,
} from './mention-words.ts';
import { monthOf } from './months.ts';

/** All given conditions hold. Times: `from` inclusive, `to` exclusive, of when the post counts. */
export interface MentionFilter {
  readonly brand: string;
  readonly from?: Date;
  readonly to?: Date;
  readonly label?: Label;
  readonly site?: string;
  readonly kind?: PostKind;
  /** Language, ISO 639-1, as the analysis read it. */
  readonly spoken?: string;
  /** Who speaks, one of `TALKERS`; those who are not counted among them. */
  readonly talker?: string;
  /** Stars out of five, `4` or `1-2`, whatever scale the site uses. */
  readonly stars?: string;
  /** What was typed to search for, and the same as Postgres reads it. */
  readonly search?: Search;
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
  /** Within one of these stretches. `from` and `to` then span them all. */
  readonly during?: readonly Stretch[];
  /** With `from`: of authors who had not spoken of the brand before it. */
  readonly newcomer?: boolean;
}

/** From inclusive, to exclusive. */
export interface Stretch {
  readonly from: Date;
  readonly to: Date;
}

/** The filter narrowed to these stretches of time. */
export function duringAll(filter: MentionFilter, stretches: readonly Stretch[]): MentionFilter {
  const from = new Date(Math.min(...stretches.map((stretch) => stretch.from.getTime())));
  const to = new Date(Math.max(...stretches.map((stretch) => stretch.to.getTime())));
  return { ...filter, from, to, ...(stretches.length > 1 && { during: stretches }) };
}

export interface Search {
  readonly typed: string;
  /** In the text form of `tsquery`. */
  readonly words: string;
}

type Condition = RawBuilder<SqlBool>;

/** The filter as a condition on `m` (mentions) and `p` (posts). */
export function matching(filter: MentionFilter): Condition {
  return both([matchingMentions(filter), ...postConditions(filter)]);
}

/** Mentions `m`, with their posts `p` where the filter asks what only they know: after `from`. */
export function mentionsFor(filter: MentionFilter): RawBuilder<unknown> {
  return asksPosts(filter) ? withPosts(filter) : sql`mentions m`;
}

/** Mentions `m` with their posts `p`, of no more months than the filter means: after `from`. */
export function withPosts({ from, to }: MentionFilter): RawBuilder<unknown> {
  return sql`mentions m join posts p on p.month = m.month and p.post_id = m.post_id
    ${from ? sql`and p.month >= ${monthOf(from)}` : sql``} ${to ? sql`and p.month <= ${monthOf(to)}` : sql``}`;
}

/** Whether the filter asks anything that only the post itself knows. */
export function asksPosts(filter: MentionFilter): boolean {
  return postConditions(filter).length > 0;
}

/** The part of the filter that mentions know by themselves: a condition on `m`. */
export function matchingMentions(filter: MentionFilter): Condition {
  const { from, to, search } = filter;
  const conditions: Condition[] = [sql<SqlBool>`m.brand = ${filter.brand}`];
  const add = (condition: Condition) => conditions.push(condition);
  if (!filter.everyone && filter.talker === undefined) add(COUNTED);
  // The month follows from the moment; said as well, whole partitions need not be looked at.
  if (from) add(sql`m.occurred_at >= ${from} and m.month >= ${monthOf(from)}`);
  if (to) add(sql`m.occurred_at < ${to} and m.month <= ${monthOf(to)}`);
  if (filter.during) {
    const inside = filter.during.map((one) => sql`(m.occurred_at >= ${one.from} and m.occurred_at < ${one.to})`);
    add(sql`(${sql.join(inside, sql` or `)})`);
  }
  if (filter.label) add(sql`m.label = ${filter.label}`);
  if (filter.site) add(sql`m.site = ${filter.site}`);
  if (filter.kind) add(sql`m.kind = ${filter.kind}`);
  if (filter.spoken) add(sql`m.lang = ${filter.spoken}`);
  if (filter.talker) add(sql`m.talker = ${filter.talker}`);
  if (filter.stars) add(sql`m.words @@ ${starsQuery(filter.stars)}::tsquery`);
  if (search) add(sql`m.words @@ ${search.words}::tsquery`);
  if (filter.aspect) add(sql`m.aspect_names @> array[${filter.aspect}]::text[]`);
  if (filter.aspect && filter.feeling) {
    add(sql`m.aspects @> ${JSON.stringify([{ aspect: filter.aspect, label: filter.feeling }])}::jsonb`);
  }
  if (filter.intent) add(sql`m.intent_names @> array[${filter.intent}]::text[]`);
  if (filter.story !== undefined) add(sql`m.story_id = ${filter.story}`);
  if (filter.incident !== undefined) {
    const own = sql`from incident_posts i where i.brand = ${filter.brand} and i.incident_id = ${filter.incident}`;
    add(sql`exists (select 1 ${own} and i.month = m.month and i.post_id = m.post_id)`);
    // From its first month to its last: all others are passed over unread.
    add(sql`m.month >= (select min(i.month) ${own}) and m.month <= (select max(i.month) ${own})`);
  }
  return both(conditions);
}

function postConditions(filter: MentionFilter): Condition[] {
  const conditions: Condition[] = [];
  if (filter.author) conditions.push(sql`p.author_key = ${filter.author}`);
  if (filter.answered === true) conditions.push(sql`p.reply_at is not null`);
  if (filter.answered === false) conditions.push(sql`p.reply_at is null`);
  if (filter.seenAfter) conditions.push(sql`p.first_seen_at > ${filter.seenAfter}`);
  if (filter.newcomer && filter.from) {
    conditions.push(sql`p.author_key is not null and not ${heardBefore(sql`p.author_key`, filter.brand, filter.from)}`);
  }
  return conditions;
}

const both = (conditions: readonly Condition[]) => sql.join(conditions, sql` and `) as Condition;

/**
 * What of the filter the index of words can answer (`tsquery`): mentions that match are among those found. Null where
 * that would be nearly all of the brand.
 */
export function wordsQuery(filter: MentionFilter): string | null {
  const facts = [
    filter.label && labelFact(filter.label),
    filter.site && siteFact(filter.site),
    filter.kind && kindFact(filter.kind),
    filter.spoken && langFact(filter.spoken),
    filter.talker && talkerFact(filter.talker),
    filter.aspect && aspectFact(filter.aspect, filter.feeling),
    filter.intent && intentFact(filter.intent),
  ].filter((fact) => fact !== undefined && fact !== '');
  const asked = [
    ...facts.map((fact) => quoted(String(fact))),
    ...(filter.stars ? [`(${starsQuery(filter.stars)})`] : []),
    ...(filter.search ? [filter.search.words] : []),
  ];
  return asked.length === 0 ? null : [quoted(brandFact(filter.brand)), ...asked].join(' & ');
}

function starsQuery(stars: string): string {
  const [least = 1, most = least] = stars.split('-').map(Number);
  return Array.from({ length: most - least + 1 }, (_, index) => quoted(starsFact(least + index))).join(' | ');
}

/** The parameters of `filterFrom`, as they stand in an evidence page's address. */
export function filterToQuery(filter: MentionFilter): URLSearchParams {
  const query = new URLSearchParams({ brand: filter.brand });
  for (const [key, value] of Object.entries(filter)) {
    if (key === 'brand' || value === undefined) continue;
    // The stretches say it already.
    if (filter.during && (key === 'from' || key === 'to')) continue;
    if (key === 'during') query.set(key, writeStretches(value as readonly Stretch[]));
    else if (key === 'search') query.set('q', (value as Search).typed);
    else query.set(key, value instanceof Date ? value.toISOString() : String(value));
  }
  return query;
}

/** What of a list's address cannot be used; `value` as it was given, cut to a hundred characters. */
export interface QueryProblem {
  readonly field: string;
  readonly value: string;
  readonly why: 'missing' | 'not understood' | 'unsearchable';
}

/**
 * Reads a list's address, all but what is searched for (`q`); broken parameters give the list of what is wrong. Unknown
 * and empty ones mean nothing: a form sends the fields that were left alone, too.
 */
export function filterFromQuery(query: URLSearchParams): { filter: MentionFilter } | { problems: QueryProblem[] } {
  const problems: QueryProblem[] = [];
  const filter: Record<string, unknown> = {};
  const readers: Record<string, (value: string) => unknown> = {
    brand: word,
    from: time,
    to: time,
    label: feeling,
    feeling,
    site: word,
    kind: (value) => POST_KINDS.find((kind) => kind === value),
    spoken: word,
    talker: word,
    stars: (value) => (/^(?:[1-5]|1-[2-5]|2-[3-5]|3-[45]|4-5)$/.test(value) ? value : undefined),
    aspect: word,
    intent: word,
    story: whole,
    incident: whole,
    author: word,
    answered: flag,
    seenAfter: time,
    everyone: flag,
    during: readStretches,
    newcomer: flag,
  };
  for (const [key, value] of query) {
    const read = readers[key];
    if (read === undefined || value === '') continue;
    const parsed = read(value);
    if (parsed === undefined) problems.push({ field: key, value: value.slice(0, 100), why: 'not understood' });
    else filter[key] = parsed;
  }
  if (filter.brand === undefined) problems.push({ field: 'brand', value: '', why: 'missing' });
  if (problems.length > 0) return { problems };
  const read = filter as unknown as MentionFilter;
  return { filter: read.during ? duringAll(read, read.during) : read };
}

const MOST_STRETCHES = 10;

/** `FROM/TO,FROM/TO`, as ISO 8601 writes intervals. */
function writeStretches(stretches: readonly Stretch[]): string {
  const moment = (at: Date) => at.toISOString().replace(/(?::00)?\.000Z$/, 'Z');
  return stretches.map(({ from, to }) => `${moment(from)}/${moment(to)}`).join(',');
}

function readStretches(value: string): Stretch[] | undefined {
  const stretches = value.split(',').map((word) => {
    const [from, to, ...more] = word.split('/').map((at) => time(at));
    return from && to && more.length === 0 ? { from, to } : null;
  });
  const whole = stretches.filter((stretch) => stretch !== null);
  return whole.length === stretches.length && whole.length <= MOST_STRETCHES ? whole : undefined;
}

const feeling = (value: string) => (['negative', 'neutral', 'positive'].includes(value) ? value : undefined);
const word = (value: string) => (value.length > 0 && value.length <= 300 ? value : undefined);
const whole = (value: string) => (/^\d{1,15}$/.test(value) ? Number(value) : undefined);
const flag = (value: string) => (value === 'true' ? true : value === 'false' ? false : undefined);
const time = (value: string) => {
  const at = new Date(value);
  return Number.isNaN(at.getTime()) ? undefined : at;
};
