/**
 * A small language for phrases, so that lists of them stay readable:
 *
 *     (再也|以后)不(会|想|)来     alternatives, an empty one allowed
 *     refund*                     any ending
 *     switch* .. to               up to six words in between, within a sentence
 */

/** One way a pattern can be spelt: its parts in order, with gaps between them. */
export interface Spelling {
  readonly parts: readonly { readonly text: string; readonly prefix: boolean }[];
}

const MAX_SPELLINGS = 5000;

/** All spellings of `pattern`. Throws on unbalanced brackets and on patterns with too many spellings. */
export function spellingsOf(pattern: string): Spelling[] {
  const parts = pattern.split(/\s*\.\.\s*/).map((part) => expand(part.trim(), pattern));
  let spellings: Spelling[] = [{ parts: [] }];
  for (const part of parts) {
    spellings = spellings.flatMap((s) => part.map((text) => ({ parts: [...s.parts, asPart(text)] })));
    if (spellings.length > MAX_SPELLINGS) throw new Error(`too many spellings: ${pattern}`);
  }
  return spellings.filter((s) => s.parts.every((p) => p.text !== ''));
}

function asPart(text: string): { text: string; prefix: boolean } {
  const clean = text.replace(/ {2,}/g, ' ').trim();
  return clean.endsWith('*') ? { text: clean.slice(0, -1), prefix: true } : { text: clean, prefix: false };
}

function expand(part: string, pattern: string): string[] {
  let heads = [''];
  for (let i = 0; i < part.length; i++) {
    const c = part.charAt(i);
    if (c === ')' || c === '|') throw new Error(`unbalanced bracket: ${pattern}`);
    if (c !== '(') {
      heads = heads.map((head) => head + c);
      continue;
    }
    const close = closing(part, i, pattern);
    const options = split(part.slice(i + 1, close)).flatMap((option) => expand(option, pattern));
    heads = heads.flatMap((head) => options.map((option) => head + option));
    if (heads.length > MAX_SPELLINGS) throw new Error(`too many spellings: ${pattern}`);
    i = close;
  }
  return heads;
}

function closing(text: string, open: number, pattern: string): number {
  let depth = 0;
  for (let i = open; i < text.length; i++) {
    if (text[i] === '(') depth++;
    if (text[i] === ')' && --depth === 0) return i;
  }
  throw new Error(`unbalanced bracket: ${pattern}`);
}

/** Splits at the bars outside brackets. */
function split(text: string): string[] {
  const options: string[] = [];
  let depth = 0;
  let from = 0;
  for (let i = 0; i < text.length; i++) {
    if (text[i] === '(') depth++;
    if (text[i] === ')') depth--;
    if (text[i] !== '|' || depth > 0) continue;
    options.push(text.slice(from, i));
    from = i + 1;
  }
  return [...options, text.slice(from)];
}
