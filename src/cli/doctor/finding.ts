/** What a check found, and how it is told. */

/** `ok`; `warn`: works, but not as it should; `fail`: something does not work. */
export type FindingState = 'ok' | 'warn' | 'fail';

export interface Finding {
  /** Stable name: `clock`, `robots:example.com`. */
  readonly id: string;
  readonly state: FindingState;
  /** One sentence, with what was seen. */
  readonly says: string;
  /** The command, or the change, that mends it; null where there is nothing to mend. */
  readonly fix: string | null;
}

export function ok(id: string, says: string): Finding {
  return { id, state: 'ok', says, fix: null };
}

export function warn(id: string, says: string, fix: string): Finding {
  return { id, state: 'warn', says, fix };
}

export function fail(id: string, says: string, fix: string): Finding {
  return { id, state: 'fail', says, fix };
}

const MARKS: Readonly<Record<FindingState, string>> = { ok: 'ok  ', warn: 'WARN', fail: 'FAIL' };

/** One line a finding, with what mends it beneath, and the sum at the end. */
export function findingsText(findings: readonly Finding[]): string {
  const lines = findings.flatMap(({ id, state, says, fix }) => [
    `${MARKS[state]}  ${id}: ${says}`,
    ...(fix === null ? [] : [`      → ${fix}`]),
  ]);
  const count = (state: FindingState) => findings.filter((finding) => finding.state === state).length;
  const sum =
    count('fail') + count('warn') === 0
      ? 'All is well.'
      : `${count('fail')} to mend, ${count('warn')} to look at, ${count('ok')} well.`;
  return `${[...lines, '', sum].join('\n')}\n`;
}
