/** Stored rows as the parts that mails and digests are made of: figures with their evidence, posts, talkers. */

import type { Intent, Span } from '../../model.ts';
import type {
  AspectCount,
  AuthorKind,
  Figure,
  IntentCount,
  Path,
  PostView,
  SiteRef,
  TalkerView,
} from '../../notify/views/parts.ts';
import { filterToQuery, type MentionFilter } from '../../store/mention-filter.ts';
import type { AuthorCount, DimensionCount, ListedMention } from '../../store/mention-list.ts';
import type { PeopleCount } from '../../store/people-behind.ts';
import { formatPostRef } from '../../store/post-ref.ts';

/** How a site is called in mails; its id where nobody gave it a name. */
export type SiteNames = (site: string) => string;

/** From this many followers on an author is an audience of their own. */
const INFLUENCER_FOLLOWERS = 10_000;

/** The page that lists exactly these mentions. */
export function evidencePath(filter: MentionFilter): Path {
  return `/evidence?${filterToQuery(filter)}`;
}

export function figure(value: number, filter: MentionFilter): Figure {
  return { value, evidence: evidencePath(filter) };
}

/** A number of people; `atMost`: some are not known, and each of those is counted as one more. */
export type PeopleFigure = Figure & { readonly atMost: boolean };

/** How many people said what the filter means, with the list of who they are. */
export function peopleFigure({ named, unnamed }: PeopleCount, filter: MentionFilter): PeopleFigure {
  return { value: named + unnamed, evidence: `${evidencePath(filter)}&by=people`, atMost: unnamed > 0 };
}

export function siteRef(site: string, names: SiteNames): SiteRef {
  return { id: site, name: names(site) };
}

export function authorKind(author: { talker: string; followers: number | null; verified: boolean | null }): AuthorKind {
  if (author.talker === 'brand') return 'brand';
  if (author.talker === 'press') return 'media';
  if ((author.followers ?? 0) >= INFLUENCER_FOLLOWERS) return 'influencer';
  if (author.verified) return 'verified';
  return author.followers === null && author.verified === null ? 'unknown' : 'person';
}

export function postView(mention: ListedMention, names: SiteNames): PostView {
  const page = `/mentions/${encodeURIComponent(mention.brand)}/${formatPostRef(mention)}`;
  const spans: Span[] = [...mention.intents, ...mention.aspects.filter((a) => a.label === mention.label)].map(
    (finding) => finding.evidence,
  );
  const audience = (mention.followers ?? 0) + (mention.views ?? 0);
  return {
    postId: formatPostRef(mention),
    site: siteRef(mention.site, names),
    kind: mention.kind,
    url: mention.url,
    evidence: page,
    author: {
      kind: authorKind(mention),
      name: mention.authorName,
      followers: mention.followers,
    },
    publishedAt: mention.occurredAt.toISOString(),
    title: mention.title,
    text: mention.text,
    highlights: spans,
    rating:
      mention.ratingValue === null || mention.ratingBest === null
        ? null
        : { value: mention.ratingValue, best: mention.ratingBest },
    label: mention.label,
    reach: audience > 0 ? { value: audience, evidence: page } : null,
    copies: figure(mention.copies, { brand: mention.brand, story: mention.storyId, everyone: true }),
  };
}

export function aspectCounts(rows: readonly DimensionCount[], filter: MentionFilter): AspectCount[] {
  return rows.map((row) => ({
    aspect: row.value,
    negative: figure(row.negative, { ...filter, aspect: row.value, feeling: 'negative' }),
    positive: figure(row.positive, { ...filter, aspect: row.value, feeling: 'positive' }),
  }));
}

export function intentCounts(rows: readonly DimensionCount[], filter: MentionFilter): IntentCount[] {
  return rows
    .map((row) => ({
      intent: row.value as Intent,
      count: figure(row.total, { ...filter, intent: row.value }),
    }))
    .sort((a, b) => b.count.value - a.count.value);
}

export function talkerView(author: AuthorCount, filter: MentionFilter, names: SiteNames): TalkerView {
  const neutral = author.posts - author.negative - author.positive;
  const most = Math.max(author.negative, author.positive, neutral);
  return {
    author: { kind: authorKind(author), name: author.authorName, followers: author.followers },
    site: siteRef(author.site, names),
    posts: figure(author.posts, { ...filter, author: author.authorKey }),
    label: most === author.negative ? 'negative' : most === author.positive ? 'positive' : 'neutral',
  };
}
