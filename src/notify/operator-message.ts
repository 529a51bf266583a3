/** A change in the health of targets as a message to those who run them. */
import { AT_EASE } from '../model.ts';
import { alarmMessage } from './alarm-message.ts';
import type { Block, Limits, Message, Reader } from './content/blocks.ts';
import { type Format, formatFor } from './content/format.ts';
import { foreign, type Line, line, plain, tame } from './content/inline.ts';
import type { OperatorView, TargetChange } from './operator-view.ts';
import { HEALTH_WORDS, type HealthWords, wordsFor } from './words/health.ts';

/** Targets named one by one; a longer list is on the page. */
const MOST_ROWS = 20;

export function operatorMessage(view: OperatorView, reader: Reader, limits: Limits): Message {
  if (view.alarms !== undefined) return alarmMessage(view.alarms, reader, limits);
  const format = formatFor(reader.language, reader.timezone);
  const words = HEALTH_WORDS[reader.language];
  const title = tame(titleOf(view, words));
  const lead = leadOf(view, words, format);
  const troubles = view.changes.filter(({ state }) => !AT_EASE.has(state));
  const well = view.changes.filter(({ state }) => AT_EASE.has(state));
  const rows = [...troubles, ...well].slice(0, Math.min(MOST_ROWS, limits.rows * 4));
  const blocks: Block[] = [
    { is: 'headline', kicker: [words.kicker(reader.serviceName)], severity: null, title, lead },
    ...(rows.length === 0 ? [] : [{ is: 'facts' as const, rows: rows.map((change) => factOf(change, words, format)) }]),
    ...adviceOf(troubles, words),
    { is: 'actions', actions: [{ words: words.open, to: '/targets', weight: 'second' }] },
    { is: 'footer', lines: [[words.footer]] },
  ];
  const preheader = [...lead.map(plain), ...troubles.map(({ reason }) => reason)].join(' ').slice(0, 200);
  return { subject: `${reader.serviceName}: ${title}`, preheader: tame(preheader), blocks };
}

function titleOf({ network, changes }: OperatorView, words: HealthWords): string {
  if (network !== null) return network.down ? words.networkDown(network.targets, network.of) : words.networkUp;
  const troubles = changes.filter(({ state }) => !AT_EASE.has(state));
  const [first] = troubles;
  if (first === undefined) {
    return changes.length === 1 ? words.wellAgain(changes[0]?.target ?? '') : words.severalWell(changes.length);
  }
  const said = words.one(first.target, wordsFor(words, first.state, first.door === true).state);
  return troubles.length === 1 ? said : words.several(troubles.length, said);
}

function leadOf({ network, at }: OperatorView, words: HealthWords, format: Format): Line[] {
  if (network === null) return [];
  if (network.down) return [line`${words.sentence(words.since(format.moment(network.since)))}${words.networkDownLead}`];
  const minutes = (Date.parse(at) - Date.parse(network.since)) / 60_000;
  return [[words.networkUpLead(format.duration(minutes))]];
}

function factOf(change: TargetChange, words: HealthWords, format: Format) {
  const { target, state, before, since, reason, perDay } = change;
  const well = AT_EASE.has(state);
  const spoken = (of: TargetChange['state']) => wordsFor(words, of, change.door === true).state;
  const value = well
    ? line`${spoken(state)}${words.aside(words.wasSince(spoken(before), format.moment(since)))}`
    : [words.stands(spoken(state), words.since(format.moment(since)))];
  const usual =
    perDay === null
      ? ''
      : perDay >= 1
        ? words.usual(format.decimal(perDay))
        : words.usualWeek(format.decimal(perDay * 7));
  const note: Line = [
    ...(reason === '' || well ? [] : [foreign(reason, 300)]),
    ...(usual === '' || well ? [] : [reason === '' ? usual : words.aside(usual)]),
  ];
  return { name: plain([foreign(target, 60)]), value, ...(note.length > 0 && { note }) };
}

/** What to do, once for each kind of trouble. */
function adviceOf(troubles: readonly TargetChange[], words: HealthWords): Block[] {
  const kinds = new Map(
    troubles.map(({ state, door }) => {
      const spoken = wordsFor(words, state, door === true);
      return [spoken.advice, spoken.state] as const;
    }),
  );
  kinds.delete('');
  if (kinds.size === 0) return [];
  const items = [...kinds].map(([advice, state]): Line => [kinds.size === 1 ? advice : words.named(state, advice)]);
  return kinds.size === 1 ? [{ is: 'text', content: items[0] ?? [] }] : [{ is: 'list', ordered: false, items }];
}
