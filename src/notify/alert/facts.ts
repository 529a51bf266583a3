/** The ten seconds: what happened, since when, how sure, how far it may go. */
import type { Format } from '../content/format.ts';
import { aside, figure, foreign, type Inline, joinLines, type Line, line, strong } from '../content/inline.ts';
import type { AlertView, SpikeNumbers } from '../views/alert.ts';
import type { Estimate } from '../views/parts.ts';
import { ALERT_WORDS } from '../words/index.ts';
import { LABELS } from '../words/labels.ts';

export interface Fact {
  readonly name: string;
  readonly value: Line;
  readonly note?: Line;
}

const MINUTE = 60_000;
/** Nothing is surer than this: beyond it the model's own errors decide. */
const LONGEST_ODDS = 1_000_000;

/** Whether nothing is left to be done about it. */
export function isOver({ state }: AlertView): boolean {
  return state === 'resolved' || state === 'dismissed';
}

/**
 * What has changed by people's hands comes first; how sure and how far are left out once it is over, and so is what goes on
 * where nothing does any more.
 */
export function alertFacts(view: AlertView, format: Format): Fact[] {
  const over = isOver(view);
  const facts = [
    stateFact(view, format),
    ownerFact(view, format),
    recoveryFact(view, format),
    over && view.spike?.observed.value === 0 ? null : what(view, format),
    since(view, format),
    over ? null : certainty(view.spike, format),
    over ? null : spreadFact(view, format),
  ];
  return facts.filter((fact) => fact !== null);
}

function since(view: AlertView, format: Format): Fact {
  const words = ALERT_WORDS[format.language];
  const fact: Fact = { name: words.factSince, value: words.since(format.moment(view.since)) };
  if (view.change.kind !== 'opened') return fact;
  const later = (Date.parse(view.change.at) - Date.parse(view.since)) / MINUTE;
  return { ...fact, note: words.noticed(format.until(view.since, view.change.at), format.duration(later)) };
}

function certainty(spike: SpikeNumbers | null, format: Format): Fact | null {
  if (spike === null) return null;
  return { name: ALERT_WORDS[format.language].factSure, value: chance(spike.probability, format) };
}

function what({ spike, posts }: AlertView, format: Format): Fact {
  const words = ALERT_WORDS[format.language];
  if (spike === null) {
    const told = posts[0]?.copies;
    return {
      name: words.factWhat,
      value: words.oneStrongPost(told === undefined || told.value < 2 ? null : format.count(told)),
    };
  }
  const minutes = (Date.parse(spike.windowEnd) - Date.parse(spike.windowStart)) / MINUTE;
  const expected = figure(spike.expected, format.decimal(spike.expected.value));
  const window = format.stretch(spike.windowStart, spike.windowEnd);
  return {
    name: words.factWhat,
    value: words.observed(
      format.count(spike.observed),
      spike.counted === 'all' ? words.allPosts : words.negativePosts,
      format.duration(minutes),
      expected,
      interval(spike.expected, format),
    ),
    note: [...people(spike, format), ...words.stories(format.count(spike.stories), window)],
  };
}

/** How many voices the posts are of. */
function people({ people: told }: SpikeNumbers, format: Format): Line {
  return told === undefined ? [] : ALERT_WORDS[format.language].people(format.count(told), told.atMost);
}

/** Probability as odds people can hold: one significant digit, never more certain than `LONGEST_ODDS`. */
function chance(probability: number, format: Format): Line {
  const words = ALERT_WORDS[format.language];
  if (!(probability < 0.1)) return words.chancePlain(format.percent(Math.min(1, Math.max(0, probability))));
  const odds = Math.min(LONGEST_ODDS, 1 / Math.max(probability, 1 / LONGEST_ODDS));
  const digit = 10 ** Math.floor(Math.log10(odds));
  return words.chance(format.integer(Math.floor(odds / digit) * digit));
}

function spreadFact(view: AlertView, format: Format): Fact {
  const words = ALERT_WORDS[format.language];
  const { r, shares, forecast } = view.spread;
  const lines: Line[] = [];
  if (r !== null) lines.push(words.r(figure(r, format.decimal(r.value)), interval(r, format)));
  if (forecast !== null) {
    const sofar = shares === null ? [] : words.sharesSoFar(format.count(shares));
    const range = format.range(format.compact(forecast.low), format.compact(forecast.high));
    lines.push(words.forecast(sofar, figure(forecast, format.compact(forecast.value)), range));
  } else if (shares !== null) {
    lines.push(words.onlyShares(format.count(shares)));
  }
  const [first, second] = lines;
  if (first === undefined) return { name: words.factFar, value: [aside(words.spreadUnknown)] };
  return second === undefined
    ? { name: words.factFar, value: first }
    : { name: words.factFar, value: first, note: second };
}

/** Told as soon as people, or the detector, have changed the incident's state. */
function stateFact(view: AlertView, format: Format): Fact | null {
  if (view.state === 'open') return null;
  const words = ALERT_WORDS[format.language];
  const { note } = view.change;
  const { at, by } = view.stateSince ?? view.change;
  const who = by === null ? [] : words.by(foreign(by));
  const state = LABELS[format.language].state[view.state];
  const fact: Fact = {
    name: words.factState,
    value: words.stateSince(line`${strong(state)}${who}`, format.moment(at)),
  };
  return note === null || note.trim() === '' ? fact : { ...fact, note: [foreign(note, 300)] };
}

/** Said where the change itself does not say it. */
function ownerFact({ owner, change }: AlertView, format: Format): Fact | null {
  if (owner === null || owner === change.by) return null;
  return { name: ALERT_WORDS[format.language].factOwner, value: [strong([foreign(owner, 60)])] };
}

function recoveryFact(view: AlertView, format: Format): Fact | null {
  if (view.recovery === null) return null;
  const words = ALERT_WORDS[format.language];
  const { answeredAt, negativeShareBefore, negativeShareAfter, rBefore, rAfter } = view.recovery;
  const share = words.negativeShare(
    figure(negativeShareBefore, format.percent(negativeShareBefore.value)),
    figure(negativeShareAfter, format.percent(negativeShareAfter.value)),
  );
  const moved =
    rBefore === null || rAfter === null ? [] : words.rMoved(format.decimal(rBefore), rNow(rAfter, view, format));
  const answered = answeredAt === null ? [] : words.answeredAt(format.moment(answeredAt));
  return { name: words.factRecovery, value: share, note: joinLines([moved, answered], ' · ') };
}

/** Leads to the post whose spread it is. */
function rNow(value: number, { spread }: AlertView, format: Format): Inline {
  const shown = format.decimal(value);
  return spread.r === null ? shown : figure(spread.r, shown);
}

function interval(of: Estimate, format: Format): string {
  return format.range(format.decimal(of.low), format.decimal(of.high));
}
