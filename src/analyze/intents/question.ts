/** Questions that want an answer. */
import type { Clause } from '../text.ts';

/** What asks by itself, without a question mark. */
const ASKS =
  /^(?:请问|想问|想问问|问一下|问下|咨询|求问|求解|求教|求助|求解答|求回复|please|wondering|need to know|tell me|anyone know|谁知道|有人知道)/i;
/** A Chinese question ends so even where its mark is missing. */
const ENDS_ZH = /(?:吗|呢|么|嘛)$/;
/** Said for effect, not to be answered. */
const RHETORICAL =
  /难道|凭什么|至于吗|有意思吗|要脸|有病|脑子|不是吗|对吗|是吗|知道吗|谁受得了|什么玩意|搞什么|搞毛|怎么这么|怎么那么|怎么能这|怎么可以这|也叫|良心|何必|何苦|谁敢|还能再|能再|点[吗么]|就不能|为什么不|为什么就|为什么总|为什么要|忘了吗|能不能有点|能不能要点|kidding|serious(?:ly)?\?|really\?|wtf|did i mention|did i say|why would i|who doesn't|right\?/i;
const LOOK_AHEAD = 120;
/** How far from the phrase what is said for effect is looked for. */
const NEAR = 60;

/** Whether the question phrase [start, end) in `clause` begins a question to somebody. */
export function asks(text: string, clause: Clause, start: number, end: number): boolean {
  const around = text.slice(Math.max(clause.start, start - NEAR), Math.min(clause.end + 2, end + NEAR));
  if (RHETORICAL.test(around)) return false;
  const early = wordsBefore(text, clause.start, start) <= 2;
  if (ASKS.test(text.slice(start, end)) && early) return true;
  // English asks at the head of the clause: `but when does it leave?`, not `I know when it leaves`.
  if (/^[a-z]/i.test(text.slice(start, start + 1)) && !early) return false;
  if (ENDS_ZH.test(text.slice(Math.max(clause.start, clause.end - 2), clause.end))) return true;
  for (let i = clause.end; i < text.length && i < clause.end + LOOK_AHEAD; i++) {
    const c = text[i];
    if (c === '?' || c === '？') return true;
    if (c === '。' || c === '！' || c === '!' || c === '\n' || (c === '.' && text[i + 1] === ' ')) return false;
  }
  return false;
}

function wordsBefore(text: string, from: number, to: number): number {
  return text
    .slice(Math.max(from, to - 60), to)
    .split(/\s+/)
    .filter((w) => w !== '').length;
}
