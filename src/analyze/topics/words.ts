/** The words of a text that can be a topic: Chinese words, English stems with the word they came from. */
import { Jieba } from '@node-rs/jieba';
import { dict } from '@node-rs/jieba/dict.js';
import { fold } from '../normalise.ts';
import { stemOf } from '../text/stem.ts';
import { masked, readText } from '../text.ts';
import { STOP_EN, STOP_ZH } from './stop.ts';

let jieba: Jieba | undefined;

/** Nouns, verbs, adjectives and set phrases, by jieba's tags. */
const CONTENT = /^(?:n|v|a|i|l|j)/;
const HAN = /\p{Script=Han}{2,}/gu;
const LATIN = /[\p{Script=Latin}\p{N}]+(?:'[\p{Script=Latin}]+)?/gu;
const ENOUGH = 5000;

/** Key (what counts as the same word) → the word as written, folded. Each key once a text. */
export function topicWordsOf(text: string): Map<string, string> {
  const words = new Map<string, string>();
  const { text: plain } = fold(masked(readText(text.slice(0, ENOUGH))));
  for (const [run] of plain.matchAll(HAN)) {
    jieba ??= Jieba.withDict(dict);
    for (const { word, tag } of jieba.tag(run, true)) {
      if (word.length >= 2 && CONTENT.test(tag) && !STOP_ZH.has(word)) words.set(word, word);
    }
  }
  for (const [word] of plain.matchAll(LATIN)) {
    const bare = word.replace(/'s$/, '');
    if (bare.length < 3 || bare.length > 30 || /^[0-9]/.test(bare) || STOP_EN.has(word) || STOP_EN.has(bare)) continue;
    const stem = stemOf(bare);
    if (!words.has(stem)) words.set(stem, bare);
  }
  return words;
}
