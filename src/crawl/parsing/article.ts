/** An article's frame: title, author, time, language, and its text. Metadata first, then what the page shows. */
import type { CheerioAPI } from 'cheerio';
import { authorOf } from './article-author.ts';
import { publishedOf } from './article-time.ts';
import { htmlToText, isTooDeep, textOf, tidy } from './html-text.ts';
import { jsonLdItems } from './json-ld.ts';
import { absoluteUrl } from './links.ts';
import { mainText } from './main-text.ts';
import { allItems, wordsOf } from './schema-item.ts';

export interface Article {
  readonly title: string | null;
  readonly text: string;
  readonly author: string | null;
  /** Times as the page writes them. */
  readonly publishedAt: string | null;
  readonly editedAt: string | null;
  readonly lang: string | null;
  /** The address the page itself names as its own. */
  readonly canonical: string | null;
}

/** What a page says about itself in `<meta>`s: the first of these names that has any content. */
export type Meta = (...names: readonly string[]) => string | null;

const ARTICLE_TYPES = /^(?:\w*Article|BlogPosting|Report|LiveBlogPosting|SocialMediaPosting|DiscussionForumPosting)$/;

/** Reads an article; null if the page has no main text. */
export function readArticle($: CheerioAPI, base: string, now: Date): Article | null {
  const root = $.root()[0];
  // What is no HTML at all (JSON, a picture) becomes one text without an element in it.
  if (root === undefined || isTooDeep(root) || $('p,div,article,section,td').length === 0) return null;
  const item = allItems(jsonLdItems($)).find(({ types }) => types.some((type) => ARTICLE_TYPES.test(type))) ?? null;
  const stated = (...names: readonly string[]) => (item === null ? null : wordsOf(item, ...names));
  const body = htmlToText(stated('articleBody', 'text'));
  const shown = mainText($);
  // A body in the metadata may be the whole text or only its beginning.
  const whole = body.length > shown.length ? body : shown;
  if (whole === '') return null;
  const meta = metaOf($);
  const title = titleOf($, stated('headline', 'name'), meta);
  const lines = frameLines($, whole);
  const publishedAt = publishedOf($, { stated: stated('datePublished', 'dateCreated'), meta, lines, now });
  const author = authorOf($, { stated: stated('author', 'creator'), meta, lines, text: whole, publishedAt });
  return {
    title,
    text: withoutHead(whole, title, author),
    author,
    publishedAt,
    editedAt:
      meta('article:modified_time', 'og:updated_time', 'dateModified', 'lastmodifiedtime') ?? stated('dateModified'),
    lang: $('html').attr('lang')?.trim() || stated('inLanguage'),
    canonical: absoluteUrl($('link[rel~="canonical"]').attr('href') ?? meta('og:url'), base),
  };
}

function metaOf($: CheerioAPI): Meta {
  const found = new Map<string, string>();
  for (const element of $('meta[content]')) {
    const { property, name, itemprop, content = '' } = element.attribs;
    const key = (property ?? name ?? itemprop ?? '').trim().toLowerCase();
    if (key !== '' && content.trim() !== '' && !found.has(key)) found.set(key, content.trim());
  }
  return (...names) => names.map((name) => found.get(name.toLowerCase())).find((value) => value !== undefined) ?? null;
}

/** The short lines of a page: those above the text, where time and author mostly stand, and the others. */
export interface Lines {
  readonly head: readonly string[];
  readonly rest: readonly string[];
}

function frameLines($: CheerioAPI, text: string): Lines {
  const lines = textOf($('body').toArray()).split('\n');
  const paragraphs = text.split('\n');
  const beginning = paragraphs.find((line) => line.length >= 50) ?? paragraphs[0] ?? '';
  const start = lines.findIndex((line) => line.includes(beginning.slice(0, 30)));
  const short = (each: readonly string[]) => each.filter((line) => line.length <= 100);
  return { head: short(lines.slice(0, Math.max(0, start))), rest: short(lines.slice(Math.max(0, start))) };
}

/** Text whose first lines repeat its head (title, time, source) without them. */
function withoutHead(text: string, title: string | null, author: string | null): string {
  const lines = text.split('\n');
  const head =
    /^(?:当前位置|您所在的位置|您现在的位置|您的位置|首页\s*[>＞»]|来源\s*[:：]|发布(?:时间|日期)|时间\s*[:：]|字号|分享|\d+$|(?:19|20)\d{2}[-/.年]\d{1,2}[-/.月]\d{1,2})/;
  let start = 0;
  while (start < lines.length - 1 && start < 8) {
    const line = lines[start] ?? '';
    const repeats = line === title || line === author || line.replace(/^原创\s*/, '') === title;
    if (!repeats && !(line.length < 80 && head.test(line))) break;
    start++;
  }
  return lines.slice(start).join('\n');
}

// ── Title ───────────────────────────────────────────────────────────────────────────────────────────────────────────

const SEPARATORS =
  /\s*(?:[_|｜]|\s[-–—]\s|--|——|-(?=[^-]*(?:网|频道|新闻|CSDN|News|官网|门户|传媒|新华|澎湃|设计|报)))\s*/i;

/**
 * The headline: the heading that the page's `<title>` repeats (its frame adds the site's name), else what metadata or
 * the `<title>` without that name say.
 */
function titleOf($: CheerioAPI, stated: string | null, meta: Meta): string | null {
  const whole = tidy($('title').first().text()).replaceAll('\n', ' ');
  const named = meta('ArticleTitle', 'og:title', 'twitter:title');
  const headings = $('h1,h2,h3,[class*="title"],[id*="title"]')
    .toArray()
    .map((element) => tidy($(element).text()).replaceAll('\n', ' '))
    .filter((text) => text.length >= 4 && text.length <= 150);
  const plain = (text: string) => text.replace(/[\s"'“”‘’]+/g, '');
  const shown = headings.filter((text) => plain(whole).includes(plain(text))).sort((a, b) => b.length - a.length)[0];
  const ofTitle = whole.split(SEPARATORS)[0]?.trim() || whole;
  // Metadata is sometimes cut at a quotation mark: then the heading that begins like it is whole.
  for (const candidate of [shown, stated, named]) {
    if (candidate && plain(candidate).length >= Math.min(6, plain(ofTitle).length)) {
      const longer = headings.find(
        (text) =>
          text.length > candidate.length &&
          plain(text).startsWith(plain(candidate)) &&
          plain(whole).includes(plain(text)),
      );
      return htmlToText(longer ?? candidate) || null;
    }
  }
  // A <title> that only names the section leaves the headline to the page.
  const section =
    ofTitle.length <= 8
      ? $('h1,h2,h3,h4,h5')
          .toArray()
          .map((each) => tidy($(each).text()))
          .find((each) => each.length >= 10)
      : undefined;
  return section ?? (ofTitle || null);
}
