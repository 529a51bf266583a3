/** The frame of every page. */
import { type Html, html, join, localUrl } from '../../notify/mail/html.ts';
import { may, type Reader } from '../reader.ts';
import { assetUrl } from './assets.ts';
import { isAt, NAV } from './nav.ts';

export interface PageOptions {
  /** Where the page belongs, above its title. */
  readonly crumb?: Html;
  /** Under the title: what it is about, in a line. */
  readonly lead?: Html;
  /** Beside the title: choices that change the whole page. */
  readonly tools?: Html | undefined;
  /** For pages that ask one thing. */
  readonly narrow?: boolean;
  /** Says when there is something new: of one brand, or of any. */
  readonly live?: { readonly brand?: string };
  /** Scripts of `assets/` that make it better. */
  readonly scripts?: readonly string[];
}

/** A whole page. */
export function page(reader: Reader, title: string, body: Html, options: PageOptions = {}): string {
  const { words } = reader;
  const { crumb, lead, tools, narrow, live, scripts = [] } = options;
  const loaded = live === undefined ? scripts : [...scripts, 'live.js'];
  return `<!doctype html>\n${html`<html lang="${langOf(reader)}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>${title} · Earshot</title>
<link rel="icon" type="image/svg+xml" href="${assetUrl('icon.svg')}">
<link rel="stylesheet" href="${assetUrl('style.css')}">
${join(loaded.map((name) => html`<script src="${assetUrl(name)}" defer></script>`))}
</head>
<body class="${narrow ? 'narrow' : 'wide'}">
<a class="skip" href="${localUrl(`${here(reader)}#main`)}">${words.skip}</a>
<header class="top"><div class="bar">
<a class="mark" href="${localUrl('/')}"><svg width="22" height="22" viewBox="0 0 22 22" aria-hidden="true"><g fill="none" stroke="currentColor" stroke-width="2" stroke-linecap="round"><path d="M7 17a7.6 7.6 0 1 1 9-9"/><path d="M9 13a3.4 3.4 0 1 1 4-4"/></g><circle cx="16" cy="16" r="2.5" fill="currentColor"/></svg>Earshot</a>
${reader.frame && navigation(reader)}
<div class="account">${languageLink(reader)}${account(reader)}</div>
</div></header>
<main id="main" tabindex="-1">
<div class="head"><div>${crumb && html`<p class="crumb">${crumb}</p>`}<h1>${title}</h1>${lead && html`<p class="soft">${lead}</p>`}</div>${tools}</div>
${body}
</main>
${live && liveBar(reader, live.brand ?? '')}
</body>
</html>`}`;
}

/** Hidden until there is something new; never moves what is being read. */
function liveBar({ words }: Reader, brand: string): Html {
  return html`<div id="live" class="live no-print" role="status" hidden data-url="/live" data-brand="${brand}" data-mentions="${words.newMentions}" data-incidents="${words.incidentChanged}"><button type="button"></button></div>`;
}

export function langOf({ language }: Reader): string {
  return language === 'zh' ? 'zh-CN' : 'en';
}

function navigation(reader: Reader): Html {
  const places = NAV.filter(({ access }) => may(reader, access));
  const links = places.map((place) => {
    const url = localUrl(place.path);
    const name = place.name(reader.words);
    return isAt(place, reader.path)
      ? html`<a href="${url}" aria-current="page">${name}</a>`
      : html`<a href="${url}">${name}</a>`;
  });
  return html`<nav class="nav" aria-label="${reader.words.navigation}">${join(links)}</nav>`;
}

/** The page's own address. What stands in its query is written again: browsers leave some of it as it was typed. */
function here({ path, search }: Reader): string {
  const query = new URLSearchParams(search).toString();
  return (path || '/') + (query && `?${query}`);
}

/** The same page in the other language. */
function languageLink(reader: Reader): Html {
  const other = reader.language === 'zh' ? 'en' : 'zh';
  const query = new URLSearchParams(reader.search);
  query.set('lang', other);
  const url = localUrl(`${reader.path || '/'}?${query}`);
  return html`<a href="${url}" lang="${other === 'zh' ? 'zh-CN' : 'en'}" hreflang="${other}">${other === 'zh' ? '中文' : 'English'}</a>`;
}

function account({ user, csrf, words }: Reader): Html | null {
  if (user === null) return null;
  return html`<a href="${localUrl('/account')}"><bdi>${user.name}</bdi></a>
<form method="post" action="${localUrl('/sign-out')}"><input type="hidden" name="csrf" value="${csrf}"><button class="plain">${words.signOut}</button></form>`;
}
