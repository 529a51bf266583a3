/** Posts and an analyzer for pipeline tests: the analyzer reads marks in the text, so a test says what is found. */
import { createHash } from 'node:crypto';
import type { Brand, Label, Post } from '../../../src/model.ts';
import type { Analyzer } from '../../../src/pipeline/analyzer.ts';

const NO_ENGAGEMENT = { likes: null, replies: null, reposts: null, views: null, helpful: null };

let serial = 0;

export function makePost(partial: Partial<Post> = {}): Post {
  serial++;
  return {
    site: 'weibo',
    id: `p${serial}`,
    kind: 'post',
    url: `https://example.com/p/${serial}`,
    author: { name: `Writer ${serial}`, id: `u${serial}`, followers: 10, verified: false },
    title: null,
    text: 'acme',
    lang: null,
    rating: null,
    publishedAt: new Date('2026-03-02T10:00:00Z'),
    editedAt: null,
    parent: null,
    root: null,
    brand: null,
    deleted: false,
    reply: null,
    ...partial,
    engagement: { ...NO_ENGAGEMENT, ...partial.engagement },
  };
}

export function makeBrand(id: string): Brand {
  return {
    id,
    name: id.toUpperCase(),
    role: 'own',
    terms: [{ term: id, notIn: [], caseSensitive: false }],
    exclude: [],
    accounts: [],
    aspects: {},
    playbook: {},
    viralThreshold: 200,
  };
}

/**
 * Finds the brands whose ids stand in the text; `bad` is negative, `good` positive; `service` is an aspect; equal
 * texts of four words or more are one story.
 */
export function markAnalyzer(brands: readonly string[]): Analyzer {
  return {
    models: 'marks',
    match: (post) =>
      brands.flatMap((brand) => {
        const start = post.text.indexOf(brand);
        if (start < 0) return [];
        return [{ brand, why: [{ term: brand, field: 'text' as const, start, end: start + brand.length }] }];
      }),
    score: (post) => {
      const label: Label = post.text.includes('bad') ? 'negative' : post.text.includes('good') ? 'positive' : 'neutral';
      const score = label === 'negative' ? -0.8 : label === 'positive' ? 0.8 : 0;
      const at = post.text.indexOf('service');
      return {
        lang: 'en',
        sentiment: { label, score, confidence: 0.9 },
        aspects: at < 0 ? [] : [{ aspect: 'service', label, score, evidence: [at, at + 7] }],
        intents: post.text.includes('refund') ? [{ intent: 'refund', evidence: [0, 1] }] : [],
      };
    },
    talker: (post) => (post.author.id === 'official' ? 'brand' : 'customer'),
    fingerprint: (post) => {
      if (post.text.split(' ').length < 4) return null;
      const simhash = Buffer.from(post.text).toString('hex').padEnd(16, '0').slice(-16);
      return { simhash, bands: [createHash('sha256').update(post.text.slice(0, 10)).digest('hex').slice(0, 13)] };
    },
    sameStory: (a, b) => a.simhash === b.simhash,
  };
}
