/** Tracking: how word of mouth moved, against the same weekday of past weeks and against competitors. */
import type { BarRow, Block, Tone } from '../content/blocks.ts';
import type { Format } from '../content/format.ts';
import { figure, foreign, joinLines, type Line, line } from '../content/inline.ts';
import { section, subsection } from '../content/pieces.ts';
import type { Compared, DayPoint, DigestView, ShareOfVoice } from '../views/digest.ts';
import { DIGEST_WORDS } from '../words/index.ts';
import { position, usualRange } from './headline.ts';

type Tile = Extract<Block, { is: 'tiles' }>['tiles'][number];

export function tracking(view: DigestView, format: Format): Block[] {
  const words = DIGEST_WORDS[format.language];
  const tiles = view.tracking.mentions.now.value === 0 ? [] : keyNumbers(view, format);
  return section(
    words.tracking,
    [
      ...(tiles.length === 0 ? [] : [{ is: 'tiles', tiles } as const]),
      ...history(view, format),
      ...subsection(words.voice, voice(view, format)),
    ],
    against(view, format),
  );
}

/** What "usual" means today. */
function against(view: DigestView, format: Format): string {
  const words = DIGEST_WORDS[format.language];
  const weeks = view.tracking.mentions.usual?.weeks ?? 0;
  if (view.tracking.mentions.now.value === 0) return words.trackingNote;
  if (weeks === 0) return words.noPast;
  return view.period === 'week' ? words.againstWeeks(weeks) : words.against(weeks, format.weekday(view.day));
}

function keyNumbers(view: DigestView, format: Format): Tile[] {
  const words = DIGEST_WORDS[format.language];
  const { mentions, negative, positive } = view.tracking;
  const share = (of: Compared): Line => [format.percent(of.now.value / mentions.now.value)];
  return [
    ...net(view, format),
    tile(words.mentions, mentions, [], 'plain', format),
    tile(words.negative, negative, share(negative), 'negative', format),
    tile(words.positive, positive, share(positive), 'positive', format),
  ];
}

/** A count with its usual course; coloured only where it leaves it upwards. */
function tile(name: string, of: Compared, share: Line, tone: Tone, format: Format): Tile {
  const words = DIGEST_WORDS[format.language];
  const usual: Line = of.usual === null ? [] : words.usual(usualRange(of, format));
  return {
    name,
    value: [format.count(of.now).shown],
    note: joinLines([share, usual], ' · '),
    tone: position(of) === 'above' ? tone : 'plain',
  };
}

function net(view: DigestView, format: Format): Tile[] {
  const words = DIGEST_WORDS[format.language];
  const { net: now, netUsual } = view.tracking;
  if (now === null) return [];
  const usual: Line =
    netUsual === null
      ? []
      : words.usual(figure(netUsual, format.range(format.signed(netUsual.low), format.signed(netUsual.high))));
  const interval: Line = [words.interval(format.range(format.signed(now.low), format.signed(now.high)))];
  const tone =
    netUsual === null
      ? 'plain'
      : now.value < netUsual.low
        ? 'negative'
        : now.value > netUsual.high
          ? 'positive'
          : 'plain';
  return [
    {
      name: words.net,
      value: [figure(now, format.signed(now.value))],
      note: joinLines([usual, interval], ' · '),
      tone,
    },
  ];
}

function history(view: DigestView, format: Format): Block[] {
  // Days before anything was watched are not part of the course.
  const begin = view.tracking.history.findIndex((day) => day.mentions !== null);
  const days = begin < 0 ? [] : view.tracking.history.slice(begin);
  const [first] = days;
  const last = days.at(-1);
  const seen = days.filter((day) => day.mentions !== null);
  // One bar among gaps is no course.
  const told = seen.filter((day) => (day.mentions ?? 0) > 0).length;
  if (first === undefined || last === undefined || told < 2) return [];
  const words = DIGEST_WORDS[format.language];
  const peak = seen.reduce((best, day) => ((day.mentions ?? 0) > (best.mentions ?? 0) ? day : best));
  const sumOf = (pick: (day: DayPoint) => number | null) =>
    format.integer(seen.reduce((sum, day) => sum + (pick(day) ?? 0), 0));
  const [total, negative] = [sumOf((day) => day.mentions), sumOf((day) => day.negative)];
  const { course } = view.tracking;
  const most = format.integer(peak.mentions ?? 0);
  return [
    {
      is: 'chart',
      id: 'history',
      spec: { bars: days.map((day) => ({ total: day.mentions, negative: day.negative })), band: [] },
      caption: words.historyCaption(
        days.length,
        course === undefined ? total : figure(course.mentions, total),
        course === undefined ? negative : figure(course.negative, negative),
        figure({ value: peak.mentions ?? 0, evidence: peak.evidence }, most),
        format.shortDay(peak.day),
      ),
      alternative: words.historyAlternative(days.length, total, negative, most, format.shortDay(peak.day)),
      top: words.perDay(most),
      along: [format.shortDay(first.day), format.shortDay(last.day)],
    },
  ];
}

function voice(view: DigestView, format: Format): Block[] {
  if (view.tracking.voice.length < 2) return [];
  return [{ is: 'bars', rows: view.tracking.voice.map((row) => voiceRow(row, format)) }];
}

function voiceRow(row: ShareOfVoice, format: Format): BarRow {
  const words = DIGEST_WORDS[format.language];
  const net = row.net === null ? [] : words.netShort(figure(row.net, format.signed(row.net.value)));
  return {
    label: line`${foreign(row.brand.name)}`,
    parts: [{ share: row.share.value, tone: row.own ? 'own' : 'neutral' }],
    value: words.voiceValue(figure(row.share, format.percent(row.share.value)), format.count(row.mentions), net),
    marked: row.own,
  };
}
