/** HTML as browsers show it to whoever writes selectors, without the cost of all that browsers put right. */
import { type CheerioAPI, load } from 'cheerio';

/**
 * A page's HTML. Read by a parser that repairs less than a browser and takes a third of the time; rows of a table stand
 * in a `tbody` all the same, for selectors are copied from browsers. A page without a `body` is read the long way.
 */
export function readHtml(text: string, url: string): CheerioAPI {
  if (!/<body[\s>]/i.test(text)) return load(text, { baseURI: url });
  const $ = load(text, { baseURI: url, xml: { xmlMode: false } });
  if (/<table[\s>]/i.test(text)) {
    for (const table of $('table').get()) {
      const rows = $(table).children('tr');
      if (rows.length > 0) rows.wrapAll('<tbody></tbody>');
    }
  }
  return $;
}

/**
 * A page as an HTML document. XHTML pages begin like XML and are broken as XML more often than not: browsers read them
 * as HTML, and so do we.
 */
export function htmlOf(page: { url: string; text(): string; $(): CheerioAPI }): CheerioAPI {
  const start = page.text().slice(0, 1_000);
  const xhtml = /^\s*<\?xml/i.test(start) && /<html[\s>]|<!doctype html/i.test(start);
  return xhtml ? load(page.text(), { baseURI: page.url }) : page.$();
}

/** A piece of HTML as a document of its own: what a page keeps in a comment or a script until it is shown. */
export function parseHtml(html: string): CheerioAPI {
  return load(html);
}
