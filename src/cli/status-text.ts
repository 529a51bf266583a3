/** The status as an operator reads it on a terminal. */
import type { TargetStatus } from '../pipeline/status.ts';
import type { OutboxState, QueueState } from '../store/work.ts';

const MINUTE_MS = 60_000;

/** `20 s`, `3 min`, `2 h`, `5 d`: the larger unit, rounded. */
export function ageInWords(ms: number): string {
  const minutes = Math.round(Math.abs(ms) / MINUTE_MS);
  if (Math.abs(ms) < MINUTE_MS) return `${Math.round(Math.abs(ms) / 1000)} s`;
  if (minutes < 120) return `${minutes} min`;
  return minutes < 2880 ? `${Math.round(minutes / 60)} h` : `${Math.round(minutes / 1440)} d`;
}

/** Columns as wide as their longest cell. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return rows
    .map(
      (row) =>
        `${row
          .map((cell, i) => cell.padEnd(widths[i] ?? 0))
          .join('  ')
          .trimEnd()}\n`,
    )
    .join('');
}

const HEAD = ['TARGET', 'STATE', 'LAST CRAWL', 'NEW IN 24 H', 'USUAL', 'SEEN 24 H', 'NEXT'] as const;

export function targetsText(targets: readonly TargetStatus[], now: Date): string {
  if (targets.length === 0) return 'No target is configured.\n';
  const rows = targets.map((target) => {
    const { lastCrawl, expected, coverage, nextRun } = target;
    const ago = lastCrawl === null ? 'never' : `${ageInWords(now.getTime() - lastCrawl.startedAt.getTime())} ago`;
    return [
      target.target,
      target.state,
      lastCrawl === null ? ago : `${lastCrawl.outcome}, ${ago}`,
      String(target.newLastDay),
      expected === null ? '?' : `${spoken(expected.perDay)} ± ${spoken(expected.deviation)} a day`,
      coverage === null ? '–' : `${Math.floor(coverage * 100)} %`,
      nextRun === null ? '–' : nextRun <= now ? 'now' : `in ${ageInWords(nextRun.getTime() - now.getTime())}`,
    ];
  });
  const advice = targets.filter(({ advice }) => advice !== '').map(({ target, advice }) => `${target}: ${advice}\n`);
  return `${table([HEAD, ...rows])}${advice.length > 0 ? '\n' : ''}${advice.join('')}`;
}

function spoken(count: number): string {
  return count >= 10 ? String(Math.round(count)) : String(Math.round(count * 10) / 10);
}

export function workText(queues: readonly QueueState[], outbox: OutboxState, now: Date): string {
  const queued = queues.map(({ queue, waiting, running, failed, oldestWaiting }) => {
    const since =
      oldestWaiting === null ? '' : `, the oldest for ${ageInWords(now.getTime() - oldestWaiting.getTime())}`;
    return `${queue} ${waiting} waiting${waiting > 0 ? since : ''}, ${running} running${failed > 0 ? `, ${failed} given up` : ''}`;
  });
  const why = outbox.lateReason ?? 'is a process with the role notify running?';
  const late = outbox.late > 0 ? ` (${outbox.late} late: ${why})` : '';
  const letter = ({ createdAt, recipient, channel, attempt, lastError }: OutboxState['dead'][number]) =>
    `  ${createdAt.toISOString()} to ${recipient} by ${channel}, ${attempt} attempts: ${lastError ?? 'no reason kept'}\n`;
  const dead = outbox.dead.map(letter);
  const unconfirmed = outbox.unconfirmed.map(letter);
  const stopped = outbox.stopped.map(
    ({ recipient, channel, address, since, reason }) =>
      `Nothing is sent to ${recipient} by ${channel} since ${since.toISOString()}: ${address} was refused (${reason}). ` +
      `Correct the address, or run earshot resume --recipient ${recipient}\n`,
  );
  return (
    `Queue: ${queued.length === 0 ? 'nothing was ever queued' : queued.join('; ')}\n` +
    `Outbox: ${outbox.pending} to be sent${late}, ${outbox.sentLastDay} sent in 24 h, ${dead.length} given up in 30 days\n` +
    dead.join('') +
    (unconfirmed.length > 0 ? `Not confirmed, tried again: ${unconfirmed.length}\n${unconfirmed.join('')}` : '') +
    stopped.join('')
  );
}
