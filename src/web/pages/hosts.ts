/** What hosts were asked, and what they may be asked: the audit of politeness. */
import { type Html, html, localUrl } from '../../notify/mail/html.ts';
import { hostsAsked, requestsTo, requestTotals, standingOf } from '../../store/request-log.ts';
import type { WebDeps } from '../deps.ts';
import { cardTable } from '../layout/card-table.ts';
import { page } from '../layout/page.ts';
import { time } from '../layout/parts.ts';
import type { Reader } from '../reader.ts';
import { show } from '../respond.ts';
import type { Routes } from '../routes.ts';
import { TARGET_WORDS } from '../words/targets.ts';
import { operatorTabs } from './targets.ts';

const HOUR_MS = 3_600_000;
const MOST_HOSTS = 50;
const REQUESTS = 100;

export function serveHosts(routes: Routes, deps: WebDeps): void {
  routes.get('/hosts', 'operator', async (c, reader) => show(c, reader, await hostsPage(deps, reader)));
  routes.get('/hosts/:host', 'operator', async (c, reader) =>
    show(c, reader, await hostPage(deps, reader, c.req.param('host') ?? '')),
  );
}

async function hostsPage(deps: WebDeps, reader: Reader): Promise<string> {
  const words = TARGET_WORDS[reader.language];
  const { db } = deps.store;
  const now = deps.clock.now();
  const hosts = await hostsAsked(db, new Date(now.getTime() - 168 * HOUR_MS), MOST_HOSTS);
  const rows: Html[][] = [];
  for (const host of hosts) rows.push(await hostRow(deps, reader, host, now));
  return page(
    reader,
    words.hosts,
    rows.length === 0
      ? html`<p class="empty">${words.noHosts}</p>`
      : html`<section class="panel">${cardTable(
          [
            { name: words.hosts, kind: 'row-head' },
            { name: words.used, className: 'bar-cell' },
            { name: words.hour, kind: 'number' },
            { name: words.day, kind: 'number' },
            { name: words.wait, kind: 'nowrap' },
          ],
          rows,
        )}</section>`,
    { tools: operatorTabs(reader, 'hosts') },
  );
}

async function hostRow(deps: WebDeps, reader: Reader, host: string, now: Date): Promise<Html[]> {
  const words = TARGET_WORDS[reader.language];
  const { db } = deps.store;
  const { format } = reader;
  const [standing] = await standingOf(db, host);
  const limits = deps.operating.limits(host);
  const used = standing?.day === now.toISOString().slice(0, 10) ? standing.used : 0;
  const share = Math.min(100, Math.round((used / limits.dailyCap) * 1000) / 10);
  const totals = async (since: number) => {
    const { requests, withoutPage } = await requestTotals(db, host, new Date(now.getTime() - since));
    return html`${format.integer(requests)}${withoutPage > 0 && html`<br><span class="negative">! ${format.integer(withoutPage)} ${words.failed}</span>`}`;
  };
  const penalty = standing !== undefined && standing.penaltyUntil > now ? standing : null;
  return [
    html`<a href="${localUrl(`/hosts/${encodeURIComponent(host)}`)}"><bdi>${host}</bdi></a>`,
    html`${format.integer(used)} / ${format.integer(limits.dailyCap)}<span class="chart"><svg class="meter" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true"><rect class="track" width="100" height="10"></rect><rect class="bar own" width="${String(share)}" height="10"></rect></svg></span>`,
    await totals(HOUR_MS),
    await totals(24 * HOUR_MS),
    penalty
      ? html`<span class="warn">${time(reader, penalty.penaltyUntil)}</span><br><span class="soft"><bdi>${penalty.penaltyReason}</bdi></span>`
      : html`–`,
  ];
}

async function hostPage(deps: WebDeps, reader: Reader, host: string): Promise<string | null> {
  const words = TARGET_WORDS[reader.language];
  const requests = await requestsTo(deps.store.db, host, REQUESTS);
  if (requests.length === 0) return null;
  const rows = requests.map(({ at, target, method, url, status, bytes, durationMs, verdict, reason }) => [
    html`${time(reader, at)}<br><span class="soft"><bdi>${target}</bdi></span>`,
    html`<bdi>${method} ${url}</bdi>${verdict && html`<br><span class="negative">! ${verdict}${reason && html`: <bdi>${reason}</bdi>`}</span>`}`,
    html`${status ?? '–'}`,
    `${reader.format.integer(bytes)} B`,
    `${reader.format.integer(durationMs)} ms`,
  ]);
  return page(
    reader,
    host,
    html`<section class="panel"><h2>${words.requests}</h2>${cardTable(
      [
        { name: words.time, kind: 'nowrap' },
        { name: 'URL', className: 'long' },
        { name: 'HTTP', kind: 'number' },
        { name: words.page, kind: 'number' },
        { name: words.took, kind: 'number' },
      ],
      rows,
    )}</section>`,
    { crumb: html`<a href="${localUrl('/hosts')}">${words.hosts}</a>` },
  );
}
