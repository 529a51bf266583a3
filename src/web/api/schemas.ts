/** What the API gives, as schemas: the description is made from them, and every answer is tested against it. */
import { z } from 'zod';
import { INCIDENT_STATES, INTENTS, POST_KINDS, TRANSITIONS } from '../../model.ts';
import { CORRECTIONS } from '../../store/corrections.ts';

export const time = z.iso.datetime().describe('ISO 8601, UTC.');
export const label = z.enum(['negative', 'neutral', 'positive']);
const count = z.int().min(0);
const counter = count.nullable().describe('Null: the site does not show it.');
const span = z.tuple([z.int(), z.int()]).describe('[start, end) in UTF-16 code units of the text.');
const score = z.number().min(-1).max(1).describe('−1…1: balance of positive and negative.');
const share = z.number().min(0).max(1);

export const counts = z.object({ total: count, negative: count, positive: count });
export const brand = z.object({ id: z.string(), name: z.string(), role: z.enum(['own', 'competitor']) });

const counters = z.object({ likes: counter, replies: counter, reposts: counter, views: counter });
const models = z.object({ label, score, confidence: share, talker: z.string() });

export const mention = z.object({
  brand: z.string(),
  ref: z.string().describe('The post within Earshot: yyyymm-number.'),
  site: z.string(),
  id: z.string().describe('The post’s id on its site.'),
  kind: z.enum(POST_KINDS),
  url: z.string().nullable().describe('As published; may hold any text.'),
  title: z.string().nullable(),
  text: z.string(),
  lang: z.string(),
  author: z.object({
    key: z
      .string()
      .nullable()
      .describe('The same for all posts of one author; a keyed hash unless configured otherwise.'),
    name: z.string().nullable(),
    followers: z.int().nullable(),
    verified: z.boolean().nullable(),
  }),
  occurred_at: time,
  first_seen_at: time,
  deleted_at: time.nullable(),
  rating: z.object({ value: z.number(), best: z.number().nullable() }).nullable(),
  sentiment: z.object({ label, score, confidence: share }),
  models: models.nullable().describe('What the models say, where a person said otherwise.'),
  aspects: z.array(z.object({ aspect: z.string(), label, score, evidence: span })),
  intents: z.array(z.object({ intent: z.enum(INTENTS), evidence: span })),
  why: z.array(
    z.union([
      z.object({ term: z.string(), field: z.enum(['title', 'text', 'author']), start: z.int(), end: z.int() }),
      z.object({ target: z.string() }),
      z.object({ page: z.string() }),
    ]),
  ),
  talker: z.string(),
  story: z.object({ id: z.int(), posts: count }),
  engagement: counters,
  reply: z.object({ text: z.string(), at: time.nullable() }).nullable().describe('The brand’s own public answer.'),
  target: z.string().nullable(),
});

export const mentionPage = z.object({
  mentions: z.array(mention),
  next: z.string().nullable().describe('Pass it as `after` to go on; null: there are no more.'),
});

const correction = z.object({
  verdict: z.enum(CORRECTIONS),
  at: time,
  by: z.string(),
  undone_at: time.nullable(),
  undone_by: z.string().nullable(),
});

export const mentionDetail = mention.extend({
  readings: z.array(counters.extend({ at: time })).describe('Its counters over time, oldest first.'),
  thread: z.array(
    z.object({
      ref: z.string(),
      id: z.string(),
      parent: z.string().nullable(),
      text: z.string(),
      occurred_at: time,
      brands: z.array(z.string()),
    }),
  ),
  feelings: z
    .array(z.object({ brand: z.string(), label, score, confidence: share }))
    .describe('Towards each brand it names.'),
  corrections: z.array(correction).describe('Newest first; the one that is not undone stands.'),
  kept: z.array(z.object({ sha256: z.string(), url: z.string(), at: time })).describe('Pages kept as evidence.'),
});

export const corrected = z.object({ result: z.enum(['done', 'already']) });

export const incident = z.object({
  id: z.int(),
  brand: z.string(),
  state: z.enum(INCIDENT_STATES),
  severity: z.int().min(1).max(5),
  opened_at: time,
  changed_at: time,
  closed_at: time.nullable(),
  about: z.object({ aspect: z.string().nullable(), intent: z.string().nullable(), site: z.string().nullable() }),
  owner: z.string().nullable(),
});

export const incidentDetail = incident.extend({
  counts: counts.extend({ stories: count, authors: count }),
  people: z
    .object({ named: count, unnamed: count })
    .describe(
      'Who speaks negatively in it: known authors, and mentions whose author is not known, each maybe one more.',
    ),
  transitions: z.array(
    z.object({ seq: z.int(), kind: z.enum(TRANSITIONS), at: time, by: z.string(), severity: z.int().min(1).max(5) }),
  ),
});

const band = z.object({ usual: z.number(), low: z.number(), high: z.number() }).nullable();
export const day = counts.extend({
  day: z.iso.date(),
  net: z.number().nullable(),
  seen: share.nullable().describe('Share that was seen; null before the brand was watched.'),
  ordinary_net: band,
  ordinary_total: band,
});
export const overview = z.object({
  brand: z.string(),
  days: z.array(day),
  voices: z.array(z.object({ brand: z.string(), total: count, share, net: z.number().nullable() })),
});

export const topics = z.object({
  brand: z.string(),
  from: time,
  to: time,
  topics: z.array(
    counts.extend({
      kind: z.enum(['aspect', 'intent']),
      name: z.string(),
      usual: z.number().nullable(),
      departure: z.number().describe('Standard deviations outside of what is usual, signed; 0 inside.'),
    }),
  ),
  risen: z.array(z.object({ word: z.string(), texts: count })),
  fallen: z.array(z.object({ word: z.string(), texts: count })),
  aspects: z.array(z.object({ aspect: z.string(), counts: z.array(counts.extend({ day: z.iso.date() })) })),
});

export const talkers = z.object({
  brand: z.string(),
  from: time,
  to: time,
  looked: count.describe('Mentions that were looked at, the latest of the period.'),
  cut: z.boolean().describe('Whether there were more.'),
  kinds: z.array(z.object({ talker: z.string(), posts: count, negative: count, positive: count })),
  authors: z.array(
    z.object({
      ...{ key: z.string(), name: z.string().nullable(), followers: z.int().nullable(), site: z.string() },
      ...{ posts: count, negative: count, positive: count, engagement: z.number() },
    }),
  ),
  stories: z.array(
    z.object({
      ...{ story: z.int(), ref: z.string(), text: z.string(), label, posts: count, authors: count, shared: count },
      ...{ engagement: z.number(), first_at: time, last_at: time },
      coordinated: z.boolean().describe('Looks coordinated: a hint, no verdict.'),
    }),
  ),
});

export const digest = z.object({
  brand: z.string(),
  period: z.enum(['day', 'week']),
  day: z.iso.date(),
  recipient: z.string(),
  edition: z.int(),
  language: z.string(),
  timezone: z.string(),
  created_at: time,
  sent_at: time.nullable(),
});

export const target = z.object({
  target: z.string(),
  crawler: z.string().nullable(),
  site: z.string().nullable(),
  brands: z.array(z.string()),
  paused: z.boolean(),
  last_outcome: z.string().nullable(),
  last_reason: z.string().nullable(),
  last_at: time.nullable(),
  covered_until: time.nullable(),
  failing_since: time.nullable(),
});

export const delivery = z.object({
  key: z.string(),
  recipient: z.string(),
  channel: z.string(),
  attempt: count,
  state: z.string(),
  subject: z.string().nullable(),
  last_error: z.string().nullable(),
  created_at: time,
  sent_at: time.nullable(),
});

export const problem = z.object({ error: z.string() });
