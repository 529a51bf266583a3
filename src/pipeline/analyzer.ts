/** The analysis as one object, made once from the brands and the models: what the story asks of it. */
import { aspectBook } from '../analyze/aspects.ts';
import { fingerprint, sameStory } from '../analyze/fingerprint.ts';
import { compileMatcher } from '../analyze/match.ts';
import type { Scorer } from '../analyze/scorer.ts';
import { type Talker, talkerOf } from '../analyze/talkers.ts';
import { readText } from '../analyze/text.ts';
import type { Brand, BrandMatch, Fingerprint, Post, Score, Span } from '../model.ts';

export interface Analyzer {
  /** Brands the post itself names, with why. */
  match(post: Post): BrandMatch[];
  /** How the post feels about the brand, about what, and what its writer will do. `all`: every brand it names. */
  score(post: Post, match: BrandMatch, all: readonly BrandMatch[]): Score;
  /** Who speaks, seen from the brand. */
  talker(post: Post, brand: string): Talker;
  /** Null: too short to say that another text is the same. */
  fingerprint(post: Post): Fingerprint | null;
  /** Whether two texts tell one story; of `b` the bands it shares with `a` are enough. */
  sameStory(a: Fingerprint, b: Fingerprint): boolean;
  /** Which models score, stored with every mention. */
  readonly models: string;
}

/** The analysis over these brands and models. `models` names what scores, e.g. `zh 2026-11-22, en 2026-11-22`. */
export function createAnalyzer(brands: readonly Brand[], scorer: Scorer, models: string): Analyzer {
  const matcher = compileMatcher(brands);
  const byId = new Map(brands.map((brand) => [brand.id, brand]));
  const ownAspects = new Map(
    brands.flatMap(({ id, aspects }) => (Object.keys(aspects).length > 0 ? [[id, aspectBook(aspects)] as const] : [])),
  );
  return {
    models,
    match: (post) =>
      matcher.match({
        title: post.title,
        text: post.text,
        site: post.site,
        author: [post.author.name, post.author.id],
        lang: post.lang,
      }),
    score: (post, match, all) =>
      scorer.score({
        text: post.text,
        title: post.title,
        lang: post.lang,
        kind: post.kind,
        site: post.site,
        rating: post.rating,
        target: targetOf(match, all),
        aspects: ownAspects.get(match.brand),
      }),
    talker: (post, brand) =>
      talkerOf({
        doc: readText(post.text),
        site: post.site,
        kind: post.kind,
        author: post.author,
        accounts: byId.get(brand)?.accounts ?? [],
      }),
    fingerprint: (post) => fingerprint(post.title === null ? post.text : `${post.title}\n${post.text}`),
    sameStory,
  };
}

/** Where the text names the brand and where others; null where only its page does: then the whole text is about it. */
function targetOf(match: BrandMatch, all: readonly BrandMatch[]): { spans: Span[]; others: Span[] } | null {
  const spans = namedAt(match);
  const others = all.filter(({ brand }) => brand !== match.brand).flatMap(namedAt);
  return spans.length === 0 ? null : { spans, others };
}

function namedAt({ why }: BrandMatch): Span[] {
  return why.flatMap((reason): Span[] =>
    'term' in reason && reason.field === 'text' ? [[reason.start, reason.end]] : [],
  );
}
