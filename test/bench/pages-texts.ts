/** The texts that a bench's mentions say: as the town writes them, scored as the product scores them. */
import { searchTokens } from '../../src/analyze/search/tokens.ts';
import { talkerOf } from '../../src/analyze/talkers.ts';
import { readText } from '../../src/analyze/text.ts';
import { shippedScorer } from '../../src/cli/shipped-scorer.ts';
import { BRANDS } from '../../src/demo/brands.ts';
import { PLACES } from '../../src/demo/posts.ts';
import { Random } from '../../src/demo/random.ts';
import { Writer } from '../../src/demo/texts/writer.ts';
import type { AspectFinding, IntentFinding, Label } from '../../src/model.ts';
import { aspectFact, intentFact, labelFact, langFact, quoted, talkerFact } from '../../src/store/mention-words.ts';

const TEXTS = 12_000;

/** One text with everything that a mention of it takes from it. */
export interface Sample {
  readonly title: string | null;
  readonly text: string;
  readonly lang: string;
  readonly label: Label;
  readonly score: number;
  readonly confidence: number;
  readonly aspects: readonly AspectFinding[];
  readonly intents: readonly IntentFinding[];
  readonly aspect_names: readonly string[];
  readonly intent_names: readonly string[];
  readonly talker: string;
  /** Its part of `mentions.words`, all but brand, site, kind and stars. */
  readonly words: string;
}

export const SAMPLE_COLUMNS = {
  title: 'text',
  text: 'text',
  lang: 'text',
  label: 'text',
  score: 'real',
  confidence: 'real',
  aspects: 'jsonb',
  intents: 'jsonb',
  aspect_names: 'text[]',
  intent_names: 'text[]',
  talker: 'text',
  words: 'tsvector',
} as const satisfies Record<keyof Sample, string>;

/** The same texts in every run; the first is negative. */
export function sampleTexts(): Sample[] {
  const random = new Random(20_261_122);
  const writer = new Writer(random);
  const scorer = shippedScorer();
  const places = PLACES.filter((one) => one !== 'news');
  const samples = Array.from({ length: TEXTS }, (_, index): Sample => {
    const lang = index % 2 === 0 ? 'zh' : 'en';
    const feeling = random.pick(['negative', 'neutral', 'positive', 'positive'] as const);
    const { title, text } = writer.opinion({
      ...{ lang, brand: BRANDS[0]!.id, place: random.pick(places), feeling, grave: 0.05 },
    });
    const post = { text, title, lang, kind: 'post', site: 'weibo', rating: null, target: null } as const;
    const { sentiment, aspects, intents } = scorer.score(post);
    const author = { name: null, id: null, followers: null, verified: null };
    const talker = talkerOf({ doc: readText(text), site: 'weibo', kind: 'post', author, accounts: [] });
    const facts = [
      ...[labelFact(sentiment.label), langFact(lang), talkerFact(talker)],
      ...aspects.flatMap(({ aspect, label }) => [aspectFact(aspect), aspectFact(aspect, label)]),
      ...intents.map(({ intent }) => intentFact(intent)),
    ];
    const tokens = [...searchTokens(title === null ? text : `${title}\n${text}`)];
    return {
      ...{ title, text, lang, ...sentiment, aspects, intents, talker },
      aspect_names: [...new Set(aspects.map(({ aspect }) => aspect))],
      intent_names: [...new Set(intents.map(({ intent }) => intent))],
      words: [...facts.map(quoted), ...tokens.map(({ lexeme, position }) => `${quoted(lexeme)}:${position}`)].join(' '),
    };
  });
  const angry = samples.findIndex(({ label }) => label === 'negative');
  return [samples[angry]!, ...samples.slice(0, angry), ...samples.slice(angry + 1)];
}
