/** HTML to the text a reader sees. */
import type { CheerioAPI } from 'cheerio';
import { load } from 'cheerio/slim';

/** A node of a document, as cheerio hands it out. */
export type HtmlNode = ReturnType<ReturnType<CheerioAPI['root']>['contents']>[number];

const HIDDEN = new Set(['script', 'style', 'noscript', 'template', 'iframe', 'svg', 'head', 'textarea', 'select']);
const BLOCKS = new Set(
  (
    'address article aside blockquote dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 ' +
    'header hr li main nav ol option p pre section summary table tbody td tfoot th thead tr ul'
  ).split(' '),
);
/** Where a block begins or ends: however many meet, the reader sees one new line. */
const BREAK = '\u0001';
const BREAKS = /[ \n]*\u0001[ \n\u0001]*/g;
/** `[偷笑]`, `:thumbsup:` or the emoji itself: pictures that are part of what was said. */
const SPOKEN_ALT = /^(\[[^[\]]{1,20}\]|:[\w+-]{1,40}:|[\p{Extended_Pictographic}\p{Emoji_Component}]{1,12})$/u;
const TAG = /<\/?[a-z!][^>]*>/i;
const ENTITY = /&(?:#\d+|#x[\da-f]+|[a-z][a-z\d]*);/i;

/**
 * The text of a node and what is in it: blocks and `<br>` begin new lines, other white space collapses, scripts and
 * styles are left out, pictures that stand for words (emoticons) are kept as their alternative text.
 */
export function textOf(node: HtmlNode | Iterable<HtmlNode> | null | undefined): string {
  if (node === null || node === undefined) return '';
  const parts: string[] = [];
  if (Symbol.iterator in node) for (const each of node) collect(each, parts, false, 0);
  else collect(node, parts, false, 0);
  return tidy(parts.join('').replace(BREAKS, '\n'));
}

/**
 * Whether a page breaks off: it opens a document and does not close it. Its last element is then only a part, which
 * nothing in the parsed document shows, for parsers close what is open.
 */
export function isCutOff(html: string): boolean {
  return /<(?:html|body)[\s>]/i.test(html) && !/<\/(?:html|body)\s*>/i.test(html);
}

/** Whether elements are nested deeper than any real page's: what walks such a tree by recursion would fail. */
export function isTooDeep(root: HtmlNode, most = 500): boolean {
  const queue: [HtmlNode, number][] = [[root, 0]];
  for (let next = queue.pop(); next !== undefined; next = queue.pop()) {
    const [node, depth] = next;
    if (depth > most) return true;
    if ('children' in node) for (const child of node.children) queue.push([child, depth + 1]);
  }
  return false;
}

/** The text of a piece of HTML; text without tags keeps its own line breaks. */
export function htmlToText(html: string | null | undefined): string {
  if (!html) return '';
  if (TAG.test(html)) return textOf(load(html, null, false).root().contents());
  return tidy(ENTITY.test(html) ? load(html, null, false).root().text() : html);
}

/** One line feed per line break, no invisible characters, no spaces at line ends, at most one empty line. */
export function tidy(text: string): string {
  return text
    .replace(/\r\n?|\u2028|\u2029/g, '\n')
    .replace(/[\u200b\u2060\ufeff\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/g, '')
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

/** Deeper nesting than any real page's is an attack on the stack. */
const MAX_DEPTH = 1_000;

function collect(node: HtmlNode, parts: string[], preformatted: boolean, depth: number): void {
  if (depth > MAX_DEPTH) return;
  if (node.nodeType === 3 && 'data' in node) {
    // White space in the source is no line break for the reader; outside <pre> all of it collapses.
    parts.push(preformatted ? node.data : node.data.replace(/\s+/g, ' '));
    return;
  }
  if (!('children' in node)) return;
  if (!('name' in node)) {
    for (const child of node.children) collect(child, parts, preformatted, depth + 1);
    return;
  }
  const { name, attribs } = node;
  if (HIDDEN.has(name)) return;
  if (name === 'br') parts.push('\n');
  if (name === 'img') {
    const alt = attribs.alt?.trim() ?? '';
    if (SPOKEN_ALT.test(alt)) parts.push(alt);
  }
  const block = BLOCKS.has(name);
  if (block) parts.push(BREAK);
  for (const child of node.children) collect(child, parts, preformatted || name === 'pre', depth + 1);
  if (block) parts.push(BREAK);
}
