/**
 * Feeds: RSS 0.9–2.0, Atom 0.3 and 1.0, RDF, JSON Feed, with the common namespaces (Dublin Core, content, slash, thread,
 * media, iTunes). feedsmith reads them; here they become posts.
 */
import { parseFeed } from 'feedsmith';
import type { PostInput } from '../../model.ts';
import { parseNumber } from '../numbers.ts';
import { htmlToText } from './html-text.ts';
import { contentId, uniqueById } from './ids.ts';
import { at, list, record, records, string } from './json-values.ts';
import { parseLenientJson } from './lenient-json.ts';
import { absoluteUrl } from './links.ts';

export interface Feed {
  readonly posts: PostInput[];
  /** The feed's next page, where it has pages (RFC 5005, JSON Feed `next_url`). */
  readonly next: string | null;
  /** The feed was cut off: what stood complete before the cut is here. */
  readonly cut: boolean;
}

type Fields = Readonly<Record<string, unknown>>;

/** Reads a feed; null if `source` is none. A feed that breaks off gives the entries that stand complete. */
export function readFeed(source: string, base: string): Feed | null {
  if (!isCutOff(source)) {
    const whole = tryParse(source);
    return whole === null ? null : convert(whole, base, false);
  }
  const rest = tryParse(completePart(source));
  if (rest !== null) return convert(rest, base, true);
  return tryParse(source) === null ? null : { posts: [], next: null, cut: true };
}

function tryParse(source: unknown): Fields | null {
  try {
    return record(parseFeed(source).feed);
  } catch {
    // feedsmith says only that it is no feed; the caller says so to the operator.
    return null;
  }
}

const ROOT = /<((?:\w+:)?(?:rss|feed|rdf))[\s>]/i;

/** Readers of XML give half an entry, or none, for a feed without an end, and do not say so. */
function isCutOff(source: string): boolean {
  if (/^\s*\{/.test(source)) return !/\}\s*$/.test(source);
  const root = ROOT.exec(source)?.[1];
  return root !== undefined && !new RegExp(`</${root}\\s*>`, 'i').test(source);
}

/** What a cut-off feed would have been, had it ended after its last complete entry; null if it has none. */
function completePart(source: string): unknown {
  if (/^\s*\{/.test(source)) {
    const { values, incomplete } = parseLenientJson(source);
    const feed = record(values[0]);
    return { ...feed, items: list(feed.items).filter((item) => !incomplete.has(item)) };
  }
  const end = [...source.matchAll(/<\/(?:\w+:)?(?:item|entry)\s*>/gi)].at(-1);
  if (end === undefined) return null;
  const kept = source.slice(0, end.index + end[0].length);
  const channel = /<channel[\s>]/i.test(kept) && !/<\/channel\s*>/i.test(kept) ? '</channel>' : '';
  return `${kept}${channel}</${ROOT.exec(source)?.[1]}>`;
}

function convert(feed: Fields, base: string, cut: boolean): Feed {
  const links = records(feed.links);
  const self = linkOf(links, 'self') ?? string(feed.feed_url);
  const home = linkOf(links, 'alternate') ?? string(feed.link) ?? string(feed.home_page_url);
  // Relative addresses mean the feed's own place, which it states itself more often than a saved copy can tell.
  const origin = absoluteUrl(string(at(feed, 'xml.base')) ?? self ?? home, base) ?? base;
  const shared = {
    origin,
    lang: string(feed.language) ?? string(at(feed, 'xml.lang')) ?? string(at(feed, 'dc.languages[0]')),
    author: personOf(records(feed.authors)),
  };
  const posts = uniqueById(records(feed.items ?? feed.entries).flatMap((item) => entryPost(item, shared) ?? []));
  const next = absoluteUrl(
    linkOf(links, 'next') ?? linkOf(records(at(feed, 'atom.links')), 'next') ?? string(feed.next_url),
    origin,
  );
  return { posts, next, cut };
}

function entryPost(
  item: Fields,
  feed: { origin: string; lang: string | null; author: { name: string | null; id: string | null } | null },
): PostInput | null {
  const base =
    absoluteUrl(string(at(item, 'xml.base')) ?? string(at(item, 'content.xml.base')), feed.origin) ?? feed.origin;
  const guid = string(at(item, 'guid.value'));
  const permalink = guid !== null && /^https?:/.test(guid) && at(item, 'guid.isPermaLink') !== false ? guid : null;
  const link =
    string(item.link) ??
    linkOf(records(item.links), 'alternate') ??
    string(item.url) ??
    string(item.external_url) ??
    permalink;
  const url = absoluteUrl(link, base);
  const title = words(item.title) || words(at(item, 'media.title'));
  const text = firstWords(
    at(item, 'content.encoded'),
    item.content,
    item.content_html,
    item.content_text,
    item.description,
    item.summary,
    at(item, 'itunes.summary'),
    at(item, 'dc.descriptions[0]'),
    at(item, 'media.description'),
    at(item, 'media.groups[0].description'),
  );
  if (text === '' && title === '') return null;
  const published =
    string(item.pubDate) ??
    string(item.published) ??
    string(item.date_published) ??
    string(at(item, 'dc.dates[0]')) ??
    string(at(item, 'dcterms.created[0]'));
  const updated = string(item.updated) ?? string(item.date_modified) ?? string(at(item, 'dcterms.modified[0]'));
  const replies = parseNumber(string(at(item, 'slash.comments')) ?? string(at(item, 'thr.total')));
  const views = parseNumber(string(at(item, 'media.groups[0].community.statistics.views')));
  return {
    id: guid ?? string(item.id) ?? string(at(item, 'rdf.about')) ?? url ?? contentId(title, published, text),
    kind: 'article',
    url,
    author: authorOf(item) ?? feed.author,
    title: title || null,
    text,
    lang: string(item.language) ?? string(at(item, 'content.xml.lang')) ?? string(at(item, 'xml.lang')) ?? feed.lang,
    published_at: published ?? updated,
    edited_at: published !== null && updated !== published ? updated : null,
    ...(replies === null && views === null ? {} : { engagement: { replies, views } }),
  };
}

function linkOf(links: readonly Fields[], rel: string): string | null {
  const found = links.find((link) => (string(link.rel) ?? 'alternate') === rel);
  return string(found?.href);
}

function authorOf(item: Fields): { name: string | null; id: string | null } | null {
  const person = personOf(records(item.authors)) ?? personOf(records([item.author]));
  if (person !== null) return person;
  const name =
    string(at(item, 'dc.creators[0]')) ?? string(at(item, 'itunes.author')) ?? list(item.authors).map(string)[0];
  return name ? { name, id: null } : null;
}

function personOf(people: readonly Fields[]): { name: string | null; id: string | null } | null {
  for (const person of people) {
    const name = htmlToText(string(person.name)) || string(person.email);
    if (name) return { name, id: string(person.uri) ?? string(person.url) };
  }
  return null;
}

/** A text that may be a plain string or Atom's `{ value, type }`. */
function words(value: unknown): string {
  return htmlToText(string(value) ?? string(record(value).value));
}

function firstWords(...values: readonly unknown[]): string {
  for (const value of values) {
    const text = words(value);
    if (text !== '') return text;
  }
  return '';
}
