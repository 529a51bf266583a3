/** A digest's subject and its first two sentences, made from the numbers below them. */
import { clip } from '../content/excerpt.ts';
import type { Format } from '../content/format.ts';
import { figure, foreign, type Inline, joinLines, type Line, line, tame } from '../content/inline.ts';
import { aspectWord } from '../content/pieces.ts';
import type { Compared, DigestView, TopicChange } from '../views/digest.ts';
import type { Position } from '../words/digest.en.ts';
import { DIGEST_WORDS } from '../words/index.ts';

/** Days of complaints, in digests that were stored before they said how many. */
export const STORED_DAYS = 7;

/** `Acme, 14 Aug: 412 mentions, 133 negative, 2 incidents` */
export function digestSubject(view: DigestView, format: Format): string {
  const words = DIGEST_WORDS[format.language];
  const mentions = view.tracking.mentions.now.value;
  const negative = view.tracking.negative.now.value;
  const incidents = view.takingPart.incidents.length;
  const parts: string[] = [];
  if (mentions > 0) parts.push(words.subjectMentions(format.integer(mentions), mentions === 1));
  else parts.push(nothingSeen(view) ? words.subjectUnseen : words.subjectSilent);
  if (negative > 0) parts.push(words.subjectNegative(format.integer(negative)));
  if (incidents > 0) parts.push(words.subjectIncidents(format.integer(incidents), incidents === 1));
  return words.subject(clip(tame(view.brand.name), 40), format.shortDay(view.day), view.period === 'week', parts);
}

/** One sentence for how much and how it felt; one for what stood out and what waits. */
export function digestHeadline(view: DigestView, format: Format): Line[] {
  const words = DIGEST_WORDS[format.language];
  const { mentions } = view.tracking;
  const second = standingOut(view, format);
  if (mentions.now.value > 0) return second === null ? [volume(view, format)] : [volume(view, format), second];
  const brand = foreign(view.brand.name);
  if (nothingSeen(view)) return second === null ? [words.unseen(brand)] : [words.unseen(brand), second];
  const sites = format.count({
    value: view.tools.sites.length,
    evidence: view.tools.coverage?.evidence ?? view.links.page,
  });
  const gapless = view.tools.blind.length === 0 && view.tools.sites.length > 0;
  const silence = gapless ? line`${words.silent(brand)}${words.gap}${words.allSeen(sites)}` : words.silent(brand);
  return second === null ? [silence] : [silence, second];
}

/** Whether the day's silence is ours: no site was seen at all. */
function nothingSeen(view: DigestView): boolean {
  const { sites, blind } = view.tools;
  return sites.length === 0 ? blind.length > 0 : sites.every((site) => site.coverage.value === 0);
}

/** Where a number lies against its usual interval; null while nothing is usual yet. */
export function position({ now, usual }: Compared): Position | null {
  if (usual === null) return null;
  if (now.value > usual.high) return 'above';
  return now.value < usual.low ? 'below' : 'within';
}

/** The usual interval in the reader's numbers, with the weeks behind it; empty while nothing is usual yet. */
export function usualRange({ usual }: Compared, format: Format): Inline {
  return usual === null ? '' : figure(usual, format.range(format.integer(usual.low), format.integer(usual.high)));
}

export function topicName(topic: TopicChange['topic'], format: Format): ReturnType<typeof foreign> {
  return foreign('aspect' in topic ? aspectWord(topic.aspect, format) : topic.words);
}

function volume(view: DigestView, format: Format): Line {
  const words = DIGEST_WORDS[format.language];
  const { mentions, negative } = view.tracking;
  const complaints =
    negative.now.value === 0
      ? words.noneNegative
      : words.ofThemNegative(
          format.count(negative.now),
          format.percent(negative.now.value / mentions.now.value),
          position(negative),
          usualRange(negative, format),
        );
  return words.volume(format.count(mentions.now), complaints, position(mentions), usualRange(mentions, format));
}

function standingOut(view: DigestView, format: Format): Line | null {
  const words = DIGEST_WORDS[format.language];
  const { incidents, unanswered, days = STORED_DAYS } = view.takingPart;
  const risen = view.topics.risen[0];
  const parts: Line[] = [];
  if (risen !== undefined) {
    const now = figure(risen.now, format.integer(risen.now.value));
    parts.push(
      words.topicRose(topicName(risen.topic, format), now, figure(risen.usual, format.decimal(risen.usual.value))),
    );
  }
  if (incidents.length > 0) {
    parts.push(words.incidentsToday(format.count({ value: incidents.length, evidence: view.links.page })));
  }
  if (unanswered.value > 0) parts.push(words.waiting(format.count(unanswered), days));
  if (parts.length === 0) return null;
  return line`${joinLines(parts, words.clause)}${words.stop}`;
}
