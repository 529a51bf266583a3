/** Mentions over the API: what the feed and the page of a mention show, and corrections. */
import { z } from 'zod';
import { correct } from '../../pipeline/corrections.ts';
import { CORRECTIONS, correctionsOf } from '../../store/corrections.ts';
import { evidenceOf } from '../../store/evidence.ts';
import { readFeed } from '../../store/feed.ts';
import { findMention, type ListedMention, readingsOf } from '../../store/mention-list.ts';
import { formatPostRef, type PostRef } from '../../store/post-ref.ts';
import { feelingsOf, threadOf } from '../../store/threads.ts';
import { readFeedQuery, writeAfter } from '../pages/feed-query.ts';
import { type ApiInput, type Endpoint, endpoint } from './endpoint.ts';
import { corrected, type mention, mentionDetail, mentionPage } from './schemas.ts';

const MOST_THREAD = 100;
const USUAL_PAGE = 50;

const word = (what: string) => z.string().optional().describe(what);

const query = z.strictObject({
  brand: word('Id of the brand; the first of our own where it is left out.'),
  q: word('Words that must all occur, "phrases", -words that must not.'),
  label: word('negative, neutral or positive.'),
  aspect: word('What it is about.'),
  feeling: word('With `aspect`: how the aspect was felt.'),
  intent: word('What the writer will do.'),
  site: word('Site.'),
  kind: word('review, post, comment or article.'),
  spoken: word('Language, ISO 639-1.'),
  talker: word('Who speaks.'),
  stars: word('Out of five: `4`, `1-2`.'),
  since: word('First day, `YYYY-MM-DD`, in the service’s time zone.'),
  until: word('Last day.'),
  from: word('Moment, inclusive.'),
  to: word('Moment, exclusive.'),
  answered: word('true, false: with or without an answer of the brand.'),
  author: word('Key of the author.'),
  story: word('Id of the story.'),
  incident: word('Id of the incident.'),
  everyone: word('true: also what the brand itself and advertisers wrote.'),
  fold: word('no: every copy of a story; otherwise only its latest mention that matches.'),
  after: word('`next` of the page before.'),
  limit: z.coerce
    .number()
    .int()
    .min(1)
    .max(500)
    .optional()
    .describe(`Mentions of a page; ${USUAL_PAGE} where it is left out.`),
});

const place = z.object({
  brand: z.string(),
  ref: z
    .string()
    .regex(/^\d{6}-\d{1,15}$/)
    .describe('The post within Earshot: yyyymm-number.'),
});
const refOf = (ref: string): PostRef => {
  const [month, postId] = ref.split('-').map(Number) as [number, number];
  return { month, postId };
};
const none = z.strictObject({});

export function mentionOf(one: ListedMention): z.input<typeof mention> {
  const { site, kind, url, title, text, lang, label, score, confidence, uncorrected, talker } = one;
  const { likes, replies, reposts, views, target, ratingValue, ratingBest, replyText, replyAt } = one;
  return {
    ...{
      brand: one.brand,
      ref: formatPostRef(one),
      site,
      id: one.externalId,
      kind,
      url,
      title,
      text,
      lang,
      talker,
      target,
    },
    author: { key: one.authorKey, name: one.authorName, followers: one.followers, verified: one.verified },
    occurred_at: one.occurredAt.toISOString(),
    first_seen_at: one.firstSeenAt.toISOString(),
    deleted_at: one.deletedAt?.toISOString() ?? null,
    rating: ratingValue === null ? null : { value: ratingValue, best: ratingBest },
    sentiment: { label, score, confidence },
    models: uncorrected,
    aspects: one.aspects.map(({ evidence, ...rest }) => ({ ...rest, evidence: [...evidence] })),
    intents: one.intents.map(({ intent, evidence }) => ({ intent, evidence: [...evidence] })),
    why: [...one.why],
    story: { id: one.storyId, posts: one.copies },
    engagement: { likes, replies, reposts, views },
    reply: replyText === null ? null : { text: replyText, at: replyAt?.toISOString() ?? null },
  };
}

export const MENTION_ENDPOINTS: readonly Endpoint[] = [
  endpoint({
    method: 'get',
    path: '/mentions',
    summary:
      'Mentions, newest first: everything that the feed’s filters can ask for. Every evidence link’s query fits, too.',
    access: 'reader',
    params: none,
    query,
    answer: mentionPage,
    run: async ({ deps, search, query: { limit } }) => {
      const first = deps.brands.find(({ role }) => role === 'own') ?? deps.brands[0];
      const asked = readFeedQuery(search, first?.id ?? '', deps.timezone);
      const { mentions, next } = await readFeed(deps.store.db, { ...asked, limit: limit ?? USUAL_PAGE });
      return { mentions: mentions.map(mentionOf), next: next === null ? null : writeAfter(next) };
    },
  }),
  endpoint({
    method: 'get',
    path: '/mentions/{brand}/{ref}',
    summary: 'One mention with its thread, its counters over time, its corrections and the pages kept for it.',
    access: 'reader',
    params: place,
    query: none,
    answer: mentionDetail,
    run: async ({ deps, params }) => {
      const { db } = deps.store;
      const ref = refOf(params.ref);
      const found = await findMention(db, params.brand, ref);
      if (found === null) return null;
      const readings = await readingsOf(db, ref);
      const thread = await threadOf(db, ref, MOST_THREAD);
      const corrections = await correctionsOf(db, params.brand, ref);
      return {
        ...mentionOf(found),
        readings: readings.map(({ at, ...counters }) => ({ at: at.toISOString(), ...counters })),
        thread: thread.map(({ externalId, parent, text, occurredAt, brands, ...post }) => ({
          ...{ ref: formatPostRef(post), id: externalId, parent, text, occurred_at: occurredAt.toISOString() },
          brands: [...brands],
        })),
        feelings: await feelingsOf(db, ref),
        corrections: corrections.map(({ verdict, at, by, undoneAt, undoneBy }) => ({
          ...{ verdict, at: at.toISOString(), by, undone_at: undoneAt?.toISOString() ?? null, undone_by: undoneBy },
        })),
        kept: (await evidenceOf(db, ref)).map(({ sha256, url, at }) => ({ sha256, url, at: at.toISOString() })),
      };
    },
  }),
  endpoint({
    method: 'post',
    path: '/mentions/{brand}/{ref}/correction',
    summary: 'Says how a mention feels, or that it is spam or not about the brand; it wins over the models everywhere.',
    access: 'responder',
    params: place,
    query: none,
    body: z.strictObject({ verdict: z.enum(CORRECTIONS) }),
    answer: corrected,
    run: (input) => sayOf(input, input.body.verdict),
  }),
  endpoint({
    method: 'delete',
    path: '/mentions/{brand}/{ref}/correction',
    summary: 'Takes back what was said of a mention: the models’ reading counts again.',
    access: 'responder',
    params: place,
    query: none,
    answer: corrected,
    run: (input) => sayOf(input, null),
  }),
];

async function sayOf(
  { deps, params, by }: ApiInput<z.output<typeof place>, unknown, unknown>,
  verdict: (typeof CORRECTIONS)[number] | null,
): Promise<z.input<typeof corrected> | null> {
  const request = { brand: params.brand, ref: refOf(params.ref), verdict, by };
  const result = await correct(deps.store, request, deps.clock.now());
  return result === 'unknown' ? null : { result };
}
