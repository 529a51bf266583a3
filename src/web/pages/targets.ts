/** The targets as operators see them: how each stands, what it waits for, what it last brought. */
import { AT_EASE } from '../../model.ts';
import { html, join } from '../../notify/mail/html.ts';
import { HEALTH_WORDS, wordsFor } from '../../notify/words/health.ts';
import { LABELS } from '../../notify/words/labels.ts';
import { targetHealth } from '../../store/crawls.ts';
import { activePauses } from '../../store/pauses.ts';
import { foundHealth } from '../../store/target-health.ts';
import type { WebDeps } from '../deps.ts';
import { page } from '../layout/page.ts';
import { time } from '../layout/parts.ts';
import type { Reader } from '../reader.ts';
import { show } from '../respond.ts';
import type { Routes } from '../routes.ts';

export function serveTargets(routes: Routes, deps: WebDeps): void {
  routes.get('/targets', 'reader', async (c, reader) => show(c, reader, await targetsPage(deps, reader)));
}

async function targetsPage(deps: WebDeps, reader: Reader): Promise<string> {
  const { words } = reader;
  const { db } = deps.store;
  const outcomes = LABELS[reader.language].outcome;
  const health = HEALTH_WORDS[reader.language];
  const found = new Map((await foundHealth(db)).map((row) => [row.target, row]));
  const pauses = await activePauses(db, deps.clock.now());
  const rows = (await targetHealth(db)).map((target) => {
    const state = target.paused ? 'paused' : (found.get(target.target)?.state ?? 'new');
    const spoken = wordsFor(health, state, target.crawler === 'inbox' || target.crawler === 'ingest');
    const since = AT_EASE.has(state) ? null : (found.get(target.target)?.since ?? null);
    const pause = pauses.find(({ kind, name }) => name === (kind === 'target' ? target.target : target.site));
    return html`<tr id="${target.target}"><td><bdi>${target.target}</bdi><br><span class="soft">${target.crawler ?? ''}</span></td>
<td><span class="${AT_EASE.has(state) ? (state === 'paused' ? 'soft' : 'positive') : 'negative'}">${spoken.state}</span>${since && html`<br><span class="soft">${words.since} ${time(reader, since)}</span>`}${spoken.advice && html`<br>${spoken.advice}`}${target.paused && pause?.reason ? html`<br><q>${pause.reason}</q>` : ''}${target.paused && pause?.until ? html`<br><span class="soft">→ ${time(reader, pause.until)}</span>` : ''}</td>
<td>${target.lastOutcome === null ? '–' : html`<span class="${target.failingSince === null ? 'positive' : 'negative'}">${outcomes[target.lastOutcome]}</span>`}<br><span class="soft">${target.lastReason ?? ''}</span></td>
<td>${target.lastAt === null ? '–' : time(reader, target.lastAt)}</td>
<td>${target.coveredUntil === null ? '–' : time(reader, target.coveredUntil)}</td></tr>`;
  });
  return page(
    reader,
    words.targets,
    html`<div class="scroll"><table><tr><th></th><th>${words.state}</th><th>${words.outcome}</th><th>${words.lastCrawl}</th><th>${words.coveredUntil}</th></tr>${join(rows)}</table></div>`,
  );
}
