/** An incident on one page, for somebody who was not there: what happened, how it went on, and on what that rests. */
import { alertFacts } from '../alert/facts.ts';
import { chartBlock } from '../alert/message.ts';
import { alertHeadline } from '../alert/subject.ts';
import type { Block, Limits, Message, Reader } from '../content/blocks.ts';
import { formatFor } from '../content/format.ts';
import { figure, foreign, type Line, line, plain } from '../content/inline.ts';
import { list, postBlock, section } from '../content/pieces.ts';
import type { BriefView } from '../views/brief.ts';
import { COMMON } from '../words/common.ts';
import { LABELS } from '../words/labels.ts';
import { BRIEF_WORDS } from './words.ts';

/** What fits on one printed page. */
export const BRIEF_LIMITS: Limits = { posts: 3, excerpt: 140, rows: 4 };
/** Of a longer history, the beginning and the last. */
const MOST_CHANGES = 10;
const MOST_NOTES = 3;

export function briefMessage(view: BriefView, reader: Reader, limits: Limits): Message {
  const { alert } = view;
  const format = formatFor(reader.language, reader.timezone);
  const words = BRIEF_WORDS[reader.language];
  const labels = LABELS[reader.language];
  const common = COMMON[reader.language];
  const title = alertHeadline(alert, format);
  const facts = alertFacts(alert, format);
  const history =
    view.history.length <= MOST_CHANGES
      ? view.history
      : [...view.history.slice(0, 1), ...view.history.slice(1 - MOST_CHANGES)];
  const changes = history.map(
    ({ at, kind, severity, by, note }): Line => [
      words.entry(format.moment(at), labels.change[kind], severity),
      ...(by === null ? [] : [words.by(plain([foreign(by, 60)]))]),
      ...(note === null ? [] : line`${common.colon}${foreign(note, 160)}`),
    ],
  );
  const notes = view.notes
    .slice(-MOST_NOTES)
    .map(
      ({ at, by, text }): Line => [
        `${format.moment(at)}`,
        words.by(plain([foreign(by, 60)])),
        common.colon,
        foreign(text, 200),
      ],
    );
  const evidence: Line[] = [
    line`${figure(view.mentions, format.integer(view.mentions.value))} ${words.mentions}`,
    ...(view.kept === 0 ? [] : [[`${format.integer(view.kept)} ${words.kept}`]]),
  ];
  const chart = chartBlock(alert, format);
  const blocks: Block[] = [
    {
      is: 'headline',
      kicker: [words.kicker(reader.serviceName)],
      severity: { value: alert.severity, word: labels.severity[alert.severity] },
      title,
      lead: [],
    },
    { is: 'facts', rows: facts },
    ...(chart === null ? [] : [chart]),
    ...section(words.course, list(changes)),
    ...section(words.notes, list(notes)),
    ...section(
      words.posts,
      alert.posts.slice(0, limits.posts).map((post) => postBlock(post, format, limits.excerpt)),
    ),
    ...section(words.evidence, list(evidence)),
    { is: 'actions', actions: [{ words: words.incident, to: view.page, weight: 'second' }] },
    {
      is: 'footer',
      lines: [[words.made(reader.serviceName, format.moment(view.at), reader.timezone)]],
      links: COMMON[reader.language].numbers,
    },
  ];
  return { subject: words.subject(title), preheader: facts.map(({ value }) => plain(value)).join(' · '), blocks };
}
