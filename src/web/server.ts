/** The web server: everything that is served, put together. */
import { type ServerType, serve } from '@hono/node-server';
import { Hono } from 'hono';
import { EarshotError, messageOf } from '../errors.ts';
import { html } from '../notify/mail/html.ts';
import { serveIngest } from './api/ingest.ts';
import { serveApi } from './api/serve.ts';
import { gateOf, visitorOf } from './auth/gate.ts';
import { serveOidc } from './auth/oidc.ts';
import { serveSignIn } from './auth/sign-in.ts';
import type { WebDeps } from './deps.ts';
import { assetAt, assetUrl } from './layout/assets.ts';
import { serveLive } from './live.ts';
import { serveHealth } from './metrics.ts';
import { serveAccount } from './pages/account.ts';
import { serveBacktest } from './pages/backtest.ts';
import { serveConfiguration } from './pages/configuration.ts';
import { serveCoverage } from './pages/coverage.ts';
import { serveDigests } from './pages/digests.ts';
import { serveEvidence } from './pages/evidence.ts';
import { serveFeed } from './pages/feed.ts';
import { serveFetched } from './pages/fetched.ts';
import { serveHosts } from './pages/hosts.ts';
import { serveIncidents } from './pages/incident-routes.ts';
import { serveIncidentList } from './pages/incidents.ts';
import { serveMention } from './pages/mention.ts';
import { serveOutbox } from './pages/outbox.ts';
import { serveOverview } from './pages/overview.ts';
import { serveTalkers } from './pages/talkers.ts';
import { serveTarget } from './pages/target-acts.ts';
import { serveTargets } from './pages/targets.ts';
import { serveTokens } from './pages/tokens.ts';
import { serveTopics } from './pages/topics.ts';
import { serveUnsubscribe } from './pages/unsubscribe.ts';
import { readerOf } from './reader.ts';
import { missing, problemPage } from './respond.ts';
import { type Route, Routes } from './routes.ts';
import { WrongRequest } from './wrong.ts';

const SAFE_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self' data:; frame-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  // Addresses may hold a mail's link: no other site sees them. Our own forms keep their origin.
  'referrer-policy': 'same-origin',
  'cross-origin-opener-policy': 'same-origin',
  'permissions-policy': 'camera=(), geolocation=(), microphone=(), payment=()',
  'cache-control': 'no-store',
};

export function createApp(deps: WebDeps): Hono {
  return assemble(deps).app;
}

interface Assembled {
  readonly app: Hono;
  /** Everything that is served. */
  readonly routes: readonly Route[];
  readonly live: ReturnType<typeof serveLive>;
}

/** The app with what it is made of. */
export function assemble(deps: WebDeps): Assembled {
  const app = new Hono();
  const routes = new Routes(app, gateOf(deps));
  app.use(async (c, next) => {
    await next();
    if (deps.publicUrl.startsWith('https:')) c.res.headers.set('strict-transport-security', 'max-age=31536000');
    for (const [name, value] of Object.entries(SAFE_HEADERS)) {
      // A page as fetched brings a stricter policy of its own.
      if (!c.res.headers.has(name)) c.res.headers.set(name, value);
    }
  });
  app.onError(async (error, c) => {
    if (error instanceof EarshotError) {
      const visitor = await visitorOf(deps, c);
      // What is not said by a page itself comes from deeper down, where there is no reader: in English.
      const wrong =
        error instanceof WrongRequest ? error.said[visitor.language] : html`<span lang="en">${error.message}</span>`;
      return c.html(problemPage(visitor, 'wrong', 400, wrong), 400);
    }
    const reader = readerOf(deps, c);
    deps.log.error({ err: error, path: c.req.path }, 'page failed');
    return c.html(problemPage(reader, 'failed', 500, reader.words.failed), 500);
  });
  app.notFound(async (c) => missing(c, await visitorOf(deps, c)));

  serveHealth(routes, deps);
  serveAssets(routes);
  serveIngest(app, { ...deps.ingest, clock: deps.clock, log: deps.log });
  serveApi(app, deps);
  serveUnsubscribe(routes, deps);
  serveSignIn(routes, deps);
  serveOidc(routes, deps);
  serveAccount(routes, deps);
  const live = serveLive(routes, deps);
  serveOverview(routes, deps);
  serveFeed(routes, deps);
  serveTopics(routes, deps);
  serveTalkers(routes, deps);
  serveEvidence(routes, deps);
  serveCoverage(routes, deps);
  serveMention(routes, deps);
  serveFetched(routes, deps);
  serveDigests(routes, deps);
  serveTargets(routes, deps);
  serveTarget(routes, deps);
  serveHosts(routes, deps);
  serveConfiguration(routes, deps);
  serveBacktest(routes, deps);
  serveTokens(routes, deps);
  serveOutbox(routes, deps);
  serveIncidentList(routes, deps);
  serveIncidents(routes, deps);
  return { app, routes: routes.all, live };
}

/** Names change with the content: a browser need never ask again. */
function serveAssets(routes: Routes): void {
  // Asked for by browsers where a page names no icon: mails that are shown as pages do not.
  routes.get('/favicon.ico', 'anyone', (c, reader) => {
    const icon = assetAt(assetUrl('icon.svg').href);
    return icon === undefined ? missing(c, reader) : c.body(icon.body, 200, { 'content-type': icon.type });
  });
  routes.get('/assets/:name', 'anyone', (c, reader) => {
    const asset = assetAt(c.req.path);
    if (asset === undefined) return missing(c, reader);
    return c.body(asset.body, 200, {
      'content-type': asset.type,
      'cache-control': 'public, max-age=31536000, immutable',
    });
  });
}

export interface WebServer {
  /** As bound: `http://127.0.0.1:4321`. */
  readonly url: string;
  /** From the next request on, the pages stand on these. */
  replace(deps: WebDeps): void;
  close(): Promise<void>;
}

/** Binds and serves. Port 0: any free one. Throws `EarshotError` where the port is taken. */
export function startWeb(deps: WebDeps, bind: { host: string; port: number }): Promise<WebServer> {
  let { app, live } = assemble(deps);
  return new Promise((resolve, reject) => {
    const server: ServerType = serve(
      { fetch: (request, env) => app.fetch(request, env), hostname: bind.host, port: bind.port },
      (address) => {
        const host = address.family === 'IPv6' ? `[${address.address}]` : address.address;
        resolve({
          url: `http://${host}:${address.port}`,
          replace: (changed) => {
            // Whoever waits for news asks again.
            live.close();
            ({ app, live } = assemble(changed));
          },
          close: () =>
            new Promise((done, failed) => {
              live.close();
              server.close((error) => (error ? failed(error) : done()));
            }),
        });
      },
    );
    server.on('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE';
      reject(
        new EarshotError(`the web server cannot listen on ${bind.host}:${bind.port}: ${messageOf(error)}`, {
          cause: error,
          ...(taken ? { hint: 'Another program uses this port; choose another one at web.port in earshot.yaml.' } : {}),
        }),
      );
    });
  });
}
