/** What the analysis says of a post by itself, whatever is stored: the part that can be done anywhere, and ahead. */
import type { Brand, BrandMatch, Fingerprint, Post, Score } from '../model.ts';
import { textWords } from '../store/mention-words.ts';
import type { Verdict } from '../store/mentions.ts';
import type { Analyzer } from './analyzer.ts';
import { wordsOf } from './search.ts';

/** A mention before it has a row. */
export interface DraftMention extends Score {
  readonly brand: string;
  readonly why: BrandMatch['why'];
  /** A `Talker`, or `unrelated`, which only people say. */
  readonly talker: string;
  /** What the models say where a person said otherwise. */
  readonly uncorrected?: Verdict;
}

/** A post as it was read. Plain values: it may come from another thread. */
export interface PostReading {
  readonly mentions: readonly DraftMention[];
  readonly fingerprint: Fingerprint | null;
  /** What its mentions are found by, without their facts. */
  readonly words: string;
}

/** What a post's place says of it. */
export interface Place {
  readonly target: string | null;
  /** The brand that all posts of the target are about, whether or not they name it. */
  readonly about: string | null;
}

/** Reads posts; the readings come in the order of the posts. */
export interface PostReader {
  read(posts: readonly Post[], place: Place): Promise<readonly PostReading[]>;
}

/** By what a post is read: made from plain values, in whichever thread. */
export interface ReadingTools {
  readonly analyzer: Analyzer;
  readonly brandIds: ReadonlySet<Brand['id']>;
}

const NOTHING: PostReading = { mentions: [], fingerprint: null, words: '' };

/** Reads one post: which brands it is about, what it feels towards each, and by what it is found and compared. Pure. */
export function readPost(post: Post, place: Place, { analyzer, brandIds }: ReadingTools): PostReading {
  const matches = matchesOf(post, place, analyzer, brandIds);
  if (matches.length === 0) return NOTHING;
  return {
    mentions: matches.map((match) => ({
      ...analyzer.score(post, match, matches),
      brand: match.brand,
      why: match.why,
      talker: analyzer.talker(post, match.brand),
    })),
    fingerprint: analyzer.fingerprint(post),
    words: textWords(wordsOf(post)),
  };
}

/** Reads in this thread. */
export function readerHere(tools: ReadingTools): PostReader {
  return { read: async (posts, place) => posts.map((post) => readPost(post, place, tools)) };
}

/** The brands a post is about: those it names, and those its page or target is about. */
function matchesOf(post: Post, place: Place, analyzer: Analyzer, brands: ReadonlySet<string>): BrandMatch[] {
  const matches = new Map(analyzer.match(post).map((match) => [match.brand, match]));
  const add = (brand: string, reason: BrandMatch['why'][number]) => {
    const found = matches.get(brand);
    matches.set(brand, { brand, why: found === undefined ? [reason] : [...found.why, reason] });
  };
  if (place.about !== null && place.target !== null) add(place.about, { target: place.target });
  if (post.brand !== null && post.brand !== place.about && brands.has(post.brand)) {
    add(post.brand, { page: post.url ?? post.site });
  }
  return [...matches.values()].sort((a, b) => (a.brand < b.brand ? -1 : 1));
}
