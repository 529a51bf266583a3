/** The form that says which mentions the feed shows, and the filters that are on, each with its way out. */
import { INTENTS, type Intent, POST_KINDS } from '../../model.ts';
import { type Html, html, join, localUrl } from '../../notify/mail/html.ts';
import { LABELS } from '../../notify/words/labels.ts';
import type { Reader } from '../reader.ts';
import { FEED_WORDS, type FeedWords } from '../words/feed.ts';
import { type FeedField, feedQuery } from './feed-query.ts';

/** What there is to choose from. */
export interface FeedChoices {
  readonly brands: readonly { readonly id: string; readonly name: string }[];
  /** Those that the brand's mentions have had of late. */
  readonly sites: readonly string[];
  readonly aspects: readonly string[];
  readonly siteNames: (site: string) => string;
}

type Params = ReadonlyMap<FeedField, string>;
type Option = readonly [value: string, name: string];

const STARS = ['1', '2', '3', '4', '5', '1-2', '4-5'];
/** Where a link from a mail or a page comes from. */
const HIDDEN: readonly FeedField[] = [
  'author',
  'story',
  'incident',
  'from',
  'to',
  'feeling',
  'during',
  'newcomer',
  'seenAfter',
];
const FOLDED_AWAY: readonly FeedField[] = [
  'kind',
  'spoken',
  'talker',
  'stars',
  'answered',
  'since',
  'until',
  'fold',
  'everyone',
];

export function feedForm(reader: Reader, params: Params, choices: FeedChoices): Html {
  const words = FEED_WORDS[reader.language];
  const select = (field: FeedField, name: string, options: readonly Option[]) =>
    selectField(field, name, words.any, params.get(field), options);
  const hidden = HIDDEN.map((field) => {
    const value = params.get(field);
    return value === undefined ? null : html`<input type="hidden" name="${field}" value="${value}">`;
  });
  const open = FOLDED_AWAY.some((field) => params.has(field));
  const options = optionsOf(reader, words, choices);
  const more = html`<summary>${words.more}</summary><div class="filters">
${select('kind', words.kind, options.kind)}${select('spoken', words.lang, options.spoken)}${select('talker', words.talker, options.talker)}
${select('stars', words.stars, options.stars)}${select('answered', words.answered, options.answered)}
${dayField('since', words.from, params.get('since'))}${dayField('until', words.to, params.get('until'))}
${checkField('fold', 'no', words.fold, params.get('fold') !== 'no', true)}
${checkField('everyone', 'true', words.everyone, params.get('everyone') === 'true', false)}</div>`;
  return html`<form class="panel no-print" method="get" action="${localUrl('/mentions')}" role="search" aria-label="${words.search}">
<div class="search"><input type="search" name="q" value="${params.get('q') ?? ''}" aria-label="${words.search}" aria-describedby="search-hint" placeholder="${words.search}" maxlength="300"><button>${words.apply}</button></div>
<p class="soft" id="search-hint">${words.searchHint}</p>
<div class="filters">${choices.brands.length > 1 ? selectField('brand', words.brand, null, params.get('brand'), options.brand) : html`<input type="hidden" name="brand" value="${params.get('brand') ?? ''}">`}
${select('label', words.label, options.label)}${select('aspect', words.aspect, options.aspect)}${select('intent', words.intent, options.intent)}${select('site', words.site, options.site)}</div>
${join(hidden.filter((field) => field !== null))}
${open ? html`<details open>${more}</details>` : html`<details>${more}</details>`}
${chosen(reader, params, choices)}</form>`;
}

function optionsOf(reader: Reader, words: FeedWords, choices: FeedChoices) {
  const labels = LABELS[reader.language];
  return {
    brand: choices.brands.map(({ id, name }): Option => [id, name]),
    label: (['negative', 'neutral', 'positive'] as const).map((label): Option => [label, labels.label[label]]),
    aspect: choices.aspects.map((aspect): Option => [aspect, labels.aspect[aspect] ?? aspect]),
    intent: INTENTS.map((intent): Option => [intent, labels.intent[intent]]),
    site: choices.sites.map((site): Option => [site, choices.siteNames(site)]),
    kind: POST_KINDS.map((kind): Option => [kind, words.kinds[kind]]),
    spoken: Object.entries(words.langs),
    talker: Object.entries(words.talkers),
    stars: STARS.map((stars): Option => [stars, starsName(words, stars)]),
    answered: [
      ['true', words.yes],
      ['false', words.no],
    ] satisfies Option[],
  };
}

function starsName(words: FeedWords, stars: string): string {
  const [least = 1, most = least] = stars.split('-').map(Number);
  return words.starsFrom(least, most);
}

/** `any` null: one has to be chosen. What is chosen is offered, whatever else is. */
function selectField(
  field: FeedField,
  name: string,
  any: string | null,
  value: string | undefined,
  options: readonly Option[],
): Html {
  const known = value === undefined || options.some(([own]) => own === value);
  const all: readonly Option[] = known ? options : [...options, [value, value]];
  const option = ([own, text]: Option) =>
    own === value
      ? html`<option value="${own}" selected>${text}</option>`
      : html`<option value="${own}">${text}</option>`;
  return html`<label class="filter">${name}<select name="${field}">${any !== null && html`<option value="">${any}</option>`}${join(all.map(option))}</select></label>`;
}

function dayField(field: FeedField, name: string, value: string | undefined): Html {
  return html`<label class="filter">${name}<input type="date" name="${field}" value="${value ?? ''}"></label>`;
}

/** A box; `inverse`: the address only speaks of it where it is not ticked, so a field beside it says so. */
function checkField(field: FeedField, value: string, name: string, on: boolean, inverse: boolean): Html {
  const box = (own: string) =>
    on
      ? html`<input type="checkbox" name="${field}" value="${own}" checked>`
      : html`<input type="checkbox" name="${field}" value="${own}">`;
  if (!inverse) return html`<label class="check">${box(value)} ${name}</label>`;
  // The last value of a name counts: a ticked box says "yes" after the hidden "no".
  return html`<label class="check">${box('yes')}<input type="hidden" name="${field}" value="${value}"> ${name}</label>`;
}

/** The filters that are on. */
function chosen(reader: Reader, params: Params, choices: FeedChoices): Html | null {
  const words = FEED_WORDS[reader.language];
  const named = [...params].flatMap(([field, value]): [FeedField, string][] => {
    const name = nameOf(reader, words, choices, field, value);
    return name === null ? [] : [[field, name]];
  });
  if (named.length === 0) return null;
  const links = named.map(([field, name]) => {
    const changes = field === 'aspect' ? { aspect: null, feeling: null } : { [field]: null };
    const url = localUrl(`/mentions?${feedQuery(params, changes)}`);
    return html`<a class="chip quiet" href="${url}" aria-label="${words.without(name)}"><bdi>${name}</bdi> <span aria-hidden="true">×</span></a>`;
  });
  const brand = params.get('brand');
  const clear = localUrl(`/mentions${brand === undefined ? '' : `?brand=${encodeURIComponent(brand)}`}`);
  return html`<p class="line chosen">${join(links)}<a href="${clear}">${words.clear}</a></p>`;
}

function nameOf(
  reader: Reader,
  words: FeedWords,
  choices: FeedChoices,
  field: FeedField,
  value: string,
): string | null {
  const labels = LABELS[reader.language];
  switch (field) {
    case 'q':
      return value;
    case 'label':
    case 'feeling':
      return labels.label[value as 'negative'] ?? value;
    case 'aspect':
      return labels.aspect[value] ?? value;
    case 'intent':
      return labels.intent[value as Intent] ?? value;
    case 'site':
      return choices.siteNames(value);
    case 'kind':
      return words.kinds[value as 'post'] ?? value;
    case 'spoken':
      return words.langs[value] ?? value;
    case 'talker':
      return words.talkers[value] ?? value;
    case 'stars':
      return starsName(words, value);
    case 'since':
      return `${words.from} ${value}`;
    case 'until':
      return `${words.to} ${value}`;
    case 'from':
      return `${words.from} ${reader.format.moment(value)}`;
    case 'to':
      return `${words.to} ${reader.format.moment(value)}`;
    case 'answered':
      return `${words.answered}${reader.words.colon}${value === 'true' ? words.yes : words.no}`;
    case 'author':
      return words.oneAuthor;
    case 'story':
      return words.oneStory;
    case 'incident':
      return words.oneIncident;
    case 'during':
      return words.stretches;
    case 'newcomer':
      return value === 'true' ? words.newcomers : null;
    case 'seenAfter':
      return words.late;
    case 'everyone':
      return value === 'true' ? words.everyone : null;
    default:
      return null;
  }
}
