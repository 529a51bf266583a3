/** A brand's day as a message, by the five T's of word of mouth: Tracking, Topics, Talkers, Tools, Taking part. */
import type { Block, Limits, Message, Reader } from '../content/blocks.ts';
import { clip } from '../content/excerpt.ts';
import { type Format, formatFor } from '../content/format.ts';
import { foreign, type Line, link, plain, tame } from '../content/inline.ts';
import type { DigestView } from '../views/digest.ts';
import { COMMON } from '../words/common.ts';
import { DIGEST_WORDS } from '../words/index.ts';
import { digestHeadline, digestSubject } from './headline.ts';
import { takingPart } from './taking-part.ts';
import { talkers } from './talkers.ts';
import { blindNotice, tools } from './tools.ts';
import { topics, topPosts } from './topics.ts';
import { tracking } from './tracking.ts';

/** `view` in the reader's words. Parts with nothing to say are left out: a quiet day is short, never empty. */
export function digestMessage(view: DigestView, reader: Reader, limits: Limits): Message {
  const format = formatFor(reader.language, view.timezone);
  const words = DIGEST_WORDS[reader.language];
  const week = view.period === 'week';
  const lead = digestHeadline(view, format);
  const blocks: Block[] = [
    {
      is: 'headline',
      kicker: [words.kicker(reader.serviceName, week)],
      severity: null,
      title: words.title(clip(tame(view.brand.name), 40), format.longDay(view.day), week),
      lead,
    },
    ...amended(view, format),
    ...blindNotice(view, format),
    ...tracking(view, format),
    ...topics(view, format, limits),
    ...topPosts(view, format, limits),
    ...talkers(view, format, limits),
    ...tools(view, format, limits),
    ...takingPart(view, format, limits),
    { is: 'actions', actions: [{ words: words.openPage, to: view.links.page, weight: 'second' }] },
    { is: 'footer', lines: footer(view, format), links: COMMON[reader.language].numbers },
  ];
  return { subject: digestSubject(view, format), preheader: lead.map(plain).join(' '), blocks };
}

function amended(view: DigestView, format: Format): Block[] {
  if (view.amends === null) return [];
  const words = DIGEST_WORDS[format.language];
  const said = words.amends(format.count(view.amends.late), format.moment(view.amends.sentAt));
  return [{ is: 'notice', tone: 'plain', title: words.amendsTitle, lines: [said] }];
}

function footer(view: DigestView, format: Format): Line[] {
  const words = DIGEST_WORDS[format.language];
  const lines = [words.footerZone(plain([foreign(view.timezone)]))];
  if (view.links.unsubscribe !== null) lines.push([link(words.unsubscribe, view.links.unsubscribe)]);
  return lines;
}
