/** Errors a user meets. Their message says what is wrong and where; `hint` says what to do about it. */
export class EarshotError extends Error {
  readonly hint: string | undefined;
  /** What the command line exits with: 1 failed, 2 wrong usage or config. */
  readonly exitCode: 1 | 2 = 1;

  constructor(message: string, options: { hint?: string; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = new.target.name;
    this.hint = options.hint;
  }
}

/** Wrong usage of the command line: exit code 2. */
export class UsageError extends EarshotError {
  override readonly exitCode = 2;
}

/** The message of anything thrown, with its causes, on one line. */
export function messageOf(error: unknown): string {
  const parts: string[] = [];
  for (let e: unknown = error; e !== undefined && e !== null && parts.length < 5; ) {
    const message = e instanceof Error ? e.message || e.name : String(e);
    if (message && !parts.some((p) => p.includes(message))) parts.push(message);
    if (e instanceof AggregateError && parts.length === 0) parts.push(...e.errors.map(messageOf));
    e = e instanceof Error ? e.cause : undefined;
  }
  return parts.join(': ').replaceAll('\n', ' ');
}
