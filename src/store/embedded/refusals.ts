/**
 * What the embedded store cannot do, because all its clients share one Postgres session. Refused with a reason when it
 * is asked for: let through, it would change other clients' queries, or stop the store for everyone.
 */

/** The reason why `sql`, sent under the statement name `name` (empty if none), cannot run here; null if it can. */
export function refusal(sql: string, name = ''): string | null {
  if (name !== '') return 'named prepared statements would collide with those of other clients';
  const text = sql.replace(LEADING_COMMENTS, '');
  for (const { pattern, reason } of REFUSED) if (pattern.test(text)) return reason;
  return null;
}

const LEADING_COMMENTS = /^(?:\s+|--[^\n]*(?:\n|$)|\/\*[\s\S]*?\*\/)+/;

const REFUSED: readonly { pattern: RegExp; reason: string }[] = [
  {
    pattern: /^set\s+(?!local\b|transaction\b|constraints\b)/i,
    reason: 'SET would change the settings of all clients; use SET LOCAL inside a transaction',
  },
  { pattern: /^(?:un)?listen\b/i, reason: 'LISTEN would be heard by whichever client happens to be next' },
  { pattern: /^prepare\s+(?!transaction\b)/i, reason: 'prepared statements would collide with those of other clients' },
  {
    pattern: /^create\s+(?:(?:global|local)\s+)?temp(?:orary)?\b/i,
    reason: 'temporary tables would be seen by all clients',
  },
  {
    pattern: /^declare\b[\s\S]*\bwith\s+hold\b/i,
    reason: 'a cursor outside a transaction would be shared; page by key',
  },
  {
    pattern: /(?:^|;)\s*copy\b[^;]*\bfrom\s+stdin\b/i,
    reason: 'COPY FROM STDIN is not supported; insert rows with unnest or json_to_recordset',
  },
];

/** A statement that fails with `reason`, so that the client and its transaction see an ordinary error. */
export function failing(reason: string): string {
  const literal = `'${`the embedded store cannot do this: ${reason}`.replaceAll("'", "''")}'`;
  return `do $refused$ begin raise exception using errcode = '0A000', message = ${literal}; end $refused$`;
}
