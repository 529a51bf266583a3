/**
 * The running service, whose configuration may change under it. Everything that stands on a configuration is made anew
 * beside the old one and takes over between two ticks; what the old one has in hand it finishes. The store, the process
 * and, unless its address changes, the web server stay.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Scorer } from '../analyze/scorer.ts';
import type { Clock } from '../clock.ts';
import type { Config } from '../config/types.ts';
import type { Registry } from '../crawl/registry.ts';
import { EarshotError } from '../errors.ts';
import type { Role } from '../jobs/roles.ts';
import type { Logger } from '../log.ts';
import type { Store } from '../store/store.ts';
import type { WebServer } from '../web/server.ts';
import { type App, buildApp } from './app.ts';
import { ReadingThreads } from './reading-threads.ts';
import { openService, type ServiceParts } from './service.ts';
import { shippedScorer } from './shipped-scorer.ts';
import { bindOf, openWeb, webDeps } from './web.ts';

export interface RunningOptions {
  readonly store: Store;
  readonly registry: Registry;
  readonly roles: ReadonlySet<Role>;
  /** This process's name among the others. */
  readonly self: string;
  readonly clock: Clock;
  readonly log: Logger;
  readonly env: Readonly<Record<string, string | undefined>>;
  /** Ends everything. */
  readonly signal: AbortSignal;
}

/** What stands on one configuration. */
interface Generation {
  readonly app: App;
  readonly parts: ServiceParts;
  readonly stop: AbortController;
  /** Resolves when all it had in hand is done. */
  readonly done: Promise<void>;
}

export class Running {
  readonly #options: RunningOptions;
  readonly #scorer: Scorer = shippedScorer();
  readonly #threads: ReadingThreads;
  readonly #leaving = new Set<Promise<void>>();
  #current: Generation | null = null;
  #web: WebServer | null = null;

  constructor(options: RunningOptions) {
    this.#options = options;
    this.#threads = new ReadingThreads(options.log);
  }

  /** Where the pages are; undefined where this process serves none. */
  get url(): string | undefined {
    return this.#web?.url;
  }

  get app(): App {
    if (this.#current === null) throw new TypeError('nothing has been started');
    return this.#current.app;
  }

  /**
   * Puts a configuration into use, at a tick's boundary. Throws where it cannot be, and everything goes on as it was.
   * To be called once at a time.
   */
  async use(config: Config): Promise<void> {
    const { store, registry, clock, log, env, signal } = this.#options;
    const old = this.#current;
    assertSameFolder(old?.app.config, config);
    const app = await buildApp(store, { config, registry, log, clock, scorer: this.#scorer, threads: this.#threads });
    const parts = await openService(app, { signal, env });
    let web: WebServer | null = null;
    try {
      web = await this.#openWebFor(app, old?.app.config);
    } catch (error) {
      await parts.close();
      throw error;
    }
    await old?.parts.service.endTicks();
    this.#current = this.#start(app, parts);
    if (web === null) this.#web?.replace(webDeps(app, bindOf(config, env), env));
    else {
      await this.#web?.close();
      this.#web = web;
    }
    old?.stop.abort();
  }

  /** Resolves once the signal has come and everything is closed. */
  async ended(): Promise<void> {
    while (this.#leaving.size > 0) await Promise.all(this.#leaving);
    await this.#threads.close();
  }

  async close(): Promise<void> {
    this.#current?.stop.abort();
    await this.#web?.close();
    await this.ended();
  }

  #start(app: App, parts: ServiceParts): Generation {
    const { roles, self, log, signal } = this.#options;
    const stop = new AbortController();
    const both = AbortSignal.any([signal, stop.signal]);
    const done = parts.service.run(roles, self, both).finally(() => parts.close());
    this.#leaving.add(done);
    done.then(
      () => this.#leaving.delete(done),
      // What fails stays among them, so that whoever waits for the end hears of it.
      (error: unknown) => log.error({ err: error }, 'the service has failed'),
    );
    return { app, parts, stop, done };
  }

  /** A new server where there is none at this address yet; null where the one there is stays. */
  async #openWebFor(app: App, before: Config | undefined): Promise<WebServer | null> {
    const { roles, env } = this.#options;
    if (!roles.has('web')) return null;
    const bind = bindOf(app.config, env);
    if (before !== undefined && isDeepStrictEqual(bindOf(before, env), bind)) return null;
    return openWeb(app, bind, env);
  }
}

/** The store is open and stays so: another folder needs another start. */
function assertSameFolder(before: Config | undefined, after: Config): void {
  if (before === undefined || before.service.dataDir === after.service.dataDir) return;
  throw new EarshotError(`service.data_dir: ${after.service.dataDir} takes effect at the next start`, {
    hint: 'Put it back, or restart the service.',
  });
}
