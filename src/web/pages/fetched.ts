/**
 * Pages as they were fetched, kept as evidence. Whatever they hold came from strangers: it is shown as text, handed out
 * as a file, or put into a sandbox in which nothing runs, nothing is loaded and nothing can be sent.
 */
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { decodeText } from '../../crawl/charset.ts';
import { type Html, html, join, localUrl, webUrl } from '../../notify/mail/html.ts';
import { type EvidencePage, evidenceOf, findEvidence } from '../../store/evidence.ts';
import type { PostRef } from '../../store/post-ref.ts';
import type { WebDeps } from '../deps.ts';
import { page } from '../layout/page.ts';
import { time } from '../layout/parts.ts';
import type { Reader } from '../reader.ts';
import { missing, show } from '../respond.ts';
import type { Routes } from '../routes.ts';

const unpack = promisify(gunzip);

/** Of the source shown on our page; the file is whole. */
const MOST_SHOWN = 200_000;

/** No script, no form, no plugin, no other address: not even ours. */
const SANDBOX =
  "sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src data:; form-action 'none'; base-uri 'none'; frame-ancestors 'none'";

export function serveFetched(routes: Routes, deps: WebDeps): void {
  routes.get('/fetched/:sha256{[0-9a-f]{64}}', 'reader', async (c, reader) =>
    show(c, reader, await fetchedPage(deps, reader, c.req.param('sha256') ?? '')),
  );
  routes.get('/fetched/:sha256{[0-9a-f]{64}}/:how{view|file}', 'reader', async (c, reader) => {
    const file = await fetchedFile(deps, c.req.param('sha256') ?? '', c.req.param('how') as 'view' | 'file');
    return file === null ? missing(c, reader) : c.body(Buffer.from(file.body), 200, { ...file.headers });
  });
}

/** Links to the pages kept for a post; null where none is. */
export async function keptPages(deps: WebDeps, reader: Reader, post: PostRef): Promise<Html | null> {
  const kept = await evidenceOf(deps.store.db, post);
  if (kept.length === 0) return null;
  const { words } = reader;
  return html`<h2>${words.kept}</h2><ul>${join(
    kept.map(
      ({
        sha256,
        url,
        at,
      }) => html`<li><a href="${localUrl(`/fetched/${sha256}`)}">${words.asFetched}</a> · ${time(reader, at)} ·
<bdi>${url}</bdi><br><span class="soft">SHA-256 ${sha256}</span></li>`,
    ),
  )}</ul>`;
}

/** A kept page with its address, time, hash and source. Null where there is none. */
async function fetchedPage(deps: WebDeps, reader: Reader, sha256: string): Promise<string | null> {
  const kept = await findEvidence(deps.store.db, sha256);
  if (kept === null) return null;
  const { words } = reader;
  const bytes = await bytesOf(kept);
  const source = bytes === null ? null : decodeText(bytes, kept.contentType ?? undefined);
  const original = webUrl(kept.url);
  const headers = Object.entries(kept.headers).map(
    ([name, value]) => html`<tr><td>${name}</td><td><bdi>${value}</bdi></td></tr>`,
  );
  return page(
    reader,
    words.asFetched,
    html`<p>${original ? html`<a href="${original}" rel="noreferrer nofollow">${kept.url}</a>` : html`<bdi>${kept.url}</bdi>`}</p>
<p>${time(reader, kept.fetchedAt)} · HTTP ${kept.status} · ${kept.bytes} bytes<br><span class="soft">SHA-256 ${sha256}</span></p>
${
  source === null
    ? html`<p>${words.tooLarge}</p>`
    : html`<p><a href="${localUrl(`/fetched/${sha256}/view`)}">${words.viewFetched}</a> · <a href="${localUrl(`/fetched/${sha256}/file`)}">${words.downloadFetched}</a></p>`
}
<div class="scroll" tabindex="0"><table>${join(headers)}</table></div>
${source !== null && html`<pre class="scroll" tabindex="0" dir="auto">${source.slice(0, MOST_SHOWN)}${source.length > MOST_SHOWN && '…'}</pre>`}`,
  );
}

interface FetchedFile {
  readonly body: Uint8Array;
  readonly headers: Readonly<Record<string, string>>;
}

/**
 * The bytes of a kept page. `file`: to be saved, exactly as fetched. `view`: to be looked at, as text or as a page on
 * which nothing works. Null where there are none.
 */
async function fetchedFile(deps: WebDeps, sha256: string, how: 'view' | 'file'): Promise<FetchedFile | null> {
  const kept = await findEvidence(deps.store.db, sha256);
  const body = kept && (await bytesOf(kept));
  if (kept === null || body === null) return null;
  if (how === 'file') {
    const type = { 'content-type': 'application/octet-stream', 'content-security-policy': SANDBOX };
    return { body, headers: { ...type, 'content-disposition': `attachment; filename="${sha256}.${endingOf(kept)}"` } };
  }
  const text = new TextEncoder().encode(decodeText(body, kept.contentType ?? undefined));
  const type = endingOf(kept) === 'html' ? 'text/html; charset=utf-8' : 'text/plain; charset=utf-8';
  return { body: text, headers: { 'content-type': type, 'content-security-policy': SANDBOX } };
}

async function bytesOf({ encoding, body }: EvidencePage): Promise<Uint8Array | null> {
  if (encoding === 'omitted') return null;
  return encoding === 'gzip' ? unpack(body) : body;
}

function endingOf({ contentType }: EvidencePage): 'html' | 'json' | 'txt' {
  const type = contentType?.toLowerCase() ?? '';
  if (/^text\/html|^application\/xhtml\+xml/.test(type)) return 'html';
  return /json/.test(type) ? 'json' : 'txt';
}
