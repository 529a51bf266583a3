/** The pages, put together: what they stand on, and where they listen. */
import type { Config, DoorConfig } from '../config/types.ts';
import { HealthWatch } from '../jobs/health-watch.ts';
import type { Door } from '../model.ts';
import { handle } from '../pipeline/handle.ts';
import { restingTargets } from '../pipeline/rest.ts';
import { activePauses } from '../store/pauses.ts';
import type { SignIn } from '../web/auth/accounts.ts';
import { isLoopbackHost } from '../web/auth/origin.ts';
import type { WebDeps } from '../web/deps.ts';
import { startWeb, type WebServer } from '../web/server.ts';
import type { App } from './app.ts';
import { operatingOf } from './operating.ts';
import { restRules } from './rest.ts';

type Environment = Readonly<Record<string, string | undefined>>;

interface Bind {
  readonly host: string;
  readonly port: number;
}

/**
 * Where the pages listen. Without users they stay on this machine, unless EARSHOT_WEB_HOST says that around the process
 * is a wall of its own (a container): then whoever gets there may look.
 */
export function bindOf({ web, users }: Config, env: Environment): Bind {
  const { port } = web;
  if (env.EARSHOT_WEB_HOST) return { host: env.EARSHOT_WEB_HOST, port };
  return { host: users.length > 0 || isLoopbackHost(web.host) ? web.host : '127.0.0.1', port };
}

/** What the pages of this installation stand on. */
export function webDeps(app: App, bind: Bind, env: Environment = {}): WebDeps {
  const { config, clock, log } = app;
  const rules = restRules(config, app.registry);
  // What it finds is stored; the service's own watch tells the operators.
  const health = new HealthWatch({
    store: app.store,
    targets: [],
    doors: [],
    operators: [],
    hostsOf: () => [],
    log,
  });
  return {
    store: app.store,
    brands: config.brands,
    recipients: config.recipients,
    causes: config.detect.expected,
    siteNames: app.siteNames,
    timezone: config.service.timezone,
    publicUrl: config.service.publicUrl,
    serviceName: config.service.name,
    secret: app.actionSecret,
    ingest: {
      pipeline: app,
      doors: pushDoors(config.doors),
      rests: async (door) => restingTargets([door], rules, await activePauses(app.store.db, clock.now())).has(door.id),
      onPushed: (report) => health.afterCrawl(report, clock.now()),
    },
    signIn: signInOf(config, isLoopbackHost(bind.host)),
    operating: operatingOf(app, env),
    views: app,
    handle: (request) => handle(app, request, clock.now()),
    clock,
    log,
  };
}

/** The pages of this installation, served. */
export function openWeb(app: App, bind: Bind, env: Environment = {}): Promise<WebServer> {
  const { users, web } = app.config;
  if (users.length === 0 && !isLoopbackHost(bind.host))
    app.log.warn('no users are configured: whoever reaches the pages may look; earshot user add');
  else if (users.length === 0 && !isLoopbackHost(web.host))
    app.log.warn({ host: web.host }, 'no users are configured, so the pages stay on this machine; earshot user add');
  return startWeb(webDeps(app, bind, env), bind);
}

/** The doors that can be pushed at: those whose token is set here. */
function pushDoors(doors: readonly DoorConfig[]): { door: Door; token: string }[] {
  return doors.flatMap((door) => {
    return door.token?.isSet ? [{ door, token: door.token.reveal('to know who pushes') }] : [];
  });
}

/** `alone`: nobody but those at this machine can ask. */
function signInOf({ users, web }: Config, alone: boolean): SignIn {
  const { oidc, trustedProxies } = web;
  const provider = oidc && {
    name: oidc.name,
    issuer: oidc.issuer,
    clientId: oidc.clientId,
    clientSecret: oidc.clientSecret.reveal('to sign people in (web.oidc.client_secret)'),
  };
  return { accounts: users, provider, trustedProxies, everybody: alone ? 'operator' : 'reader' };
}
