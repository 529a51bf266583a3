/**
 * Comparisons and changes of brand: `换成 A`, `以前的 B`, `switched from B to A`, `A 比 B 好`. Which of two is the better one is
 * said by the words between them, and hardly ever occurs in labelled texts; so it is read by rule.
 */
import type { Span } from '../../model.ts';

const LEFT_BEFORE_ZH =
  /(?:以前的?|之前的?|原来的?|原先的?|从前的?|过去的?|告别|抛弃|弃了|放弃了?|卸载了?|退了|扔了|从|由|把) *(?:用的?)? *$/;
const LEFT_AFTER_ZH = /^ *(?:换成|换到|换了|转到|转投|转用|改用|跳到|搬到)/;
const FOUND_BEFORE_ZH = /(?:换成了?|换到了?|换回了?|转到了?|转投了?|改用了?|转用了?|投奔了?|跳到了?|入了|改成了?) *$/;
const LEFT_BEFORE_EN =
  /(?:\b(?:switch|mov|chang|com|go|migrat|convert|jump|upgrad)(?:e|ed|ing|es)? (?:over |away |back )*from|\b(?:came|went) (?:over |away )*from|\b(?:ditch|dump|dropp?|left|leav|quit|cancel|abandon|unlike|replac)(?:e|ed|ing|led|ling)?|\bgoodbye|\bbye) +(?:my |the |our |old )*$/i;
const FOUND_BEFORE_EN =
  /\b(?:switch|mov|chang|migrat|convert|jump|upgrad|go|went|gone|return)(?:e|ed|ing|es)? (?:over |back )*(?:from \S+ (?:\S+ )?)?(?:over )?to +(?:the |an? |my )*$/i;
/** The words that tell which way a comparison goes. */
const BETTER_ZH = /^[^，。！？,.!?]{0,8}?(?:好|强|快|便宜|舒服|香|靠谱|省|稳|优秀|良心|划算|干净|方便|贴心|给力|耐用)/;
const WORSE_ZH = /^[^，。！？,.!?]{0,8}?(?:差|烂|慢|贵|坑|垃圾|难用|难吃|糟|弱|不行|脏|麻烦)/;
const BETTER_EN =
  /\b(?:better|nicer|faster|cheaper|easier|friendlier|superior|cleaner|quicker|smoother|tastier|safer|cooler|happier|preferred?) (?:\S+ ){0,2}(?:than|to)\b/i;
const WORSE_EN =
  /\b(?:worse|slower|poorer|inferior|dirtier|ruder|harder|uglier|weaker|less \S+|more expensive|pricier) (?:\S+ ){0,2}(?:than|to)\b/i;

/** 1: the text turns to or prefers what stands at `span`; −1: away from it; 0: no such words. */
export function turnOf(text: string, [start, end]: Span): -1 | 0 | 1 {
  const before = text.slice(Math.max(0, start - 48), start);
  const after = text.slice(end, end + 48);
  if (FOUND_BEFORE_ZH.test(before) || FOUND_BEFORE_EN.test(before)) return complaint(after) ? 0 : 1;
  if (LEFT_BEFORE_EN.test(before)) return -1;
  if (LEFT_AFTER_ZH.test(after)) return -1;
  if (/(?:从|由|告别|抛弃|弃了|卸载了?|退了|扔了) *$/.test(before)) return -1;
  if (LEFT_BEFORE_ZH.test(before) && WORSE_ZH.test(after)) return -1;
  return comparedAs(before, after);
}

/** `A 比 B 好`, `A 不如 B`, `A is better than B`. */
function comparedAs(before: string, after: string): -1 | 0 | 1 {
  const against = /^ *(不?比|不如|没有|赶不上|远不如)([^，。！？,.!?]{1,16})/.exec(after);
  if (against !== null) {
    const [, word = '', rest = ''] = against;
    if (word === '不如' || word === '远不如' || word === '赶不上') return -1;
    const tail = /[\p{L}\p{N}]+ *(.*)$/u.exec(rest)?.[0] ?? rest;
    const direction = WORSE_ZH.test(tail) ? -1 : BETTER_ZH.test(tail) ? 1 : 0;
    if (direction !== 0) return word === '比' ? direction : direction === 1 ? -1 : 1;
  }
  const other = /([^，。！？,.!?\s]{1,12}) *(不?比|不如|远不如|赶不上) *$/.exec(before);
  if (other !== null) {
    const word = other[2] ?? '';
    if (word === '不如' || word === '远不如' || word === '赶不上') return 1;
    const direction = WORSE_ZH.test(after) ? 1 : BETTER_ZH.test(after) ? -1 : 0;
    if (direction !== 0) return word === '比' ? direction : direction === 1 ? -1 : 1;
  }
  const nearBefore = before.slice(-40);
  if (/\b(?:than|to) +(?:the |my |any )*$/i.test(nearBefore)) {
    if (BETTER_EN.test(nearBefore)) return -1;
    if (WORSE_EN.test(nearBefore)) return 1;
  }
  const clause = /^[^,.!?;]*/.exec(after)?.[0] ?? '';
  if (BETTER_EN.test(clause) && !/\b(?:not|n't|isn't|no) /i.test(clause)) return 1;
  if (WORSE_EN.test(clause) && !/\b(?:not|n't|isn't|no) /i.test(clause)) return -1;
  return 0;
}

/** Turned to, and sorry for it: said in the same clause or the next, unless that speaks of what was before. */
function complaint(after: string): boolean {
  const [own = '', next = ''] = after.split(/[，。！？；,.!?;]/);
  const said = /^ *(?:以前|之前|原来|原先|从前|比|unlike|than)/i.test(next) ? own : `${own} ${next}`;
  return /后悔|更差|更烂|垃圾|失望|还不如|\b(?:regret|worse|mistake|disappoint\w*|terrible|awful|bad)\b/i.test(said);
}
