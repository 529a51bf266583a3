/** A back-test in words: why an alert would have been sent, in numbers. */
import type { IncidentReason } from '../detect/incident-types.ts';
import type { BacktestAlert } from '../pipeline/backtest.ts';
import type { BacktestDiff } from '../pipeline/backtest-diff.ts';

const CODES: Readonly<Record<IncidentReason['codes'][number], string>> = {
  spike: 'spike',
  'pile-up': 'slow pile-up',
  share: 'a larger share is negative',
  'viral-post': 'a post that takes off',
  'grave-intent': 'grave words',
  trending: 'on a trend list',
  'severity-up': 'more severe',
  'new-site': 'on another site',
  'growing-again': 'growing again',
  'clearly-more': 'clearly more',
  'brand-answered': 'the brand answered',
  quiet: 'quiet',
  'back-to-normal': 'back to normal',
  'after-dismissal': 'after it was dismissed',
};

export function whyOf({ codes, spike, viral }: IncidentReason): string {
  const parts: string[] = [codes.map((code) => CODES[code]).join(', ')];
  if (spike !== null) {
    const { observed, people, expected, interval, window, counted, perMonth } = spike.verdict;
    const minutes = Math.round((window.end.getTime() - window.start.getTime()) / 60_000);
    const length = minutes >= 60 ? `${short(minutes / 60)} h` : `${minutes} min`;
    const usual = `${short(expected)} expected (${short(interval[0])}–${short(interval[1])})`;
    const voices = people === undefined ? '' : ` by ${people === 1 ? '1 person' : `${short(people)} people`}`;
    parts.push(
      `${spike.series}: ${short(observed)} ${counted}${voices} in ${length}, ${usual}, ${short(perMonth)} times a month by chance`,
    );
  }
  if (viral !== null) {
    const { observed, forecast, r } = viral.verdict;
    const range = `${forecast.predicted} (${forecast.low}–${forecast.high})`;
    parts.push(`post ${viral.post}: ${observed} shares, ${range} foreseen, R ${short(r.value)}`);
  }
  return parts.join('; ');
}

export function short(x: number): string {
  if (x !== 0 && Math.abs(x) < 0.01) return x.toExponential(0);
  return String(Number(x.toFixed(x < 10 ? 2 : 0)));
}

/** One JSON object a line: alerts in order of time, then what differs from what really happened. */
export function jsonLines(brand: string, { both, onlyWould, onlySent, missed }: BacktestDiff): string {
  const would = new Map<BacktestAlert, number | null>(onlyWould.map((alert) => [alert, null]));
  for (const pair of both) would.set(pair.would, pair.sent.incidentId);
  const alerts = [...would].sort(([a], [b]) => a.at.getTime() - b.at.getTime());
  const lines: object[] = alerts.map(([{ reason, ...alert }, sentAs]) => ({
    type: 'alert',
    ...alert,
    ...numbersOf(reason),
    why: whyOf(reason),
    sent_as: sentAs,
  }));
  for (const alert of onlySent) lines.push({ type: 'only-sent', brand, ...alert });
  for (const incident of missed) lines.push({ type: 'missed', brand, ...incident });
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('');
}

/** What was counted: mentions, and people where they were asked for; null where one post is the reason. */
function numbersOf({ spike }: IncidentReason) {
  const { observed = null, people = null, expected = null } = spike?.verdict ?? {};
  return { series: spike?.series ?? null, observed, people, expected };
}

/** A plain table, and under it what differs from what really happened. */
export function table(diff: BacktestDiff): string {
  const sent = new Set(diff.both.map(({ would }) => would));
  const alerts = [...sent, ...diff.onlyWould].sort((a, b) => a.at.getTime() - b.at.getTime());
  const rows = alerts.map((alert) => [
    alert.at.toISOString().slice(0, 16).replace('T', ' '),
    `#${alert.incident}`,
    alert.kind,
    `severity ${alert.severity}`,
    sent.has(alert) ? 'was sent' : 'was not sent',
    whyOf(alert.reason),
  ]);
  const widths = [0, 1, 2, 3, 4].map((i) => Math.max(0, ...rows.map((row) => row[i]!.length)));
  const lines = rows.map((row) => row.map((cell, i) => (i < 5 ? cell.padEnd(widths[i]!) : cell)).join('  '));
  for (const { at, kind, incidentId, to } of diff.onlySent) {
    lines.push(`sent then, not now: ${at.toISOString()} incident ${incidentId} ${kind} to ${to.join(', ')}`);
  }
  for (const { incidentId, openedAt, by } of diff.missed) {
    lines.push(`missed: incident ${incidentId} of ${openedAt.toISOString()}, taken up by ${by}`);
  }
  return lines.map((line) => `  ${line}\n`).join('');
}

export function summary(brand: string, diff: BacktestDiff, days: number): string {
  const { both, onlyWould, onlySent, missed } = diff;
  const alerts = both.length + onlyWould.length;
  const opened = [...both.map(({ would }) => would), ...onlyWould].filter(({ kind }) => kind === 'opened').length;
  const rate = short((30 * alerts) / days);
  return (
    `${brand}: ${alerts} alerts about ${opened} new incidents in ${short(days)} days (${rate} a month); ` +
    `${both.length} of them were sent, ${onlySent.length} were sent that would not be, ${missed.length} missed\n`
  );
}
