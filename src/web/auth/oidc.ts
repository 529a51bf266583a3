/** Signing in with OpenID Connect: the provider says who it is, our configuration what they may do. */
import { createHmac } from 'node:crypto';
import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import type { Configuration } from 'openid-client';
import { messageOf } from '../../errors.ts';
import type { WebDeps } from '../deps.ts';
import type { Reader } from '../reader.ts';
import { missing } from '../respond.ts';
import type { Routes } from '../routes.ts';
import { ACCOUNT_WORDS } from '../words/account.ts';
import type { Account, Provider } from './accounts.ts';
import { isLoopbackHost } from './origin.ts';
import { beginSession, sameWord } from './sessions.ts';
import { signInPage, wayBack } from './sign-in.ts';

/** What must be the same when the browser comes back. */
interface Errand {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string;
  readonly back: string;
  /** Epoch milliseconds. */
  readonly until: number;
}

const COOKIE = 'earshot_errand';
const CALLBACK = '/sign-in/provider/callback';
const ERRAND_MS = 10 * 60_000;

export function serveOidc(routes: Routes, deps: WebDeps): void {
  const { provider } = deps.signIn;
  let known: Promise<Configuration> | undefined;
  /** Asked once; a provider that was away is asked again. */
  const discovered = (of: Provider): Promise<Configuration> => {
    known ??= discover(of).catch((error: unknown) => {
      known = undefined;
      throw error;
    });
    return known;
  };
  const failed = (c: Context, reader: Reader, error: unknown) => {
    deps.log.warn({ err: error }, 'sign-in with the provider failed');
    const words = ACCOUNT_WORDS[reader.language];
    return c.html(signInPage(deps, reader, '/', words.providerFailed(provider?.name ?? '')), 502);
  };

  routes.get('/sign-in/provider', 'anyone', async (c, reader) => {
    if (provider === null) return missing(c, reader);
    try {
      return await sendThere(deps, c, await discovered(provider));
    } catch (error) {
      return failed(c, reader, error);
    }
  });
  routes.get(CALLBACK, 'anyone', async (c, reader) => {
    if (provider === null) return missing(c, reader);
    const errand = takeErrand(deps, c);
    const words = ACCOUNT_WORDS[reader.language];
    if (errand === null) return c.html(signInPage(deps, reader, '/', words.startAgain), 400);
    try {
      const account = await accountFor(deps, c, await discovered(provider), errand);
      if (account === null) return c.html(signInPage(deps, reader, '/', words.notKnown), 403);
      await beginSession(deps, c, account);
      return c.redirect(errand.back, 303);
    } catch (error) {
      return failed(c, reader, error);
    }
  });
}

async function discover({ issuer, clientId, clientSecret }: Provider): Promise<Configuration> {
  const { allowInsecureRequests, discovery } = await import('openid-client');
  const url = new URL(issuer);
  // Without TLS only on this machine itself.
  const insecure = url.protocol === 'http:' && isLoopbackHost(url.hostname);
  return discovery(url, clientId, clientSecret, undefined, insecure ? { execute: [allowInsecureRequests] } : {});
}

async function sendThere(deps: WebDeps, c: Context, provider: Configuration): Promise<Response> {
  const oidc = await import('openid-client');
  const verifier = oidc.randomPKCECodeVerifier();
  const errand: Errand = {
    state: oidc.randomState(),
    nonce: oidc.randomNonce(),
    verifier,
    back: wayBack(c.req.query('then')),
    until: deps.clock.now().getTime() + ERRAND_MS,
  };
  const packed = Buffer.from(JSON.stringify(errand)).toString('base64url');
  const secure = deps.publicUrl.startsWith('https:');
  const value = `${packed}.${sign(deps, packed)}`;
  setCookie(c, COOKIE, value, { path: '/sign-in', httpOnly: true, sameSite: 'Lax', secure, maxAge: ERRAND_MS / 1000 });
  const url = oidc.buildAuthorizationUrl(provider, {
    redirect_uri: deps.publicUrl + CALLBACK,
    scope: 'openid email',
    code_challenge: await oidc.calculatePKCECodeChallenge(verifier),
    code_challenge_method: 'S256',
    state: errand.state,
    nonce: errand.nonce,
  });
  return c.redirect(url.href, 303);
}

function takeErrand(deps: WebDeps, c: Context): Errand | null {
  const [packed = '', signature = ''] = (getCookie(c, COOKIE) ?? '').split('.');
  deleteCookie(c, COOKIE, { path: '/sign-in' });
  if (packed === '' || !sameWord(signature, sign(deps, packed))) return null;
  const errand = JSON.parse(Buffer.from(packed, 'base64url').toString()) as Errand;
  return errand.until > deps.clock.now().getTime() ? errand : null;
}

function sign({ secret }: Pick<WebDeps, 'secret'>, packed: string): string {
  return createHmac('sha256', secret).update(`earshot errand ${packed}`).digest('base64url');
}

/** Whoever the provider vouches for, where their address is that of an account. Throws where it vouches for nobody. */
async function accountFor(deps: WebDeps, c: Context, provider: Configuration, errand: Errand): Promise<Account | null> {
  const oidc = await import('openid-client');
  const here = new URL(deps.publicUrl + CALLBACK + new URL(c.req.url).search);
  const tokens = await oidc.authorizationCodeGrant(provider, here, {
    pkceCodeVerifier: errand.verifier,
    expectedState: errand.state,
    expectedNonce: errand.nonce,
    idTokenExpected: true,
  });
  const claims = tokens.claims();
  let { email, email_verified: verified } = (claims ?? {}) as { email?: unknown; email_verified?: unknown };
  if (email === undefined && claims !== undefined) {
    const info = await oidc.fetchUserInfo(provider, tokens.access_token, claims.sub);
    ({ email, email_verified: verified } = info);
  }
  // An address that anybody may have typed in proves nothing.
  if (typeof email !== 'string' || verified !== true) {
    deps.log.warn({ reason: messageOf('no verified address') }, 'the provider vouches for no mail address');
    return null;
  }
  const address = email.toLowerCase();
  return deps.signIn.accounts.find((account) => account.email?.toLowerCase() === address) ?? null;
}
