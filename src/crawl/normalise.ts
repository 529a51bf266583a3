/**
 * From posts as crawlers, imports and pushes hand them in (`PostInput`) to posts as every stage reads them (`Post`). A
 * post that cannot be used is named with its reason, and the rest go on; an optional field that makes no sense is
 * dropped and named.
 */
import { z } from 'zod';
import { ENGAGEMENT_KEYS, type Engagement, type Post, type PostInput, type PostKind } from '../model.ts';
import { type DateContext, parseDate } from './dates.ts';
import { parseNumber } from './numbers.ts';
import type { PostProblem } from './ports.ts';
import { completeRating } from './ratings.ts';
import { cleanText, clip } from './text.ts';

/** What a list of posts leaves unsaid. */
export interface NormaliseContext extends DateContext {
  /** The site of posts that name none. */
  readonly site: string | null;
  /** True: `site` also replaces what posts say themselves. */
  readonly siteWins?: boolean;
  /** The brand all posts are about, where they do not say. */
  readonly brand?: string | null;
  readonly kind?: PostKind;
  /** What relative addresses are relative to. */
  readonly baseUrl?: string;
}

/** Longest texts kept, in UTF-16 code units; longer ones are clipped, and that is noted. */
const LIMITS = { text: 50_000, title: 1_000, name: 200, reply: 20_000, id: 500, url: 2_000 } as const;

const FUTURE_MS = 86_400_000;
/** Counters beyond a thousand per person alive are errors of the page, not popularity. */
const LARGEST_COUNT = 1e13;

const id = z.preprocess(
  (value) => (typeof value === 'number' && Number.isSafeInteger(value) ? String(value) : value),
  z
    .string({
      error: ({ input }) =>
        typeof input === 'number' ? `${input} is no exact whole number; give it as a string` : 'is not text',
    })
    .trim()
    .min(1, 'is empty')
    .max(LIMITS.id, `is longer than ${LIMITS.id} characters`),
);
const optionalId = id.nullish();
/** Tables and careless APIs write numbers as text and text as numbers: both are understood. */
const optionalText = z.preprocess(
  (value) => (typeof value === 'number' ? String(value) : value),
  z.string('is not text').nullish(),
);
const number = z.preprocess(
  (value) => (typeof value === 'string' ? (parseNumber(value) ?? value) : value),
  z.number('is not a number'),
);
const optionalNumber = number.nullish();
const optionalDate = z.union([z.string(), z.number(), z.date()], 'is not a date').nullish();
const count = number
  .refine((value) => value >= 0, 'is negative')
  .refine((value) => value <= LARGEST_COUNT, 'is too large')
  .transform(Math.round)
  .nullish();

/** The public JSON form of a post. Keys it does not know are ignored. */
const postInputSchema = z.object({
  site: z.string().trim().min(1, 'is empty').max(200, 'is longer than 200 characters').nullish(),
  id,
  kind: z.enum(['review', 'post', 'comment', 'article'], 'is none of review, post, comment, article').nullish(),
  url: optionalText,
  author: z
    .object(
      { name: optionalText, id: optionalId, followers: count, verified: z.boolean('is not true or false').nullish() },
      'is not an object',
    )
    .nullish(),
  title: optionalText,
  text: optionalText,
  lang: z.string('is not text').max(35, 'is no language tag').nullish(),
  rating: z
    .object({ value: number, best: optionalNumber, worst: optionalNumber }, 'is not an object with value, best, worst')
    .nullish(),
  published_at: optionalDate,
  edited_at: optionalDate,
  engagement: z.object({ likes: count, replies: count, reposts: count, views: count, helpful: count }).nullish(),
  parent: optionalId,
  root: optionalId,
  brand: z.string('is not text').max(200, 'is no brand id').nullish(),
  deleted: z.boolean('is not true or false').nullish(),
  truncated: z.boolean('is not true or false').nullish(),
  reply: z.object({ text: z.string('is not text'), at: optionalDate }, 'is not an object with text and at').nullish(),
});

type Checked = z.output<typeof postInputSchema>;
type Report = (field: string, message: string, effect: PostProblem['effect']) => void;

/** All posts of a list that can be used, in order, and what is wrong with the others. */
export function normalisePosts(
  inputs: readonly unknown[],
  context: NormaliseContext,
): { posts: Post[]; problems: PostProblem[] } {
  const posts: Post[] = [];
  const problems: PostProblem[] = [];
  inputs.forEach((input, index) => {
    const result = normalisePost(input, context, index);
    if (result.post) posts.push(result.post);
    problems.push(...result.problems);
  });
  return { posts, problems };
}

/** One post; null with an `unusable` problem if it cannot be one. */
export function normalisePost(
  input: unknown,
  context: NormaliseContext,
  index = 0,
): { post: Post | null; problems: PostProblem[] } {
  const problems: PostProblem[] = [];
  const named = idOf(input);
  const report: Report = (field, message, effect) => {
    problems.push({ index, id: named, field, message: `${field || 'the post'} ${message}`, effect });
  };
  const checked = check(input, report);
  return { post: checked && build(checked, context, report), problems };
}

function idOf(input: unknown): string | null {
  const value = typeof input === 'object' && input !== null ? (input as Partial<PostInput>).id : null;
  return typeof value === 'string' || typeof value === 'number' ? clip(String(value), 100) : null;
}

/** The shape: wrong optional fields are left out and named; a wrong id or site makes the post unusable. */
function check(input: unknown, report: Report): Checked | null {
  const first = postInputSchema.safeParse(input);
  if (first.success) return first.data;
  if (typeof input !== 'object' || input === null || Array.isArray(input)) {
    report('', 'is not an object', 'unusable');
    return null;
  }
  const reduced: Record<string, unknown> = { ...input };
  for (const { path, message } of first.error.issues) {
    const [key, sub] = path.map(String);
    if (key === undefined || key === 'id' || key === 'site') {
      report(key ?? '', input && key === 'id' && !('id' in input) ? 'is missing' : message, 'unusable');
      return null;
    }
    report(path.join('.'), message, 'dropped-field');
    const whole = reduced[key];
    if (sub !== undefined && key !== 'rating' && key !== 'reply' && typeof whole === 'object' && whole !== null) {
      reduced[key] = { ...whole, [sub]: null };
    } else reduced[key] = null;
  }
  return postInputSchema.parse(reduced);
}

function build(input: Checked, context: NormaliseContext, report: Report): Post | null {
  const site = context.siteWins ? (context.site ?? input.site) : (input.site ?? context.site);
  if (!site) {
    report('site', 'is missing', 'unusable');
    return null;
  }
  const words = (field: string, value: string | null | undefined, limit: number): string | null => {
    if (value === null || value === undefined) return null;
    const clean = cleanText(clip(value, limit * 8));
    if (clean.length <= limit) return clean === '' ? null : clean;
    report(field, `has ${value.length} characters and is clipped to ${limit}`, 'clipped');
    return clip(clean, limit);
  };
  const text = words('text', input.text, LIMITS.text);
  const title = words('title', input.title, LIMITS.title);
  const rating = input.rating ? completeRating(input.rating) : null;
  if (input.rating && !rating) report('rating', `${JSON.stringify(input.rating)} is off its scale`, 'dropped-field');
  if (text === null && rating === null && title === null) {
    report('text', 'is missing, and there is neither rating nor title', 'unusable');
    return null;
  }
  const replyText = words('reply.text', input.reply?.text, LIMITS.reply);
  return {
    site,
    id: cleanId(input.id),
    kind: input.kind ?? context.kind ?? (rating ? 'review' : 'post'),
    url: address(input.url, context, report),
    author: {
      name: words('author.name', input.author?.name?.replace(/\s+/g, ' '), LIMITS.name),
      id: input.author?.id == null ? null : cleanId(input.author.id),
      followers: input.author?.followers ?? null,
      verified: input.author?.verified ?? null,
    },
    title: title?.replaceAll('\n', ' ') ?? null,
    text: text ?? '',
    lang: input.lang?.trim().toLowerCase() || null,
    rating,
    publishedAt: moment('published_at', input.published_at, context, report),
    editedAt: moment('edited_at', input.edited_at, context, report),
    engagement: Object.fromEntries(ENGAGEMENT_KEYS.map((key) => [key, input.engagement?.[key] ?? null])) as {
      [K in keyof Engagement]: Engagement[K];
    },
    parent: input.parent == null ? null : cleanId(input.parent),
    root: input.root == null ? null : cleanId(input.root),
    brand: input.brand ?? context.brand ?? null,
    deleted: input.deleted ?? false,
    ...(input.truncated && { truncated: true }),
    reply: replyText === null ? null : { text: replyText, at: moment('reply.at', input.reply?.at, context, report) },
  };
}

const cleanId = (value: string) => value.toWellFormed().replace(/[\u0000-\u001f]/g, '');

function address(value: string | null | undefined, context: NormaliseContext, report: Report): string | null {
  if (!value) return null;
  const url = URL.parse(value.trim(), context.baseUrl);
  if (url && (url.protocol === 'http:' || url.protocol === 'https:') && url.href.length <= LIMITS.url) return url.href;
  report('url', `"${clip(value, 80)}" is no web address`, 'dropped-field');
  return null;
}

function moment(
  field: string,
  value: string | number | Date | null | undefined,
  context: NormaliseContext,
  report: Report,
): Date | null {
  if (value === null || value === undefined || value === '') return null;
  const date = parseDate(value, context);
  if (date && date.getTime() <= context.now.getTime() + FUTURE_MS) return date;
  const shown = clip(String(value), 60);
  report(field, date ? `"${shown}" lies in the future` : `"${shown}" is no date`, 'dropped-field');
  return null;
}
