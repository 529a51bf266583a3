/** The page of an incident: how bad, why, how it goes on, and what to do about it. */
import { stepIn } from '../../notify/content/pieces.ts';
import { type Html, html, join, localUrl } from '../../notify/mail/html.ts';
import type { AuthorView, Figure } from '../../notify/views/parts.ts';
import { LABELS } from '../../notify/words/labels.ts';
import { contentsOf, type IncidentContents, MOST_DRIVERS } from '../../pipeline/views/incident-contents.ts';
import { type IncidentLife, incidentLife } from '../../pipeline/views/incident-view.ts';
import { filterToQuery } from '../../store/mention-filter.ts';
import type { WebDeps } from '../deps.ts';
import { personName } from '../layout/names.ts';
import { page } from '../layout/page.ts';
import { labelChip, mentionCard, severityMark, time } from '../layout/parts.ts';
import type { Reader } from '../reader.ts';
import { ACT_WORDS } from '../words/acts.ts';
import { INCIDENT_WORDS } from '../words/incident.ts';
import { actForms, muteLine, type Person } from './incident-acts.ts';
import { courseChart, severityTable, spreadChart, spreadSays } from './incident-charts.ts';
import { lifeLine } from './incident-life.ts';
import { incidentTitle } from './incident-title.ts';

/** `permit`: hidden fields with which its reader may handle it; null: to look only. Null where there is none. */
export async function incidentPage(
  deps: WebDeps,
  reader: Reader,
  incidentId: number,
  permit: Html | null,
): Promise<string | null> {
  const life = await incidentLife(deps.views, incidentId, deps.clock.now());
  if (life === null) return null;
  const { incident, mute, spread, recovery } = life;
  const words = INCIDENT_WORDS[reader.language];
  const labels = LABELS[reader.language];
  const filter = { brand: incident.brand, incident: incidentId };
  const brand = deps.brands.find(({ id }) => id === incident.brand);
  // Of a brand that is no longer configured, what was stored is all there is to say.
  const known = brand ?? { id: incident.brand, playbook: {} };
  const { parts, total, people, first, drivers } = await contentsOf(
    deps.views,
    known,
    incident,
    incident.closedAt ?? deps.clock.now(),
    MOST_DRIVERS,
  );
  const name = (id: string) => personName(deps, reader, id);
  const section = (title: string, lead: string | null, body: Html) =>
    html`<section class="panel"><div class="panel-head"><h2>${title}</h2>${lead && html`<span class="soft">${lead}</span>`}</div>${body}</section>`;
  return page(
    reader,
    incidentTitle(deps, reader, incident),
    html`${mute && muteLine(reader, mute, name)}${parts.coordination && html`<p class="notice warning">${words.coordination(reader.format.integer(parts.coordination.copies.value), reader.format.integer(parts.coordination.accounts.value))} <a href="${localUrl(parts.coordination.copies.evidence)}">${reader.words.evidence}</a></p>`}
<div class="aside three"><div class="first">${permit !== null && section(ACT_WORDS[reader.language].handle, null, actForms(reader, incident, mute, peopleOf(deps), permit))}</div>
<div class="main">
${section(words.course, words.courseLead, courseChart(reader, life))}
${spread && section(words.spread, words.spreadLead, html`<p>${spreadSays(reader, spread)} <a href="${localUrl(`/mentions/${encodeURIComponent(incident.brand)}/${spread.post}`)}">${reader.words.posts}</a></p>${spreadChart(reader, incidentId, spread)}`)}
${recovery && section(words.recovery, words.recoveryLead, recoveryLine(reader, recovery))}
${aboutWhat(reader, parts)}
<section><div class="panel-head"><h2>${words.drivers}</h2><a href="${localUrl(`/evidence?${filterToQuery(filter)}`)}">${reader.format.integer(total)} ${reader.words.mentions}</a>${people.value > 0 && html`<a href="${localUrl(people.evidence)}">${words.people(reader.format.integer(people.value), people.value === 1, people.atMost)}</a>`}</div>
${drivers.length === 0 ? html`<p class="empty">${words.noDrivers}</p>` : join(drivers.map((mention) => mentionCard(reader, mention, deps.siteNames(mention.site))))}</section>
</div><div>
${parts.steps.length > 0 && section(words.steps, null, html`<ol>${join(parts.steps.map((step) => html`<li>${stepIn(step, reader.language)}</li>`))}</ol>`)}
${section(
  words.severity,
  null,
  severityTable(reader, life, (intent) => labels.intent[intent as keyof typeof labels.intent]),
)}
${section(words.coverage, null, coverage(reader, parts))}
${section(words.life, null, lifeLine(deps, reader, life, first))}
</div></div>`,
    {
      live: { brand: incident.brand },
      crumb: html`<a href="${localUrl('/incidents')}">${reader.words.incidents}</a>`,
      lead: leadOf(reader, life, name),
      tools: html`<p class="no-print"><a class="button second" href="${localUrl(`/incidents/${incidentId}/brief?lang=${reader.language}`)}">${words.brief}</a></p>`,
    },
  );
}

/** To whom an incident can be given: whoever hears of incidents, and whoever signs in to handle them. */
export function peopleOf({ recipients, signIn }: WebDeps): readonly Person[] {
  const handlers = signIn.accounts.filter(({ role }) => role !== 'reader');
  const known = [...recipients, ...handlers].map(({ id, name }) => ({ id, name }));
  return known.filter(({ id }, index) => known.findIndex((one) => one.id === id) === index);
}

function leadOf(reader: Reader, { incident }: IncidentLife, name: (id: string) => string): Html {
  const words = INCIDENT_WORDS[reader.language];
  const { severity, state, openedAt, closedAt, owner } = incident;
  return html`${severityMark(reader, severity)} <span class="chip quiet">${LABELS[reader.language].state[state]}</span>
${reader.words.since} ${time(reader, openedAt)}${closedAt && html` – ${time(reader, closedAt)}`} · ${reader.words.owner}${reader.words.colon}<strong><bdi>${owner === null ? words.nobody : name(owner)}</bdi></strong>`;
}

function recoveryLine(reader: Reader, recovery: NonNullable<IncidentLife['recovery']>): Html {
  const { before, after, answeredAt, rBefore, rAfter } = recovery;
  const words = INCIDENT_WORDS[reader.language];
  const share = (of: Figure) => html`<a href="${localUrl(of.evidence)}">${reader.format.percent(of.value)}</a>`;
  return html`<p>${time(reader, answeredAt)} · ${words.before}${reader.words.colon}<strong>${share(before)}</strong> → ${words.after}${reader.words.colon}<strong>${share(after)}</strong>${rBefore !== null && rAfter !== null && html` · R: <strong>${reader.format.decimal(rBefore)} → ${reader.format.decimal(rAfter)}</strong>`}</p>`;
}

/** Aspects, intents, talkers. */
function aboutWhat(reader: Reader, parts: IncidentContents['parts']): Html {
  const words = INCIDENT_WORDS[reader.language];
  const labels = LABELS[reader.language];
  const { format } = reader;
  const count = (of: Figure) => html`<a href="${localUrl(of.evidence)}">${format.integer(of.value)}</a>`;
  const block = (title: string, list: readonly Html[]) =>
    list.length > 0 && html`<section class="panel"><h2>${title}</h2><ul class="list">${join(list)}</ul></section>`;
  return html`<div class="columns">${block(
    words.aspects,
    parts.aspects.map(
      ({ aspect, negative, positive }) =>
        html`<li class="line"><span class="grow short"><bdi>${labels.aspect[aspect] ?? aspect}</bdi></span><span class="pair"><span class="negative">▼ ${count(negative)}</span> <span class="positive">▲ ${count(positive)}</span></span></li>`,
    ),
  )}${block(
    words.intents,
    parts.intents.map(
      (one) =>
        html`<li class="line"><span class="grow short">${labels.intent[one.intent]}</span>${count(one.count)}</li>`,
    ),
  )}${block(
    words.talkers,
    parts.talkers.map(
      ({ author, site, posts, label }) =>
        html`<li class="line"><span class="grow short"><bdi>${authorName(reader, author)}</bdi><br><span class="soft"><bdi>${site.name}</bdi>${author.followers !== null && html` · ${words.followers(format.compact(author.followers))}`}</span></span><span class="nowrap">${labelChip(reader, label)} ${count(posts)}</span></li>`,
    ),
  )}</div>`;
}

function authorName(reader: Reader, { name, kind }: AuthorView): string {
  return name ?? LABELS[reader.language].author[kind];
}

function coverage(reader: Reader, parts: IncidentContents['parts']): Html {
  const words = INCIDENT_WORDS[reader.language];
  if (parts.coverage.length === 0) return html`<p class="soft">${words.allSeen}</p>`;
  return html`<ul class="list">${join(
    parts.coverage.map(
      ({ site, blindSince, reason, evidence }) =>
        html`<li><a href="${localUrl(evidence)}"><bdi>${site.name}</bdi></a><br><span class="warn">${words.blindSince} ${time(reader, new Date(blindSince))}</span> · ${LABELS[reader.language].outcome[reason]}</li>`,
    ),
  )}</ul>`;
}
