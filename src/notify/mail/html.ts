/**
 * HTML that is escaped by construction. `html` is a tagged template: what stands in the template is markup, what is put
 * into it is text, unless it is `Html` itself. Addresses can only enter `href` and `src` as a `Url`, which only exists
 * for allowed schemes, so `javascript:` cannot get in; and the template refuses places where escaping would not help
 * (unquoted attributes, inside a tag, `<script>`, `<style>`).
 */

/** Finished markup. Made by `html` and `join` only. */
export class Html {
  readonly #markup: string;

  constructor(markup: string, key: symbol) {
    if (key !== KEY) throw new TypeError('Html is made by the html`…` template');
    this.#markup = markup;
  }

  toString(): string {
    return this.#markup;
  }
}

/** An address that may stand in a link or as an image's source. */
export class Url {
  readonly href: string;

  constructor(href: string, key: symbol) {
    if (key !== KEY) throw new TypeError('Url is made by webUrl, cidUrl or pngUrl');
    this.href = href;
  }
}

const KEY = Symbol('made here');

/** What may be put into the template. Lists are joined without anything between; null, undefined and false leave nothing. */
export type HtmlValue = Html | Url | string | number | null | undefined | false | readonly HtmlValue[];

const WEB_SCHEMES: ReadonlySet<string> = new Set(['http:', 'https:', 'mailto:']);

/**
 * `address` as a link, or null where it is not an absolute http, https or mailto address. Addresses with a user name
 * before the host are refused too: `https://acme.com@evil.example` reads like the one and leads to the other.
 */
export function webUrl(address: string | null): Url | null {
  if (address === null || !URL.canParse(address)) return null;
  const url = new URL(address);
  if (!WEB_SCHEMES.has(url.protocol) || url.username !== '' || url.password !== '') return null;
  return new Url(url.href, KEY);
}

/** A page of our own, by its path: from `/`, never `//`, which would name another host. Throws `TypeError` otherwise. */
export function localUrl(path: string): Url {
  if (!/^\/(?![/\\])[^\\\x00-\x20]*$/.test(path)) throw new TypeError(`not a path of ours: ${path}`);
  return new Url(path, KEY);
}

/** A picture attached to the mail. */
export function cidUrl(cid: string): Url {
  if (!/^[\w.-]+(@[\w.-]+)?$/.test(cid)) throw new TypeError(`not a content id: ${cid}`);
  return new Url(`cid:${cid}`, KEY);
}

/** A picture within the page. */
export function pngUrl(png: Uint8Array): Url {
  return new Url(`data:image/png;base64,${Buffer.from(png).toString('base64')}`, KEY);
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** Text as markup that shows it. Control characters that no mail may carry are dropped, lone surrogates replaced. */
function escapeHtml(text: string): string {
  return text
    .toWellFormed()
    .replace(/[\x00-\x08\x0B\x0C\x0E-\x1F\x7F-\x9F]/g, '')
    .replace(/[&<>"']/g, (character) => ESCAPES[character] ?? character);
}

/** What surrounds a value: text between tags, a quoted attribute, or one that holds an address. */
type Place = 'text' | 'attribute' | 'address';
/** Attributes that hold an address. */
const ADDRESSES: ReadonlySet<string> = new Set(['href', 'src', 'action']);

const places = new WeakMap<TemplateStringsArray, readonly Place[]>();

/** Markup with values put in, each escaped for its place. Throws `TypeError` on templates that cannot be made safe. */
export function html(strings: TemplateStringsArray, ...values: readonly HtmlValue[]): Html {
  let known = places.get(strings);
  if (known === undefined) {
    known = placesOf(strings);
    places.set(strings, known);
  }
  let markup = strings[0] ?? '';
  values.forEach((value, i) => {
    markup += put(value, known[i] ?? 'text') + (strings[i + 1] ?? '');
  });
  return new Html(markup, KEY);
}

/**
 * Markup of our own that stands in the source as it is (style sheets, comments). Never for text from anywhere else:
 * a test holds that only constants are passed.
 */
export function raw(constant: string): Html {
  return new Html(constant, KEY);
}

/** Pieces in a row. */
export function join(pieces: readonly Html[]): Html {
  return new Html(pieces.map(String).join(''), KEY);
}

function put(value: HtmlValue, place: Place): string {
  if (value instanceof Url) {
    if (place !== 'address') throw new TypeError('an address belongs into href, src or action');
    return escapeHtml(value.href);
  }
  if (place === 'address') throw new TypeError('href, src and action take a Url');
  if (value === null || value === undefined || value === false) return '';
  if (value instanceof Html) {
    if (place !== 'text') throw new TypeError('markup cannot stand in an attribute');
    return value.toString();
  }
  if (typeof value === 'string') return escapeHtml(value);
  if (typeof value === 'number') return String(value);
  return value.map((item) => put(item, place)).join('');
}

/** Follows the template's own markup just far enough to know where each value stands. */
function placesOf(strings: TemplateStringsArray): readonly Place[] {
  const found: Place[] = [];
  let before = '';
  for (const part of strings.slice(0, -1)) {
    before += part;
    const tag = before.slice(before.lastIndexOf('<') + 1);
    const inTag = before.includes('<') && !outsideQuotes(tag).includes('>');
    if (/<(script|style)\b[^>]*>(?![\s\S]*<\/\1)/i.test(before))
      throw new TypeError('no values in <script> or <style>');
    if (!inTag) {
      found.push('text');
    } else {
      const attribute = /\s([\w-]+)="[^"]*$/.exec(tag)?.[1];
      if (attribute === undefined) throw new TypeError(`a value must stand in a quoted attribute: <${tag}`);
      if (/^on/i.test(attribute)) throw new TypeError(`no values in ${attribute}`);
      found.push(ADDRESSES.has(attribute) ? 'address' : 'attribute');
    }
    before += 'x';
  }
  return found;
}

function outsideQuotes(tag: string): string {
  return tag.replace(/"[^"]*("|$)/g, '');
}
