/** What digests say, in English. The shape of this object is what every other language must fill. */
import type { Counted } from '../content/format.ts';
import { type Inline, type Line, line, strong } from '../content/inline.ts';

const s = (of: Counted, one: string, many: string): Line => line`${of.shown} ${of.n === 1 ? one : many}`;

/** Where a number lies against its ordinary interval. */
export type Position = 'above' | 'within' | 'below';

export const digestEn = {
  subject: (brand: string, day: string, week: boolean, parts: readonly string[]) =>
    `${brand}, ${week ? 'week of ' : ''}${day}: ${parts.join(', ')}`,
  subjectMentions: (n: string, one: boolean) => `${n} ${one ? 'mention' : 'mentions'}`,
  subjectNegative: (n: string) => `${n} negative`,
  subjectIncidents: (n: string, one: boolean) => `${n} ${one ? 'incident' : 'incidents'}`,
  subjectSilent: 'no mentions',
  subjectUnseen: 'nothing could be seen',

  kicker: (service: string, week: boolean) => `${service} ${week ? 'weekly' : 'daily'} digest`,
  title: (brand: string, day: string, week: boolean) => `${brand}, ${week ? 'week from ' : ''}${day}`,

  // The headline's sentences.
  volume: (mentions: Counted, negative: Line, position: Position | null, range: Inline) =>
    line`${strong(s(mentions, 'mention', 'mentions'))}${position === null ? [] : line` (${position === 'within' ? 'as usual, ' : `${position} the usual `}${range})`}, ${negative}.`,
  ofThemNegative: (negative: Counted, share: string, position: Position | null, range: Inline) =>
    line`${strong(line`${negative.shown} of them negative`)} (${share}${position === null ? [] : position === 'within' ? ', as usual' : line`; usually ${range}`})`,
  noneNegative: line`none of them negative`,
  topicRose: (topic: Inline, now: Inline, usual: Inline) =>
    line`Most out of the ordinary: ${strong([topic])} (${now}, usually ${usual})`,
  incidentsToday: (count: Counted) => s(count, 'incident', 'incidents'),
  waiting: (count: Counted, days: number) =>
    line`${s(count, 'complaint', 'complaints')} of the last ${days} days without an answer`,
  clause: '; ',
  stop: '.',
  gap: ' ',
  silent: (brand: Inline) => line`Nobody mentioned ${brand} where we could look.`,
  allSeen: (sites: Counted) => line`${s(sites, 'site was', 'sites were')} read without gaps.`,
  unseen: (brand: Inline) =>
    line`No site could be seen: this is not silence, we do not know what was said about ${brand}.`,

  amendsTitle: 'Amended',
  amends: (late: Counted, sent: string) =>
    line`${s(late, 'mention', 'mentions')} of this time arrived after the digest sent ${sent}. This one replaces it.`,

  tracking: 'Tracking',
  trackingNote: 'how it moved',
  against: (weeks: number, weekday: string) =>
    weeks === 1 ? `against last ${weekday}` : `against the last ${weeks} ${weekday}s`,
  againstWeeks: (weeks: number) => (weeks === 1 ? 'against last week' : `against the last ${weeks} weeks`),
  net: 'Net sentiment',
  mentions: 'Mentions',
  negative: 'Negative',
  positive: 'Positive',
  usual: (range: Inline) => line`usually ${range}`,
  noPast: 'no past weeks yet',
  interval: (range: string) => `95 %: ${range}`,
  historyCaption: (days: number, total: Inline, negative: Inline, peak: Inline, at: string) =>
    line`Mentions per day, ${days} days: ${total} in all, ${negative} negative (red); most on ${at}: ${peak}`,
  historyAlternative: (days: number, total: string, negative: string, peak: string, at: string) =>
    `Bar chart of mentions per day over ${days} days: ${total} in all, ${negative} negative; most on ${at} with ${peak}.`,
  perDay: (n: string) => `${n} a day`,
  voice: 'Share of voice',
  voiceValue: (share: Inline, mentions: Counted, net: Line) =>
    line`${strong([share])} · ${s(mentions, 'mention', 'mentions')}${net}`,
  netShort: (value: Inline) => line` · net ${value}`,

  topics: 'Topics',
  topicsNote: 'what it was about',
  risen: 'More than usual',
  fallen: 'Less than usual',
  topicMoved: (topic: Inline, now: Inline, usual: Inline) => line`${strong([topic])}: ${now}, usually ${usual}`,
  aspects: 'Aspects and intentions',
  criticism: 'In their words: criticism',
  praise: 'In their words: praise',
  top: 'Posts with the largest reach',
  topUnranked: 'Posts of the day',
  topNote: 'one per story',
  topNegative: 'Negative',
  topPositive: 'Positive',

  talkers: 'Talkers',
  talkersNote: 'who spoke',
  authors: (all: Counted, fresh: Counted) => line`${s(all, 'author', 'authors')}, ${fresh.shown} of them new.`,
  loud: 'Loud',
  loyal: 'Loyal: keep praising, or say that they come back',
  leaving: 'Leaving: say that they go',
  earlierPraise: (count: Counted) =>
    line`praised ${count.n === 1 ? line`${count.shown} time` : line`${count.shown} times`} in the 12 weeks before`,
  earlierPosts: (count: Counted) => line`${s(count, 'post', 'posts')} in the 12 weeks before`,
  notHeard: 'not heard in the 12 weeks before',
  postsOf: (count: Counted) => s(count, 'post', 'posts'),

  tools: 'Tools',
  toolsNote: 'where it was said, and what we could see',
  siteValue: (mentions: Counted, negative: Inline) => line`${mentions.shown} · ${negative} negative`,
  siteSilent: 'read, no mentions',
  coverage: (share: Inline) => line`coverage ${share}: the rest could not be seen`,
  blindTitle: 'Not everything could be seen',

  takingPart: 'Taking part',
  takingPartNote: 'what we answered, as known when this was written',
  complaints: (days: number) => `Complaints of the last ${days} days: `,
  answered: (count: Counted, median: Line) => line`${strong([count.shown])} answered${median}.`,
  median: (duration: Inline) => line`, half of them within ${duration}`,
  unanswered: (count: Counted) => line`${strong([count.shown])} without an answer`,
  oldest: 'Waiting for an answer, oldest first',
  incidents: (week: boolean) => `Incidents, as they stood when the ${week ? 'week' : 'day'} ended`,
  incident: (severity: string, title: Inline, state: string, negative: Counted, since: string) =>
    line`${strong(severity)} ${title}: ${state}, ${s(negative, 'negative post', 'negative posts')}, since ${since}`,
  moreIncidents: (n: string) => `and ${n} more`,
  untitled: 'negative posts',
  unconfirmed: 'Messages that may not have arrived',
  delivery: (subject: Inline, who: Inline, channel: string, at: string, why: Inline) =>
    line`${subject} to ${who} (${channel}, ${at}): ${why}`,

  openPage: 'Open this digest',
  footerZone: (zone: string) => line`The day and all times are ${zone}.`,
  unsubscribe: 'Unsubscribe',
};

export type DigestWords = typeof digestEn;
