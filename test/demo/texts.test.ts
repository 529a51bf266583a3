import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { compileMatcher } from '../../src/analyze/match.ts';
import { loadModels } from '../../src/analyze/models/load.ts';
import { createScorer } from '../../src/analyze/scorer.ts';
import { BRANDS } from '../../src/demo/brands.ts';
import { writeChronicle } from '../../src/demo/chronicle.ts';
import type { TownPost } from '../../src/demo/posts.ts';
import { Random } from '../../src/demo/random.ts';
import { fill } from '../../src/demo/texts/grammar.ts';
import { ARTICLES, DISASTER_ARTICLES } from '../../src/demo/texts/news.ts';
import { drawScene } from '../../src/demo/texts/scene.ts';
import { DISASTER, MATERIAL } from '../../src/demo/texts/writer.ts';
import { START } from './support.ts';

const chronicle = writeChronicle(1, START);
const all: readonly TownPost[] = Object.values(chronicle.posts).flat();
/** Shares with words quote what they share; all else is somebody's own. */
const own = all.filter((post) => post.parent === null);

describe('the material', () => {
  it.each(['zh', 'en'] as const)('fills in every template (%s)', (lang) => {
    const random = new Random(7);
    const slots = drawScene(lang, { brand: 'X', rival: 'Y' }, random);
    const templates = strings([MATERIAL[lang], DISASTER[lang], ARTICLES[lang], DISASTER_ARTICLES[lang]]);
    expect(templates.length).toBeGreaterThan(250);
    for (const template of templates) {
      for (let i = 0; i < 5; i++) {
        const text = fill(template, slots, random);
        expect(text, template).not.toMatch(/[{}|]|undefined/);
        expect(text, template).not.toMatch(/，，|。。|，。|。，|\s,|\.\.(?!\.)/);
      }
    }
  });

  it('keeps the two languages apart', () => {
    const zh = strings(MATERIAL.zh).filter((text) =>
      /[a-z]{3}/i.test(text.replace(/\{[a-z0-9]+\}|App|bug|base|ludi/gi, '')),
    );
    expect(zh).toEqual([]);
    const en = strings(MATERIAL.en).filter((text) => /\p{Script=Han}/u.test(text) && !text.includes('芦笛岩'));
    expect(en).toEqual([]);
  });
});

describe('the texts', () => {
  it('are all different, but for what is shared', () => {
    expect(new Set(own.map(({ text }) => text)).size).toBe(own.length);
    expect(own.length).toBeGreaterThan(2_000);
  });

  it.each(['zh', 'en'] as const)('do not read alike (%s)', (lang) => {
    const grams = own.filter((post) => post.lang === lang).map(({ text }) => gramsOf(text));
    const random = new Random(3);
    let overlap = 0;
    let alike = 0;
    const pairs = 20_000;
    for (let i = 0; i < pairs; i++) {
      const j = jaccard(random.pick(grams), random.pick(grams));
      overlap += j;
      if (j > 0.5) alike++;
    }
    expect(overlap / pairs).toBeLessThan(lang === 'zh' ? 0.01 : 0.06);
    expect(alike / pairs).toBeLessThan(0.003);
  });

  it('seldom have a near twin', () => {
    const sample = own.filter((_, i) => i % 4 === 0).map(({ text }) => gramsOf(text));
    const twins = sample.filter((one, i) => sample.some((other, j) => j < i && jaccard(one, other) > 0.6));
    expect(twins.length / sample.length).toBeLessThan(0.08);
  });

  it('name the brand they are about, wherever no page does', () => {
    const matcher = compileMatcher(BRANDS);
    const lost: string[] = [];
    for (const post of all.filter(({ place }) => place !== 'reviews')) {
      const found = matcher.match({ title: post.title, text: post.text }).map(({ brand }) => brand);
      if (post.brand !== null && !found.includes(post.brand)) lost.push(post.text);
      if (post.brand === null && found.includes('reedpipe')) lost.push(`not about the brand: ${post.text}`);
    }
    expect(lost).toEqual([]);
  });

  it('hold the brand’s word with other meanings', () => {
    const namesakes = all.filter(({ brand, text }) => brand === null && /芦笛|reedpipe/i.test(text));
    expect(namesakes.length).toBeGreaterThan(20);
  });

  it('are mostly read as they are meant by the shipped models', () => {
    const scorer = createScorer(
      loadModels((name) => readFileSync(new URL(`../../src/analyze/models/${name}`, import.meta.url))),
    );
    const sample = own.filter((post, i) => post.brand !== null && post.feeling !== 'neutral' && i % 3 === 0);
    const right = (feeling: 'negative' | 'positive') => {
      const meant = sample.filter((post) => post.feeling === feeling);
      const read = meant.filter((post) => scorer.score(inputOf(post)).sentiment.label === feeling);
      return read.length / meant.length;
    };
    expect(right('negative')).toBeGreaterThan(0.7);
    expect(right('positive')).toBeGreaterThan(0.6);
    expect(scorer.score({ text: chronicle.firstPost.text }).sentiment.label).toBe('negative');
  });
});

function inputOf({ text, title, place, stars }: TownPost) {
  const rating = stars === null ? null : { value: stars, best: 5, worst: 1 };
  return { text, title, kind: place === 'reviews' ? ('review' as const) : ('post' as const), rating };
}

/** Every string in a nest of lists and objects. */
function strings(value: unknown): string[] {
  if (typeof value === 'string') return [value];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(strings) : [];
}

function gramsOf(text: string): ReadonlySet<string> {
  const plain = text.toLowerCase().replace(/\s+/g, ' ');
  return new Set(Array.from({ length: Math.max(1, plain.length - 3) }, (_, i) => plain.slice(i, i + 4)));
}

function jaccard(a: ReadonlySet<string>, b: ReadonlySet<string>): number {
  if (a === b) return 0;
  let both = 0;
  for (const gram of a) if (b.has(gram)) both++;
  return both / (a.size + b.size - both);
}
