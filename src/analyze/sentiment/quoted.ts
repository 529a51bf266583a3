/**
 * Words in quotation marks that are surely not what the writer means: names of works, what is written on notices and in
 * statements, questions that others asked. What people said of a thing is none of these: who repeats it mostly agrees, and
 * what staff said is told to blame them.
 */
import type { Span } from '../../model.ts';

/** Read so far. */
const ENOUGH = 1_000;
const LONGEST = 120;
/** How much before a quotation may introduce it. */
const BEFORE = 40;

const QUOTE = new RegExp(
  `“([^“”\\n]{1,${LONGEST}})”|"([^"\\n]{1,${LONGEST}})"|「([^「」\\n]{1,${LONGEST}})」|《([^《》\\n]{1,${LONGEST}})》`,
  'g',
);

const INTRODUCED_ZH =
  /(?:(?:标题|题目|片名|书名|歌名|剧名|名字?|题)(?:叫做?|是|为|作)|(?:叫做?|名为|题为)|(?:公告|声明|通知|告示|提示|文章|文中|报道|新闻|书里|书中|文件|标签|说明书?|牌子|条款|规定|公示|海报|简介)(?:上|里|中)?(?:写着?|写道|称|说|表示|指出|显示|提到|那句|有句)?(?:的是|到|了)?|引用了?|引述|问(?:我|我们|他|她|大家)?)[:：，, ]*$/;
const INTRODUCED_EN =
  /\b(?:(?:called|titled|entitled|named)|(?:headline|title|statement|notice|sign|label|article|caption|poster|book|press release|disclaimer|email subject|menu|page)(?: (?:that )?(?:says|said|reads?|stated?|states|was|is|reading|saying))|quot(?:ed|es|ing)(?: the (?:line|words|phrase|sentence|saying))?|the (?:line|phrase|saying)|(?:asked|asks|asking)(?: (?:me|us|him|her|them|if|whether))?)[:, ]*$/i;

/** Where such words stand, marks included, left to right. */
export function toldWords(text: string, lang: string): Span[] {
  const introduced = lang === 'zh' ? INTRODUCED_ZH : lang === 'en' ? INTRODUCED_EN : null;
  if (introduced === null) return [];
  const spans: Span[] = [];
  for (const found of text.slice(0, ENOUGH).matchAll(QUOTE)) {
    const { index } = found;
    if (introduced.test(text.slice(Math.max(0, index - BEFORE), index))) spans.push([index, index + found[0].length]);
  }
  return spans;
}

/** `text` with `spans` blanked out, all offsets as they were. */
export function without(text: string, spans: readonly Span[]): string {
  let rest = '';
  let from = 0;
  for (const [start, end] of spans) {
    rest += text.slice(from, start) + ' '.repeat(end - start);
    from = end;
  }
  return rest + text.slice(from);
}

/** Letters and characters beside the quotation that hardly say more than that somebody said something. */
const FRAME = { zh: 14, en: 44 };

/** Whether little more is left of a text than who said it where. */
export function onlyTells(rest: string, lang: string): boolean {
  const said = rest.replace(/[^\p{L}\p{N}]+/gu, lang === 'zh' ? '' : ' ').trim();
  return said.length <= (lang === 'zh' ? FRAME.zh : FRAME.en);
}
