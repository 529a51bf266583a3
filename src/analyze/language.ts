/**
 * The language of a text. Scripts decide first; among the languages written in Latin letters, their commonest words
 * and their own letters do. Short English is the likeliest Latin text in what Earshot reads, so doubt goes to it.
 */

import { ENGLISH_WORDS, guessLatin } from './language/latin.ts';
import { otherScript } from './language/scripts.ts';
import { isAsciiLetter, isHan, isHangul, isKana, isLatin } from './text/chars.ts';
import { masked, readText } from './text.ts';

export interface Language {
  /** ISO 639-1; `und` where nothing can be told. */
  readonly lang: string;
  /** 0…1, roughly the share of texts like this one for which `lang` is right. */
  readonly confidence: number;
}

const UNKNOWN: Language = { lang: 'und', confidence: 0 };
/** More of a long text than this adds nothing. */
const ENOUGH = 2000;
const ASTRAL = /[\ud835\ud83c]/;

/** The language of `text`; addresses, names and pictures in it do not count. */
export function detectLanguage(text: string): Language {
  const head = text.length > ENOUGH ? text.slice(0, ENOUGH) : text;
  const doc = readText(head);
  const found = languageOfWords(masked(doc));
  if (found !== UNKNOWN || doc.marks.length === 0) return found;
  // Nothing but marks: `[泪]` at least was typed by somebody who writes Chinese.
  const marks = doc.marks.filter((m) => m.kind === 'emoticon' || m.kind === 'placeholder');
  const { lang } = languageOfWords(marks.map((m) => m.value).join(' '));
  return lang === 'zh' ? { lang, confidence: 0.7 } : UNKNOWN;
}

/** As `detectLanguage`, for text that is known to hold nothing but words. */
export function languageOfWords(text: string): Language {
  let han = 0;
  let kana = 0;
  let hangul = 0;
  let latin = 0;
  let rest = 0;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (isAsciiLetter(c)) latin++;
    else if (c < 0xc0) continue;
    else if (isHan(c)) han++;
    else if (isKana(c)) kana++;
    else if (isHangul(c)) hangul++;
    else if (isLatin(c)) latin++;
    else if (c >= 0x370 && c < 0x2000) rest++;
  }
  const letters = han + kana + hangul + latin + rest;
  if (letters === 0) {
    // Letters in fancy dress (𝙗𝙖𝙡𝙖𝙣𝙘𝙚𝙙) are letters.
    const plain = ASTRAL.test(text) ? text.normalize('NFKC') : text;
    return plain === text ? UNKNOWN : languageOfWords(plain);
  }
  if (rest * 2 > letters) return otherScript(text) ?? UNKNOWN;
  if (hangul > 0 && hangul >= kana && hangul * 2 >= han) {
    if (hangul * 3 >= latin) return { lang: 'ko', confidence: certainty(hangul, letters) };
  }
  // の stands in many a Chinese post; a Japanese sentence has more of it.
  if (kana > 1 && kana * 6 >= han && kana * 3 >= latin)
    return { lang: 'ja', confidence: certainty(kana + han, letters) };
  if (kana === 1 && han <= 2 && latin === 0) return { lang: 'ja', confidence: 0.6 };
  if (han === 0) return guessLatin(text);
  if (latin === 0) return { lang: 'zh', confidence: certainty(han, letters) };
  return mixed(text, han, latin);
}

/** Chinese with foreign names in it is Chinese; English that names a Chinese brand is English. */
function mixed(text: string, han: number, latin: number): Language {
  let words = 0;
  let common = 0;
  for (const word of text.toLowerCase().split(/[^a-z']+/)) {
    if (word === '') continue;
    words++;
    if (ENGLISH_WORDS.has(word)) common++;
  }
  // A Chinese word has about one and a half characters.
  const chinese = han / 1.5;
  if (common === 0 || chinese >= words) return { lang: 'zh', confidence: chinese >= words ? 0.97 : 0.8 };
  const english = common >= 2 ? words : words / 2;
  if (english > chinese) return { lang: 'en', confidence: Math.min(0.95, 0.5 + (english - chinese) / (2 * english)) };
  return { lang: 'zh', confidence: Math.min(0.95, 0.5 + latin / (latin + han) / 4 + 0.2) };
}

function certainty(own: number, all: number): number {
  return Math.min(0.99, 0.55 + 0.45 * (own / all)) * (own === 1 ? 0.8 : 1);
}
