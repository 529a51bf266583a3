/** The analysis as one object, made once from the brands and the models: what the story asks of it. */
import type { BrandMatch, Fingerprint, Post, Score } from '../model.ts';

/** Kind of voice; `brand`, `advertising` and `spam` are no word of mouth. */
export type Talker = 'customer' | 'large' | 'press' | 'brand' | 'advertising' | 'spam';

export interface Analyzer {
  /** Brands the post itself names, with why. */
  match(post: Post): BrandMatch[];
  /** How the post feels about the brand, about what, and what its writer will do. */
  score(post: Post, match: BrandMatch): Score;
  /** Who speaks, seen from the brand. */
  talker(post: Post, brand: string): Talker;
  /** Null: too short to say that another text is the same. */
  fingerprint(post: Post): Fingerprint | null;
  /** Whether two fingerprints (SimHash) tell one story. */
  sameStory(a: string, b: string): boolean;
  /** Which models score, stored with every mention. */
  readonly models: string;
}
