/** Languages that are told by their script and, within it, by letters only they use. */
import type { Language } from '../language.ts';

interface Script {
  readonly letters: RegExp;
  readonly lang: string;
  /** Letters of another language in the same script. */
  readonly others: readonly (readonly [RegExp, string])[];
}

const SCRIPTS: readonly Script[] = [
  {
    letters: /\p{Script=Cyrillic}/gu,
    lang: 'ru',
    others: [
      [/[іїєґІЇЄҐ]/u, 'uk'],
      [/[ўЎ]/u, 'be'],
      [/[ђћљњџЂЋЉЊЏ]/u, 'sr'],
      [/[әғқңөұүһӘҒҚҢӨҰҮҺ]/u, 'kk'],
    ],
  },
  {
    letters: /\p{Script=Arabic}/gu,
    lang: 'ar',
    others: [
      [/[ٹڈڑںےھ]/u, 'ur'],
      [/[پچژگکی]/u, 'fa'],
    ],
  },
  { letters: /\p{Script=Hebrew}/gu, lang: 'he', others: [] },
  { letters: /\p{Script=Greek}/gu, lang: 'el', others: [] },
  { letters: /\p{Script=Thai}/gu, lang: 'th', others: [] },
  { letters: /\p{Script=Devanagari}/gu, lang: 'hi', others: [] },
  { letters: /\p{Script=Bengali}/gu, lang: 'bn', others: [] },
  { letters: /\p{Script=Tamil}/gu, lang: 'ta', others: [] },
  { letters: /\p{Script=Telugu}/gu, lang: 'te', others: [] },
  { letters: /\p{Script=Khmer}/gu, lang: 'km', others: [] },
  { letters: /\p{Script=Lao}/gu, lang: 'lo', others: [] },
  { letters: /\p{Script=Myanmar}/gu, lang: 'my', others: [] },
  { letters: /\p{Script=Georgian}/gu, lang: 'ka', others: [] },
  { letters: /\p{Script=Armenian}/gu, lang: 'hy', others: [] },
];

/** The language of the commonest of these scripts in `text`; null if none occurs. */
export function otherScript(text: string): Language | null {
  let best: Script | null = null;
  let most = 0;
  for (const script of SCRIPTS) {
    const count = text.match(script.letters)?.length ?? 0;
    if (count > most) {
      most = count;
      best = script;
    }
  }
  if (best === null) return null;
  const other = best.others.find(([letters]) => letters.test(text));
  const shared = best.others.length > 0;
  return { lang: other?.[1] ?? best.lang, confidence: other ? 0.85 : shared ? 0.8 : 0.95 };
}
