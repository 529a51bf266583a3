/** Digests as they were sent: the archive of them, and each. */
import { type Html, html, join, localUrl } from '../../notify/mail/html.ts';
import { type DigestRow, listDigests } from '../../store/digests.ts';
import type { WebDeps } from '../deps.ts';
import { cardTable } from '../layout/card-table.ts';
import { mailPage } from '../layout/mail-page.ts';
import { brandName } from '../layout/names.ts';
import { page } from '../layout/page.ts';
import { time } from '../layout/parts.ts';
import type { Reader } from '../reader.ts';
import { missing, show } from '../respond.ts';
import type { Routes } from '../routes.ts';
import { EVIDENCE_WORDS } from '../words/evidence.ts';
import { digestPage } from './digest.ts';

const PAGE = 60;
const DAY = /^\d{4}-\d\d-\d\d$/;

export function serveDigests(routes: Routes, deps: WebDeps): void {
  routes.get('/digests', 'reader', async (c, reader) => {
    const { brand, day, before, period } = c.req.query();
    // The form of the page names a day; its address has the day in its path.
    if (brand && day && DAY.test(day)) {
      return c.redirect(`/digests/${encodeURIComponent(brand)}/${day}${period === 'week' ? '?period=week' : ''}`, 303);
    }
    const place = before !== undefined && DAY.test(before) ? before : undefined;
    return show(c, reader, await archive(deps, reader, brand || undefined, place));
  });
  routes.get('/digests/:brand/:day', 'reader', async (c, reader) => {
    const period = c.req.query('period') === 'week' ? 'week' : 'day';
    const brand = c.req.param('brand') ?? '';
    const day = c.req.param('day') ?? '';
    const asked = { brand, day, period, recipient: c.req.query('for') } as const;
    const digest = await digestPage(deps, reader, asked);
    return digest === null ? missing(c, reader) : mailPage(c, digest);
  });
}

type Row = Omit<DigestRow, 'view'>;

async function archive(deps: WebDeps, reader: Reader, brand?: string, before?: string): Promise<string> {
  const words = EVIDENCE_WORDS[reader.language];
  const found = await listDigests(deps.store.db, PAGE, { ...(brand && { brand }), ...(before && { before }) });
  // A day that the page cuts through stands whole on the next one.
  const cut = found.length === PAGE ? found.at(-1)?.day : undefined;
  const whole = found.filter(({ day }) => day !== cut);
  const digests = whole.length === 0 ? found : whole;
  const query = new URLSearchParams({ ...(brand && { brand }), before: digests.at(-1)?.day ?? '' });
  const older = cut === undefined ? null : localUrl(`/digests?${query}`);
  return page(
    reader,
    reader.words.digests,
    html`<div class="aside"><section class="panel">${digests.length === 0 ? html`<p class="empty">${words.noDigests}</p>` : table(deps, reader, digests)}
${older && html`<p><a class="button second" rel="next" href="${older}">${reader.words.older}</a></p>`}</section>
${openForm(deps, reader)}</div>`,
    { lead: html`${words.archiveLead}`, tools: tabs(deps, reader, brand) },
  );
}

function table(deps: WebDeps, reader: Reader, digests: readonly Row[]): Html {
  const words = EVIDENCE_WORDS[reader.language];
  const rows = digests.map((digest) => {
    const query = new URLSearchParams({ for: digest.recipient, period: digest.period });
    const path = localUrl(`/digests/${encodeURIComponent(digest.brand)}/${digest.day}?${query}`);
    const recipient = deps.recipients.find(({ id }) => id === digest.recipient)?.name ?? digest.recipient;
    return [
      html`<a href="${path}">${digest.day}</a>${digest.edition > 0 && html`<br><span class="soft">${words.amended(digest.edition)}</span>`}`,
      words.periods[digest.period],
      html`<bdi>${brandName(deps.brands, digest.brand)}</bdi>`,
      html`<bdi>${recipient}</bdi>`,
      digest.sentAt === null ? html`<span class="soft">${words.notSent}</span>` : time(reader, digest.sentAt),
    ];
  });
  return cardTable(
    [
      { name: words.day, kind: 'row-head', className: 'nowrap' },
      { name: words.period, kind: 'short' },
      { name: words.brand, kind: 'nowrap' },
      { name: words.recipient, kind: 'short' },
      { name: words.sent, kind: 'nowrap' },
    ],
    rows,
  );
}

function tabs(deps: WebDeps, reader: Reader, chosen: string | undefined): Html | undefined {
  const words = EVIDENCE_WORDS[reader.language];
  if (deps.brands.length < 2) return undefined;
  const tab = (path: string, name: string, here: boolean) =>
    here
      ? html`<a href="${localUrl(path)}" aria-current="true"><bdi>${name}</bdi></a>`
      : html`<a href="${localUrl(path)}"><bdi>${name}</bdi></a>`;
  const brands = deps.brands.map(({ id, name }) =>
    tab(`/digests?brand=${encodeURIComponent(id)}`, name, id === chosen),
  );
  return html`<nav class="tabs no-print" aria-label="${words.brand}">${tab('/digests', words.all, chosen === undefined)}${join(brands)}</nav>`;
}

/** Any day of any brand, sent or not. */
function openForm(deps: WebDeps, reader: Reader): Html {
  const words = EVIDENCE_WORDS[reader.language];
  const brands = deps.brands.map(({ id, name }) => html`<option value="${id}">${name}</option>`);
  const periods = (['day', 'week'] as const).map((one) => html`<option value="${one}">${words.periods[one]}</option>`);
  return html`<form class="panel no-print" method="get" action="${localUrl('/digests')}"><h2>${words.open}</h2><p class="soft">${words.openLead}</p>
<div class="filters"><label class="filter">${words.brand}<select name="brand">${join(brands)}</select></label>
<label class="filter">${words.period}<select name="period">${join(periods)}</select></label>
<label class="filter">${words.day}<input type="date" name="day" required></label></div><p><button class="second">${words.show}</button></p></form>`;
}
