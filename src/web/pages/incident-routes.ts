/** Addresses of one incident: its page, its brief, its numbers, and what people do with it. */
import type { Context } from 'hono';
import { type Html, html, webUrl } from '../../notify/mail/html.ts';
import { toPrintHtml } from '../../notify/mail/mail.ts';
import { renderBrief } from '../../notify/render.ts';
import { ACTS, type Act, LOCAL } from '../../pipeline/people.ts';
import { composeBrief } from '../../pipeline/views/brief-view.ts';
import { incidentLife, spreadOf } from '../../pipeline/views/incident-view.ts';
import { keepingNumbers } from '../../pipeline/views/kept-numbers.ts';
import { findIncident } from '../../store/incidents.ts';
import { csvFile } from '../csv.ts';
import type { WebDeps } from '../deps.ts';
import { mailPage } from '../layout/mail-page.ts';
import { may, type Reader } from '../reader.ts';
import { linkExpired, missing, show } from '../respond.ts';
import type { Routes } from '../routes.ts';
import { ACT_WORDS } from '../words/acts.ts';
import { WrongRequest } from '../wrong.ts';
import { incidentPage, peopleOf } from './incident.ts';
import { muteChosen } from './incident-acts.ts';
import { askPage, saidPage } from './incident-ask.ts';

const LONGEST_NOTE = 2000;

export function serveIncidents(routes: Routes, given: WebDeps): void {
  const deps = { ...given, views: { ...given.views, countIncident: keepingNumbers(given.store, given.clock) } };
  routes.get(
    '/incidents/:id{[0-9]+}',
    'reader',
    async (c, reader) => {
      const act = reader.link?.act ?? 'handle';
      const permit = act === 'handle' ? permitOf(reader) : null;
      return show(c, reader, await incidentPage(deps, reader, Number(c.req.param('id')), permit));
    },
    { link: true },
  );
  routes.get('/incidents/:id{[0-9]+}/brief', 'reader', async (c, reader) => {
    const { language, timezone } = reader;
    const view = await composeBrief(deps.views, Number(c.req.param('id')), reader, deps.clock.now());
    if (view === null) return missing(c, reader);
    const { publicUrl, serviceName } = deps;
    return mailPage(c, toPrintHtml(await renderBrief(view, { language, timezone, publicUrl, serviceName })));
  });
  routes.get('/incidents/:id{[0-9]+}/course.csv', 'reader', async (c, reader) => {
    const life = await incidentLife(deps.views, Number(c.req.param('id')), deps.clock.now());
    if (life === null) return missing(c, reader);
    const rows = life.course.map((bin) => [bin.start, bin.negative, bin.expected, bin.low, bin.high, bin.exposure]);
    const head = ['start', 'negative', 'expected', 'low', 'high', 'exposure'];
    return csvFile(c, `incident-${life.incident.incidentId}`, [head, ...rows]);
  });
  routes.get('/incidents/:id{[0-9]+}/spread.csv', 'reader', async (c, reader) => {
    const incident = await findIncident(deps.store.db, Number(c.req.param('id')));
    const spread = incident && (await spreadOf(deps.store.db, incident));
    if (incident === null || spread === null) return missing(c, reader);
    const { points, at, observed, forecast } = spread;
    const known = points.map((point) => [point.at.toISOString(), point.shares, null, null, null]);
    const foretold = [at.toISOString(), observed, forecast.predicted, forecast.low, forecast.high];
    const head = ['at', 'shares', 'forecast', 'forecast_low', 'forecast_high'];
    return csvFile(c, `incident-${incident.incidentId}-spread`, [head, ...known, foretold]);
  });
  // Mails link here: what is asked for needs a click.
  routes.get(
    '/incidents/:id{[0-9]+}/:act{[a-z]+}',
    'responder',
    async (c, reader) => {
      const incidentId = Number(c.req.param('id'));
      const act = actOf(c);
      if (act === null) return missing(c, reader);
      const permit = permitFor(reader, act);
      if (permit === null) return linkExpired(c, reader);
      if (act === 'mute' || act === 'unmute' || act === 'note' || act === 'assign')
        return show(c, reader, await incidentPage(deps, reader, incidentId, permit));
      return show(c, reader, await askPage(deps, reader, { incidentId, act, permit }));
    },
    { link: true },
  );
  routes.post('/incidents/:id{[0-9]+}/:act{[a-z]+}', 'responder', (c, reader) => handleIt(deps, c, reader), {
    link: true,
  });
}

async function handleIt(deps: WebDeps, c: Context, reader: Reader): Promise<Response> {
  const act = actOf(c);
  if (act === null) return missing(c, reader);
  if (permitFor(reader, act) === null) return linkExpired(c, reader);
  const incidentId = Number(c.req.param('id'));
  const form = await c.req.parseBody();
  const field = (name: string) => (typeof form[name] === 'string' ? form[name] : '');
  const mute = muteChosen(field('mute'), deps.clock.now());
  if (act === 'mute' && mute === null) throw new WrongRequest('mute: not one of its menu', 'mute：不在可选项之中');
  const to = peopleOf(deps).find(({ id }) => id === field('to'))?.id;
  if (act === 'assign' && to === undefined)
    throw new WrongRequest('to: nobody of that name is configured', 'to：配置中没有这个人');
  const link = field('link').trim();
  if (link !== '' && webUrl(link) === null)
    throw new WrongRequest(
      'link: must be a web address, such as https://example.com/answer',
      'link：须为网址，如 https://example.com/answer',
    );
  const words = ACT_WORDS[reader.language];
  const result = await deps.handle({
    incidentId,
    act,
    by: reader.link?.by ?? reader.user?.id ?? LOCAL,
    note: field('note').slice(0, LONGEST_NOTE),
    mute: mute ?? { until: null, factor: null },
    ...(link !== '' && { link }),
    ...(to !== undefined && { to }),
  });
  if (result === 'unknown') return missing(c, reader);
  // Whoever sees the page again sees that it is done; whoever came by a link to one act sees it in words.
  if (result === 'done' && reader.link === null) return c.redirect(`/incidents/${incidentId}`, 303);
  const text = result === 'done' ? words.done : words.already;
  return c.html(saidPage(reader, words.acts[act].button, text, incidentId, reader.link?.token));
}

function actOf(c: Context): Act | null {
  return ACTS.find((one) => one === c.req.param('act')) ?? null;
}

/** The hidden fields with which this reader may do `act`; null where they may not. */
function permitFor(reader: Reader, act: Act): Html | null {
  const { link } = reader;
  return link !== null && link.act !== act && link.act !== 'handle' ? null : permitOf(reader);
}

function permitOf(reader: Reader): Html | null {
  if (reader.link !== null) return html`<input type="hidden" name="token" value="${reader.link.token}">`;
  return may(reader, 'responder') ? html`<input type="hidden" name="csrf" value="${reader.csrf}">` : null;
}
