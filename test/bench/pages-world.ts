/**
 * A store of any number of mentions, made at once: texts as the town writes them, a year of them, and one crisis.
 * The rows are put together by the database itself, out of a few thousand scored texts, so a million take minutes.
 */
import { type RawBuilder, sql } from 'kysely';
import type { IncidentReason } from '../../src/detect/incident-types.ts';
import { columnsOf, namesOf, recordset } from '../../src/store/bulk.ts';
import { joinIncident } from '../../src/store/incident-pieces.ts';
import { writeIncident } from '../../src/store/incidents.ts';
import { brandFact, kindFact, siteFact, starsFact } from '../../src/store/mention-words.ts';
import { monthOf } from '../../src/store/months.ts';
import { formatPostRef } from '../../src/store/post-ref.ts';
import type { Db, Store } from '../../src/store/store.ts';
import { SAMPLE_COLUMNS, sampleTexts } from './pages-texts.ts';

export const NOW = new Date('2026-03-20T12:00:00Z');
const DAY = 86_400_000;
const HOUR = 3_600_000;
const DAYS = 365;
const BATCH = 25_000;
const SITES = ['weibo', 'trustpilot', 'forum.example.com', 'news.example.com', 'mastodon.social'];
const OWN = ['acme', 'acme', 'acme', 'acme', 'acme', 'acme', 'acme', 'bolt', 'bolt', 'other'];
/** Of all mentions: copies of one complaint, within the last two days. */
const CRISIS = 0.02;
/** Of all mentions: copies of some other story. */
const COPIES = 0.15;
/** Of the crisis' posts: those whose counters were read again. */
const READ_AGAIN = 2000;

/** Fills an empty store; the incident's id. */
export async function fillStore(store: Store, count: number, say: (what: string) => void): Promise<number> {
  const { db } = store;
  await store.months.ensure(
    Array.from({ length: 14 }, (_, back) => monthOf(new Date(NOW.getTime() - back * 30 * DAY))),
  );
  await sql`insert into brands (brand) values ('acme'), ('bolt'), ('other')`.execute(db);
  const texts = await storeSamples(db);
  // Made anew at the end: an index over many rows at once is as good, and takes a fraction of the time.
  const indexes = await dropIndexes(db);
  for (let from = 1; from <= count; from += BATCH) {
    await makeRows(db, from, Math.min(count, from + BATCH - 1), count, texts);
    if (from % (10 * BATCH) === 1 && from > 1) say(`${from - 1} mentions`);
  }
  await sql`drop table bench_texts`.execute(db);
  say('keys and stories');
  await countStories(db);
  say('buckets');
  await countBuckets(db);
  for (const [name, definition] of indexes) {
    say(`index ${name}`);
    await sql.raw(definition).execute(db);
  }
  const incidentId = await makeIncident(store);
  say('statistics');
  await sql`analyze`.execute(db);
  return incidentId;
}

/** The texts as a table, numbered from 0; how many there are. */
async function storeSamples(db: Db): Promise<number> {
  const samples = sampleTexts();
  const definition = Object.entries(SAMPLE_COLUMNS).map(([name, type]) => `${name} ${type}`);
  await sql.raw(`create table bench_texts (n integer primary key, ${definition.join(', ')})`).execute(db);
  for (let from = 0; from < samples.length; from += 1000) {
    const rows = samples.slice(from, from + 1000).map((sample, index) => ({ n: from + index, ...sample }));
    const columns = { n: 'integer', ...SAMPLE_COLUMNS };
    await sql`insert into bench_texts (${namesOf(columns)})
      select ${columnsOf(columns)} from ${recordset(rows, columns)}`.execute(db);
  }
  return samples.length;
}

/** Drops what makes inserting slow; names and definitions, to make them again. */
async function dropIndexes(db: Db): Promise<[name: string, definition: string][]> {
  const { rows } = await sql<{ name: string; definition: string }>`
    select indexname as name, indexdef as definition from pg_indexes
    where schemaname = 'public' and tablename in ('posts', 'mentions') and indexdef not like '%UNIQUE%'
    order by 1`.execute(db);
  for (const { name } of rows) await sql.raw(`drop index ${name}`).execute(db);
  // Of a partitioned table the catalogue says `on only`, which would leave the months without.
  return rows.map(({ name, definition }) => [name, definition.replace(/ ON ONLY /i, ' ON ')]);
}

/** A number of 0…1 that depends on the row's id and on `what` alone. */
const chance = (what: number): RawBuilder<number> =>
  sql`((hashint8extended(g.id, ${sql.lit(what)}) & 4503599627370495)::float8 / 4503599627370496)`;
const upTo = (what: number, most: number) => sql`floor(${chance(what)} * ${sql.lit(most)})::integer`;
const pick = (what: number, list: readonly string[]) =>
  sql`(array[${sql.join(list.map((one) => sql.lit(one)))}])[1 + ${upTo(what, list.length)}]`;

/** Posts and mentions numbered `from` to `to`. */
async function makeRows(db: Db, from: number, to: number, count: number, texts: number): Promise<void> {
  await sql`
    with drawn as materialized (
      select g.id, ${chance(1)} < ${CRISIS} as disaster, ${chance(2)} < ${COPIES} as copy, ${pick(3, OWN)} as own,
        ${chance(4)} as back, ${pick(5, SITES)} as site, 1 + ${upTo(6, 5)} as stars, 1 + ${upTo(7, texts - 1)} as n,
        2 + ${upTo(8, Math.ceil(count / 100))} as told, ${upTo(9, Math.ceil(count / 8))} as writer,
        case when ${chance(10)} < 0.01 then 10000 + ${upTo(11, 1_990_000)} else ${upTo(12, 900)} end as followers,
        ${upTo(13, 91)} as likes, ${upTo(14, 10)} as replies, ${upTo(15, 21)} as reposts
      from generate_series(${from}::bigint, ${to}::bigint) as g(id)
    ), placed as materialized (
      select d.*, case when d.disaster then 'acme' else d.own end as brand,
        ${NOW}::timestamptz - make_interval(secs => d.back * (case when d.disaster then 2 else ${DAYS} end) * 86400) as at,
        case when d.site = 'trustpilot' then d.stars end as rating,
        case when d.site = 'trustpilot' then 'review' else 'post' end as kind,
        case when d.disaster then 1 when d.copy then d.told else ${count} + d.id end as story
      from drawn d
    ), made as materialized (
      select p.*, date_trunc('milliseconds', p.at) as moment,
        (extract(year from p.at at time zone 'UTC') * 100 + extract(month from p.at at time zone 'UTC'))::integer as month,
        t.title, t.text, t.lang, t.label, t.score, t.confidence, t.aspects, t.intents, t.aspect_names, t.intent_names,
        t.talker, t.words
      from placed p join bench_texts t on t.n = case when p.disaster then 0 else p.n end
    ), posted as (
      insert into posts (month, post_id, site, external_id, kind, url, author_key, author_name, author_followers, title,
        text, lang, rating_value, rating_best, rating_worst, rating, published_at, first_seen_at, occurred_at,
        content_hash, target, likes, replies, reposts, read_at)
      select month, id, site, 'x' || id, kind, 'https://example.com/' || id, 'a' || writer, 'W…', followers, title,
        text, lang, rating, 5, 1, (rating - 1) / 4.0, moment, moment, moment,
        'h' || id, 'bench', likes, replies, reposts, moment
      from made
    )
    insert into mentions (month, brand, post_id, occurred_at, site, kind, lang, label, score, confidence, why, aspects,
      intents, aspect_names, intent_names, talker, story_id, target, model, scored_at, words)
    select month, brand, id, moment, site, kind, lang, label, score, confidence,
      '[{"term": "Reedpipe", "field": "text", "start": 0, "end": 1}]', aspects, intents, aspect_names, intent_names,
      talker, story, 'bench', 'bench', moment,
      words || array_to_tsvector(array[${brandFact('')} || brand, ${siteFact('')} || site, ${kindFact('')} || kind]
        || case when rating is null then '{}'::text[] else array[${starsFact(0).replace('0', '')} || rating] end)
    from made`.execute(db);
}

async function countStories(db: Db): Promise<void> {
  await sql`insert into post_keys (site, external_id, post_id, month) overriding system value
    select site, external_id, post_id, month from posts`.execute(db);
  // The first post of each by the smallest of (moment, month, id).
  await sql`insert into stories (brand, story_id, first_at, last_at, posts, negative, head_month, head_post_id)
    overriding system value
    select brand, story_id, first_at, last_at, posts, negative, head[2], head[3] from (
      select brand, story_id, min(occurred_at) as first_at, max(occurred_at) as last_at, count(*) as posts,
        count(*) filter (where label = 'negative') as negative,
        min(array[(extract(epoch from occurred_at) * 1000)::bigint, month, post_id]) as head
      from mentions group by brand, story_id
    ) counted`.execute(db);
  await countFirsts(db);
}

/** When each author was first heard of each brand. */
export async function countFirsts(db: Db): Promise<void> {
  await sql`insert into first_heard (brand, author_key, first_at)
    select m.brand, p.author_key, min(m.occurred_at)
    from mentions m join posts p on p.month = m.month and p.post_id = m.post_id
    where p.author_key is not null and m.talker not in ('brand', 'advertising', 'unrelated') group by 1, 2
    on conflict (brand, author_key) do update set first_at = excluded.first_at`.execute(db);
}

/**
 * The bands under which the stories' texts stand, as many as their posts would have left: what a new post is compared
 * with, and most of the rows there are. Made without reading any text, so nothing new is like them. Only where there are none.
 */
export async function fillBands(db: Db): Promise<void> {
  const { rows } = await sql`select 1 from story_bands limit 1`.execute(db);
  if (rows.length > 0) return;
  // The key is made anew at the end, as the indexes of `fillStore` are.
  await sql`alter table story_bands drop constraint story_bands_pkey`.execute(db);
  await sql`insert into story_bands (brand, band, simhash, story_id)
    select s.brand, hashint8extended(s.story_id, k) & 4503599627370495, hashint8extended(s.story_id, 99), s.story_id
    from stories s cross join generate_series(1, 10) k`.execute(db);
  await sql`alter table story_bands add primary key (band, brand, simhash)`.execute(db);
  await sql`analyze story_bands`.execute(db);
}

/** As `seriesOf` counts: an aspect as it was felt, negative first. */
async function countBuckets(db: Db): Promise<void> {
  await sql`insert into buckets (brand, series, width, start, total, negative, positive)
    select brand, series, 5, date_bin('5 minutes', occurred_at, 'epoch'), count(*),
      count(*) filter (where felt = 'negative'), count(*) filter (where felt = 'positive')
    from mentions m cross join lateral (
      select 'all' as series, m.label as felt
      union all select 'site:' || m.site, m.label
      union all select 'intent:' || i, m.label from unnest(m.intent_names) i
      union all select 'aspect:' || a.aspect, coalesce(min(a.label) filter (where a.label = 'negative'), min(a.label))
        from jsonb_to_recordset(m.aspects) as a(aspect text, label text) group by a.aspect
    ) counted
    where m.talker not in ('brand', 'advertising', 'unrelated') group by 1, 2, 4`.execute(db);
  for (const width of [60, 1440]) {
    await sql`insert into buckets (brand, series, width, start, total, negative, positive)
      select brand, series, ${width}::int, date_bin(make_interval(mins => ${width}::int), start, 'epoch'),
        sum(total), sum(negative), sum(positive)
      from buckets where width = 5 group by 1, 2, 4`.execute(db);
  }
}

/** The crisis as an incident that was told of, counts, spreads and was answered: all that its page can show. */
async function makeIncident(store: Store): Promise<number> {
  const { db } = store;
  const opened = new Date(NOW.getTime() - 1.5 * DAY);
  const { rows } = await sql<{ month: number; postId: number }>`
    select month, post_id as "postId" from mentions where brand = 'acme' and story_id = 1 order by occurred_at limit 1`.execute(
    db,
  );
  const reason: IncidentReason = {
    codes: ['spike', 'viral-post'],
    severity: { excess: 900, forecast: 4000, r: 1.6, grave: ['regulator'], sites: 5, points: 80 },
    spike: {
      series: 'all',
      verdict: {
        window: { start: new Date(opened.getTime() - 6 * HOUR), end: opened },
        ...{ at: opened, alarm: true, learning: false, probability: 1e-12, perMonth: 0, perDay: 56 },
        ...{ counted: 'negative', observed: 900, expected: 14, interval: [6, 23], coverage: 1 },
        ...{ share: { observed: 0.9, expected: 0.2, interval: [0.1, 0.3] }, excess: 886, score: 1, reasons: [] },
      },
    },
    viral: {
      post: formatPostRef(rows[0]!),
      verdict: {
        ...{ at: opened, alarm: true, score: 70, parts: { reach: 20, velocity: 20, reproduction: 15, forecast: 15 } },
        ...{ reach: 9000, velocity: 30, acceleration: 2, percentile: 0.99, r: { value: 1.6, low: 1.2, high: 2 } },
        ...{ observed: 120, forecast: { predicted: 4000, low: 900, high: 9000 }, reasons: ['forecast'] },
      },
    },
  };
  const crisis = {
    ...{ brand: 'acme', severity: 4 as const, title: { aspect: 'service', intent: null, site: 'weibo' } },
    ...{ scope: { stories: ['1'] }, memory: null, posts: [] },
  } as const;
  const { incidentId } = await store.write((trx) =>
    writeIncident(trx, {
      ...{ ...crisis, incidentId: null, at: opened, state: 'open' },
      transition: { kind: 'opened', by: 'earshot', reason },
    }),
  );
  await store.write((trx) =>
    writeIncident(trx, {
      ...{ ...crisis, incidentId, at: new Date(NOW.getTime() - 12 * HOUR), state: 'answered' },
      transition: { kind: 'answered', by: 'earshot', reason: { ...reason, codes: ['brand-answered'] } },
    }),
  );
  const { rows: posts } = await sql<{ month: number; postId: number; role: string }>`
    select month, post_id as "postId", 'driver' as role from mentions where brand = 'acme' and story_id = 1
    order by month, post_id`.execute(db);
  for (let from = 0; from < posts.length; from += BATCH) {
    await joinIncident(db, 'acme', incidentId, posts.slice(from, from + BATCH));
  }
  await sql`insert into readings (month, post_id, at, likes, replies, reposts)
    select c.month, c.post_id, c.occurred_at + make_interval(hours => h), h * 10, h, h * 3
    from (
      select month, post_id, occurred_at from mentions where brand = 'acme' and story_id = 1
      order by occurred_at limit ${READ_AGAIN}
    ) c cross join generate_series(1, 3) as h`.execute(db);
  return incidentId;
}
