/** The words by which a post is compared with others, as hashes. */
import { foldUnits } from '../normalise.ts';
import { isCjk, isWord } from '../text/chars.ts';
import { type Doc, masked, readText, type Segment } from '../text.ts';

/** What a text must have to be told from others: a Chinese character counts 1, a word of letters 1.2. */
const ENOUGH = 12;
/** The same where the text says whose words it passes on. */
const ENOUGH_ATTRIBUTED = 5;
const LETTERED = 1.2;

/** Hashes of at most `most` words, or null if they are too few to tell. */
export function wordsOfStory(text: string, most: number): number[] | null {
  // Room for the longest words; what lies beyond would not be read.
  const doc = readText(text.length > most * 16 ? text.slice(0, most * 16) : text);
  const blank = masked(doc);
  const quoted = passedOn(doc);
  let short: number[] | null = null;
  for (const segment of quoted) {
    const { words, weight } = wordsOf(blank.slice(segment.start, segment.end), most);
    if (weight >= ENOUGH) return words;
    if (weight >= ENOUGH_ATTRIBUTED && short === null) short = [...wordsOf(segment.author ?? '', most).words, ...words];
  }
  // The post's own words with all it quotes: a comment may be the story, and what it quotes short.
  const own = doc.segments.filter((s) => s.author === null);
  for (const segment of own) {
    const { words, weight } = wordsOf(blank.slice(segment.start, segment.end), most);
    if (weight >= ENOUGH) return words;
  }
  return short;
}

/** Other people's words in the post, the first in the chain (the last in the text) first. */
function passedOn(doc: Doc): Segment[] {
  return doc.segments.filter((s) => s.author !== null).reverse();
}

function wordsOf(text: string, most: number): { words: number[]; weight: number } {
  const { units } = foldUnits(text);
  const words: number[] = [];
  let weight = 0;
  for (let i = 0; i < units.length && words.length < most; ) {
    const unit = units[i]!;
    if (isCjk(unit) || (unit >= 0xd800 && unit <= 0xdfff)) {
      words.push(unit);
      weight += 1;
      i++;
    } else if (isWord(unit)) {
      let hash = 0x811c9dc5;
      while (i < units.length && isWord(units[i]!) && !isCjk(units[i]!))
        hash = Math.imul(hash ^ units[i++]!, 0x01000193);
      words.push(hash);
      weight += LETTERED;
    } else i++;
  }
  return { words, weight };
}
