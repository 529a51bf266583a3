/** What is wrong in the configuration, and where. */
import { EarshotError } from '../errors.ts';
import type { Code } from './codes.ts';

/** One problem at one place. Lines and columns count from 1. */
export interface ConfigProblem {
  /** `E###` stops the program, `W###` does not; `codes.ts` says what each means. */
  readonly code: Code;
  /** As the operator wrote the config directory's path. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly message: string;
  /** What is allowed at that place; empty when the message says it all. */
  readonly allowed?: string;
  /** The nearest allowed word. */
  readonly nearest?: string;
  /** What to do about it. */
  readonly hint?: string;
}

/** `file:line:column: message; allowed: …; did you mean "…"? [E###]` */
export function formatProblem(problem: ConfigProblem): string {
  const { code, file, line, column, message, allowed, nearest, hint } = problem;
  const parts = [`${file}:${line}:${column}: ${message}`];
  if (allowed) parts.push(`allowed: ${allowed}`);
  if (hint) parts.push(hint);
  if (nearest !== undefined) parts.push(`did you mean "${nearest}"?`);
  return `${oneLine(parts.join('; '))} [${code}]`;
}

/** What operators pasted by accident must neither break the line nor turn it around: such characters are shown by number. */
function oneLine(text: string): string {
  return text.replace(/[\p{Cc}\u2028\u2029\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, (character) => {
    return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
  });
}

/** Problems in reading order: by file, line and column. */
export function byPlace(a: ConfigProblem, b: ConfigProblem): number {
  if (a.file !== b.file) return a.file < b.file ? -1 : 1;
  return a.line - b.line || a.column - b.column;
}

/** More lines than this nobody reads; `problems` has them all. */
const SHOWN = 200;

/** The configuration cannot be used: exit code 2. Its message lists the problems of all files. */
export class ConfigError extends EarshotError {
  override readonly exitCode = 2;
  readonly problems: readonly ConfigProblem[];

  constructor(problems: readonly ConfigProblem[]) {
    const sorted = problems.toSorted(byPlace);
    const count = sorted.length === 1 ? '1 problem' : `${sorted.length} problems`;
    const lines = sorted.slice(0, SHOWN).map(formatProblem);
    if (sorted.length > SHOWN) lines.push(`… and ${sorted.length - SHOWN} more`);
    super([`${count} in the configuration:`, ...lines].join('\n'));
    this.problems = sorted;
  }
}
