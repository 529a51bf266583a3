/**
 * The main text of a page, found without knowing the page: paragraphs speak for the element they stand in, by their
 * length and punctuation and against their links. After arc90's Readability (2009) and, for Chinese pages whose
 * paragraphs are often bare lines, text density (Sun, Song & Liao, "DOM based content extraction via text density",
 * SIGIR 2011).
 */
import type { CheerioAPI } from 'cheerio';
import { type HtmlNode, textOf } from './html-text.ts';

type Element = Extract<HtmlNode, { attribs: unknown; children: HtmlNode[] }>;

const NOISE_TAGS =
  'script,style,noscript,template,nav,footer,aside,iframe,svg,button,select,textarea,input,object,embed,link,meta';
const NOISE_NAMES =
  /(?:^|[-_ ])(?:comments?(?:[-_]?(?:list|area|box|wrap))?|pinglun|disqus|related|relate|recommend(?:ation)?s?|tuijian|share|sharing|social|sidebar|side|aside|footer|foot|header|nav(?:bar|igation)?|breadcrumbs?|crumbs?|menu|copyright|disclaimer|statement|advert(?:isement)?s?|ads?|gg|banner|promo|popup|modal|toolbar|tags?|keywords|pagination|pager|rank(?:ing)?|hot|qrcode|ewm|login|register|subscribe|newsletter|otherContent|more|prev|next)(?:$|[-_ \d])/i;
const GOOD_NAMES = /article|content|main|body|text|post|entry|story|detail|zhengwen|neirong|news|rich|editor|TRS_/i;
const BODY_NAMES =
  /artibody|article[-_]?(?:body|content|text|detail|main|txt)|post[-_]?(?:content|body|text)|entry[-_]?content|js_content|TRS_Editor|main[-_]?text|endText|news[-_]?(?:content|text|txt|body|detail)|zhengwen|neirong|rich_media_content|story[-_]?body/i;
const KEPT_NAMES = /article[-_]?(?:content|body|text)|main[-_]?content|TRS_Editor/i;
/** The text's own frame, whatever else its name contains. */
const FRAME = /^(?:html|body|main|article)$/;
const PARAGRAPHS = new Set([
  'p',
  'div',
  'section',
  'article',
  'td',
  'pre',
  'blockquote',
  'li',
  'span',
  'center',
  'dd',
  'font',
  'main',
  'body',
]);
const BLOCKS = 'p,div,section,article,table,ul,ol,dl,pre,blockquote,h1,h2,h3,h4,h5,h6,figure,center,td,li';
const PUNCTUATION = /[，。！？；：、“”…,.!?;:]/g;
/** Lines that end an article and belong to its frame. */
const TRAILER =
  /^(?:[（(【[]?\s*(?:责任编辑|责编|编辑|校对|审核|监制|值班编辑|实习编辑|文章来源|来源|声明|免责声明|版权声明|本文来源|返回搜狐|点击进入|点击查看|相关阅读|延伸阅读|推荐阅读|更多精彩|扫码|扫一扫|关注我们|举报|分享到|打印|关闭窗口|上一篇|下一篇|标签|关键词|Editor|Share this|Related|Read more|Tags?)\s*[:：】\]）)]|返回搜狐|打印本页|关闭窗口|举报\/反馈|特别声明|\[纠错\])/i;

/** The main text, a line per paragraph; empty where the page has none of at least `least` characters. */
export function mainText($: CheerioAPI, least = 80): string {
  const copy = $($('body')[0] ?? $.root()[0]).clone();
  copy.find(NOISE_TAGS).remove();
  copy
    .find('form,[style*="display:none"],[style*="display: none"],[hidden],[aria-hidden="true"]')
    .each((_, element) => {
      // Some sites hide the text itself until their script shows it, or put the whole page into one form.
      if ($(element).text().trim().length < 400) $(element).remove();
    });
  const before = lengthsOf(copy.toArray());
  copy.find('[class],[id]').each((_, element) => {
    if (isNoise(element, before)) $(element).remove();
  });
  const best = bestElement($, copy.toArray(), least);
  if (best === null) return '';
  const lines = textOf(withSiblings($, best)).split('\n');
  while (lines.length > 1 && (lines.at(-1) === '' || TRAILER.test(lines.at(-1) ?? ''))) lines.pop();
  const text = lines.filter((line) => line !== '').join('\n');
  return text.length >= least ? text : '';
}

/** How much text an element holds, how much of it is links, and whether it holds the headline. */
interface Lengths {
  all: number;
  linked: number;
  headline: boolean;
}

/** Measured once, from the leaves up: asking each element for its text would read the page once per level. */
function lengthsOf(roots: readonly HtmlNode[]): Map<HtmlNode, Lengths> {
  const lengths = new Map<HtmlNode, Lengths>();
  const order: HtmlNode[] = [...roots];
  for (let index = 0; index < order.length; index++) {
    const node = order[index];
    if (node !== undefined && 'children' in node) order.push(...node.children);
  }
  for (const node of order.reverse()) {
    const own: Lengths = { all: 0, linked: 0, headline: 'name' in node && node.name === 'h1' };
    if (node.nodeType === 3 && 'data' in node) own.all = node.data.trim().length;
    for (const child of 'children' in node ? node.children : []) {
      const inner = lengths.get(child);
      if (inner === undefined) continue;
      own.all += inner.all;
      own.linked += inner.linked;
      own.headline ||= inner.headline;
    }
    if ('name' in node && node.name === 'a') own.linked = own.all;
    lengths.set(node, own);
  }
  return lengths;
}

function isNoise(element: HtmlNode, lengths: ReadonlyMap<HtmlNode, Lengths>): boolean {
  if (!('attribs' in element) || FRAME.test(element.name)) return false;
  const names = `${element.attribs.class ?? ''} ${element.attribs.id ?? ''}`;
  if (!NOISE_NAMES.test(names) || KEPT_NAMES.test(names)) return false;
  // A name is a hint only: a frame that holds long text outside links is no decoration.
  const { all, linked, headline } = lengths.get(element) ?? { all: 0, linked: 0, headline: false };
  return (all - linked < 800 || linked * 3 > all) && !headline;
}

/** What a paragraph says for its own element, the one around it, the next …; bare lines speak for their element itself. */
const PARAGRAPH_SHARES = [0.3, 1, 0.5, 0.2, 0.15, 0.1];
const LINE_SHARES = [1, 0.5, 0.25, 0.15, 0.1, 0.05];

function bestElement($: CheerioAPI, roots: readonly HtmlNode[], least: number): Element | null {
  const lengths = lengthsOf(roots);
  const scores = new Map<Element, number>();
  /** Text in paragraphs, by every element around them: what else an element holds is frame. */
  const covered = new Map<HtmlNode, number>();
  const add = (node: HtmlNode | null | undefined, score: number) => {
    if (node && 'attribs' in node) scores.set(node, (scores.get(node) ?? weight(node)) + score);
  };
  for (const element of $(roots).find('*').addBack()) {
    if (!('attribs' in element) || !PARAGRAPHS.has(element.name)) continue;
    const text = ownText($, element);
    const length = text.length;
    if (length < 12) continue;
    const linked = $(element).children('a').text().length;
    if (linked * 2 > length) continue;
    const score =
      (1 + Math.min((text.match(PUNCTUATION)?.length ?? 0) * 0.8, 40) + Math.min(length / 40, 40)) *
      (1 - linked / length);
    const lines = element.name === 'article' || $(element).children('br').length >= 2;
    for (let around: HtmlNode | null = element; around !== null; around = around.parent as HtmlNode | null) {
      covered.set(around, (covered.get(around) ?? 0) + length);
    }
    let around: HtmlNode | null = element;
    for (const share of lines ? LINE_SHARES : PARAGRAPH_SHARES) {
      add(around, score * share);
      around = (around?.parent ?? null) as HtmlNode | null;
    }
  }
  let best: Element | null = null;
  let most = 0;
  for (const [element, score] of scores) {
    const { all, linked } = lengths.get(element) ?? { all: 0, linked: 0 };
    if (all < least) continue;
    const frame = 1 - Math.min(1, (covered.get(element) ?? 0) / Math.max(1, all));
    const final = score * (1 - linked / Math.max(1, all)) * (1 - frame) ** 2;
    if (final > most) {
      most = final;
      best = element;
    }
  }
  return best;
}

/** Text that stands in an element itself or in inline elements in it, not in blocks of its own. */
function ownText($: CheerioAPI, element: Element): string {
  if ($(element).children(BLOCKS).length === 0) return $(element).text().trim();
  let text = '';
  for (const child of element.children) {
    if (child.nodeType === 3 && 'data' in child) text += child.data;
    else if ('name' in child && !$(child).is(BLOCKS)) text += $(child).text();
  }
  return text.trim();
}

function weight(element: Element): number {
  if (element.name === 'body') return 0;
  const names = `${element.attribs.class ?? ''} ${element.attribs.id ?? ''}`;
  const named = BODY_NAMES.test(names) ? 45 : GOOD_NAMES.test(names) ? 15 : 0;
  const tag = { article: 20, main: 10, div: 3, section: 3, td: 2, pre: 2 }[element.name] ?? 0;
  return named + tag + ('itemprop' in element.attribs && /articleBody/i.test(element.attribs.itemprop ?? '') ? 40 : 0);
}

/** Some pages put each part of a text in an element of its own: parts that read like text belong to it. */
function withSiblings($: CheerioAPI, best: Element): HtmlNode[] {
  const name = best.attribs.class;
  if (best.name === 'body') return [best];
  return $(best)
    .parent()
    .children()
    .toArray()
    .filter((sibling) => {
      if (sibling === best) return true;
      const text = $(sibling).text().trim();
      const linked = $(sibling).find('a').text().length;
      if (linked * 4 > text.length || text.length < 60) return false;
      if ('attribs' in sibling && name !== undefined && name !== '' && sibling.attribs.class === name) return true;
      return 'name' in sibling && sibling.name === 'p' && /[。！？.!?”"]$/.test(text);
    });
}
