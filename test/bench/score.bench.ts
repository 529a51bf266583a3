/**
 * Reading sentiment beside the word lists that JavaScript programs use: texts a second on one core and accuracy, on the
 * same texts in the same run; then what start-up, memory and matching many brands take.
 * `npm run bench -- score FILE.jsonl…` for labelled texts of your own; without a file, our frozen test lists.
 */
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import SentimentAnalyzer from 'natural/lib/natural/sentiment/SentimentAnalyzer.js';
import porter from 'natural/lib/natural/stemmers/porter_stemmer.js';
import Sentiment from 'sentiment';
import vader from 'vader-sentiment';
import wink from 'wink-sentiment';
import { compileMatcher } from '../../src/analyze/match.ts';
import { labelledFiles, labelledLines } from '../../src/cli/labelled-files.ts';
import { shippedScorer } from '../../src/cli/shipped-scorer.ts';
import type { Label } from '../../src/model.ts';
import { makeBrand, makePost } from '../pipeline/support/posts.ts';

const ROOT = join(import.meta.dirname, '../..');
const SLICES = join(ROOT, 'test/analyze/sentiment/slices');
/** Each reads for at least so long. */
const TIMED_MS = 2_000;
const LABELS: readonly Label[] = ['negative', 'neutral', 'positive'];

interface Text {
  readonly text: string;
  readonly label: Label;
  readonly kind: 'review' | 'post' | null;
  readonly corpus: string;
}

interface Verdict {
  readonly label: Label;
  /** Below 0 negative, above it positive. */
  readonly score: number;
}

interface Competitor {
  readonly name: string;
  /** Whether it does anything about "not good". */
  readonly negation: boolean;
  readonly read: (text: Text) => Verdict;
}

export async function run(print: (line: string) => void, args: readonly string[]): Promise<void> {
  const named = args.filter((arg) => /\.jsonl(\.gz)?$/.test(arg) || arg.includes('/'));
  const files = labelledFiles(named.length > 0 ? named : [SLICES]);
  const texts: { readonly lang: 'zh' | 'en'; readonly all: Text[] }[] = [
    { lang: 'en', all: [] },
    { lang: 'zh', all: [] },
  ];
  for (const file of files) {
    for (const line of labelledLines(file, (problem) => print(problem))) {
      const kind = line.value.kind === 'review' ? 'review' : line.value.kind === 'post' ? 'post' : null;
      const lang = /\p{Script=Han}/u.test(line.text) ? 'zh' : 'en';
      texts.find((of) => of.lang === lang)!.all.push({ text: line.text, label: line.label, kind, corpus: line.corpus });
    }
  }
  for (const { lang, all } of texts) {
    if (all.length === 0) continue;
    print(`${lang}: ${all.length} labelled texts of ${named.length > 0 ? files.length : 'our frozen'} lists`);
    print('| reader | texts/s, one core | accuracy | macro-F1 | reads negation |');
    print('| --- | --- | --- | --- | --- |');
    for (const competitor of lang === 'en' ? [earshot(), ...WORD_LISTS] : [earshot(), chineseLexicon()]) {
      const { perSecond, accuracy, macroF1 } = measure(competitor, all);
      print(
        `| ${competitor.name} | ${Math.round(perSecond)} | ${(100 * accuracy).toFixed(1)} % | ${macroF1.toFixed(3)} | ${competitor.negation ? 'yes' : 'no'} |`,
      );
    }
    print('');
  }
  startUp(print);
  matching(print);
}

function earshot(): Competitor {
  const scorer = shippedScorer();
  return { name: 'earshot', negation: true, read: ({ text, kind }) => scorer.score({ text, kind }).sentiment };
}

const sign = (score: number): Label => (score > 0 ? 'positive' : score < 0 ? 'negative' : 'neutral');
const bySign = (score: number): Verdict => ({ label: sign(score), score });

const analyzer = new SentimentAnalyzer('English', porter, 'afinn');
const sentiment = new Sentiment();

const WORD_LISTS: readonly Competitor[] = [
  {
    name: 'natural (AFINN)',
    negation: true,
    read: ({ text }) => {
      const words = text.match(/[\p{L}\p{N}']+/gu);
      return bySign(words === null ? 0 : analyzer.getSentiment(words));
    },
  },
  {
    name: 'vader-sentiment',
    negation: true,
    read: ({ text }) => {
      // As its authors say: neutral is what lies within 0.05.
      const { compound } = vader.SentimentIntensityAnalyzer.polarity_scores(text);
      return { label: Math.abs(compound) < 0.05 ? 'neutral' : sign(compound), score: compound };
    },
  },
  { name: 'sentiment', negation: true, read: ({ text }) => bySign(sentiment.analyze(text).score) },
  { name: 'wink-sentiment', negation: true, read: ({ text }) => bySign(wink(text).score) },
];

/** None of them reads Chinese; what a reader of one label would reach stands in their place. */
function chineseLexicon(): Competitor {
  return { name: 'always negative', negation: false, read: () => bySign(-1) };
}

function measure({ read }: Competitor, texts: readonly Text[]) {
  // Where a list knows no neutral texts, every reader is asked for a side.
  const three = new Set(texts.filter(({ label }) => label === 'neutral').map(({ corpus }) => corpus));
  const made = texts.map((text) => {
    const { label, score } = read(text);
    return three.has(text.corpus) ? label : score > 0 ? 'positive' : 'negative';
  });
  const until = performance.now() + TIMED_MS;
  const before = process.cpuUsage();
  let count = 0;
  while (performance.now() < until) {
    for (const text of texts) read(text);
    count += texts.length;
  }
  const { user, system } = process.cpuUsage(before);
  const right = made.filter((label, i) => label === texts[i]!.label).length;
  const present = LABELS.filter((label) => texts.some((text) => text.label === label));
  const f1 = present.map((label) => {
    const truly = texts.filter((text, i) => text.label === label && made[i] === label).length;
    const said = made.filter((one) => one === label).length;
    const there = texts.filter((text) => text.label === label).length;
    return said + there === 0 ? 0 : (2 * truly) / (said + there);
  });
  return {
    perSecond: (count / (user + system)) * 1e6,
    accuracy: right / texts.length,
    macroF1: f1.reduce((sum, one) => sum + one, 0) / f1.length,
  };
}

/** From the command's start to its first scored line. */
function startUp(print: (line: string) => void): void {
  const input = '{"id":"1","text":"the support desk never answered 客服没人理"}\n';
  const runs = Array.from({ length: 5 }, () => {
    const started = performance.now();
    const { status, stderr } = spawnSync(process.execPath, ['src/earshot.js', 'score'], { cwd: ROOT, input });
    if (status !== 0) throw new Error(`score ended with ${status}: ${stderr}`);
    return performance.now() - started;
  }).sort((a, b) => a - b);
  const { rss } = process.memoryUsage();
  print(`start-up: ${Math.round(runs[2]!)} ms from the command to its end with one line scored (median of 5)`);
  print(`memory with both models and all of the above loaded: ${Math.round(rss / 1_048_576)} MB`);
}

const BRANDS = 1_000;
const POSTS = 10_000;

function matching(print: (line: string) => void): void {
  const names = Array.from({ length: BRANDS }, (_, i) => (i % 2 === 0 ? `Brand${i}co` : `品牌${i}号`));
  const matcher = compileMatcher(
    names.map((name, i) => ({ ...makeBrand(`b${i}`), name, terms: [{ term: name, notIn: [], caseSensitive: false }] })),
  );
  const posts = Array.from({ length: POSTS }, (_, i) =>
    makePost({
      text: `I asked ${names[(i * 7) % BRANDS]} for a refund, 客服没有回答, and ${names[(i * 13) % BRANDS]} too ${i}`,
    }),
  );
  const before = process.cpuUsage();
  let found = 0;
  for (const { text } of posts) found += matcher.match({ text }).length;
  const { user, system } = process.cpuUsage(before);
  print(
    `matching ${BRANDS} brands in ${POSTS} posts: ${((user + system) / 1000).toFixed(0)} ms of one core, ${found} mentions found`,
  );
}
