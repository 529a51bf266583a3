/** The people behind a number of people: each with the posts that are theirs. */
import { html, join, localUrl } from '../../notify/mail/html.ts';
import { filterToQuery, type MentionFilter } from '../../store/mention-filter.ts';
import { countPeople, listPeople, type PersonKey } from '../../store/people-behind.ts';
import type { WebDeps } from '../deps.ts';
import { brandName } from '../layout/names.ts';
import { page } from '../layout/page.ts';
import type { Reader } from '../reader.ts';
import { EVIDENCE_WORDS } from '../words/evidence.ts';

const PAGE = 100;

/** Where a list goes on, as it stands in an address; undefined where the word is none. */
export function readPerson(word: string | null): PersonKey | undefined {
  const match = word === null ? null : /^(\d{1,15})_(.{1,200})$/s.exec(word);
  return match === null ? undefined : { mentions: Number(match[1]), authorKey: match[2]! };
}

export async function evidencePeoplePage(
  deps: WebDeps,
  reader: Reader,
  filter: MentionFilter,
  after: PersonKey | undefined,
): Promise<string> {
  const { words, format } = reader;
  const own = EVIDENCE_WORDS[reader.language];
  const { db } = deps.store;
  const { named, unnamed } = await countPeople(db, filter);
  const { people, next } = await listPeople(db, { filter, after, limit: PAGE });
  const list = `/evidence?${filterToQuery(filter)}`;
  const rows = people.map(({ authorKey, authorName, site, mentions }) => {
    const theirs = localUrl(`/evidence?${filterToQuery({ ...filter, author: authorKey })}`);
    return html`<tr class="person"><th scope="row"><a href="${theirs}"><bdi>${authorName ?? own.nameless}</bdi></a></th><td><bdi>${deps.siteNames(site)}</bdi></td><td class="number">${format.integer(mentions)}</td></tr>`;
  });
  const table = html`<div class="scroll" tabindex="0"><table><thead><tr><th scope="col">${own.person}</th><th scope="col">${own.site}</th><th scope="col" class="number">${own.posts}</th></tr></thead><tbody>${join(rows)}</tbody></table></div>`;
  const more =
    next && localUrl(`${list}&by=people&${new URLSearchParams({ after: `${next.mentions}_${next.authorKey}` })}`);
  return page(
    reader,
    words.evidence,
    html`<section class="panel"><p><strong>${own.people(named, unnamed)}</strong></p>
<p class="line no-print"><a href="${localUrl(list)}">${own.allPosts}</a></p></section>
${
  rows.length > 0 &&
  html`<section class="panel">${table}
${more && html`<p class="line no-print"><a class="button second" rel="next" href="${more}">${own.morePeople}</a></p>`}</section>`
}`,
    { crumb: html`<bdi>${brandName(deps.brands, filter.brand)}</bdi>`, lead: html`${own.peopleLead}` },
  );
}
