/** The rows behind a number: exactly the mentions its filter means. */
import { EarshotError } from '../../errors.ts';
import { html, join, localUrl } from '../../notify/mail/html.ts';
import { filterFromQuery, filterToQuery, type MentionFilter } from '../../store/mention-filter.ts';
import { countTotal, listMentions } from '../../store/mention-list.ts';
import type { WebDeps } from '../deps.ts';
import { page } from '../layout/page.ts';
import { mentionCard } from '../layout/parts.ts';
import type { Reader } from '../reader.ts';
import { show } from '../respond.ts';
import type { Routes } from '../routes.ts';

const PAGE = 50;

export function serveEvidence(routes: Routes, deps: WebDeps): void {
  routes.get('/evidence', 'reader', async (c, reader) => {
    const query = new URL(c.req.url).searchParams;
    const read = filterFromQuery(query);
    if ('problems' in read) throw new EarshotError(read.problems.join('; '));
    return show(c, reader, await evidencePage(deps, reader, read.filter, readAfter(query.get('after'))));
  });
}

/** Where a list goes on: time and id of the last row shown. */
function readAfter(word: string | null): { occurredAt: Date; postId: number } | undefined {
  const match = word === null ? null : /^([^_]{1,40})_(\d{1,15})$/.exec(word);
  const occurredAt = new Date(match?.[1] ?? '');
  return match === null || Number.isNaN(occurredAt.getTime()) ? undefined : { occurredAt, postId: Number(match[2]) };
}

async function evidencePage(
  deps: WebDeps,
  reader: Reader,
  filter: MentionFilter,
  after: { occurredAt: Date; postId: number } | undefined,
): Promise<string> {
  const { words } = reader;
  const { db } = deps.store;
  const total = await countTotal(db, filter);
  const mentions = await listMentions(db, filter, { order: 'newest', limit: PAGE, ...(after && { after }) });
  const last = mentions.length === PAGE ? mentions.at(-1) : undefined;
  const older = filterToQuery(filter);
  if (last) older.set('after', `${last.occurredAt.toISOString()}_${last.postId}`);
  return page(
    reader,
    words.evidence,
    html`<p>${words.evidenceOf(total)}</p>
${join(mentions.map((mention) => mentionCard(reader, mention, deps.siteNames(mention.site))))}
${last && html`<p><a href="${localUrl(`/evidence?${older}`)}">${words.older}</a></p>`}`,
  );
}
