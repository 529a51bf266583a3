import { type CheerioAPI, load } from 'cheerio';

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
