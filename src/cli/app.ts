/** Puts Earshot together from its configuration: what every command that touches the store begins with. */
import type { Scorer } from '../analyze/scorer.ts';
import type { Clock } from '../clock.ts';
import type { Config } from '../config/types.ts';
import type { Registry } from '../crawl/registry.ts';
import type { Logger } from '../log.ts';
import { alertsBy } from '../pipeline/alerts.ts';
import { createAnalyzer } from '../pipeline/analyzer.ts';
import type { JudgeDeps } from '../pipeline/judge.ts';
import { readerHere } from '../pipeline/reading.ts';
import type { TakeInDeps } from '../pipeline/take-in.ts';
import type { AlertViewDeps } from '../pipeline/views/alert-view.ts';
import { registerTargets } from '../store/crawls.ts';
import type { Unsubscription } from '../store/digests.ts';
import { secretNamed } from '../store/settings.ts';
import { type Db, openStore, type Store } from '../store/store.ts';
import { actionPath, unsubscribePath } from '../web/auth/links.ts';
import { judgeSettingsOf } from './judge-settings.ts';
import { defaultThreads, ReadingThreads } from './reading-threads.ts';
import { shippedScorer } from './shipped-scorer.ts';

/** Everything that stands on the store. */
export interface App extends TakeInDeps, JudgeDeps, AlertViewDeps {
  /** The signed one-click address by which a recipient leaves a digest. */
  readonly unsubscribePath: (what: Unsubscription) => string;
  readonly config: Config;
  readonly registry: Registry;
  readonly log: Logger;
  readonly clock: Clock;
  /** Signs what mails link to. */
  readonly actionSecret: string;
  readonly brandIds: ReadonlySet<string>;
  close(): Promise<void>;
}

export interface AppOptions {
  readonly config: Config;
  readonly registry: Registry;
  readonly log: Logger;
  readonly clock: Clock;
  /** Absent: the embedded store in the data folder. */
  readonly databaseUrl?: string | undefined;
  readonly scorer?: Scorer;
  /** Absent: everything is read in this thread. */
  readonly threads?: ReadingThreads;
}

/** Links in mails work this long. */
const LINK_DAYS = 30;

/** Opens the store and what needs it. The caller closes it. */
export async function openApp(options: AppOptions): Promise<App> {
  const { config, log } = options;
  const { dataDir } = config.service;
  const store = await openStore({ dataDir, log, ...(options.databaseUrl ? { databaseUrl: options.databaseUrl } : {}) });
  const threads = new ReadingThreads(log);
  try {
    // Threads bring the models that ship; another scorer reads here.
    const app = await buildApp(store, options.scorer ? options : { ...options, threads });
    return {
      ...app,
      close: async () => {
        await threads.close();
        await app.close();
      },
    };
  } catch (error) {
    await store.close();
    throw error;
  }
}

/** The same on a store that is open already: what a changed configuration needs anew. */
export async function buildApp(store: Store, options: Omit<AppOptions, 'databaseUrl'>): Promise<App> {
  const { config, registry, log, clock } = options;
  await registerTargets(store.db, [...config.targets.map(targetRow(registry)), ...config.doors.map(doorRow)]);
  const actionSecret = await secretNamed(store.db, 'actions');
  const authorSecret = await authorSecretOf(config, store.db);
  const brandIds = new Set(config.brands.map((brand) => brand.id));
  const siteNames = siteNamesOf(registry, config.sites);
  const analyzer = createAnalyzer(config.brands, options.scorer ?? shippedScorer(), 'shipped');
  const here = readerHere({ analyzer, brandIds });
  const threads = config.service.readingThreads ?? defaultThreads();
  return {
    config,
    registry,
    log,
    clock,
    store,
    db: store.db,
    analyzer,
    reader: options.threads?.reader(config.brands, threads, here) ?? here,
    brandIds,
    brands: config.brands,
    recipients: config.recipients,
    privacy: { authorSecret },
    ...judgeSettingsOf(config),
    siteNames,
    alertsFor: alertsBy(config.alerts, config.recipients),
    actionPath: (incidentId, act, by) =>
      actionPath(
        { incidentId, act, by, expires: new Date(clock.now().getTime() + LINK_DAYS * 86_400_000) },
        actionSecret,
      ),
    unsubscribePath: (what) => unsubscribePath(what, actionSecret),
    actionSecret,
    close: () => store.close(),
  };
}

/** By what authors' keys are made; null where authors are kept as published. */
export async function authorSecretOf({ service }: Config, db: Db): Promise<string | null> {
  const { authors, authorHashKey } = service;
  if (authors === 'plain') return null;
  return (
    authorHashKey?.reveal('to keep authors as hashes (service.author_hash_key)') ?? (await secretNamed(db, 'authors'))
  );
}

/** A target as the store remembers it. Its site is known beforehand where its crawler reads one site only. */
function targetRow(registry: Registry) {
  return (target: Config['targets'][number]) => ({
    target: target.id,
    crawler: target.crawler,
    site: target.site ?? (registry.has(target.crawler) ? registry.get(target.crawler).site : undefined) ?? null,
    brands: target.about === undefined ? target.brands : [...new Set([...target.brands, target.about])],
  });
}

/** A door as the store remembers it: its kind stands where the crawler would. One that rests promises nothing. */
function doorRow({ id, kind, site, map, brands, about, paused }: Config['doors'][number]) {
  const constant = map?.fields.site === undefined ? map?.constants.site : undefined;
  const served = about === null ? brands : [...new Set([...brands, about])];
  return {
    target: id,
    crawler: kind,
    site: site ?? (constant === undefined ? null : String(constant)),
    brands: paused ? [] : served,
  };
}

/** Sites as the config calls them, else by the titles of the crawlers that read them; hosts speak for themselves. */
function siteNamesOf(registry: Registry, sites: Config['sites']): (site: string) => string {
  const names = new Map<string, string>();
  for (const { site, title } of registry.all()) if (site !== undefined) names.set(site, title);
  for (const { id, name } of sites) if (name !== null) names.set(id, name);
  return (site) => names.get(site) ?? site;
}
