/** The targets as operators see them: how each stands, what it last brought, what to do. Those in trouble come first. */
import { AT_EASE, type CrawlOutcome } from '../../model.ts';
import { type Html, html, join, localUrl } from '../../notify/mail/html.ts';
import { HEALTH_WORDS, wordsFor } from '../../notify/words/health.ts';
import { LABELS } from '../../notify/words/labels.ts';
import type { TargetStatus } from '../../pipeline/status.ts';
import type { WebDeps } from '../deps.ts';
import { page } from '../layout/page.ts';
import { time } from '../layout/parts.ts';
import type { TargetAbout } from '../operating.ts';
import { may, type Reader } from '../reader.ts';
import { show } from '../respond.ts';
import type { Routes } from '../routes.ts';
import { TARGET_WORDS } from '../words/targets.ts';

export function serveTargets(routes: Routes, deps: WebDeps): void {
  routes.get('/targets', 'reader', async (c, reader) => show(c, reader, await targetsPage(deps, reader)));
}

async function targetsPage(deps: WebDeps, reader: Reader): Promise<string> {
  const words = TARGET_WORDS[reader.language];
  const { targets, status } = deps.operating;
  const now = deps.clock.now();
  const all: { about: TargetAbout; status: TargetStatus }[] = [];
  for (const about of targets) all.push({ about, status: await status(about.id, now) });
  const troubled = all.filter((one) => !AT_EASE.has(one.status.state));
  const calm = all.filter((one) => AT_EASE.has(one.status.state));
  const rows = [...troubled, ...calm].map((one) => row(reader, one.about, one.status));
  return page(
    reader,
    reader.words.targets,
    rows.length === 0
      ? html`<p class="notice">${words.none}</p>`
      : html`<section class="panel"><ul class="list">${join(rows)}</ul></section>`,
    { lead: html`${words.lead}`, tools: operatorTabs(reader, 'targets') },
  );
}

/** The pages of operators, beside one another. */
export function operatorTabs(
  reader: Reader,
  here: 'targets' | 'hosts' | 'configuration' | 'backtest' | 'tokens',
): Html | undefined {
  if (!may(reader, 'operator')) return undefined;
  const words = TARGET_WORDS[reader.language];
  const tab = (name: typeof here, text: string) => {
    const url = localUrl(`/${name}`);
    return name === here ? html`<a href="${url}" aria-current="true">${text}</a>` : html`<a href="${url}">${text}</a>`;
  };
  return html`<nav class="tabs no-print" aria-label="${reader.words.targets}">${tab('targets', reader.words.targets)}${tab('hosts', words.hosts)}${tab('configuration', words.config)}${tab('backtest', words.backtest)}${tab('tokens', words.tokens)}</nav>`;
}

/** The state in words, marked by more than colour. */
export function stateMark(reader: Reader, { state }: TargetStatus, door: boolean): Html {
  const spoken = wordsFor(HEALTH_WORDS[reader.language], state, door);
  const tone = state === 'paused' || state === 'new' ? 'neutral' : AT_EASE.has(state) ? 'positive' : 'negative';
  const sign = state === 'paused' ? '❚❚' : tone === 'negative' ? '!' : tone === 'positive' ? '✓' : '·';
  return html`<span class="chip ${tone}"><span aria-hidden="true">${sign}</span>${spoken.state}</span>`;
}

function row(reader: Reader, { id, door }: TargetAbout, status: TargetStatus): Html {
  const words = TARGET_WORDS[reader.language];
  const { format } = reader;
  const { lastCrawl, expected, coverage, nextRun, since, newLastDay } = status;
  const spoken = wordsFor(HEALTH_WORDS[reader.language], status.state, door);
  const usual = expected === null ? null : html` (${words.usual(format.decimal(expected.perDay))})`;
  return html`<li id="${id}"><div class="line"><a class="grow" href="${localUrl(`/targets/${encodeURIComponent(id)}`)}"><strong><bdi>${id}</bdi></strong></a>${stateMark(reader, status, door)}</div>
<p class="soft">${status.crawler} · ${words.newLastDay}${reader.words.colon}${format.integer(newLastDay)}${usual} · ${words.seenLastDay}${reader.words.colon}${coverage === null ? words.unknown : format.percent(coverage)}${lastCrawl && html` · ${reader.words.lastCrawl}${reader.words.colon}${LABELS[reader.language].outcome[lastCrawl.outcome as CrawlOutcome]}, ${time(reader, lastCrawl.finishedAt)}`}${nextRun && html` · ${words.next}${reader.words.colon}${time(reader, nextRun)}`}</p>
${!AT_EASE.has(status.state) && html`<p class="negative">${since && html`${reader.words.since} ${time(reader, since)}. `}${lastCrawl?.reason && html`<bdi>${lastCrawl.reason}</bdi>`}</p>${spoken.advice !== '' && html`<p>${spoken.advice}</p>`}`}${restLine(reader, status)}</li>`;
}

/** Why and until when it rests. */
export function restLine(reader: Reader, { rest }: TargetStatus): Html | null {
  if (rest === null) return null;
  const words = TARGET_WORDS[reader.language];
  return html`<p>${words.paused}${rest.site !== null && html` (<bdi>${rest.site}</bdi>)`}${rest.until && html` ${words.until} ${time(reader, rest.until)}`}${rest.reason !== '' && html`: <q>${rest.reason}</q>`}</p>`;
}
