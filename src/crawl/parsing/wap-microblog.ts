/**
 * Microblog pages for simple phones: a `div.c` per post (`id="M_…"`), comment (`id="C_…"`) or repost, counters in
 * brackets (`赞[12]`), times in words. Their markup closes elements too early, so a text is all that stands between its
 * beginning and the first counter.
 */
import type { CheerioAPI } from 'cheerio';
import type { PostInput } from '../../model.ts';
import { parseNumber } from '../numbers.ts';
import { type HtmlNode, textOf } from './html-text.ts';
import { absoluteUrl } from './links.ts';

type Nodes = ReturnType<CheerioAPI>;

/** A post as the page shows it. */
export interface WapItem {
  readonly kind: 'post' | 'comment' | 'repost';
  /** The short name of a post, the number of a comment; empty for the post the page is about. */
  readonly id: string;
  readonly author: NonNullable<PostInput['author']>;
  readonly text: string;
  /** The text breaks off with a link to the whole of it. */
  readonly truncated?: true;
  /** As written: `06月17日 18:12`; null where the page does not say. */
  readonly time: string | null;
  readonly engagement: { likes: number | null; replies: number | null; reposts: number | null };
  /** Short name of the post it shares. */
  readonly shares?: string;
}

export interface WapPage {
  readonly items: readonly WapItem[];
  readonly next: string | null;
}

/** Links that come after what was said: counters, pictures, "whole text". */
const AFTER = /\/(?:attitude|repost|comments?|fav|spam|mblog|attention)\//;
const CUT = /\s*(?:\.{3}|…)\s*全文$/;
const TIME = /\d{4}-\d\d-\d\d \d\d:\d\d(?::\d\d)?|\d\d月\d\d日 \d\d:\d\d|今天 \d\d:\d\d|\d+\s*(?:秒|分钟|小时)前|刚刚/;

/** Reads a timeline, a search, a post with its comments, or a list of reposts; null if the page is none of these. */
export function readWapMicroblog($: CheerioAPI, base: string): WapPage | null {
  const blocks = $('.c');
  if (blocks.length === 0) return null;
  const owner = {
    name: /^(.+)的微博$/.exec($('title').text())?.[1] ?? null,
    id: /\/(\d+)\/follow$/.exec($('a[href$="/follow"]').attr('href') ?? '')?.[1] ?? null,
  };
  const items = blocks
    .toArray()
    .filter((block) => $(block).find('.ct').length > 0)
    .flatMap((block) => readBlock($, $(block), owner));
  return { items, next: absoluteUrl($('#pagelist a:contains("下页")').attr('href'), base) };
}

function readBlock($: CheerioAPI, block: Nodes, owner: { name: string | null; id: string | null }): WapItem[] {
  const name = block.attr('id') ?? '';
  const time = TIME.exec(block.find('.ct').last().text())?.[0] ?? null;
  const likes = { ...counters(block.text()), replies: null, reposts: null };
  if (name.startsWith('C_')) {
    const uid = /fuid=(\d+)/.exec(block.find('a[href*="fuid="]').attr('href') ?? '')?.[1];
    const author = personOf(block.children('a').first(), uid);
    return [
      { kind: 'comment', id: name.slice(2), author, text: textOf(block.find('.ctt').first()), time, engagement: likes },
    ];
  }
  const divs = block.children('div');
  const first = divs.first();
  if (divs.length === 0) {
    const id = /attitude\/(\w+)/.exec(block.find('a[href*="attitude/"]').attr('href') ?? '')?.[1];
    const link = block.children('a').first();
    if (id === undefined) return [];
    return [{ kind: 'repost', id, author: personOf(link), ...said($, block, link[0]), time, engagement: likes }];
  }
  const alone = name === 'M_';
  const writer = alone ? first.children('a').first() : first.children('a.nk').first();
  const author = writer.length > 0 ? personOf(writer) : { ...owner, verified: null };
  // The page of one post has its counters below it.
  const engagement = counters(alone ? block.nextAll().slice(0, 3).text() : divs.last().text());
  const post = { kind: 'post' as const, id: name.slice(2), author, time, engagement };
  const mark = first.children('.cmt').filter((_, element) => $(element).text().includes('转发了'));
  if (mark.length === 0) return [{ ...post, ...said($, first, writer[0]) }];

  const shares = /comment\/(\w+)/.exec(block.find('a.cc:contains("原文评论")').attr('href') ?? '')?.[1];
  const own = { ...post, ...said($, divs.last(), divs.last().children('.cmt')[0]) };
  if (shares === undefined) return [own];
  const original: WapItem = {
    kind: 'post',
    id: shares,
    author: personOf(mark.find('a').first()),
    ...said($, first, mark[0]),
    time: null,
    engagement: counters(divs.last().prevAll('div').text(), '原文'),
  };
  return [
    { ...own, shares },
    divs.length === 1 ? { ...original, engagement: counters(first.text(), '原文') } : original,
  ];
}

function personOf(link: Nodes, uid?: string) {
  return {
    name: link.text().trim().replace(/^@/, '') || null,
    id: uid ?? /(?:^|\/)(?:u\/)?(\d{5,})(?:\?|$)/.exec(link.attr('href') ?? '')?.[1] ?? null,
    verified: link.nextUntil('span', 'img[alt="V"]').length > 0 || null,
  };
}

/** What was said: everything after `from` up to the counters. */
function said($: CheerioAPI, parent: Nodes, from: HtmlNode | undefined): Pick<WapItem, 'text' | 'truncated'> {
  const nodes = parent.contents().toArray();
  const start = from === undefined ? 0 : nodes.indexOf(from) + 1;
  const end = nodes.findIndex(
    (node, index) => index >= start && ($(node).is('.cmt, .ct, .cc') || AFTER.test($(node).attr('href') ?? '')),
  );
  const shown = textOf(nodes.slice(start, end < 0 ? undefined : end));
  const text = shown
    .replace(CUT, '…')
    .replace(/\s*\[$/, '')
    .replace(/^[:：]\s*/, '');
  return CUT.test(shown) ? { text, truncated: true } : { text };
}

function counters(text: string, prefix = '(?<!原文)') {
  const read = (word: string) => parseNumber(new RegExp(`${word}\\[([\\d.万]+)\\]`).exec(text)?.[1]);
  return { likes: read('赞'), replies: read(`${prefix}评论`), reposts: read(`${prefix}转发`) };
}
