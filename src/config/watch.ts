/** Follows the configuration on disk: a good change is handed on, a bad one is told and the last good stays. */
import { watch } from 'chokidar';
import { diffConfigs } from './diff.ts';
import { ConfigError } from './problem.ts';
import type { Config } from './types.ts';

export interface ReloadOptions {
  readonly initial: Config;
  /** Reads the configuration afresh; throws `ConfigError` when it is bad. */
  readonly load: () => Promise<Config>;
  /** A valid configuration that differs from the last good one, with the difference in words. */
  readonly onChange: (config: Config, changes: readonly string[]) => void;
  /** The files are bad now: the last good configuration stays. Not repeated while the problems stay the same. */
  readonly onProblem: (error: ConfigError) => void;
  /** The files are good again, and say what the last good configuration says. */
  readonly onRepaired?: () => void;
  /** Reading failed in a way that no edit of the files explains. */
  readonly onError: (error: unknown) => void;
}

/** Keeps the last good configuration. */
export class Reloader {
  readonly #options: ReloadOptions;
  #current: Config;
  #problem: string | null = null;
  #last: Promise<void> = Promise.resolve();

  constructor(options: ReloadOptions) {
    this.#options = options;
    this.#current = options.initial;
  }

  /** The last good configuration. */
  get current(): Config {
    return this.#current;
  }

  /** Reads once more, after any reading under way. Never rejects: what goes wrong is told by the callbacks. */
  reload(): Promise<void> {
    this.#last = this.#last.then(() => this.#reload());
    return this.#last;
  }

  /** When no reading is under way any more. */
  settled(): Promise<void> {
    return this.#last;
  }

  async #reload(): Promise<void> {
    const { load, onChange, onProblem, onRepaired, onError } = this.#options;
    try {
      const config = await load();
      const changes = diffConfigs(this.#current, config);
      const wasBad = this.#problem !== null;
      this.#problem = null;
      this.#current = config;
      if (changes.length > 0) onChange(config, changes);
      else if (wasBad) onRepaired?.();
    } catch (error) {
      if (!(error instanceof ConfigError)) {
        onError(error);
      } else if (error.message !== this.#problem) {
        this.#problem = error.message;
        onProblem(error);
      }
    }
  }
}

export interface ConfigWatcher {
  /** The last good configuration. */
  readonly current: Config;
  /** Reads at once, as on SIGHUP. */
  reload(): Promise<void>;
  close(): Promise<void>;
}

/** Editors write a file in several steps; reading waits until this long after the last of them. */
const SETTLE_MS = 200;

/** Watches `dir` and resolves when the watching has begun. */
export async function watchConfig(dir: string, options: ReloadOptions & { settleMs?: number }): Promise<ConfigWatcher> {
  const reloader = new Reloader(options);
  const watcher = watch(dir, {
    ignoreInitial: true,
    ignored: (path, stats) => stats?.isFile() === true && !path.endsWith('.yaml') && !path.endsWith('.yml'),
  });
  let timer: NodeJS.Timeout | undefined;
  watcher.on('all', () => {
    clearTimeout(timer);
    timer = setTimeout(() => void reloader.reload(), options.settleMs ?? SETTLE_MS);
  });
  watcher.on('error', options.onError);
  await new Promise<void>((resolve) => watcher.once('ready', resolve));
  return {
    get current() {
      return reloader.current;
    },
    reload: () => reloader.reload(),
    close: async () => {
      clearTimeout(timer);
      await watcher.close();
      // A reading that is under way must not outlive its watcher.
      await reloader.settled();
    },
  };
}
