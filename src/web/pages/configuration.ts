/** The configuration that is in use, and what last changed in it. Looked at here, changed in its files. */
import { html, join } from '../../notify/mail/html.ts';
import { configChanges, filesInUse } from '../../store/config-changes.ts';
import type { WebDeps } from '../deps.ts';
import { page } from '../layout/page.ts';
import { time } from '../layout/parts.ts';
import type { Reader } from '../reader.ts';
import { show } from '../respond.ts';
import type { Routes } from '../routes.ts';
import { TARGET_WORDS } from '../words/targets.ts';
import { operatorTabs } from './targets.ts';

const CHANGES = 30;

export function serveConfiguration(routes: Routes, deps: WebDeps): void {
  routes.get('/configuration', 'operator', async (c, reader) => show(c, reader, await configurationPage(deps, reader)));
}

async function configurationPage(deps: WebDeps, reader: Reader): Promise<string> {
  const words = TARGET_WORDS[reader.language];
  const { db } = deps.store;
  const changes = await configChanges(db, CHANGES);
  const inUse = await filesInUse(db);
  const lines = changes.map(
    ({ at, by, kind, lines: said }) =>
      html`<li class="${kind === 'refused' ? 'alarm' : 'plain'}"><span class="soft">${time(reader, at)} · <bdi>${by}</bdi></span><br><strong>${words.change[kind]}</strong>${said.length > 0 && html`<ul>${join(said.map((line) => html`<li><bdi>${hidden(reader, line)}</bdi></li>`))}</ul>`}</li>`,
  );
  const files = Object.entries(inUse?.files ?? {}).map(
    ([name, text]) => html`<details><summary>${name}</summary><pre class="box">${hidden(reader, text)}</pre></details>`,
  );
  return page(
    reader,
    words.config,
    html`<section class="panel"><h2>${words.changes}</h2>${lines.length === 0 ? html`<p class="empty">${words.noChanges}</p>` : html`<ol class="history">${join(lines)}</ol>`}</section>
${files.length > 0 && html`<section class="panel"><div class="panel-head"><h2>${words.files}</h2><span class="soft">${words.filesLead}</span></div>${join(files)}</section>`}`,
    { tools: operatorTabs(reader, 'configuration') },
  );
}

/** Hashes of passwords are nothing to look at. Other secrets never stand in the files. */
function hidden(reader: Reader, text: string): string {
  return text.replace(/\$scrypt\$[^$\s]*\$[A-Za-z0-9+/]*(\$[A-Za-z0-9+/]*)?/g, TARGET_WORDS[reader.language].hidden);
}
