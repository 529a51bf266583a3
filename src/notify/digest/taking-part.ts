/** Taking part: what was answered, what still waits, what the incidents did, and which messages may not have arrived. */

import { topicOf } from '../alert/subject.ts';
import type { Block, Limits } from '../content/blocks.ts';
import type { Format } from '../content/format.ts';
import { figure, foreign, type Line, line, link } from '../content/inline.ts';
import { list, postBlock, section, siteName, subsection } from '../content/pieces.ts';
import type { DeliveryLine, DigestView, IncidentLine } from '../views/digest.ts';
import { COMMON } from '../words/common.ts';
import { DIGEST_WORDS } from '../words/index.ts';
import { LABELS } from '../words/labels.ts';
import { STORED_DAYS } from './headline.ts';

/** Enough to know the complaint again; it may have been quoted above already. */
const WAITING_EXCERPT = 100;

export function takingPart(view: DigestView, format: Format, limits: Limits): Block[] {
  const words = DIGEST_WORDS[format.language];
  const { incidents, waiting, unconfirmed } = view.takingPart;
  const waitingPosts = waiting
    .slice(0, Math.ceil(limits.posts / 2))
    .map((post) => postBlock(post, format, Math.min(WAITING_EXCERPT, limits.excerpt)));
  return section(
    words.takingPart,
    [
      ...subsection(words.incidents(view.period === 'week'), list(incidentLines(incidents, format, limits))),
      ...answers(view, format),
      ...subsection(words.oldest, waitingPosts),
      ...subsection(words.unconfirmed, list(unconfirmed.slice(0, limits.rows).map((d) => deliveryLine(d, format)))),
    ],
    words.takingPartNote,
  );
}

function answers(view: DigestView, format: Format): Block[] {
  const words = DIGEST_WORDS[format.language];
  const { days = STORED_DAYS, answered, unanswered, responseMinutes } = view.takingPart;
  if (answered.value === 0 && unanswered.value === 0) return [];
  const median =
    responseMinutes === null ? [] : words.median(figure(responseMinutes, format.duration(responseMinutes.value)));
  const content = line`${words.complaints(days)}${words.unanswered(format.count(unanswered))}${words.clause}${words.answered(format.count(answered), median)}`;
  return [{ is: 'text', content }];
}

/** The most severe first; where there are more than fit, how many. */
function incidentLines(incidents: readonly IncidentLine[], format: Format, limits: Limits): Line[] {
  const most = incidents.toSorted((a, b) => b.severity - a.severity).slice(0, limits.rows);
  const lines = most.map((incident) => incidentLine(incident, format));
  const others = incidents.length - most.length;
  if (others === 0) return lines;
  return [...lines, [link([DIGEST_WORDS[format.language].moreIncidents(format.integer(others))], '/incidents')]];
}

function incidentLine(incident: IncidentLine, format: Format): Line {
  const words = DIGEST_WORDS[format.language];
  const topic = topicOf(incident.title, format) || words.untitled;
  const where = incident.title.site === null ? [topic] : line`${topic} · ${siteName(incident.title.site)}`;
  return words.incident(
    `${incident.severity}/5`,
    link(where, incident.link),
    LABELS[format.language].state[incident.state],
    format.count(incident.negative),
    format.moment(incident.since),
  );
}

function deliveryLine(delivery: DeliveryLine, format: Format): Line {
  return DIGEST_WORDS[format.language].delivery(
    link([foreign(delivery.subject, 80)], delivery.link),
    foreign(delivery.recipient),
    COMMON[format.language].channels[delivery.channel] ?? delivery.channel,
    format.moment(delivery.at),
    foreign(delivery.error, 160),
  );
}
