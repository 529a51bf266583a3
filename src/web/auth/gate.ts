/** Who may come in: by signing in, by a mail's signed link, or because the pages stay on this machine. */
import type { Context } from 'hono';
import type { WebDeps } from '../deps.ts';
import { type Link, may, type Reader, readerOf, readerOfRecipient } from '../reader.ts';
import { linkExpired, notMeant, notOurForm, refused } from '../respond.ts';
import type { Gate, Route } from '../routes.ts';
import { readToken } from './links.ts';
import { meantForUs, sentByUs } from './origin.ts';
import { csrfOf, sameWord, sessionOf } from './sessions.ts';

export function gateOf(deps: WebDeps): Gate {
  return async (c, route) => {
    const visitor = await visitorOf(deps, c);
    // Where everybody may look, a name that leads here by a stranger's doing must not show anything.
    if (route.access !== 'anyone' && deps.signIn.accounts.length === 0 && !meantForUs(c, deps.publicUrl))
      return notMeant(c, visitor);
    const link = route.link ? await linkOf(deps, c) : null;
    // Signed links stand for themselves: no other site knows them.
    if (link !== null) return { ...readerOfRecipient(deps, link.by, visitor), link };
    if (!may(visitor, route.access)) return refuse(deps, c, visitor, route);
    if (route.method === 'POST' && !route.open && !(await isOurForm(deps, c, visitor))) return notOurForm(c, visitor);
    return visitor;
  };
}

/** Whoever asks, with what they may do. */
export async function visitorOf(deps: WebDeps, c: Context): Promise<Reader> {
  const visitor = readerOf(deps, c);
  const { accounts, everybody } = deps.signIn;
  if (accounts.length === 0) return { ...visitor, role: everybody, frame: true, csrf: csrfOf(deps, c, null) };
  const session = await sessionOf(deps, c);
  if (session === null) return { ...visitor, csrf: csrfOf(deps, c, null) };
  const { id, name, role } = session.account;
  return { ...visitor, user: { id, name, role }, role, frame: true, csrf: csrfOf(deps, c, session.row) };
}

/** The link that a request carries, where it is valid for the incident that its address names. */
async function linkOf(deps: WebDeps, c: Context): Promise<Link | null> {
  const field = c.req.method === 'POST' ? (await c.req.parseBody()).token : c.req.query('token');
  if (typeof field !== 'string') return null;
  const permission = readToken(field, deps.secret, deps.clock.now());
  if (permission === null || permission.incidentId !== Number(c.req.param('id'))) return null;
  return { ...permission, token: field };
}

async function isOurForm(deps: WebDeps, c: Context, { csrf }: Reader): Promise<boolean> {
  if (!sentByUs(c, deps.publicUrl)) return false;
  const given = (await c.req.parseBody()).csrf;
  return typeof given === 'string' && sameWord(given, csrf);
}

function refuse(deps: WebDeps, c: Context, visitor: Reader, route: Route): Response {
  const carried = c.req.query('token') !== undefined;
  // Whoever has no more than a link, and that for something else or too late.
  if (route.link && (carried || route.method === 'POST') && visitor.user === null) return linkExpired(c, visitor);
  if (visitor.user !== null || deps.signIn.accounts.length === 0) return refused(c, visitor);
  if (route.method === 'POST') return c.redirect('/sign-in', 303);
  return c.redirect(`/sign-in?then=${encodeURIComponent(visitor.path + visitor.search)}`, 303);
}
