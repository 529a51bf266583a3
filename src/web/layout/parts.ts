/** Small parts that several pages show. */
import type { Label, Severity } from '../../model.ts';
import { clip } from '../../notify/content/excerpt.ts';
import { type Html, html, join, localUrl, webUrl } from '../../notify/mail/html.ts';
import { LABELS } from '../../notify/words/labels.ts';
import { filterToQuery } from '../../store/mention-filter.ts';
import type { ListedMention } from '../../store/mention-list.ts';
import { formatPostRef } from '../../store/post-ref.ts';
import type { Reader } from '../reader.ts';

/** A moment in the reader's zone, for machines too. */
export function time(reader: Reader, at: Date): Html {
  const shown = new Intl.DateTimeFormat(reader.language === 'zh' ? 'zh-CN' : 'en-GB', {
    timeZone: reader.timezone,
    dateStyle: 'medium',
    timeStyle: 'short',
  }).format(at);
  return html`<time datetime="${at.toISOString()}">${shown}</time>`;
}

/** Shapes beside the words: what is negative is never told by colour alone. */
const GLYPHS: Readonly<Record<Label, string>> = { negative: '▼', neutral: '●', positive: '▲' };

export function labelChip(reader: Reader, label: Label): Html {
  return html`<span class="chip ${label}"><span aria-hidden="true">${GLYPHS[label]}</span>${LABELS[reader.language].label[label]}</span>`;
}

/** `●●●○○ 3/5 serious` */
export function severityMark(reader: Reader, severity: Severity): Html {
  const dots = [1, 2, 3, 4, 5].map(
    (n) => html`<circle class="${n <= severity ? 'on' : 'off'}" cx="${String(n * 9 - 4.5)}" cy="4.5" r="3.4"></circle>`,
  );
  return html`<span class="severity s${severity}"><svg width="45" height="9" viewBox="0 0 45 9" aria-hidden="true">${join(dots)}</svg>${severity}/5 ${LABELS[reader.language].severity[severity]}</span>`;
}

/** So much of a name is shown: some are made to fill a page. */
const NAME = 40;

/** ` · name`, nothing where nobody is named. */
export function by(name: string | null): Html | null {
  return name === null || name === '' ? null : html` · <bdi>${clip(name, NAME)}</bdi>`;
}

const EXCERPT = 400;

/** A mention in a list: who, where, when, what, and how it was read. */
export function mentionCard(reader: Reader, mention: ListedMention, siteName: string): Html {
  const own = localUrl(`/mentions/${encodeURIComponent(mention.brand)}/${formatPostRef(mention)}`);
  const original = webUrl(mention.url);
  const story = filterToQuery({ brand: mention.brand, story: mention.storyId, everyone: true });
  const copies = reader.words.copies(mention.copies);
  return html`<article class="card">
<p class="soft">${labelChip(reader, mention.label)} <bdi>${siteName}</bdi>${by(mention.authorName)} ·
<a href="${own}">${time(reader, mention.occurredAt)}</a>${original && html` · <a href="${original}" rel="noreferrer nofollow">${reader.words.original}</a>`}</p>
${mention.title && html`<p><strong><bdi>${mention.title}</bdi></strong></p>`}
<p dir="auto">${clip(mention.text, EXCERPT)}</p>
${copies !== '' && html`<p class="soft"><a href="${localUrl(`/evidence?${story}`)}">${copies}</a></p>`}
</article>`;
}
