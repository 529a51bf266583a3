/** A store of any number of mentions, made at once: texts as the town writes them, a year of them, and one crisis. */
import { sql } from 'kysely';
import { searchTokens } from '../../src/analyze/search/tokens.ts';
import { talkerOf } from '../../src/analyze/talkers.ts';
import { readText } from '../../src/analyze/text.ts';
import { shippedScorer } from '../../src/cli/shipped-scorer.ts';
import { BRANDS } from '../../src/demo/brands.ts';
import { PLACES } from '../../src/demo/posts.ts';
import { Random } from '../../src/demo/random.ts';
import { Writer } from '../../src/demo/texts/writer.ts';
import type { AspectFinding, IntentFinding, Label } from '../../src/model.ts';
import { writeIncident } from '../../src/store/incidents.ts';
import { mentionWords } from '../../src/store/mention-words.ts';
import { insertMentions, type MentionRow } from '../../src/store/mentions.ts';
import { monthOf } from '../../src/store/months.ts';
import { addReadings, insertPosts } from '../../src/store/posts.ts';
import type { PostsTable } from '../../src/store/schema.ts';
import type { Store } from '../../src/store/store.ts';

export const NOW = new Date('2026-03-20T12:00:00Z');
const DAY = 86_400_000;
const DAYS = 365;
const TEXTS = 12_000;
const BATCH = 4000;
const SITES = ['weibo', 'trustpilot', 'forum.example.com', 'news.example.com', 'mastodon.social'];
const OWN = ['acme', 'acme', 'acme', 'acme', 'acme', 'acme', 'acme', 'bolt', 'bolt', 'other'];
/** Of all mentions: copies of one complaint, within the last two days. */
const CRISIS = 0.02;
/** Of all mentions: copies of some other story. */
const COPIES = 0.15;

interface Sample {
  readonly title: string | null;
  readonly text: string;
  readonly lang: string;
  readonly label: Label;
  readonly score: number;
  readonly confidence: number;
  readonly aspects: readonly AspectFinding[];
  readonly intents: readonly IntentFinding[];
  readonly talker: string;
  readonly tokens: readonly { lexeme: string; position: number }[];
}

function samples(random: Random): Sample[] {
  const writer = new Writer(random);
  const scorer = shippedScorer();
  const brand = BRANDS[0]!.id;
  return Array.from({ length: TEXTS }, (_, index): Sample => {
    const place = random.pick(PLACES.filter((one) => one !== 'news'));
    const lang = index % 2 === 0 ? 'zh' : 'en';
    const feeling = random.pick(['negative', 'neutral', 'positive', 'positive'] as const);
    const { title, text } = writer.opinion({ lang, brand, place, feeling, grave: 0.05 });
    const { sentiment, aspects, intents } = scorer.score({
      text,
      title,
      lang,
      kind: 'post',
      site: 'weibo',
      rating: null,
      target: null,
    });
    const author = { name: null, id: null, followers: null, verified: null };
    const talker = talkerOf({ doc: readText(text), site: 'weibo', kind: 'post', author, accounts: [] });
    const tokens = [...searchTokens(title === null ? text : `${title}\n${text}`)];
    return { title, text, lang, ...sentiment, aspects, intents, talker, tokens };
  });
}

/** Fills an empty store; the incident's id. */
export async function fillStore(store: Store, count: number, say: (what: string) => void): Promise<number> {
  const random = new Random(20_261_122);
  const texts = samples(random);
  const { db } = store;
  await store.months.ensure(
    Array.from({ length: 14 }, (_, back) => monthOf(new Date(NOW.getTime() - back * 30 * DAY))),
  );
  await sql`insert into brands (brand) values ('acme'), ('bolt'), ('other')`.execute(db);
  // Made anew at the end: an index over many rows at once is as good, and takes a fraction of the time.
  await sql`drop index mentions_words`.execute(db);
  const crisis: { month: number; postId: number; at: Date }[] = [];
  for (let from = 0; from < count; from += BATCH) {
    const posts: PostsTable[] = [];
    const mentions: MentionRow[] = [];
    for (let id = from + 1; id <= Math.min(count, from + BATCH); id++) {
      const [post, mention] = pairOf(id, count, random, texts);
      posts.push(post);
      mentions.push(mention);
      if (mention.story_id === 1) crisis.push({ month: post.month, postId: id, at: post.occurred_at });
    }
    await insertPosts(db, posts);
    await insertMentions(db, mentions);
    if ((from / BATCH) % 25 === 24) say(`${from + BATCH} mentions`);
  }
  say('counting');
  await sql`insert into post_keys (site, external_id, post_id, month) overriding system value
    select site, external_id, post_id, month from posts`.execute(db);
  await sql`insert into stories (brand, story_id, first_at, last_at, posts, negative, head_month, head_post_id)
    overriding system value
    select brand, story_id, min(occurred_at), max(occurred_at), count(*), count(*) filter (where label = 'negative'),
      min(month), min(post_id) from mentions group by brand, story_id`.execute(db);
  for (const width of [5, 60, 1440]) {
    await sql`insert into buckets (brand, series, width, start, total, negative, positive)
      select brand, series, ${width}::int, date_bin(make_interval(mins => ${width}::int), occurred_at, 'epoch'), count(*),
        count(*) filter (where felt = 'negative'), count(*) filter (where felt = 'positive')
      from (
        select brand, occurred_at, 'all' as series, label as felt from mentions where talker <> 'advertising'
        union all select brand, occurred_at, 'site:' || site, label from mentions where talker <> 'advertising'
        union all select brand, occurred_at, 'intent:' || i, label from mentions, unnest(intent_names) i
          where talker <> 'advertising'
        union all select brand, occurred_at, 'aspect:' || a, label from mentions, unnest(aspect_names) a
          where talker <> 'advertising'
      ) counted group by 1, 2, 3, 4`.execute(db);
  }
  say('the index of words');
  await sql`create index mentions_words on mentions using gin (words)`.execute(db);
  await addReadings(
    db,
    crisis.slice(-2000).flatMap(({ month, postId, at }) =>
      [1, 2, 3].map((hour) => ({
        ...{ month, post_id: postId, at: new Date(at.getTime() + hour * 3_600_000) },
        ...{ likes: hour * 10, replies: hour, reposts: hour * 3, views: null, helpful: null },
      })),
    ),
  );
  const { incidentId } = await store.write((trx) =>
    writeIncident(trx, {
      ...{ brand: 'acme', incidentId: null, at: new Date(NOW.getTime() - DAY), state: 'open', severity: 4 },
      ...{ title: { aspect: 'service', intent: null, site: 'weibo' }, scope: { stories: [1] }, memory: null },
      transition: { kind: 'opened', by: 'earshot', reason: {} },
      posts: crisis.map(({ month, postId }) => ({ month, postId, role: 'driver' as const })),
    }),
  );
  say('statistics');
  await sql`analyze`.execute(db);
  return incidentId;
}

function pairOf(id: number, count: number, random: Random, texts: readonly Sample[]): [PostsTable, MentionRow] {
  const disaster = random.chance(CRISIS);
  const copy = !disaster && random.chance(COPIES);
  const sample = disaster ? texts.find(({ label }) => label === 'negative')! : random.pick(texts);
  const brand = disaster ? 'acme' : random.pick(OWN);
  const span = disaster ? 2 * DAY : DAYS * DAY;
  const occurred = new Date(Math.floor(NOW.getTime() - random.next() * span));
  const month = monthOf(occurred);
  const site = random.pick(SITES);
  const rating = site === 'trustpilot' ? random.int(1, 5) : null;
  const story = disaster ? 1 : copy ? 2 + random.int(0, Math.ceil(count / 100)) : count + id;
  const { title, text, lang, label, score, confidence, aspects, intents, talker } = sample;
  const post: PostsTable = {
    ...{ month, post_id: id, site, external_id: `x${id}`, kind: rating === null ? 'post' : 'review' },
    ...{ url: `https://example.com/${id}`, author_key: `a${random.int(1, Math.ceil(count / 8))}`, author_name: 'W…' },
    ...{
      author_followers: random.chance(0.01) ? random.int(10_000, 2_000_000) : random.int(0, 900),
      author_verified: null,
    },
    ...{ title, text, lang, rating_value: rating, rating_best: 5, rating_worst: 1 },
    ...{ rating: rating === null ? null : (rating - 1) / 4, published_at: occurred, first_seen_at: occurred },
    ...{ occurred_at: occurred, edited_at: null, content_hash: `h${id}`, truncated: false, excerpt_hash: null },
    ...{ backfilled: false, version: 1, parent: null, root: null, brand: null, target: 'bench', deleted_at: null },
    ...{
      reply_text: null,
      reply_at: null,
      likes: random.int(0, 90),
      replies: random.int(0, 9),
      reposts: random.int(0, 20),
    },
    ...{ views: null, helpful: null, read_at: occurred },
  };
  const facts = { brand, label, site, kind: post.kind, lang, talker, aspects, intents };
  const mention: MentionRow = {
    ...{ month, brand, post_id: id, occurred_at: occurred, site, kind: post.kind, lang, label, score, confidence },
    ...{ why: [{ term: 'Reedpipe', field: 'text', start: 0, end: 1 }], aspects, intents },
    aspect_names: [...new Set(aspects.map(({ aspect }) => aspect))],
    intent_names: [...new Set(intents.map(({ intent }) => intent))],
    ...{ talker, story_id: story, target: 'bench', model: 'bench', scored_at: occurred, uncorrected: null },
    words: mentionWords(facts, sample.tokens, post.rating),
  };
  return [post, mention];
}
