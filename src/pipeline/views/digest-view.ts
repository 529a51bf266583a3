/** A brand's day for one reader, from rows: the five T's. */

import type { Brand } from '../../model.ts';
import type {
  Compared,
  DayPoint,
  DeliveryLine,
  DigestView,
  Estimate,
  PostView,
  ShareOfVoice,
  SiteTool,
} from '../../notify/views.ts';
import { coverageOf, exposureOf } from '../../store/coverage.ts';
import { targetHealth } from '../../store/crawls.ts';
import {
  countNewcomers,
  countRanges,
  type RangeCounts,
  responseTimes,
  troubledDeliveries,
} from '../../store/digests.ts';
import type { MentionFilter } from '../../store/mention-filter.ts';
import {
  countAuthors,
  countBy,
  countMentions,
  countTotal,
  listMentions,
  type MentionCounts,
  topStories,
} from '../../store/mention-list.ts';
import { firstBucket } from '../../store/series.ts';
import type { Db } from '../../store/store.ts';
import { addDays, boundsOf, type DayBounds, lastDay, periodOf } from './days.ts';
import { incidentLines } from './digest-incidents.ts';
import { digestTopics } from './digest-topics.ts';
import { risenWords } from './digest-words.ts';
import { caveats, evidencePath, figure, postView, type SiteNames, siteRef, talkerView } from './parts.ts';

export interface DigestViewDeps {
  readonly db: Db;
  readonly brands: readonly Brand[];
  readonly siteNames: SiteNames;
}

const HISTORY_DAYS = 30;
const COMPARED_WEEKS = 4;
const TOP_POSTS = 3;
const WAITING_POSTS = 5;
const TALKERS = 3;
/** Complaints are called unanswered when they wait longer than the day itself; counted back this far. */
const WAITING_DAYS = 7;

/** Composes the digest of `day` (`YYYY-MM-DD` in `timezone`), or of the week that begins with it. */
export async function composeDigest(
  deps: DigestViewDeps,
  brand: Brand,
  day: string,
  timezone: string,
  period: DigestView['period'] = 'day',
): Promise<DigestView> {
  const { db, siteNames } = deps;
  const bounds = periodOf(day, timezone, period);
  const filter = { brand: brand.id, from: bounds.from, to: bounds.to };
  const counts = await countMentions(db, filter);
  const weeks = Array.from({ length: COMPARED_WEEKS }, (_, index) =>
    periodOf(addDays(day, -7 * (index + 1)), timezone, period),
  );
  const counted = await pastWeeks(db, brand.id, weeks);
  const past = { counts: counted, weeks: weeks.slice(0, counted.length) };
  return {
    brand: { id: brand.id, name: brand.name },
    period,
    day,
    timezone,
    from: bounds.from.toISOString(),
    to: bounds.to.toISOString(),
    amends: null,
    tracking: await tracking(deps, brand, { ...bounds, last: lastDay(day, period) }, timezone, filter, counts, past),
    topics: withWords(
      await digestTopics(deps, filter, past.weeks, Object.keys(brand.aspects)),
      await risenWords(deps, brand, filter, past.weeks),
    ),
    talkers: await talkers(deps, filter, counts, bounds),
    tools: {
      sites: await sites(deps, brand, bounds, filter),
      blind: caveats(brand.id, await targetHealth(db), siteNames),
    },
    takingPart: await takingPart(deps, brand, bounds),
    top: {
      negative: await top(deps, { ...filter, label: 'negative' }),
      positive: await top(deps, { ...filter, label: 'positive' }),
    },
    links: { page: pagePath(brand.id, day, period), unsubscribe: null },
  };
}

/** Aspects come first: they have names that mean the same every day. */
const withWords = (topics: DigestView['topics'], words: DigestView['topics']['risen']): DigestView['topics'] => ({
  ...topics,
  risen: [...topics.risen, ...words],
});

async function top(deps: DigestViewDeps, filter: MentionFilter): Promise<PostView[]> {
  const mentions = await topStories(deps.db, filter, TOP_POSTS);
  return mentions.map((mention) => postView(mention, deps.siteNames));
}

async function tracking(
  deps: DigestViewDeps,
  brand: Brand,
  bounds: DayBounds & { readonly last: string },
  timezone: string,
  filter: MentionFilter,
  counts: MentionCounts,
  { counts: past, weeks }: { counts: readonly RangeCounts[]; weeks: readonly DayBounds[] },
): Promise<DigestView['tracking']> {
  const { db } = deps;
  const days = Array.from({ length: HISTORY_DAYS }, (_, index) =>
    boundsOf(addDays(bounds.last, index - HISTORY_DAYS + 1), timezone),
  );
  const history = await countRanges(db, brand.id, 'all', days);
  const watched = await firstBucket(db, brand.id, 'all');
  const usualOf = (pick: (counts: RangeCounts) => number) => usual(past.map(pick), brand.id, weeks);
  const compared = (value: number, extra: Partial<MentionFilter>, pick: (counts: RangeCounts) => number): Compared => ({
    now: figure(value, { ...filter, ...extra }),
    usual: usualOf(pick),
  });
  return {
    mentions: compared(counts.total, {}, (c) => c.total),
    negative: compared(counts.negative, { label: 'negative' }, (c) => c.negative),
    positive: compared(counts.positive, { label: 'positive' }, (c) => c.positive),
    neutral: figure(counts.neutral, { ...filter, label: 'neutral' }),
    net: counts.total === 0 ? null : netOf(counts, filter),
    netUsual: netUsual(past, brand.id, weeks),
    voice: await voice(deps, brand, filter, counts),
    history: history.map((point, index): DayPoint => {
      const { day, from, to } = days[index]!;
      // Before watching began nothing was seen, which is not the same as nothing said.
      const seen = watched !== null && to > watched;
      const { total, negative } = point;
      return {
        day,
        mentions: seen ? total : null,
        negative: seen ? negative : null,
        evidence: evidencePath({ brand: brand.id, from, to }),
      };
    }),
  };
}

/** The same weekday of past weeks, newest first, as far back as the brand was watched. */
async function pastWeeks(db: Db, brand: string, weeks: readonly DayBounds[]): Promise<RangeCounts[]> {
  const oldest = weeks.at(-1)!.from;
  const before = await countRanges(db, brand, 'all', [{ from: new Date(0), to: oldest }]);
  const counts = await countRanges(db, brand, 'all', weeks);
  if ((before[0]?.total ?? 0) > 0) return counts;
  const first = counts.findLastIndex((week) => week.total > 0);
  return counts.slice(0, first + 1);
}

/** Mean over the weeks, with the interval that a single such day is expected in (mean ± 1.96 standard deviations). */
function usual(values: readonly number[], brand: string, weeks: readonly DayBounds[]): Compared['usual'] {
  if (values.length === 0) return null;
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  // Counts vary at least as much as Poisson's law says; with few weeks the sample alone would say too little.
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / Math.max(1, values.length - 1);
  const spread = 1.96 * Math.sqrt(Math.max(variance, mean, 1));
  return {
    value: mean,
    low: Math.max(0, mean - spread),
    high: mean + spread,
    weeks: values.length,
    evidence: evidenceOfWeeks(brand, weeks.slice(0, values.length)),
  };
}

function evidenceOfWeeks(brand: string, weeks: readonly DayBounds[]): string {
  return evidencePath({ brand, from: weeks.at(-1)!.from, to: weeks[0]!.to });
}

/** Net sentiment with its 95 % interval: the mean of +1, 0 and −1 over mentions, normal approximation. */
function netOf(counts: RangeCounts, filter: MentionFilter): Estimate {
  const net = (counts.positive - counts.negative) / counts.total;
  const variance = (counts.positive + counts.negative) / counts.total - net ** 2;
  const spread = 1.96 * Math.sqrt(Math.max(variance, 1 / counts.total) / counts.total);
  return { ...figure(net, filter), low: Math.max(-1, net - spread), high: Math.min(1, net + spread) };
}

function netUsual(
  past: readonly RangeCounts[],
  brand: string,
  weeks: readonly DayBounds[],
): DigestView['tracking']['netUsual'] {
  const judged = past.filter((counts) => counts.total > 0);
  if (judged.length === 0) return null;
  const nets = judged.map((counts) => (counts.positive - counts.negative) / counts.total);
  const mean = nets.reduce((sum, net) => sum + net, 0) / nets.length;
  const variance = nets.reduce((sum, net) => sum + (net - mean) ** 2, 0) / Math.max(1, nets.length - 1);
  const spread = 1.96 * Math.sqrt(variance);
  const evidence = evidenceOfWeeks(brand, weeks.slice(0, past.length));
  return {
    value: mean,
    low: Math.max(-1, mean - spread),
    high: Math.min(1, mean + spread),
    weeks: nets.length,
    evidence,
  };
}

async function voice(
  deps: DigestViewDeps,
  brand: Brand,
  filter: MentionFilter,
  own: MentionCounts,
): Promise<ShareOfVoice[]> {
  const rivals = deps.brands.filter((other) => other.id !== brand.id && other.role === 'competitor');
  if (rivals.length === 0) return [];
  const all = [{ other: brand, counts: own }];
  for (const other of rivals) {
    all.push({ other, counts: await countMentions(deps.db, { ...filter, brand: other.id }) });
  }
  const sum = all.reduce((total, { counts }) => total + counts.total, 0);
  const lines = all.map(({ other, counts }): ShareOfVoice => {
    const own = { ...filter, brand: other.id };
    return {
      brand: { id: other.id, name: other.name },
      own: other.id === brand.id,
      mentions: figure(counts.total, own),
      share: figure(sum === 0 ? 0 : counts.total / sum, own),
      net: counts.total === 0 ? null : figure((counts.positive - counts.negative) / counts.total, own),
    };
  });
  return lines.sort((a, b) => Number(b.own) - Number(a.own) || b.mentions.value - a.mentions.value);
}

async function talkers(
  deps: DigestViewDeps,
  filter: MentionFilter,
  counts: MentionCounts,
  bounds: DayBounds,
): Promise<DigestView['talkers']> {
  const { db, siteNames } = deps;
  const list = async (extra: Partial<MentionFilter>) => {
    const authors = await countAuthors(db, { ...filter, ...extra }, TALKERS);
    return authors.map((author) => talkerView(author, { ...filter, ...extra }, siteNames));
  };
  return {
    authors: figure(counts.authors, filter),
    newcomers: figure(await countNewcomers(db, filter, bounds.from), filter),
    loud: await list({}),
    loyal: await list({ intent: 'repurchase' }),
    leaving: await list({ intent: 'churn' }),
  };
}

async function sites(
  deps: DigestViewDeps,
  brand: Brand,
  bounds: DayBounds,
  filter: MentionFilter,
): Promise<SiteTool[]> {
  const coverage = await coverageOf(deps.db, brand.id, bounds.from);
  const rows = await countBy(deps.db, filter, 'site');
  return rows
    .map((row): SiteTool => {
      const site = siteRef(row.value, deps.siteNames);
      const own = { ...filter, site: row.value };
      const seen = exposureOf(coverage, row.value, bounds.from, bounds.to);
      return {
        site,
        mentions: figure(row.total, own),
        negative: figure(row.negative, { ...own, label: 'negative' }),
        coverage: { value: seen, evidence: '/targets' },
      };
    })
    .sort((a, b) => b.mentions.value - a.mentions.value);
}

async function takingPart(deps: DigestViewDeps, brand: Brand, bounds: DayBounds): Promise<DigestView['takingPart']> {
  const { db, siteNames } = deps;
  const since = new Date(bounds.to.getTime() - WAITING_DAYS * 24 * 3_600_000);
  const complaints: MentionFilter = { brand: brand.id, from: since, to: bounds.to, label: 'negative' };
  const unanswered: MentionFilter = { ...complaints, answered: false };
  const waiting = await listMentions(db, unanswered, { order: 'oldest', limit: WAITING_POSTS });
  const response = await responseTimes(db, brand.id, bounds.from, bounds.to);
  const answered: MentionFilter = { ...complaints, answered: true };
  const troubled = await troubledDeliveries(db, brand.id, bounds.from, bounds.to);
  return {
    unanswered: figure(await countTotal(db, unanswered), unanswered),
    waiting: waiting.map((mention) => postView(mention, siteNames)),
    answered: figure(await countTotal(db, answered), answered),
    responseMinutes: response.medianMinutes === null ? null : figure(response.medianMinutes, answered),
    incidents: await incidentLines(deps, brand, bounds),
    unconfirmed: troubled.map(
      (delivery): DeliveryLine => ({
        recipient: delivery.recipient,
        channel: delivery.channel,
        subject: delivery.subject ?? delivery.key,
        at: delivery.at.toISOString(),
        state: delivery.state === 'dead' ? 'dead' : 'unconfirmed',
        error: delivery.error,
        link: '/outbox',
      }),
    ),
  };
}

function pagePath(brand: string, day: string, period: DigestView['period']): string {
  return `/digests/${encodeURIComponent(brand)}/${day}${period === 'week' ? '?period=week' : ''}`;
}
