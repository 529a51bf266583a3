/** Leaving a digest with one click (RFC 8058), and coming back. */
import { html, localUrl } from '../../notify/mail/html.ts';
import { resubscribe, type Unsubscription, unsubscribe, unsubscriptions } from '../../store/digests.ts';
import { readUnsubscribeToken } from '../auth/links.ts';
import type { WebDeps } from '../deps.ts';
import { page } from '../layout/page.ts';
import { readerOfRecipient } from '../reader.ts';
import { linkExpired } from '../respond.ts';
import type { Routes } from '../routes.ts';

/**
 * Opening the link changes nothing: scanners follow links. A POST does, without any cookie, as mail programs send it
 * (`List-Unsubscribe=One-Click`) and as the page's own button does.
 */
export function serveUnsubscribe(routes: Routes, deps: WebDeps): void {
  routes.get('/unsubscribe', 'anyone', async (c, reader) => {
    const token = c.req.query('token') ?? '';
    const what = readUnsubscribeToken(token, deps.secret);
    if (what === null) return linkExpired(c, reader);
    return c.html(await subscriptionPage(deps, what, token));
  });
  routes.post(
    '/unsubscribe',
    'anyone',
    async (c, reader) => {
      const token = c.req.query('token') ?? '';
      const what = readUnsubscribeToken(token, deps.secret);
      if (what === null) return linkExpired(c, reader);
      const form = await c.req.parseBody();
      if (form.again === '1') await resubscribe(deps.store.db, what);
      else await unsubscribe(deps.store.db, what, deps.clock.now());
      return c.html(await subscriptionPage(deps, what, token));
    },
    { open: true },
  );
}

async function subscriptionPage(deps: WebDeps, what: Unsubscription, token: string): Promise<string> {
  const recipient = deps.recipients.find(({ id }) => id === what.recipient);
  const reader = readerOfRecipient(deps, what.recipient);
  const { words } = reader;
  const brand = deps.brands.find(({ id }) => id === what.brand)?.name ?? what.brand;
  const left = (await unsubscriptions(deps.store.db)).some(
    (one) => one.recipient === what.recipient && one.brand === what.brand && one.period === what.period,
  );
  const path = localUrl(`/unsubscribe?token=${encodeURIComponent(token)}`);
  const said = left ? words.unsubscribed : words.subscribed;
  const button = left ? words.subscribeAgain : words.unsubscribe;
  return page(
    reader,
    words.digests,
    html`<p><strong><bdi>${brand}</bdi></strong> · ${words.period[what.period]} · <bdi>${recipient?.name ?? what.recipient}</bdi></p>
<p>${said}</p>
<form method="post" action="${path}">${left && html`<input type="hidden" name="again" value="1">`}
<p><button type="submit">${button}</button></p></form>`,
  );
}
