/**
 * A small language for phrases, so that lists of them stay readable:
 *
 *     (再也|以后)不(会|想|)来     alternatives, an empty one allowed
 *     refund*                     any ending
 *     (will|would) + (sue|go)     one right after the other; keeps long lists of combinations short
 *     switch* .. to               up to six words in between, within a sentence
 */

/** A part of a phrase: any of `texts`. */
export interface PatternPart {
  readonly texts: readonly { readonly text: string; readonly prefix: boolean }[];
  /** Words that may stand between the part before and this one. */
  readonly gap: number;
}

/** Words that `..` may stand for. */
const GAP = 6;
/** A part with more spellings than this is cut in two where it can be. */
const HANDY = 48;
const MAX_SPELLINGS = 3000;

/**
 * The ways to read `pattern`, each as its parts in order: one, or more where a whole part can be left out. Throws on
 * unbalanced brackets, patterns of which nothing need occur, and parts with too many spellings.
 */
export function readingsOf(pattern: string): PatternPart[][] {
  let readings: PatternPart[][] = [[]];
  let gap = 0;
  for (const piece of pattern.split(/(\.\.|\s\+\s)/)) {
    if (piece === '..') gap = GAP;
    else if (piece.trim() === '+') gap = 0;
    else {
      for (const spellings of inHandyParts(piece.trim(), pattern)) {
        const texts = spellings.map(asText).filter(({ text }) => text !== '');
        const part = { texts, gap };
        const longer = texts.length > 0 ? readings.map((reading) => [...reading, part]) : [];
        readings = texts.length < spellings.length ? [...longer, ...readings] : longer;
        gap = 0;
      }
    }
  }
  if (readings.length === 0 || readings.some((reading) => reading.length === 0)) {
    throw new Error(`nothing need occur for “${pattern}”`);
  }
  return readings;
}

/**
 * Spellings of `piece`; cut before brackets, so that three lists of ten are thirty texts and not a thousand, and behind
 * `*`, which only the end of a text can have.
 */
function inHandyParts(piece: string, pattern: string): string[][] {
  const parts: string[][] = [];
  let heads = [''];
  for (const options of segmentsOf(piece, pattern)) {
    const open = heads.some((head) => head.includes('*')) && options.every((o) => o === '' || o.trim() !== '');
    const needed = !options.includes('');
    if (open || (heads.length * options.length > HANDY && needed && heads.every(canEnd))) {
      parts.push(heads);
      heads = [...options];
    } else heads = heads.flatMap((head) => options.map((option) => head + option));
    if (heads.length > MAX_SPELLINGS) throw new Error(`too many spellings: ${pattern}`);
  }
  return [...parts, heads];
}

/** Whether a word ends with `text`: letters need a blank behind them, Chinese characters do not. */
const canEnd = (text: string): boolean =>
  text !== '' && (text.endsWith(' ') || text.charCodeAt(text.length - 1) >= 0x2e80);

function asText(spelling: string): { text: string; prefix: boolean } {
  const clean = (spelling.includes('  ') ? spelling.replace(/ {2,}/g, ' ') : spelling).trim();
  if (clean.slice(0, -1).includes('*')) throw new Error(`only the end of a part may be open: ${clean}`);
  return clean.endsWith('*') ? { text: clean.slice(0, -1), prefix: true } : { text: clean, prefix: false };
}

/** Literal stretches and brackets of `part`, each as its spellings. */
function segmentsOf(part: string, pattern: string): string[][] {
  const segments: string[][] = [];
  let from = 0;
  for (let i = 0; i < part.length; i++) {
    const c = part.charAt(i);
    if (c === ')' || c === '|') throw new Error(`unbalanced bracket: ${pattern}`);
    if (c !== '(') continue;
    if (i > from) segments.push([part.slice(from, i)]);
    const close = closing(part, i, pattern);
    segments.push(split(part.slice(i + 1, close)).flatMap((option) => expand(option, pattern)));
    i = close;
    from = close + 1;
  }
  if (from < part.length || segments.length === 0) segments.push([part.slice(from)]);
  return segments;
}

function expand(part: string, pattern: string): string[] {
  if (!part.includes('(')) return [part];
  let heads = [''];
  for (const options of segmentsOf(part, pattern)) {
    heads = heads.flatMap((head) => options.map((option) => head + option));
    if (heads.length > MAX_SPELLINGS) throw new Error(`too many spellings: ${pattern}`);
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
