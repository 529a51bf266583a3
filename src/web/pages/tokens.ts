/** Tokens by which programs use the API: those there are, making one, ending one. */
import type { Context } from 'hono';
import { type Html, html, join, localUrl } from '../../notify/mail/html.ts';
import { LOCAL } from '../../pipeline/people.ts';
import { type ApiToken, listTokens, removeToken } from '../../store/api-tokens.ts';
import { COMMAND_LINE, issueToken, LONGEST_TOKEN_NAME, type TokenAsked } from '../api/tokens.ts';
import type { WebDeps } from '../deps.ts';
import { personName } from '../layout/names.ts';
import { page } from '../layout/page.ts';
import { time } from '../layout/parts.ts';
import { type Reader, ROLES } from '../reader.ts';
import { missing } from '../respond.ts';
import type { Routes } from '../routes.ts';
import { TARGET_WORDS } from '../words/targets.ts';
import { TOKEN_WORDS } from '../words/tokens.ts';
import { operatorTabs } from './targets.ts';

/** Offered, in days; the first is what stands there at first. */
const DAYS = ['90', '30', '365', ''] as const;

export function serveTokens(routes: Routes, deps: WebDeps): void {
  const { db } = deps.store;
  routes.get('/tokens', 'operator', async (c, reader) => c.html(await tokensPage(deps, reader, null)));
  routes.post('/tokens', 'operator', async (c, reader) => {
    const asked = await askedIn(c);
    const by = reader.user?.id ?? LOCAL;
    const issued = await issueToken(db, asked, by, deps.clock.now());
    if ('wrong' in issued) {
      const wrong = html`<p class="notice bad" role="alert">${TOKEN_WORDS[reader.language].wrong[issued.wrong]}</p>`;
      return c.html(await tokensPage(deps, reader, wrong), issued.wrong === 'taken' ? 409 : 400);
    }
    deps.log.info({ token: asked.name, role: asked.role, by }, 'an API token was made from the pages');
    return c.html(await tokensPage(deps, reader, shownOnce(deps, reader, asked.name, issued.token)));
  });
  routes.post('/tokens/remove', 'operator', async (c, reader) => {
    const { name } = await c.req.parseBody();
    if (typeof name !== 'string' || !(await removeToken(db, name))) return missing(c, reader);
    deps.log.info({ token: name, by: reader.user?.id ?? LOCAL }, 'an API token was ended from the pages');
    return c.redirect('/tokens', 303);
  });
}

async function askedIn(c: Context): Promise<TokenAsked> {
  const form = await c.req.parseBody();
  const field = (value: unknown) => (typeof value === 'string' ? value.trim() : '');
  return { name: field(form.name), role: field(form.role), days: field(form.days) };
}

function shownOnce(deps: WebDeps, reader: Reader, name: string, token: string): Html {
  const words = TOKEN_WORDS[reader.language];
  const call = `curl -H "Authorization: Bearer ${token}" ${deps.publicUrl}/api/v1/brands`;
  return html`<section class="notice" role="status"><p><strong>${words.shownOnce(name)}</strong> ${words.keep}</p>
<p><code class="secret">${token}</code></p><p class="soft">${words.how}</p><pre class="box">${call}</pre></section>`;
}

async function tokensPage(deps: WebDeps, reader: Reader, said: Html | null): Promise<string> {
  const words = TOKEN_WORDS[reader.language];
  const tokens = await listTokens(deps.store.db);
  const csrf = html`<input type="hidden" name="csrf" value="${reader.csrf}">`;
  const roles = ROLES.map((role) => html`<option value="${role}">${words.roles[role]}</option>`);
  const days = DAYS.map((count) => html`<option value="${count}">${words.endsChoice[count]}</option>`);
  return page(
    reader,
    TARGET_WORDS[reader.language].tokens,
    html`${said}<div class="aside"><section class="panel">${
      tokens.length === 0
        ? html`<p class="empty">${words.none}</p>`
        : html`<ul class="list">${join(tokens.map((token) => row(deps, reader, token, csrf)))}</ul>`
    }</section>
<section class="panel"><h2>${words.add}</h2><form method="post" action="${localUrl('/tokens')}">${csrf}
<div class="field"><label for="name">${words.name}</label><input type="text" id="name" name="name" required maxlength="${LONGEST_TOKEN_NAME}" autocomplete="off" aria-describedby="name-hint"><span class="soft" id="name-hint">${words.nameHint}</span></div>
<div class="field"><label for="role">${words.role}</label><select id="role" name="role">${join(roles)}</select></div>
<div class="field"><label for="days">${words.ends}</label><select id="days" name="days">${join(days)}</select></div>
<p><button>${words.make}</button></p></form></section></div>`,
    { lead: html`${words.lead}`, tools: operatorTabs(reader, 'tokens') },
  );
}

function row(deps: WebDeps, reader: Reader, token: ApiToken, csrf: Html): Html {
  const words = TOKEN_WORDS[reader.language];
  const { name, role, by, createdAt, expiresAt, usedAt } = token;
  const known = ROLES.find((one) => one === role);
  const over = expiresAt !== null && expiresAt <= deps.clock.now();
  const maker = by === COMMAND_LINE ? words.byCommand : personName(deps, reader, by);
  const ends = expiresAt === null ? words.never : time(reader, expiresAt);
  return html`<li><p class="line"><strong class="grow"><bdi>${name}</bdi></strong>${over && html`<span class="chip warn"><span aria-hidden="true">!</span>${words.ended}</span>`}<span class="chip quiet">${known ? words.roles[known] : role}</span></p>
<p class="soft">${words.made} ${time(reader, createdAt)} · <bdi>${maker}</bdi> · ${words.ends}${reader.words.colon}${ends} · ${words.used}${reader.words.colon}${usedAt === null ? words.notUsed : time(reader, usedAt)}</p>
<details><summary>${words.remove}</summary><form method="post" action="${localUrl('/tokens/remove')}">${csrf}<input type="hidden" name="name" value="${name}">
<p class="soft">${words.removeExplain}</p><p><button class="second">${words.removeNow(name)}</button></p></form></details></li>`;
}
