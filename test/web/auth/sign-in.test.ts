import { beforeAll, describe, expect, it } from 'vitest';
import { SteppedClock } from '../../../src/clock.ts';
import type { Store } from '../../../src/store/store.ts';
import type { Account } from '../../../src/web/auth/accounts.ts';
import { hashPassword } from '../../../src/web/auth/passwords.ts';
import { createApp } from '../../../src/web/server.ts';
import { markAnalyzer } from '../../pipeline/support/posts.ts';
import { describeOnEachStore } from '../../support/stores.ts';
import { noDoors, webDeps } from '../../support/web.ts';
import { TestBrowser } from './browser.ts';

const NOW = new Date('2026-03-02T12:00:00Z');
const MINUTE = 60_000;
const PASSWORD = 'a long enough password';
const SESSION = 'earshot_session';

describeOnEachStore('signing in', (stores) => {
  let store: Store;
  let hash: string;
  const clock = new SteppedClock(NOW);
  const account = (id: string, role: Account['role'], more: Partial<Account> = {}): Account => ({
    id,
    name: id.toUpperCase(),
    role,
    password: hash,
    email: null,
    ...more,
  });
  const served = (accounts: readonly Account[], publicUrl = 'http://localhost:8480') =>
    createApp(
      webDeps(store, {
        publicUrl,
        clock,
        ingest: noDoors({ store, analyzer: markAnalyzer([]), brandIds: new Set(), privacy: { authorSecret: null } }),
        signIn: { accounts, provider: null, trustedProxies: [], everybody: 'reader' },
      }),
    );

  beforeAll(async () => {
    store = await stores.open();
    hash = await hashPassword(PASSWORD);
  });

  it('opens every page, and signing out closes them, for the store too', async () => {
    const browser = new TestBrowser(served([account('lin', 'operator')]));
    const closed = await browser.get('/incidents?x=1');
    expect(closed.status).toBe(303);
    expect(closed.headers.get('location')).toBe('/sign-in?then=%2Fincidents%3Fx%3D1');
    expect((await browser.signIn('lin', 'not the password')).status).toBe(403);
    const done = await browser.signIn('lin', PASSWORD, '/incidents?x=1');
    expect([done.status, done.headers.get('location')]).toEqual([303, '/incidents?x=1']);
    const page = await (await browser.get('/incidents')).text();
    expect(page).toContain('LIN');
    const cookie = browser.cookies.get(SESSION)!;
    expect(page).not.toContain(cookie);
    const { rows } = await store.db
      .selectFrom('sessions')
      .selectAll()
      .execute()
      .then((all) => ({ rows: all }));
    expect(JSON.stringify(rows)).not.toContain(cookie);
    expect((await browser.submit('/sign-out', {}, '/account')).status).toBe(303);
    browser.cookies.set(SESSION, cookie);
    expect((await browser.get('/incidents')).status).toBe(303);
  });

  it('gives a browser a name of its own: what it held before lets nobody in', async () => {
    const app = served([account('fix', 'reader')]);
    const victim = new TestBrowser(app);
    victim.cookies.set(SESSION, 'chosen-by-an-attacker-0123456789abcdefghijklm');
    await victim.signIn('fix', PASSWORD);
    expect(victim.cookies.get(SESSION)).not.toBe('chosen-by-an-attacker-0123456789abcdefghijklm');
    const attacker = new TestBrowser(app);
    attacker.cookies.set(SESSION, 'chosen-by-an-attacker-0123456789abcdefghijklm');
    expect((await attacker.get('/')).status).toBe(303);
    // Signing in again ends the session before.
    const first = victim.cookies.get(SESSION)!;
    await victim.post('/sign-in', { csrf: await victim.word('/account'), user: 'fix', password: PASSWORD });
    expect(victim.cookies.get(SESSION)).not.toBe(first);
    attacker.cookies.set(SESSION, first);
    expect((await attacker.get('/')).status).toBe(303);
  });

  it('refuses forms of other sites', async () => {
    const app = served([account('csrf', 'operator')]);
    const browser = new TestBrowser(app);
    expect((await browser.post('/sign-in', { user: 'csrf', password: PASSWORD })).status).toBe(403);
    expect(browser.cookies.has(SESSION)).toBe(false);
    await browser.signIn('csrf', PASSWORD);
    const word = await browser.word('/account');
    const everywhere = '/account/sign-out-everywhere';
    expect((await browser.post(everywhere, {})).status).toBe(403);
    expect((await browser.post(everywhere, { csrf: `${word}x` })).status).toBe(403);
    const other = new TestBrowser(app);
    await other.signIn('csrf', PASSWORD);
    expect((await browser.post(everywhere, { csrf: await other.word('/account') })).status).toBe(403);
    for (const headers of [{ origin: 'https://evil.example' }, { 'sec-fetch-site': 'cross-site' }] as Record<
      string,
      string
    >[])
      expect((await browser.post(everywhere, { csrf: word }, headers)).status).toBe(403);
    expect((await browser.get('/account')).status).toBe(200);
    expect((await browser.post(everywhere, { csrf: word })).status).toBe(303);
    expect((await browser.get('/account')).status).toBe(303);
    expect((await other.get('/account')).status).toBe(303);
  });

  it('slows down those who guess, whether the name exists or not', async () => {
    const app = served([account('slow', 'reader')]);
    for (const name of ['slow', 'nobody']) {
      const guesser = new TestBrowser(app);
      for (let i = 0; i < 5; i++) expect((await guesser.signIn(name, `guess ${i}`)).status).toBe(403);
      const late = await guesser.signIn(name, PASSWORD);
      expect(late.status).toBe(429);
      expect(late.headers.get('retry-after')).toBe('900');
    }
    clock.advanceTo(new Date(clock.now().getTime() + 16 * MINUTE));
    expect((await new TestBrowser(app).signIn('slow', PASSWORD)).status).toBe(303);
  }, 90_000);

  it('lets many guesses at once through no further than one by one', async () => {
    const app = served([account('burst', 'reader')]);
    clock.advanceTo(new Date(clock.now().getTime() + 16 * MINUTE));
    const browsers = Array.from({ length: 12 }, () => new TestBrowser(app));
    const words = await Promise.all(browsers.map((browser) => browser.word('/sign-in')));
    const answers = await Promise.all(
      browsers.map((browser, i) =>
        browser.post('/sign-in', { csrf: words[i]!, user: 'burst', password: `guess ${i}` }),
      ),
    );
    expect(answers.filter(({ status }) => status === 403).length).toBeLessThanOrEqual(5);
  });

  it('ends sessions with the account, its password, its time', async () => {
    const browser = new TestBrowser(served([account('gone', 'reader')]));
    clock.advanceTo(new Date(clock.now().getTime() + 16 * MINUTE));
    await browser.signIn('gone', PASSWORD);
    const token = browser.cookies.get(SESSION)!;
    const status = async (accounts: readonly Account[]) => {
      const again = new TestBrowser(served(accounts));
      again.cookies.set(SESSION, token);
      return (await again.get('/account')).status;
    };
    expect(await status([account('gone', 'operator')])).toBe(200);
    expect(await status([account('other', 'reader')])).toBe(303);
    expect(await status([account('gone', 'reader', { password: await hashPassword('another password') })])).toBe(303);
    clock.advanceTo(new Date(clock.now().getTime() + 13 * 1440 * MINUTE));
    expect(await status([account('gone', 'reader')])).toBe(200);
    clock.advanceTo(new Date(clock.now().getTime() + 15 * 1440 * MINUTE));
    expect(await status([account('gone', 'reader')])).toBe(303);
  });

  it('keeps cookies for encrypted connections, out of reach of scripts, under a name no other host can set', async () => {
    const app = served([account('safe', 'reader')], 'https://ear.example');
    const browser = new TestBrowser(app, 'https://ear.example');
    const response = await browser.signIn('safe', PASSWORD);
    const [line = ''] = response.headers.getSetCookie().filter((one) => one.includes('session'));
    expect(line).toMatch(/^__Host-earshot_session=/);
    for (const flag of ['HttpOnly', 'Secure', 'SameSite=Lax', 'Path=/']) expect(line).toContain(flag);
    expect(response.headers.get('strict-transport-security')).toContain('max-age');
  });

  describe('where there are no users', () => {
    it('nobody has to, under this machine’s own names', async () => {
      const app = served([]);
      expect((await new TestBrowser(app).get('/')).status).toBe(200);
      expect((await new TestBrowser(app).get('/sign-in')).status).toBe(303);
      const rebound = new TestBrowser(app, 'http://evil.example:8480');
      expect((await rebound.get('/')).status).toBe(421);
      expect((await rebound.get('/healthz')).status).toBe(200);
    });
  });
});
