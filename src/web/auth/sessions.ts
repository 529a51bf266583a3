/** Sessions: what the browser holds is random, and only its hash is stored. */
import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { deleteSession, findSession, insertSession, type SessionRow, touchSession } from '../../store/sessions.ts';
import type { WebDeps } from '../deps.ts';
import { type Account, credentialOf } from './accounts.ts';

type Deps = Pick<WebDeps, 'store' | 'clock' | 'secret' | 'publicUrl' | 'signIn'>;

const DAY_MS = 86_400_000;
/** Without a visit it ends after so long, and after so long whatever happens. */
const IDLE_MS = 14 * DAY_MS;
const LONGEST_MS = 60 * DAY_MS;
/** How exactly the last visit is kept. */
const TOUCH_MS = 5 * 60_000;
const LONGEST_AGENT = 300;

/** Cookies of a public service only travel encrypted; the prefix keeps other hosts of its domain from setting them. */
function cookie(deps: Pick<Deps, 'publicUrl'>, name: string) {
  const secure = deps.publicUrl.startsWith('https:');
  return { name: secure ? `__Host-earshot_${name}` : `earshot_${name}`, secure };
}

const hashOf = (token: string) => createHash('sha256').update(token).digest('hex');

/** Signs somebody in, under a new name for the browser: whatever it held before is worth nothing. */
export async function beginSession(deps: Deps, c: Context, account: Account): Promise<void> {
  await endSession(deps, c);
  const token = randomBytes(32).toString('base64url');
  const now = deps.clock.now();
  await insertSession(deps.store.db, {
    hash: hashOf(token),
    userId: account.id,
    credential: credentialOf(account),
    agent: (c.req.header('user-agent') ?? '').slice(0, LONGEST_AGENT),
    createdAt: now,
    seenAt: now,
    expiresAt: new Date(now.getTime() + IDLE_MS),
  });
  const { name, secure } = cookie(deps, 'session');
  setCookie(c, name, token, { path: '/', httpOnly: true, sameSite: 'Lax', secure, maxAge: LONGEST_MS / 1000 });
}

/** Ends the session of this browser, in the store too. */
export async function endSession(deps: Deps, c: Context): Promise<void> {
  const { name, secure } = cookie(deps, 'session');
  const token = getCookie(c, name);
  if (token === undefined) return;
  await deleteSession(deps.store.db, hashOf(token));
  deleteCookie(c, name, { path: '/', secure });
}

/** Who is signed in; null where nobody is, or no longer: their account was taken away, or signs in otherwise now. */
export async function sessionOf(deps: Deps, c: Context): Promise<{ row: SessionRow; account: Account } | null> {
  const token = getCookie(c, cookie(deps, 'session').name);
  if (token === undefined) return null;
  const now = deps.clock.now();
  const row = await findSession(deps.store.db, hashOf(token), now);
  const account = deps.signIn.accounts.find(({ id }) => id === row?.userId);
  if (row === null || account === undefined || credentialOf(account) !== row.credential) return null;
  if (now.getTime() - row.seenAt.getTime() > TOUCH_MS) {
    const last = row.createdAt.getTime() + LONGEST_MS;
    await touchSession(deps.store.db, row.hash, now, new Date(Math.min(now.getTime() + IDLE_MS, last)));
  }
  return { row, account };
}

/** What belongs into this browser's forms; where nobody is signed in, it hangs on a cookie of its own. */
export function csrfOf(deps: Deps, c: Context, session: SessionRow | null): string {
  const sign = (what: string) => createHmac('sha256', deps.secret).update(`earshot csrf ${what}`).digest('base64url');
  if (session !== null) return sign(`session ${session.hash}`);
  const { name, secure } = cookie(deps, 'visit');
  let visit = getCookie(c, name);
  if (visit === undefined || !/^[\w-]{22}$/.test(visit)) {
    visit = randomBytes(16).toString('base64url');
    setCookie(c, name, visit, { path: '/', httpOnly: true, sameSite: 'Strict', secure });
  }
  return sign(`visit ${visit}`);
}

/** Whether two words are the same, in a time that tells nothing. */
export function sameWord(a: string, b: string): boolean {
  const [x, y] = [hashOf(a), hashOf(b)].map((word) => Buffer.from(word)) as [Buffer, Buffer];
  return timingSafeEqual(x, y);
}
