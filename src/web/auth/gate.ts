/** Who may come in: by a mail's signed link, or by what they may do here. */
import type { Context } from 'hono';
import type { WebDeps } from '../deps.ts';
import { type Link, may, type Reader, readerOf, readerOfRecipient } from '../reader.ts';
import { linkExpired, refused } from '../respond.ts';
import type { Gate } from '../routes.ts';
import { readToken } from './links.ts';

export function gateOf(deps: WebDeps): Gate {
  return async (c, route) => {
    const visitor: Reader = { ...readerOf(deps, c), role: 'reader', frame: true };
    const link = route.link ? await linkOf(deps, c) : null;
    if (link !== null) return { ...readerOfRecipient(deps, link.by, visitor), link };
    if (may(visitor, route.access)) return visitor;
    // Whoever has no more than a link, and that for something else or too late.
    return route.link ? linkExpired(c, visitor) : refused(c, visitor);
  };
}

/** The link that a request carries, where it is valid for the incident that its address names. */
async function linkOf(deps: WebDeps, c: Context): Promise<Link | null> {
  const field = c.req.method === 'POST' ? (await c.req.parseBody()).token : c.req.query('token');
  if (typeof field !== 'string') return null;
  const permission = readToken(field, deps.secret, deps.clock.now());
  if (permission === null || permission.incidentId !== Number(c.req.param('id'))) return null;
  return { ...permission, token: field };
}
