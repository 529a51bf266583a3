/** Addresses of one incident: its page, its brief, and the acts that mails link to. */
import type { Context } from 'hono';
import { EarshotError } from '../../errors.ts';
import { toPrintHtml } from '../../notify/mail/mail.ts';
import { renderBrief } from '../../notify/render.ts';
import { ACTS } from '../../pipeline/people.ts';
import { readToken } from '../auth/links.ts';
import type { WebDeps } from '../deps.ts';
import { mailPage } from '../layout/mail-page.ts';
import { type Reader, readerOfRecipient } from '../reader.ts';
import { missing, show } from '../respond.ts';
import type { Routes } from '../routes.ts';
import { askPage, incidentPage, saidPage } from './incident.ts';
import { muteChosen } from './incident-acts.ts';

export function serveIncidents(routes: Routes, deps: WebDeps): void {
  routes.get('/incidents/:id{[0-9]+}', 'anyone', async (c, reader) =>
    show(c, reader, await incidentFor(deps, c, reader, c.req.query('token') ?? '')),
  );
  routes.get('/incidents/:id{[0-9]+}/brief', 'anyone', async (c, reader) => {
    const { language, timezone } = reader;
    const view = await deps.brief(Number(c.req.param('id')), { language, timezone });
    if (view === null) return missing(c, reader);
    const { publicUrl, serviceName } = deps;
    return mailPage(c, toPrintHtml(await renderBrief(view, { language, timezone, publicUrl, serviceName })));
  });
  routes.get('/incidents/:id{[0-9]+}/:act', 'anyone', async (c, visitor) => {
    const permission = permitted(deps, c.req.param('id') ?? '', c.req.param('act') ?? '', c.req.query('token') ?? '');
    const reader = permission === null ? visitor : readerOfRecipient(deps, permission.by);
    if (permission === null)
      return c.html(saidPage(reader, '403', reader.words.linkExpired, Number(c.req.param('id'))), 403);
    const { incidentId, act } = permission;
    const token = c.req.query('token') ?? '';
    if (act === 'mute' || act === 'unmute' || act === 'note')
      return show(c, reader, await incidentPage(deps, reader, incidentId, token));
    return show(c, reader, await askPage(deps, reader, { incidentId, act, token }));
  });
  routes.post('/incidents/:id{[0-9]+}/:act', 'anyone', async (c, visitor) => {
    const form = await c.req.parseBody();
    const token = typeof form.token === 'string' ? form.token : '';
    const permission = permitted(deps, c.req.param('id') ?? '', c.req.param('act') ?? '', token);
    const reader = permission === null ? visitor : readerOfRecipient(deps, permission.by);
    const id = Number(c.req.param('id'));
    if (permission === null) return c.html(saidPage(reader, '403', reader.words.linkExpired, id), 403);
    const note = typeof form.note === 'string' ? form.note.slice(0, 2000) : '';
    const { incidentId, act, by } = permission;
    const mute = muteChosen(form.mute, deps.clock.now());
    if (act === 'mute' && mute === null) throw new EarshotError('mute: not one of its menu');
    const result = await deps.handle({ incidentId, act, by, note, mute: mute ?? { until: null, factor: null } });
    if (result === 'unknown') return missing(c, reader);
    const text = result === 'done' ? reader.words.actDone : reader.words.actAlready;
    return c.html(saidPage(reader, reader.words.acts[act].button, text, id, token));
  });
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
