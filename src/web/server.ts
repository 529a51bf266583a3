/** The web server: the pages, the acts that mails link to, health. */
import { type ServerType, serve } from '@hono/node-server';
import { type Context, Hono } from 'hono';
import type { Clock } from '../clock.ts';
import { EarshotError, messageOf } from '../errors.ts';
import type { Logger } from '../log.ts';
import type { Brand, Recipient } from '../model.ts';
import { html } from '../notify/mail/html.ts';
import { toPrintHtml } from '../notify/mail/mail.ts';
import { renderBrief } from '../notify/render.ts';
import type { BriefView } from '../notify/views.ts';
import type { HandleRequest } from '../pipeline/handle.ts';
import { ACTS, type ActResult } from '../pipeline/people.ts';
import { filterFromQuery } from '../store/mention-filter.ts';
import { ping, type Store } from '../store/store.ts';
import { digestPage } from './digest-page.ts';
import { fetchedFile, fetchedPage } from './fetched-page.ts';
import { muteChosen } from './incident-acts.ts';
import { askPage, incidentPage, saidPage } from './incident-page.ts';
import { type IngestDeps, serveIngest } from './ingest.ts';
import { page, type Reader, readerFor } from './layout.ts';
import { digestsPage, evidencePage, mentionPage, outboxPage, overviewPage } from './pages.ts';
import { STYLES } from './styles.ts';
import { targetsPage } from './targets-page.ts';
import { readToken } from './tokens.ts';
import { serveUnsubscribe } from './unsubscribe.ts';

export interface WebDeps {
  readonly store: Store;
  readonly brands: readonly Brand[];
  readonly recipients: readonly Recipient[];
  readonly siteNames: (site: string) => string;
  readonly timezone: string;
  readonly publicUrl: string;
  readonly serviceName: string;
  /** Signs the acts that mails link to. */
  readonly secret: string;
  /** Where posts are pushed. */
  readonly ingest: Omit<IngestDeps, 'clock' | 'log'>;
  /** An incident on one page; null where there is none. */
  readonly brief: (incidentId: number, reader: Pick<Recipient, 'language' | 'timezone'>) => Promise<BriefView | null>;
  readonly handle: (request: HandleRequest) => Promise<ActResult>;
  readonly clock: Clock;
  readonly log: Logger;
}

const SAFE_HEADERS: Readonly<Record<string, string>> = {
  'content-security-policy':
    "default-src 'none'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; form-action 'self'; base-uri 'none'; frame-ancestors 'none'",
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-store',
};

export function createApp(deps: WebDeps): Hono {
  const app = new Hono();
  const readerOf = (c: Context): Reader => readerFor(languageOf(c), deps.timezone);
  const missing = (c: Context) => {
    const reader = readerOf(c);
    return c.html(page(reader, '404', html`<p>${reader.words.notFound}</p>`), 404);
  };
  const show = (c: Context, body: string | null) => (body === null ? missing(c) : c.html(body));

  app.use(async (c, next) => {
    await next();
    for (const [name, value] of Object.entries(SAFE_HEADERS)) {
      // A page as fetched brings a stricter policy of its own.
      if (!c.res.headers.has(name)) c.res.headers.set(name, value);
    }
  });
  app.onError((error, c) => {
    const reader = readerOf(c);
    if (error instanceof EarshotError) return c.html(page(reader, '400', html`<p>${error.message}</p>`), 400);
    deps.log.error({ err: error, path: c.req.path }, 'page failed');
    return c.html(page(reader, '500', html`<p>${reader.words.failed}</p>`), 500);
  });
  app.notFound(missing);

  app.get('/healthz', (c) => c.json({ ok: true }));
  app.get('/readyz', async (c) => {
    try {
      await ping(deps.store.db);
      return c.json({ ok: true });
    } catch (error) {
      return c.json({ ok: false, error: messageOf(error) }, 503);
    }
  });
  serveUnsubscribe(app, deps, (c) => {
    const reader = readerOf(c);
    return c.html(page(reader, '403', html`<p>${reader.words.linkExpired}</p>`), 403);
  });
  serveIngest(app, { ...deps.ingest, clock: deps.clock, log: deps.log });
  app.get('/style.css', (c) => c.body(STYLES, 200, { 'content-type': 'text/css; charset=utf-8' }));

  app.get('/', async (c) => show(c, await overviewPage(deps, readerOf(c))));
  app.get('/evidence', async (c) => {
    const query = new URL(c.req.url).searchParams;
    const read = filterFromQuery(query);
    if ('problems' in read) throw new EarshotError(read.problems.join('; '));
    return show(c, await evidencePage(deps, readerOf(c), read.filter, readAfter(query.get('after'))));
  });
  app.get('/mentions/:brand/:ref', async (c) =>
    show(c, await mentionPage(deps, readerOf(c), c.req.param('brand'), c.req.param('ref'))),
  );
  app.get('/fetched/:sha256{[0-9a-f]{64}}', async (c) =>
    show(c, await fetchedPage(deps, readerOf(c), c.req.param('sha256'))),
  );
  app.get('/fetched/:sha256{[0-9a-f]{64}}/:how{view|file}', async (c) => {
    const file = await fetchedFile(deps, c.req.param('sha256'), c.req.param('how') as 'view' | 'file');
    return file === null ? missing(c) : c.body(Buffer.from(file.body), 200, { ...file.headers });
  });
  app.get('/digests', async (c) => show(c, await digestsPage(deps, readerOf(c))));
  app.get('/digests/:brand/:day', async (c) => {
    const period = c.req.query('period') === 'week' ? 'week' : 'day';
    const asked = { ...c.req.param(), period, recipient: c.req.query('for') } as const;
    return show(c, await digestPage(deps, readerOf(c), asked));
  });
  app.get('/targets', async (c) => show(c, await targetsPage(deps, readerOf(c))));
  app.get('/outbox', async (c) => show(c, await outboxPage(deps, readerOf(c))));

  app.get('/incidents/:id{[0-9]+}', async (c) =>
    show(c, await incidentFor(deps, c, readerOf(c), c.req.query('token') ?? '')),
  );
  app.get('/incidents/:id{[0-9]+}/brief', async (c) => {
    const { language, timezone } = readerOf(c);
    const view = await deps.brief(Number(c.req.param('id')), { language, timezone });
    if (view === null) return missing(c);
    const { publicUrl, serviceName } = deps;
    return c.html(toPrintHtml(await renderBrief(view, { language, timezone, publicUrl, serviceName })));
  });
  app.get('/incidents/:id{[0-9]+}/:act', async (c) => {
    const permission = permitted(deps, c.req.param('id'), c.req.param('act'), c.req.query('token') ?? '');
    const reader = permission === null ? readerOf(c) : readerOfRecipient(deps, permission.by);
    if (permission === null)
      return c.html(saidPage(reader, '403', reader.words.linkExpired, Number(c.req.param('id'))), 403);
    const { incidentId, act } = permission;
    const token = c.req.query('token') ?? '';
    if (act === 'mute' || act === 'unmute' || act === 'note')
      return show(c, await incidentPage(deps, reader, incidentId, token));
    return show(c, await askPage(deps, reader, { incidentId, act, token }));
  });
  app.post('/incidents/:id{[0-9]+}/:act', async (c) => {
    const form = await c.req.parseBody();
    const token = typeof form.token === 'string' ? form.token : '';
    const permission = permitted(deps, c.req.param('id'), c.req.param('act'), token);
    const reader = permission === null ? readerOf(c) : readerOfRecipient(deps, permission.by);
    const id = Number(c.req.param('id'));
    if (permission === null) return c.html(saidPage(reader, '403', reader.words.linkExpired, id), 403);
    const note = typeof form.note === 'string' ? form.note.slice(0, 2000) : '';
    const { incidentId, act, by } = permission;
    const mute = muteChosen(form.mute, deps.clock.now());
    if (act === 'mute' && mute === null) throw new EarshotError('mute: not one of its menu');
    const result = await deps.handle({ incidentId, act, by, note, mute: mute ?? { until: null, factor: null } });
    if (result === 'unknown') return missing(c);
    const text = result === 'done' ? reader.words.actDone : reader.words.actAlready;
    return c.html(saidPage(reader, reader.words.acts[act].button, text, id, token));
  });
  return app;
}

/** What a token permits of `act` on this incident; null where it does not. */
function permitted(deps: WebDeps, id: string, act: string, token: string) {
  const permission = readToken(token, deps.secret, deps.clock.now());
  const asked = ACTS.find((one) => one === act);
  if (permission === null || asked === undefined || permission.incidentId !== Number(id)) return null;
  return permission.act === asked || permission.act === 'handle' ? { ...permission, act: asked } : null;
}

/** The page for whoever asks: with forms where the token permits to handle it, else to look at. */
function incidentFor(deps: WebDeps, c: Context, reader: Reader, token: string): Promise<string | null> {
  const id = Number(c.req.param('id'));
  const permission = readToken(token, deps.secret, deps.clock.now());
  if (permission?.act !== 'handle' || permission.incidentId !== id) return incidentPage(deps, reader, id, null);
  return incidentPage(deps, readerOfRecipient(deps, permission.by), id, token);
}

function readerOfRecipient(deps: WebDeps, id: string): Reader {
  const recipient = deps.recipients.find((candidate) => candidate.id === id);
  return readerFor(recipient?.language ?? 'en', recipient?.timezone ?? deps.timezone);
}

/** `?lang=zh`, else what the browser asks for. */
function languageOf(c: Context): 'zh' | 'en' {
  const asked = c.req.query('lang') ?? c.req.header('accept-language') ?? '';
  return /^zh/i.test(asked) ? 'zh' : 'en';
}

/** Where a list goes on: time and id of the last row shown. */
function readAfter(word: string | null): { occurredAt: Date; postId: number } | undefined {
  const match = word === null ? null : /^([^_]{1,40})_(\d{1,15})$/.exec(word);
  const occurredAt = new Date(match?.[1] ?? '');
  return match === null || Number.isNaN(occurredAt.getTime()) ? undefined : { occurredAt, postId: Number(match[2]) };
}

export interface WebServer {
  /** As bound: `http://127.0.0.1:4321`. */
  readonly url: string;
  close(): Promise<void>;
}

/** Binds and serves. Port 0: any free one. Throws `EarshotError` where the port is taken. */
export function startWeb(deps: WebDeps, bind: { host: string; port: number }): Promise<WebServer> {
  const app = createApp(deps);
  return new Promise((resolve, reject) => {
    const server: ServerType = serve({ fetch: app.fetch, hostname: bind.host, port: bind.port }, (address) => {
      const host = address.family === 'IPv6' ? `[${address.address}]` : address.address;
      resolve({
        url: `http://${host}:${address.port}`,
        close: () => new Promise((done, failed) => server.close((error) => (error ? failed(error) : done()))),
      });
    });
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
