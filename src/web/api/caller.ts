/** Who calls the API: a program with a token, or a browser whose user is signed in and only reads. */
import type { Context } from 'hono';
import { LOCAL } from '../../pipeline/people.ts';
import { findToken, noteUse } from '../../store/api-tokens.ts';
import { visitorOf } from '../auth/gate.ts';
import { meantForUs } from '../auth/origin.ts';
import type { WebDeps } from '../deps.ts';
import { may, ROLES, type Role } from '../reader.ts';
import { tokenHash } from './tokens.ts';

/** Why somebody may not come in. */
export interface Refusal {
  readonly status: 401 | 403;
  readonly error: string;
}

export interface Caller {
  /** The token's name or the user's id. */
  readonly by: string;
  readonly role: Role;
}

/** How exactly the last use of a token is kept, in ms. */
const TOUCH_MS = 5 * 60_000;

/** Lets in whoever may do what asks for `access`. */
export async function callerOf(deps: WebDeps, c: Context, access: Role): Promise<Caller | Refusal> {
  const header = c.req.header('authorization');
  const caller = header === undefined ? await browserOf(deps, c) : await holderOf(deps, header);
  if ('error' in caller) return caller;
  if (may(caller, access)) return caller;
  return { status: 403, error: `this needs the role ${access}; ${caller.by} has the role ${caller.role}` };
}

async function holderOf(deps: WebDeps, header: string): Promise<Caller | Refusal> {
  const token = /^Bearer +(\S{1,200})$/i.exec(header.trim())?.[1];
  const now = deps.clock.now();
  const hash = tokenHash(token ?? '');
  const found = token === undefined ? null : await findToken(deps.store.db, hash, now);
  const role = ROLES.find((one) => one === found?.role);
  if (found === null || role === undefined) return { status: 401, error: 'no such token, or it has expired' };
  if (found.usedAt === null || now.getTime() - found.usedAt.getTime() > TOUCH_MS)
    await noteUse(deps.store.db, hash, now);
  return { by: `token:${found.name}`, role };
}

/** A browser sends cookies whether its user means to or not: it may look, and change nothing. */
async function browserOf(deps: WebDeps, c: Context): Promise<Caller | Refusal> {
  const unknown = { status: 401, error: 'send "Authorization: Bearer TOKEN"; earshot token add makes one' } as const;
  if (c.req.method !== 'GET') return unknown;
  if (deps.signIn.accounts.length === 0 && !meantForUs(c, deps.publicUrl)) return unknown;
  const { role, user } = await visitorOf(deps, c);
  return role === null ? unknown : { by: user?.id ?? LOCAL, role };
}
