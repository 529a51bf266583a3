/** Why a mention matched, how it was read, and the form that corrects it. */
import { type Html, html, join, localUrl } from '../../notify/mail/html.ts';
import { LABELS } from '../../notify/words/labels.ts';
import { CORRECTIONS, type CorrectionRow } from '../../store/corrections.ts';
import type { ListedMention } from '../../store/mention-list.ts';
import type { feelingsOf } from '../../store/threads.ts';
import type { WebDeps } from '../deps.ts';
import { mentionUrl } from '../layout/mention-item.ts';
import { brandName, personName } from '../layout/names.ts';
import { labelChip, time } from '../layout/parts.ts';
import type { Reader } from '../reader.ts';
import { FEED_WORDS } from '../words/feed.ts';
import { MENTION_WORDS } from '../words/mention.ts';

type Feelings = Awaited<ReturnType<typeof feelingsOf>>;

export function readingPanel(
  deps: WebDeps,
  reader: Reader,
  mention: ListedMention,
  feelings: Feelings,
  corrections: readonly CorrectionRow[],
): Html {
  const words = MENTION_WORDS[reader.language];
  const labels = LABELS[reader.language];
  const standing = corrections.find(({ undoneAt }) => undoneAt === null);
  const { uncorrected } = mention;
  const findings = [
    ...mention.aspects.map(({ aspect, label, evidence }) => ({
      name: labels.aspect[aspect] ?? aspect,
      label,
      evidence,
    })),
    ...mention.intents.map(({ intent, evidence }) => ({ name: labels.intent[intent], label: null, evidence })),
  ];
  const list = findings.map(
    ({ name, label, evidence }) =>
      html`<li>${label && html`${labelChip(reader, label)} `}<strong><bdi>${name}</bdi></strong><br><mark><bdi>${mention.text.slice(...evidence)}</bdi></mark></li>`,
  );
  const others = feelings.map(
    ({ brand, label, score }) =>
      html`<tr><th scope="row">${
        brand === mention.brand
          ? html`<bdi>${brandName(deps.brands, brand)}</bdi>`
          : html`<a href="${mentionUrl({ ...mention, brand })}"><bdi>${brandName(deps.brands, brand)}</bdi></a>`
      }</th><td>${labelChip(reader, label)}</td><td class="number">${signed(score)}</td></tr>`,
  );
  return html`<section class="panel"><h2>${words.read}</h2>
<p class="line">${labelChip(reader, mention.label)}${counting(reader, mention)}<span class="soft">${
    standing === undefined ? words.byModels : words.byPerson(personName(deps, reader, standing.by))
  }</span></p>
${uncorrected === null ? figures(reader, mention) : html`<p class="soft">${words.modelsSaid}</p><p class="line">${labelChip(reader, uncorrected.label)}</p>${figures(reader, uncorrected)}`}
${feelings.length > 1 && html`<h3>${words.brandwise}</h3><table>${join(others)}</table>`}
${list.length > 0 && html`<h3>${words.found}</h3><ul class="list">${join(list)}</ul>`}
${corrections.length > 0 && html`<h3>${words.history}</h3><ol class="history">${join(corrections.map((one) => correctionLine(deps, reader, one)))}</ol>`}</section>`;
}

/** What takes it out of the counts. */
function counting(reader: Reader, { talker }: ListedMention): Html | null {
  if (talker === 'customer' || talker === 'large') return null;
  return html`<span class="chip quiet">${FEED_WORDS[reader.language].talkers[talker] ?? talker}</span>`;
}

function figures(reader: Reader, { score, confidence }: { score: number; confidence: number }): Html {
  const words = MENTION_WORDS[reader.language];
  return html`<p class="soft">${words.score} ${signed(score)} · ${reader.words.confidence} ${reader.format.percent(confidence)}</p>`;
}

function correctionLine(deps: WebDeps, reader: Reader, { verdict, at, by, undoneAt, undoneBy }: CorrectionRow): Html {
  const words = MENTION_WORDS[reader.language];
  return html`<li class="person"><span class="soft">${time(reader, at)}</span><br><bdi>${personName(deps, reader, by)}</bdi> ${words.said[verdict]}${
    undoneAt &&
    html`<br><span class="soft">${time(reader, undoneAt)} · ${words.undone(undoneBy === null ? '' : personName(deps, reader, undoneBy))}</span>`
  }</li>`;
}

/** One click each; whoever changes their mind takes it back. */
export function correctionPanel(reader: Reader, mention: ListedMention, corrections: readonly CorrectionRow[]): Html {
  const words = MENTION_WORDS[reader.language];
  const standing = corrections.find(({ undoneAt }) => undoneAt === null)?.verdict;
  const buttons = CORRECTIONS.filter((verdict) => verdict !== standing).map(
    (verdict) => html`<button class="second" name="verdict" value="${verdict}">${words.verdicts[verdict]}</button>`,
  );
  return html`<section class="panel no-print"><h2>${words.correct}</h2><p class="soft">${words.correctLead}</p>
<form method="post" action="${localUrl(`${mentionUrl(mention).href}/correct`)}"><input type="hidden" name="csrf" value="${reader.csrf}">
<div class="buttons">${join(buttons)}${standing !== undefined && html`<button name="verdict" value="undo">${words.undo}</button>`}</div></form></section>`;
}

export function whyPanel(reader: Reader, { why, title, text, authorName }: ListedMention): Html {
  const words = MENTION_WORDS[reader.language];
  const reasons = why.map((reason) => {
    if ('target' in reason) return html`<li>${words.fromTarget(reason.target)}</li>`;
    if ('page' in reason) return html`<li>${words.ofPage(reason.page)}</li>`;
    const { field, term, start, end } = reason;
    const source = { title: title ?? '', text, author: authorName ?? '' }[field];
    // Names are kept masked, so what matched in one is not to be seen again.
    const place = field === 'author' ? term : source.slice(start, end);
    return html`<li><mark><bdi>${place || term}</bdi></mark> <span class="soft">${words.where[field]} ${start}–${end} · <bdi>${term}</bdi></span></li>`;
  });
  return html`<section class="panel"><h2>${reader.words.why}</h2><ul>${join(reasons)}</ul></section>`;
}

/** With a minus that is as wide as a plus. */
function signed(score: number): string {
  return score.toFixed(2).replace('-', '−');
}
