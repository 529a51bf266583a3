/** A progress bar on a terminal, nothing in a pipe. */
import type { Writable } from 'node:stream';
import { Presets, SingleBar } from 'cli-progress';

export interface Progress {
  /** `value` of `total`; `note` stands behind the bar. */
  update(value: number, total: number, note?: string): void;
  stop(): void;
}

const NONE: Progress = { update: () => undefined, stop: () => undefined };

export function progressOn(stream: Writable & { isTTY?: boolean }, title: string): Progress {
  if (!stream.isTTY) return NONE;
  const bar = new SingleBar(
    {
      stream: stream as NodeJS.WriteStream,
      format: `${title} {bar} {percentage} % {note}`,
      hideCursor: true,
      clearOnComplete: true,
    },
    Presets.shades_classic,
  );
  bar.start(1, 0, { note: '' });
  return {
    update: (value, total, note = '') => {
      bar.setTotal(Math.max(1, total));
      bar.update(value, { note });
    },
    stop: () => bar.stop(),
  };
}
