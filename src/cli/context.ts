import type { Readable, Writable } from 'node:stream';
import type { Command } from 'commander';
import type { Clock } from '../clock.ts';

/** What a command may touch of the outside world. */
export interface CommandContext {
  readonly stdin: Readable;
  /** Data only. */
  readonly stdout: Writable;
  /** Everything else: progress, notes, errors. */
  readonly stderr: Writable;
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock: Clock;
  /** Aborted by the first Ctrl-C or SIGTERM: finish what is in hand and stop. */
  readonly signal: AbortSignal;
  /** 0 done, 1 failed or some input lines failed, 2 wrong usage or config. Set by the command; 0 unless set. */
  exitCode: 0 | 1 | 2;
}

/** Each file in `commands/` default-exports one of these; the file's name is the command's name. */
export type RegisterCommand = (program: Command, context: CommandContext) => void;
