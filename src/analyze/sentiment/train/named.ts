/**
 * Most posts name one brand, and what they feel they feel towards it. Corpora with targets show texts that speak of
 * several things at once, and short clauses; a model taught on those alone loses the plain case. So some texts of the
 * other corpora are given a name somewhere, and teach the model of targets that all of the text may count. The model of
 * the language that it leans on meanwhile is one that was not taught them; the one that ships was taught all.
 */
import { hashText, randomOf } from '../hash.ts';
import { bareText } from './cut.ts';
import type { LabelledText } from './rows.ts';
import type { TargetText } from './target.ts';

/** The corpus of these texts; a style of its own. */
export const NAMED = 'named';

/** One text in so many is given a name, of those that are not too long to be a post. */
const SHARE = 16;
const LONGEST = 280;
const SEED = 16;

/** Names of nobody, so that no name in itself is good or bad. */
const NAMES: Readonly<Record<string, readonly string[]>> = {
  zh: [
    '云禾',
    '拓宁',
    '美岚',
    '佳乐维',
    '小棠',
    '顺通达',
    '德诺',
    '蓝屿',
    '禾木家',
    '星桥',
    'Novik',
    'QLine',
    '優禾',
    '百川优选',
  ],
  en: [
    'Norvia',
    'Quellio',
    'Brandt & Lee',
    'TrioPay',
    'Mestra',
    '@novikhelp',
    'Halden',
    'BlueYard',
    'Zentro',
    'Kip',
    'ULine',
  ],
};

/** Where people put the name: `N` and the text `T`; the text's first clause `A` and the rest `B`. */
const FORMS: Readonly<Record<string, readonly string[]>> = {
  zh: [
    'N：T',
    'N，T',
    'NT',
    '#N# T',
    '【N】T',
    'N T',
    'T @N',
    'T #N#',
    'T N',
    'A，NB',
    '在N，T',
    'N这家，T',
    '@N T',
    '说说N：T',
  ],
  en: [
    'N: T',
    'N - T',
    'N T',
    '#N T',
    '@N T',
    'T @N',
    'T #N',
    'T N',
    'A, N, B',
    'N, T',
    'So N: T',
    'About N. T',
    'N... T',
    'T - N',
  ],
};

const CLAUSE_END: Readonly<Record<string, RegExp>> = { zh: /[，,。！!？?；;]/, en: /[,;:.!?]\s/ };

/** Whether a text is to be given a name: decided by the text alone. */
export function isToBeNamed({ text }: LabelledText): boolean {
  if (text.length > LONGEST) return false;
  const bare = bareText(text);
  return bare !== '' && (hashText(bare, 0, bare.length, SEED) >>> 0) % SHARE === 0;
}

/** How two texts, each with its name, stand in one post. */
const JOINTS: Readonly<Record<string, readonly string[]>> = {
  zh: ['，', '。', '；', '，而', '，但是', ' ', '\n'],
  en: ['. ', '; ', ', ', ', but ', ', while ', '\n', ' vs '],
};
/** One of so many texts shares its post with another that feels for itself. */
const PAIRED = 3;
/** Texts that share a post are no longer than this, by language. */
const HALF: Readonly<Record<string, number>> = { zh: 80, en: 180 };

/**
 * `texts` with a name in each, towards which its label is. Some share their post with the text before, named otherwise:
 * then only what stands by the name counts. Of languages without names nothing.
 */
export function named(lang: string, texts: readonly LabelledText[]): TargetText[] {
  const [names, forms, joints, end, half = 0] = [NAMES[lang], FORMS[lang], JOINTS[lang], CLAUSE_END[lang], HALF[lang]];
  if (names === undefined || forms === undefined || joints === undefined || end === undefined) return [];
  const random = randomOf(SEED);
  const oneOf = <T>(list: readonly T[]): T => list[Math.floor(random() * list.length)]!;
  const give = (text: string, name: string): Named => {
    const cut = end.exec(text)?.index ?? -1;
    const form = oneOf(forms);
    return withName(cut < 0 ? form.replace(/A.*/, 'T N') : form, text, name, cut);
  };
  return texts.map(({ text, label }, i) => {
    const name = oneOf(names);
    const before = texts[i - 1];
    if (i % PAIRED !== 0 || before === undefined || text.length > half || before.text.length > half) {
      const { made, start } = give(text, name);
      return targetText(made, start, name, label);
    }
    const own = give(text, name);
    const other = give(before.text, oneOf(names.filter((one) => one !== name))).made;
    const joint = oneOf(joints);
    if (random() < 0.5) return targetText(own.made + joint + other, own.start, name, label);
    return targetText(other + joint + own.made, other.length + joint.length + own.start, name, label);
  });
}

interface Named {
  readonly made: string;
  /** Where the name stands. */
  readonly start: number;
}

/** `cut`: where the text's first clause ends. */
function withName(form: string, text: string, name: string, cut: number): Named {
  const parts: Readonly<Record<string, string>> = {
    N: name,
    T: text,
    A: text.slice(0, cut),
    B: text.slice(cut + 1).trimStart(),
  };
  let made = '';
  let start = 0;
  for (const piece of form.split(/([NTAB](?![a-z]))/)) {
    if (piece === 'N') start = made.length;
    made += parts[piece] ?? piece;
  }
  return { made, start };
}

const targetText = (text: string, start: number, target: string, label: LabelledText['label']): TargetText => ({
  text,
  label,
  corpus: NAMED,
  target,
  span: [start, start + target.length],
});
