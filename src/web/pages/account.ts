/** Somebody's own account: what they may do, and where they are signed in. */
import { html, join, localUrl } from '../../notify/mail/html.ts';
import { sessionsOf } from '../../store/sessions.ts';
import { sessionOf } from '../auth/sessions.ts';
import type { WebDeps } from '../deps.ts';
import { deviceOf } from '../layout/device.ts';
import { page } from '../layout/page.ts';
import { time } from '../layout/parts.ts';
import type { Reader } from '../reader.ts';
import type { Routes } from '../routes.ts';
import { ACCOUNT_WORDS } from '../words/account.ts';

export function serveAccount(routes: Routes, deps: WebDeps): void {
  routes.get('/account', 'reader', async (c, reader) =>
    c.html(await accountPage(deps, reader, (await sessionOf(deps, c))?.row.hash)),
  );
}

/** `here`: the session that asks. */
async function accountPage(deps: WebDeps, reader: Reader, here: string | undefined): Promise<string> {
  const words = ACCOUNT_WORDS[reader.language];
  const { user } = reader;
  if (user === null) return page(reader, words.account, html`<p class="notice">${words.nobodySignsIn}</p>`);
  const sessions = await sessionsOf(deps.store.db, user.id, deps.clock.now());
  const lines = sessions.map(
    ({ hash, agent, createdAt, seenAt }) =>
      html`<li class="line"><span class="grow"><span title="${agent}">${deviceOf(agent)}</span> ${hash === here && html`<span class="chip quiet">${words.thisOne}</span>`}</span><span class="soft">${words.since} ${time(reader, createdAt)} · ${words.lastSeen} ${time(reader, seenAt)}</span></li>`,
  );
  return page(
    reader,
    user.name,
    html`<section class="panel"><p>${words.user}${reader.words.colon}<strong>${user.id}</strong> · ${words.role}${reader.words.colon}${words.roles[user.role]} <span class="soft">${words.mayDo[user.role]}</span></p></section>
<section class="panel"><h2>${words.sessions}</h2><ul class="list">${join(lines)}</ul>
<form method="post" action="${localUrl('/account/sign-out-everywhere')}"><input type="hidden" name="csrf" value="${reader.csrf}">
<p class="soft">${words.everywhereExplain}</p><p><button class="second" type="submit">${words.everywhere}</button></p></form></section>`,
    { crumb: html`${words.account}` },
  );
}
