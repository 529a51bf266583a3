/** What is wrong with the telling itself, as a message to operators. */
import type { Block, Limits, Message, Reader } from './content/blocks.ts';
import { type Format, formatFor } from './content/format.ts';
import { foreign, type Line, plain, tame } from './content/inline.ts';
import type { OperatorAlarm } from './operator-view.ts';
import { COMMON } from './words/common.ts';
import { DELIVERY_ALARM_WORDS, type DeliveryAlarmWords } from './words/delivery-alarms.ts';
import { HEALTH_WORDS } from './words/health.ts';

/** Alarms named one by one; a longer list is on the page. */
const MOST_ROWS = 20;

export function alarmMessage(alarms: readonly OperatorAlarm[], reader: Reader, limits: Limits): Message {
  const format = formatFor(reader.language, reader.timezone);
  const words = DELIVERY_ALARM_WORDS[reader.language];
  const [first] = alarms;
  const said = first === undefined ? '' : tame(titleOf(first, words));
  const title = alarms.length > 1 ? words.several(alarms.length, said) : said;
  const rows = alarms.slice(0, Math.min(MOST_ROWS, limits.rows * 4)).map((alarm) => rowOf(alarm, words, format));
  const advice = [...new Set(alarms.flatMap((alarm) => adviceOf(alarm, words)))];
  const items = advice.map((one): Line => [one]);
  const blocks: Block[] = [
    {
      is: 'headline',
      kicker: [HEALTH_WORDS[reader.language].kicker(reader.serviceName)],
      severity: null,
      title,
      lead: [],
    },
    { is: 'facts', rows },
    ...(items.length === 1 ? [{ is: 'text' as const, content: items[0] ?? [] }] : []),
    ...(items.length > 1 ? [{ is: 'list' as const, ordered: false, items }] : []),
    { is: 'actions', actions: [{ words: words.open, to: '/outbox', weight: 'second' }] },
    { is: 'footer', lines: [[words.footer]] },
  ];
  return {
    subject: `${reader.serviceName}: ${title}`,
    preheader: rows.map(({ value }) => plain(value)).join(' · '),
    blocks,
  };
}

function titleOf(alarm: OperatorAlarm, words: DeliveryAlarmWords): string {
  switch (alarm.what) {
    case 'still':
    case 'again':
      return words[alarm.what][alarm.of];
    case 'config':
      return words.config;
    case 'config-mended':
      return words.configMended;
    default:
      return words[alarm.what](alarm.recipient);
  }
}

function rowOf(
  alarm: OperatorAlarm,
  words: DeliveryAlarmWords,
  format: Format,
): { name: string; value: Line; note?: Line } {
  const since = format.moment(alarm.since);
  switch (alarm.what) {
    case 'still':
      return { name: words.still[alarm.of], value: [words.stillValue(since)] };
    case 'again':
      return { name: words.again[alarm.of], value: [words.againValue(since)] };
    case 'config':
      return {
        name: words.config,
        value: [words.configValue(alarm.of, since)],
        note: [foreign(alarm.problems.join(' · '), 1_000)],
      };
    case 'config-mended':
      return { name: words.configMended, value: [words.againValue(since)] };
    case 'stopped':
      return {
        name: plain([foreign(alarm.recipient, 60)]),
        value: [words.stoppedValue(tame(alarm.address), since)],
        note: [foreign(alarm.reason, 300)],
      };
    case 'dead':
      return {
        name: plain([foreign(alarm.recipient, 60)]),
        value: [
          ...(alarm.subject === '' ? [] : [foreign(alarm.subject, 100), words.comma]),
          words.deadValue(COMMON[format.language].channels[alarm.channel] ?? alarm.channel, since),
        ],
        note: [foreign(alarm.reason, 300)],
      };
  }
}

function adviceOf(alarm: OperatorAlarm, { advice }: DeliveryAlarmWords): string[] {
  switch (alarm.what) {
    case 'stopped':
      return [advice.stopped(tame(alarm.recipient))];
    case 'dead':
      return [advice.dead];
    case 'still':
      return [advice[alarm.of]];
    case 'config':
      return [advice.config];
    case 'config-mended':
    case 'again':
      return [];
  }
}
