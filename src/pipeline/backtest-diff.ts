/** A back-test held against what really happened. */
import type { ConfirmedIncident, SentAlert } from '../store/told.ts';
import type { BacktestAlert, BacktestIncident, BacktestResult } from './backtest.ts';

/** Alerts of one kind that are no further apart than this are the same alert. */
const SAME_MS = 3_600_000;
/** An incident that would have been told of by so much after people's own began is not missed. */
const LATE_MS = 24 * 3_600_000;

export interface BacktestDiff {
  /** Sent then, and would have been sent. */
  readonly both: readonly { readonly would: BacktestAlert; readonly sent: SentAlert }[];
  /** Would have been sent, and was not. */
  readonly onlyWould: readonly BacktestAlert[];
  /** Was sent, and would not have been. */
  readonly onlySent: readonly SentAlert[];
  /** People took it up, and nothing would have told them. */
  readonly missed: readonly ConfirmedIncident[];
}

export function compare(
  result: BacktestResult,
  sent: readonly SentAlert[],
  confirmed: readonly ConfirmedIncident[],
): BacktestDiff {
  const left = new Set(sent);
  const both: { would: BacktestAlert; sent: SentAlert }[] = [];
  const onlyWould: BacktestAlert[] = [];
  for (const would of result.alerts) {
    const match = nearest(would, [...left]);
    if (match === null) onlyWould.push(would);
    else {
      left.delete(match);
      both.push({ would, sent: match });
    }
  }
  const missed = confirmed.filter((incident) => !result.incidents.some((one) => one.told && overlap(one, incident)));
  return { both, onlyWould, onlySent: [...left], missed };
}

function nearest(would: BacktestAlert, sent: readonly SentAlert[]): SentAlert | null {
  const apart = (one: SentAlert) => Math.abs(one.at.getTime() - would.at.getTime());
  const near = sent.filter((one) => one.kind === would.kind && apart(one) <= SAME_MS);
  return near.toSorted((a, b) => apart(a) - apart(b))[0] ?? null;
}

/** Open at the same time, or opened within a day after people took theirs up. */
function overlap(would: BacktestIncident, real: ConfirmedIncident): boolean {
  const ends = Math.max(real.closedAt?.getTime() ?? Number.POSITIVE_INFINITY, real.openedAt.getTime() + LATE_MS);
  const closed = would.closedAt?.getTime() ?? Number.POSITIVE_INFINITY;
  return would.openedAt.getTime() <= ends && closed >= real.openedAt.getTime();
}
