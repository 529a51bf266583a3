/** What a page about a brand and a period is asked for, and the tabs that choose them. */
import type { Brand } from '../../model.ts';
import { type Html, html, join, localUrl } from '../../notify/mail/html.ts';
import { TOPIC_DAYS } from '../../pipeline/views/topics-view.ts';
import type { WebDeps } from '../deps.ts';
import type { Reader } from '../reader.ts';
import { TOPIC_WORDS } from '../words/topics.ts';

export type Days = (typeof TOPIC_DAYS)[number];

export interface Asked {
  readonly brand: Brand;
  readonly days: Days;
}

/** The first of our own brands and 30 days, where nothing is said. Null: there is no such brand. */
export function askedOf(deps: WebDeps, query: URLSearchParams): Asked | null {
  const id = query.get('brand');
  const first = deps.brands.find(({ role }) => role === 'own') ?? deps.brands[0];
  const brand = id === null || id === '' ? first : deps.brands.find((one) => one.id === id);
  if (brand === undefined) return null;
  return { brand, days: TOPIC_DAYS.find((days) => String(days) === query.get('days')) ?? 30 };
}

export function choiceTabs(deps: WebDeps, reader: Reader, path: string, { brand, days }: Asked): Html {
  const words = TOPIC_WORDS[reader.language];
  const tab = (own: Asked, name: Html, here: boolean) => {
    const url = localUrl(`${path}?brand=${encodeURIComponent(own.brand.id)}&days=${own.days}`);
    return here ? html`<a href="${url}" aria-current="true">${name}</a>` : html`<a href="${url}">${name}</a>`;
  };
  const brands = deps.brands.map((one) => tab({ brand: one, days }, html`<bdi>${one.name}</bdi>`, one.id === brand.id));
  const periods = TOPIC_DAYS.map((n) => tab({ brand, days: n }, html`${words.days(n)}`, n === days));
  return html`<div class="buttons no-print">${brands.length > 1 && html`<nav class="tabs" aria-label="${words.brand}">${join(brands)}</nav>`}<nav class="tabs" aria-label="${words.period}">${join(periods)}</nav></div>`;
}
