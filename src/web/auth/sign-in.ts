/** Signing in with a password, and out again. */
import type { Context } from 'hono';
import { type Html, html, localUrl } from '../../notify/mail/html.ts';
import { deleteSessionsOf, forgetAttempts, noteAttempt } from '../../store/sessions.ts';
import type { WebDeps } from '../deps.ts';
import { page } from '../layout/page.ts';
import type { Reader } from '../reader.ts';
import type { Routes } from '../routes.ts';
import { ACCOUNT_WORDS } from '../words/account.ts';
import { clientAddress } from './origin.ts';
import { pretendToVerify, verifyPassword } from './passwords.ts';
import { beginSession, endSession } from './sessions.ts';

const WINDOW_MS = 15 * 60_000;
/** Attempts within the window: for one name, and from one address (an office may share it). */
const MOST_FOR_NAME = 5;
const MOST_FROM_ADDRESS = 30;
const LONGEST_PASSWORD = 1000;

export function serveSignIn(routes: Routes, deps: WebDeps): void {
  routes.get('/sign-in', 'anyone', (c, reader) => {
    const then = wayBack(c.req.query('then'));
    if (reader.user !== null || deps.signIn.accounts.length === 0) return c.redirect(then, 303);
    return c.html(signInPage(deps, reader, then, null));
  });
  routes.post('/sign-in', 'anyone', (c, reader) => signIn(deps, c, reader));
  routes.post('/sign-out', 'anyone', async (c) => {
    await endSession(deps, c);
    return c.redirect('/sign-in', 303);
  });
  routes.post('/account/sign-out-everywhere', 'reader', async (c, reader) => {
    if (reader.user !== null) await deleteSessionsOf(deps.store.db, reader.user.id);
    await endSession(deps, c);
    return c.redirect('/sign-in', 303);
  });
}

async function signIn(deps: WebDeps, c: Context, reader: Reader): Promise<Response> {
  const words = ACCOUNT_WORDS[reader.language];
  const form = await c.req.parseBody();
  const field = (name: string) => (typeof form[name] === 'string' ? form[name] : '');
  const then = wayBack(field('then'));
  const name = field('user').trim();
  const password = field('password').slice(0, LONGEST_PASSWORD);
  const { accounts, trustedProxies } = deps.signIn;
  const now = deps.clock.now();
  const byName = `user:${name.slice(0, 100)}`;
  const byAddress = `from:${clientAddress(c, trustedProxies)}`;
  const attempts = await noteAttempt(deps.store.db, [byName, byAddress], now, new Date(now.getTime() - WINDOW_MS));
  if ((attempts.get(byName) ?? 0) > MOST_FOR_NAME || (attempts.get(byAddress) ?? 0) > MOST_FROM_ADDRESS) {
    deps.log.warn({ user: name.slice(0, 100), from: byAddress }, 'too many attempts to sign in');
    c.header('retry-after', String(WINDOW_MS / 1000));
    return c.html(signInPage(deps, reader, then, words.tooMany(WINDOW_MS / 60_000)), 429);
  }
  const account = accounts.find(({ id }) => id === name);
  const right =
    account?.password == null ? await pretendToVerify(password) : await verifyPassword(password, account.password);
  if (account === undefined || !right) return c.html(signInPage(deps, reader, then, words.wrong), 403);
  await forgetAttempts(deps.store.db, [byName]);
  await beginSession(deps, c, account);
  return c.redirect(then, 303);
}

/** A page of ours to go on to; anything else leads to the first one. */
export function wayBack(then: string | undefined): string {
  return then !== undefined && /^\/(?![/\\])[^\\\x00-\x20]*$/.test(then) ? then : '/';
}

export function signInPage(deps: WebDeps, reader: Reader, then: string, problem: string | null): string {
  const words = ACCOUNT_WORDS[reader.language];
  const { provider, accounts } = deps.signIn;
  const withProvider =
    provider &&
    html`<p><a class="button second" href="${localUrl(`/sign-in/provider?then=${encodeURIComponent(then)}`)}">${words.signInWith(provider.name)}</a></p>`;
  return page(
    reader,
    reader.words.signIn,
    html`${problem && html`<p class="notice bad" role="alert">${problem}</p>`}<section class="panel">
${accounts.some(({ password }) => password !== null) && passwordForm(reader, then)}${withProvider}</section>`,
    { narrow: true },
  );
}

function passwordForm(reader: Reader, then: string): Html {
  const words = ACCOUNT_WORDS[reader.language];
  return html`<form method="post" action="${localUrl('/sign-in')}"><input type="hidden" name="csrf" value="${reader.csrf}"><input type="hidden" name="then" value="${then}">
<div class="field"><label for="user">${words.user}</label><input type="text" id="user" name="user" autocomplete="username" autocapitalize="none" spellcheck="false" required></div>
<div class="field"><label for="password">${words.password}</label><input type="password" id="password" name="password" autocomplete="current-password" required></div>
<p><button type="submit">${reader.words.signIn}</button></p></form>`;
}
