/**
 * How the shipped models are put together: which corpora are one style of text, and how experts are taught. A corpus
 * that no style names is read by the expert for everything (`all`) only, so people's corrections can simply be added.
 */
import type { FeatureSpec } from '../features.ts';
import { NAMED } from './named.ts';
import type { NetworkOptions } from './network.ts';

export interface StyleRecipe {
  readonly name: string;
  readonly kind: 'review' | 'post';
  readonly corpora: readonly string[];
}

export interface NetworkRecipe {
  /** Components of a vector, where none are given. */
  readonly dimensions: number;
  readonly filters: number;
  /** So many of the commonest words with a vector are known, whether training has them or not. */
  readonly commonest: number;
  readonly teaching: NetworkOptions;
}

const NETWORK: NetworkRecipe = {
  dimensions: 64,
  filters: 48,
  commonest: 20_000,
  teaching: {
    epochs: 4,
    batch: 32,
    rate: 2e-3,
    vectorRate: 1e-3,
    drop: { words: 0.2, components: 0.2, pooled: 0.4 },
    seed: 7,
  },
};

/** Characters have no vectors to begin with: theirs are short, and move as fast as the rest. */
const CHARACTERS: NetworkRecipe = {
  dimensions: 32,
  filters: 48,
  commonest: 0,
  teaching: {
    epochs: 2,
    batch: 96,
    rate: 4e-3,
    vectorRate: 4e-3,
    drop: { words: 0.05, components: 0.05, pooled: 0.3 },
    seed: 7,
  },
};

export interface Recipe {
  readonly lang: string;
  readonly spec: FeatureSpec;
  readonly styles: readonly StyleRecipe[];
  /** Corpora without a part to measure with: one text in ten is kept out of training for it. */
  readonly cut: readonly string[];
  /** Null: linear experts only. */
  readonly network: NetworkRecipe | null;
  /** Rows of the weight table. */
  readonly rows: number;
  /** The same for texts labelled towards something they name. */
  readonly targetStyles: readonly StyleRecipe[];
  readonly targetRows: number;
  /** Whether posts that speak of several get a model of their own; else the one of targets reads them as well. */
  readonly among: boolean;
}

/** The recipe of that model: the corpora that ask about places in a text, and no others. */
export const amongOf = (recipe: Recipe): Recipe => ({
  ...recipe,
  targetStyles: recipe.targetStyles.filter(({ name }) => name !== NAMED),
});

export const RECIPES: Readonly<Record<string, Recipe>> = {
  zh: {
    lang: 'zh',
    spec: { units: 4, letters: null },
    styles: [
      { name: 'shop', kind: 'review', corpora: ['zh-shopping', 'zh-chnsenticorp'] },
      { name: 'delivery', kind: 'review', corpora: ['zh-waimai'] },
      { name: 'books', kind: 'review', corpora: ['zh-books'] },
      { name: 'plain', kind: 'post', corpora: ['zh-weibo-emotion'] },
      { name: 'emoticons', kind: 'post', corpora: ['zh-weibo-senti'] },
      { name: 'weibo', kind: 'post', corpora: ['zh-weibo2018'] },
    ],
    cut: ['zh-weibo2018'],
    network: CHARACTERS,
    rows: 500_000,
    targetStyles: [
      { name: 'products', kind: 'review', corpora: ['zh-camera', 'zh-car', 'zh-notebook', 'zh-phone'] },
      { name: 'mixed', kind: 'review', corpora: ['zh-mixed'] },
      { name: 'named', kind: 'post', corpora: [NAMED] },
    ],
    targetRows: 90_000,
    among: true,
  },
  en: {
    lang: 'en',
    spec: { units: 3, letters: [3, 5] },
    styles: [
      { name: 'tweets', kind: 'post', corpora: ['en-tweeteval'] },
      { name: 'brands', kind: 'post', corpora: ['en-sxsw-brands'] },
      { name: 'films', kind: 'review', corpora: ['en-sst5'] },
      { name: 'reviews', kind: 'review', corpora: ['en-trustpilot', 'en-alexa'] },
      { name: 'hotels', kind: 'review', corpora: ['en-tripadvisor'] },
      { name: 'games', kind: 'review', corpora: ['en-steam'] },
    ],
    cut: [],
    network: NETWORK,
    rows: 500_000,
    targetStyles: [
      { name: 'aspects', kind: 'review', corpora: ['en-laptop14', 'en-restaurant14'] },
      { name: 'names', kind: 'post', corpora: ['en-twitter'] },
      { name: 'topics', kind: 'post', corpora: ['en-semeval-topic'] },
      { name: 'named', kind: 'post', corpora: [NAMED] },
    ],
    targetRows: 140_000,
    among: false,
  },
};
