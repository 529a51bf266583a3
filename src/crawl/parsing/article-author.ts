/** Who wrote an article: from metadata, from bylines in Chinese and English, else the source it was taken from. */
import type { CheerioAPI } from 'cheerio';
import type { Lines, Meta } from './article.ts';
import { tidy } from './html-text.ts';

/** Words that follow a name on its line and are not part of it. */
const END =
  '(?=作者|责任编辑|责编|编辑|来源|时间|发布|日期|浏览|阅读|点击|字号|举报|评论|[\\s:：|｜,，;；）)\\]】】]|$)';
const NAME = `([\\p{L}·•.．'’-]{2,20}?)${END}`;
const NAMES = `([\\p{L}·•.．'’-]{2,20}?(?:[ 、,，][\\p{Script=Han}·]{2,4})*)${END}`;

/** In order of trust. Lines first: a byline stands on a line of its own or with time and source. */
const ON_A_LINE = [
  new RegExp(`文\\s*[/／|｜:：]\\s*[\\p{Script=Han}]{0,14}(?:作者|记者|特约)\\s*${NAMES}`, 'u'),
  new RegExp(`(?<!原)作者\\s*[:：]\\s*${NAMES}`, 'u'),
  new RegExp(`(?:^|[^\\p{L}])(?:本文)?(?:作者|撰文|撰稿|文)\\s*[:：/／丨|｜]\\s*${NAMES}`, 'u'),
  new RegExp(`[|｜]\\s*作者\\s*${NAME}`, 'u'),
  new RegExp(`^(?:采写\\s*[:：]\\s*)?[\\p{Script=Han}《》]{0,12}(?:记者|作者|通讯员)\\s*[:：]?\\s+${NAMES}`, 'u'),
  new RegExp(`^(?:记者|采写)\\s*[:：]\\s*${NAMES}`, 'u'),
  /^(?:By|Written by|Posted by|Words by)\s*:?\s+((?:\p{Lu}[\p{L}.'’-]*\s?){1,4})(?:,|\||·|$|\bon\b)/u,
];
/** Within the first paragraph: `【文/王文】`, `（记者 裴剑飞）`. */
const IN_TEXT = [
  new RegExp(`^[【（(]\\s*文\\s*[/／]\\s*(?:[\\p{Script=Han}]{2,12}\\s+)?${NAME}`, 'u'),
  new RegExp(`[（(](?:本报|本网|实习|见习|首席)?记者\\s*${NAMES}`, 'u'),
  new RegExp(`[（(](?:\\p{Script=Han}{2,10}\\s)?(?:通讯员)\\s*${NAMES}`, 'u'),
];
const SOURCE = new RegExp(
  `(?:(?:来源于?|來源|出处|稿源|Source)\\s*[:：]|[|｜]\\s*来源)\\s*[“"《]?([\\p{L}\\d·（）()-]{2,24}?)${END}`,
  'u',
);
const EDITOR = new RegExp(`(?:责任编辑|责编|编辑)\\s*[:：]\\s*${NAME}`, 'u');
/** What page makers and editors leave where a name should stand. */
const NO_AUTHOR =
  /^(?:name\b|author|admin|editor|root|system|系统管理员|\d+$|https?:|unknown|null|undefined|佚名|匿名|未知|本站|小编|网络|转载|原创|综合|查看|更多|全部|关注|我|赞赏|喜欢|登录)|@|[:：]$/i;
const MARKED =
  '[rel~="author"],[itemprop~="author"],.author-name,.author_name,.byline-name,.byline,.post-author,.entry-author,.author,#author,#js_author_name,#js_name';

export interface AuthorContext {
  /** As JSON-LD says. */
  readonly stated: string | null;
  readonly meta: Meta;
  readonly lines: Lines;
  readonly text: string;
  readonly publishedAt: string | null;
}

/** The author's name; the source where no author is named, at last the editor in charge. Null if nobody is named. */
export function authorOf(
  $: CheerioAPI,
  { stated, meta, lines: { head, rest }, text, publishedAt }: AuthorContext,
): string | null {
  const lines = [...head, ...rest];
  const first = (patterns: readonly RegExp[], places: readonly string[]) => {
    for (const pattern of patterns) {
      for (const place of places) {
        const name = usable(pattern.exec(place)?.[1]);
        if (name !== null) return name;
      }
    }
    return null;
  };
  const named = usable(
    meta('article:author', 'og:article:author', 'author', 'byl', 'parsely-author', 'dc.creator', 'sailthru.author'),
  );
  // A name that the <title> carries, or that calls itself a site, is the publisher's and no writer's.
  const publisher = named !== null && ($('title').text().includes(named) || named === meta('og:site_name'));
  const marked = $(MARKED)
    .toArray()
    .map((element) => usable($(element).text()))
    .find((name) => name !== null);
  return (
    usable(stated) ??
    first(ON_A_LINE, lines) ??
    first(IN_TEXT, [text.slice(0, 400)]) ??
    marked ??
    (publisher ? null : named) ??
    first([SOURCE], lines) ??
    usable(meta('ContentSource', 'source', 'mediaid')?.replace(/^来源\s*[:：]/, '')) ??
    besideTime(lines, publishedAt) ??
    named ??
    first([EDITOR], lines)
  );
}

function usable(name: string | null | undefined): string | null {
  const clean = tidy(name ?? '')
    .replace(/^(?:作者|记者|文|By)\s*[:：/]?\s*/i, '')
    .replace(/\s+/g, ' ')
    .replace(/[,，、]$/, '')
    .trim();
  return clean.length >= 2 && clean.length <= 40 && !NO_AUTHOR.test(clean) ? clean : null;
}

/** Many heads are no more than `2019-09-26 10:56:28 证券时报网`. */
function besideTime(lines: readonly string[], publishedAt: string | null): string | null {
  const time = /\d{1,2}:\d{2}(?::\d{2})?/.exec(publishedAt ?? '')?.[0];
  const line = time === undefined ? undefined : lines.find((each) => each.includes(time));
  const rest = line
    ?.replace(/(?:19|20)?\d{2}\s*[-/.年]\s*\d{1,2}\s*[-/.月]\s*\d{1,2}\s*日?|\d{1,2}:\d{2}(?::\d{2})?/g, ' ')
    .replace(/原创|举报|分享|字号|大中小|\d+|[|｜·:：[\]]/g, ' ')
    .trim();
  return rest && rest.length <= 20 ? usable(rest) : null;
}
