/** An incident's change as a message: what happened, since when, how sure, how far; then everything behind it. */

import type { Block, ChartSpec, Limits, Message, Reader } from '../content/blocks.ts';
import { clip } from '../content/excerpt.ts';
import { type Format, formatFor, type Language } from '../content/format.ts';
import { aside, figure, foreign, joinLines, type Line, link, plain, tame } from '../content/inline.ts';
import { blindLine, postBlock, section, siteNames, stepIn, talkerLine, topicBars } from '../content/pieces.ts';
import type { AlertView, ChartBin, IncidentDelta } from '../views/alert.ts';
import { COMMON } from '../words/common.ts';
import { ALERT_WORDS } from '../words/index.ts';
import { LABELS } from '../words/labels.ts';
import { alertFacts, isOver } from './facts.ts';
import { alertHeadline, threadSubject } from './subject.ts';

/** `view` in the reader's words. Pure: the same view gives the same message. */
export function alertMessage(view: AlertView, reader: Reader, limits: Limits): Message {
  const format = formatFor(reader.language, reader.timezone);
  const words = ALERT_WORDS[reader.language];
  const labels = LABELS[reader.language];
  const title = alertHeadline(view, format);
  const facts = alertFacts(view, format);
  const news = view.previous === null ? [] : view.changed.map((delta) => deltaLine(delta, format));
  const blocks: (Block | null)[] = [
    {
      is: 'headline',
      kicker: [words.kicker(reader.serviceName, labels.change[view.change.kind])],
      severity: { value: view.severity, word: labels.severity[view.severity] },
      title,
      lead: [],
    },
    escalated(view, format),
    changed(view, news, format),
    { is: 'facts', rows: facts },
    actions(view, reader.language),
    coverage(view, format),
    coordination(view, format),
    chartBlock(view, format),
    ...section(
      words.postsTitle,
      view.posts.slice(0, limits.posts).map((post) => postBlock(post, format, limits.excerpt)),
    ),
    ...about(view, format, limits),
    ...talkers(view, format, limits),
    ...(isOver(view) ? [] : steps(view, reader.language)),
    {
      is: 'footer',
      lines: [words.footerZone(reader.timezone), words.footerWhy(reader.serviceName, foreign(view.brand.name))],
      links: COMMON[reader.language].numbers,
    },
  ];
  return {
    subject: threadSubject(view, format),
    // Beside the first mail's subject, an inbox shows what has become of it.
    preheader: [...news.slice(0, 1), ...facts.slice(0, 2).map((fact) => fact.value)].map(plain).join(' · '),
    blocks: blocks.filter((block) => block !== null),
  };
}

function escalated({ escalation }: AlertView, format: Format): Block | null {
  if (escalation === null) return null;
  const words = ALERT_WORDS[format.language];
  const names = escalation.told.map((name) => [foreign(name, 60)]);
  const lines = [
    names.length === 0
      ? words.nobodyTold(format.moment(escalation.toldAt))
      : words.toldFirst(joinLines(names, words.comma), format.moment(escalation.toldAt)),
    words.yourTurn,
  ];
  return { is: 'notice', tone: 'warning', title: words.escalatedTitle(format.duration(escalation.minutes)), lines };
}

function changed(view: AlertView, news: readonly Line[], format: Format): Block | null {
  if (view.previous === null || news.length === 0) return null;
  return {
    is: 'notice',
    tone: 'plain',
    title: ALERT_WORDS[format.language].changedTitle(format.moment(view.previous.at)),
    lines: news,
  };
}

function deltaLine(delta: IncidentDelta, format: Format): Line {
  const words = ALERT_WORDS[format.language];
  const states = LABELS[format.language].state;
  switch (delta.what) {
    case 'severity':
      return words.severityMoved(delta.from, delta.to);
    case 'state':
      return words.stateMoved(states[delta.from], states[delta.to]);
    case 'negative':
      return [words.moreNegative(format.count(delta.added))];
    case 'sites':
      return words.newSites(siteNames(delta.added, format));
    case 'trending':
      return words.nowTrending(
        joinLines(
          delta.entries.map(({ text, evidence }) => [link([foreign(text, 60)], evidence)]),
          words.comma,
        ),
      );
    case 'r':
      return words.rMoved(format.decimal(delta.from), figure(delta.to, format.decimal(delta.to.value)));
    case 'forecast':
      return words.forecastMoved(format.compact(delta.from), figure(delta.to, format.compact(delta.to.value)));
  }
}

function actions(view: AlertView, language: Language): Block {
  const words = ALERT_WORDS[language];
  const { incident, acknowledge, dismiss } = view.links;
  return {
    is: 'actions',
    actions: [
      { words: words.open, to: incident, weight: 'first' },
      ...(acknowledge === null ? [] : [{ words: words.acknowledge, to: acknowledge, weight: 'second' } as const]),
      ...(dismiss === null ? [] : [{ words: words.dismiss, to: dismiss, weight: 'third' } as const]),
    ],
  };
}

function coverage(view: AlertView, format: Format): Block | null {
  if (view.coverage.length === 0) return null;
  const words = ALERT_WORDS[format.language];
  const lines = view.coverage.map((caveat) => blindLine(caveat, format));
  return { is: 'notice', tone: 'warning', title: words.blindTitle, lines: [...lines, [aside(words.blindNote)]] };
}

function coordination(view: AlertView, format: Format): Block | null {
  if (view.coordination === null) return null;
  const words = ALERT_WORDS[format.language];
  const { copies, accounts } = view.coordination;
  const hint = words.coordination(format.count(copies), format.count(accounts));
  return { is: 'notice', tone: 'plain', title: words.coordinationTitle, lines: [hint] };
}

/** The course of the last hours; null where there is none. */
export function chartBlock(view: AlertView, format: Format): Block | null {
  const [first, second] = view.chart;
  const last = view.chart.at(-1);
  if (first === undefined || second === undefined || last === undefined) return null;
  const words = ALERT_WORDS[format.language];
  const width = Date.parse(second.start) - Date.parse(first.start);
  const bin = format.duration(width / 60_000);
  const peak = view.chart.reduce((best, b) => (b.negative > best.negative ? b : best));
  const total = view.chart.reduce((sum, b) => sum + b.negative, 0);
  const middle = view.chart[Math.floor(view.chart.length / 2)] ?? first;
  const end = new Date(Date.parse(last.start) + width).toISOString();
  return {
    is: 'chart',
    id: 'course',
    spec: chartSpec(view.chart),
    caption: words.chartCaption(bin),
    alternative: words.chartAlternative(
      format.integer(total),
      bin,
      format.integer(peak.negative),
      format.moment(peak.start),
      last.expected === null ? '' : format.decimal(last.expected),
    ),
    top: words.peak(format.integer(peak.negative), bin),
    along: [format.moment(first.start), format.moment(middle.start), format.moment(end)],
  };
}

function chartSpec(bins: readonly ChartBin[]): ChartSpec {
  return {
    bars: bins.map((b) => (b.exposure > 0 ? { total: null, negative: b.negative } : { total: null, negative: null })),
    band: bins.map(({ low, expected, high }) =>
      low === null || expected === null || high === null ? null : { low, expected, high },
    ),
  };
}

function about(view: AlertView, format: Format, limits: Limits): Block[] {
  const rows = topicBars(view.aspects.slice(0, limits.rows), view.intents.slice(0, limits.rows), format);
  return section(ALERT_WORDS[format.language].aboutTitle, rows.length === 0 ? [] : [{ is: 'bars', rows }]);
}

function talkers(view: AlertView, format: Format, limits: Limits): Block[] {
  const words = ALERT_WORDS[format.language];
  const items = view.talkers
    .slice(0, limits.rows)
    .map((talker) => talkerLine(talker, format, words.postsOf(format.count(talker.posts))));
  return section(words.talkersTitle, items.length === 0 ? [] : [{ is: 'list', ordered: false, items }]);
}

function steps(view: AlertView, language: Language): Block[] {
  const words = ALERT_WORDS[language];
  const items = view.steps.map((step): Line => [clip(tame(stepIn(step, language)), 300)]);
  const note = words.stepsNote(clip(tame(view.brand.name), 40));
  return section(words.stepsTitle, items.length === 0 ? [] : [{ is: 'list', ordered: true, items }], note);
}
