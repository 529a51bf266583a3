import { readFileSync } from 'node:fs';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { loadModels } from '../../src/analyze/models/load.ts';
import { createScorer, type ScoreInput } from '../../src/analyze/scorer.ts';

const scorer = createScorer(
  loadModels((name) => readFileSync(new URL(`../../src/analyze/models/${name}`, import.meta.url))),
);
const label = (text: string, more: Partial<ScoreInput> = {}) => scorer.score({ text, ...more }).sentiment.label;

describe('the scorer', () => {
  it.each([
    ['酒店很好，但是客服态度太差，再也不来了', 'negative'],
    ['味道很好，送餐也快，下次还会再来', 'positive'],
    ['不高兴', 'negative'],
    ['Worst customer service ever, still waiting for my refund', 'negative'],
    ['Absolutely love it, works perfectly', 'positive'],
  ])('reads %s', (text, expected) => expect(label(text)).toBe(expected));

  it('tells brands of one post apart', () => {
    const zh = '换成 Acme 后好用多了，以前的 Bolt 真是垃圾';
    expect(label(zh, { target: { words: ['Bolt'], spans: [[18, 22]] } })).toBe('negative');
    expect(label(zh, { target: { words: ['Acme'], spans: [[3, 7]] } })).toBe('positive');
    expect(label(zh, { target: { words: ['bolt'] } })).toBe('negative');
    const en = 'Switched from Bolt to Acme, so much better';
    expect(label(en, { target: { words: ['Bolt'] } })).toBe('negative');
    expect(label(en, { target: { words: ['Acme'] } })).toBe('positive');
  });

  /** What is found towards one of the names, where the text names all of them that it does. */
  const towards = (text: string, own: string, names: readonly string[]) => {
    const places = (name: string) =>
      [...text.matchAll(new RegExp(name, 'g'))].map(({ index }): [number, number] => [index, index + name.length]);
    const others = names.filter((name) => name !== own).flatMap(places);
    return scorer.score({ text, target: { spans: places(own), others } });
  };

  it.each([
    ['Acme answered at once and was kind. Bolt is the worst, still waiting for my refund', 'positive', 'negative'],
    [
      'The support desk never answered. Thanks for nothing, Acme. Quick and kind, as always. Love you, Bolt',
      'negative',
      'positive',
    ],
    ['阿克米服务周到，下次还来。博特客服态度太差，再也不去了', 'positive', 'negative'],
    ['房间又脏又吵，阿克米太让人失望了。但博特干净安静，早餐也好吃', 'negative', 'positive'],
  ])('hears of each brand of a post what is said of it: %s', (text, first, second) => {
    const names = text.includes('Acme') ? (['Acme', 'Bolt'] as const) : (['阿克米', '博特'] as const);
    expect(towards(text, names[0], names).sentiment.label).toBe(first);
    expect(towards(text, names[1], names).sentiment.label).toBe(second);
  });

  it('gives aspects and intents to the brand they are said of, and threats to all where that is not sure', () => {
    const intents = (text: string, own: string) => towards(text, own, ['阿克米', '博特']).intents.map((i) => i.intent);
    const sure = '阿克米的客服很耐心。博特的房间有老鼠，已经打12315投诉博特了';
    expect(intents(sure, '博特')).toContain('regulator');
    expect(intents(sure, '阿克米')).not.toContain('regulator');
    const aspects = towards(sure, '阿克米', ['阿克米', '博特']).aspects.map((a) => a.aspect);
    expect(aspects).toContain('service');
    expect(aspects).not.toContain('hygiene');
    const unsure = '阿克米的房间有老鼠。隔壁博特也好不到哪去。已经打12315投诉了';
    expect(intents(unsure, '阿克米')).toContain('regulator');
  });

  it('hears that a brand is left for one that nobody has configured', () => {
    const text = 'Left Bolt for Zoom, best decision ever';
    expect(scorer.score({ text, target: { spans: [[5, 9]], others: [] } }).sentiment.score).toBeLessThan(0);
  });

  it('reads a clause about an aspect in the light of the post, and apart where it is plain', () => {
    const feelings = (text: string) =>
      new Map(scorer.score({ text }).aspects.map(({ aspect, score }) => [aspect, score] as const));
    const alone = feelings('客服让我自己打车过去').get('service')!;
    const amid = feelings('太荒唐了，垃圾，态度冷漠，客服让我自己打车过去').get('service')!;
    expect(amid).toBeLessThan(alone);
    const mixed = feelings('味道很好，非常好吃，但是服务态度太差了，服务员爱理不理');
    expect(mixed.get('quality')!).toBeGreaterThan(0);
    expect(mixed.get('service')!).toBeLessThan(0);
  });

  it('reads a post that surely names one brand alone mostly as a whole', () => {
    const text = '@Acme what is it with your bags, third time they went to a city I have never been to';
    const alone = scorer.score({ text, target: { spans: [[0, 5]], others: [] } }).sentiment;
    const whole = scorer.score({ text }).sentiment;
    const named = scorer.score({ text, target: { spans: [[0, 5]] } }).sentiment;
    expect(Math.abs(alone.score - whole.score)).toBeLessThanOrEqual(Math.abs(named.score - whole.score));
    expect(alone.label).toBe('negative');
    const review = { text, kind: 'review' } as const;
    expect(scorer.score({ ...review, target: { spans: [[0, 5]], others: [] } }).sentiment).toEqual(
      scorer.score(review).sentiment,
    );
  });

  it.each([
    ['阿克米：准备打12315投诉', '阿克米', 'negative'],
    ['阿克米酒店有老鼠，恶心', '阿克米', 'negative'],
    ['#阿克米# 服务员态度很好，下次还来', '阿克米', 'positive'],
    ['Acme: worst service ever, I want a refund', 'Acme', 'negative'],
    ['Never buying from them again, the worst @Acme', 'Acme', 'negative'],
    ['Great coffee and lovely staff @Acme', 'Acme', 'positive'],
  ])('reads a post that names one brand as it would without the name: %s', (text, name, expected) => {
    expect(label(text, { target: { words: [name] } })).toBe(expected);
  });

  it.each([
    ['zh', '阿克米'],
    ['en', 'Acme'],
  ])('feels the same about the only brand named as in the text alone, nearly always (%s)', (lang, name) => {
    const lines = readFileSync(new URL(`sentiment/slices/${lang}.jsonl`, import.meta.url), 'utf8')
      .trim()
      .split('\n');
    const texts = lines.map((line) => JSON.parse(line) as { text: string; target?: string });
    const plain = texts.filter(({ target }) => target === undefined).map(({ text }) => text);
    const same = plain.flatMap((text) =>
      [`${name}: ${text}`, `${text} @${name}`].map((post) => {
        const [alone, towards] = [
          scorer.score({ text, lang }),
          scorer.score({ text: post, lang, target: { words: [name] } }),
        ];
        return alone.sentiment.score * towards.sentiment.score > 0 || alone.sentiment.label === towards.sentiment.label;
      }),
    );
    expect(same.filter(Boolean).length / same.length).toBeGreaterThan(0.8);
  });

  it('reads emoji alike whatever language they are said to be in', () => {
    for (const [text, label] of [
      ['😡😡😡', 'negative'],
      ['👍', 'positive'],
      ['😍😍', 'positive'],
      ['💩', 'negative'],
    ] as const) {
      const scores = [undefined, 'en', 'zh', 'fr'].map((lang) => scorer.score({ text, lang }).sentiment);
      expect(new Set(scores.map((sentiment) => sentiment.score)).size, text).toBe(1);
      expect(scores[0]!.label, text).toBe(label);
    }
  });

  it('reads what only asks as a post, not as a review, unless it is said to be one', () => {
    const text = 'Is there a student price? And how do I apply for it?';
    const score = (more: Partial<ScoreInput>) => scorer.score({ text, ...more }).sentiment.score;
    expect(label(text)).toBe('neutral');
    expect(score({})).toBe(score({ kind: 'post' }));
    expect(score({})).not.toBe(score({ kind: 'review' }));
    // A title that tells makes it more than a question.
    expect(score({ title: 'Great shop' })).not.toBe(score({ title: 'Great shop', kind: 'post' }));
  });

  it('lets a rating inform, not decide', () => {
    const plain = scorer.score({ text: '还行吧' }).sentiment.score;
    expect(scorer.score({ text: '还行吧', rating: { value: 1, best: 5 } }).sentiment.score).toBeLessThan(plain);
    expect(scorer.score({ text: '还行吧', rating: 1 }).sentiment.score).toBeGreaterThan(plain);
    expect(label('难吃死了，垃圾，再也不点了', { rating: 1 })).toBe('negative');
    expect(label('', { rating: { value: 1, best: 5 } })).toBe('negative');
    expect(scorer.score({ text: 'ok', rating: { value: 3, best: 0 } }).sentiment.score).not.toBeNaN();
  });

  it('reads other languages coarsely, and says so', () => {
    const es = scorer.score({ text: 'El servicio es muy malo y terrible', lang: 'es' });
    expect(es.lang).toBe('es');
    expect(es.sentiment.label).toBe('negative');
    expect(es.sentiment.confidence).toBeLessThanOrEqual(0.6);
    expect(scorer.score({ text: 'ひどいサービスだった' }).sentiment.confidence).toBeLessThanOrEqual(0.7);
  });

  it.each([
    ['empty', ''],
    ['blanks', '   \n'],
    ['one emoji', '👍'],
    ['a lone surrogate', '\ud83d'],
    ['direction marks', '\u202e\u200f\u2066'],
    ['controls', '\u0000\u0001\u0007'],
    ['a hundred hashtags', '#好吃# '.repeat(100)],
    ['a megabyte', '差'.repeat(1_000_000)],
    ['a megabyte of quotes', '"'.repeat(1_000_000)],
    ['a megabyte of commas', '差,'.repeat(500_000)],
  ])('answers to %s', (_, text) => {
    const started = performance.now();
    const { sentiment } = scorer.score({ text, target: { words: ['差'] } });
    expect(performance.now() - started).toBeLessThan(3000);
    expect(Math.abs(sentiment.score)).toBeLessThanOrEqual(1);
    expect(sentiment.confidence).toBeGreaterThan(0);
    expect(sentiment.confidence).toBeLessThanOrEqual(1);
  });

  it('answers to anything', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary', maxLength: 200 }), fc.string({ maxLength: 5 }), (text, word) => {
        const { sentiment } = scorer.score({ text, target: { words: [word] } });
        expect(Number.isFinite(sentiment.score) && Number.isFinite(sentiment.confidence)).toBe(true);
      }),
      { numRuns: 200, seed: 4 },
    );
  });
});
