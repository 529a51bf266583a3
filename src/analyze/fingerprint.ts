/**
 * Near-duplicate detection: texts that say the same in nearly the same words.
 *
 * A text becomes the set of its pairs of neighbouring words (a Chinese character is a word), on folded text without
 * addresses, names, pictures and punctuation. Two digests of that set are kept:
 * - bands of a MinHash (Broder 1997; banding after Indyk & Motwani 1998), by which candidates are *found*;
 * - a 64-bit SimHash (Charikar 2002), by which they are *judged*.
 */
import type { Fingerprint } from '../model.ts';
import { wordsOfStory } from './fingerprint/words.ts';

const BANDS = 10;
const ROWS = 2;
/** Fewer distinct pairs than this say nothing of their own. */
const MIN_PAIRS = 5;
/** A longer text is told by its beginning: words beyond this are not read. */
const MAX_WORDS = 4000;
/**
 * SimHash bits that may differ, by the number of common bands: the more evidence of one kind, the less of the other is
 * asked for. Set so that of pairs with a quarter of their words in common, under one in a hundred passes.
 */
const ALLOWED_BITS = [-1, 12, 15, 18, 21, 24];

/** Odd multipliers and offsets of the MinHash's permutations, from a fixed linear congruence. */
const [MULTIPLIERS, OFFSETS] = permutations(BANDS * ROWS);

/**
 * The fingerprint of a post's text; of the quoted words where the post passes on somebody else's (`RT @a: …`, `//@a: …`).
 * Null for texts too short or too monotonous to tell a copy from a coincidence.
 */
export function fingerprint(text: string): Fingerprint | null {
  const words = wordsOfStory(text, MAX_WORDS);
  if (words === null) return null;
  const pairs = new Set<number>();
  for (let i = 1; i < words.length; i++) pairs.add(mix(Math.imul(words[i - 1]!, 0x01000193) ^ words[i]!));
  if (pairs.size < MIN_PAIRS) return null;
  const all = Int32Array.from(pairs);
  return { simhash: simhash(all), bands: bands(all) };
}

/** How alike two texts are by their fingerprints: 0 unrelated … 1 the same. An estimate of the cosine of their pair sets. */
export function similarity(a: Fingerprint, b: Fingerprint): number {
  return Math.max(0, Math.cos((Math.PI * distance(a, b)) / 64));
}

/** Whether two texts are copies of each other, small edits, cuts and additions allowed. */
export function sameStory(a: Fingerprint, b: Fingerprint): boolean {
  const common = a.bands.filter((band) => b.bands.includes(band)).length;
  return distance(a, b) <= ALLOWED_BITS[Math.min(common, ALLOWED_BITS.length - 1)]!;
}

/** Differing bits of the two SimHashes, 0…64. */
function distance(a: Fingerprint, b: Fingerprint): number {
  let bits = 0;
  for (let i = 0; i < 16; i += 8) {
    let x = Number.parseInt(a.simhash.slice(i, i + 8), 16) ^ Number.parseInt(b.simhash.slice(i, i + 8), 16);
    for (; x !== 0; x &= x - 1) bits++;
  }
  return bits;
}

function simhash(pairs: Int32Array): string {
  /** By bit: how many pairs have it set. */
  const votes = new Int32Array(64);
  for (const pair of pairs) {
    const low = mix(pair ^ 0x9e3779b9);
    const high = mix(pair ^ 0x7f4a7c15);
    for (let bit = 0; bit < 32; bit++) {
      votes[bit] = votes[bit]! + ((low >>> bit) & 1);
      votes[bit + 32] = votes[bit + 32]! + ((high >>> bit) & 1);
    }
  }
  const half = pairs.length / 2;
  let hex = '';
  for (let nibble = 15; nibble >= 0; nibble--) {
    let value = 0;
    for (let bit = 3; bit >= 0; bit--) value = value * 2 + (votes[nibble * 4 + bit]! > half ? 1 : 0);
    hex += value.toString(16);
  }
  return hex;
}

function bands(pairs: Int32Array): string[] {
  const least = new Uint32Array(BANDS * ROWS);
  for (let k = 0; k < least.length; k++) {
    const multiplier = MULTIPLIERS[k]!;
    const offset = OFFSETS[k]!;
    let lowest = 0xffffffff;
    for (let i = 0; i < pairs.length; i++) {
      const hash = mix(Math.imul(pairs[i]!, multiplier) + offset) >>> 0;
      if (hash < lowest) lowest = hash;
    }
    least[k] = lowest;
  }
  return Array.from({ length: BANDS }, (_, band) => {
    let a = band + 1;
    let b = ~band;
    for (let row = 0; row < ROWS; row++) {
      const value = least[band * ROWS + row]!;
      a = mix(Math.imul(a, 0x01000193) ^ value);
      b = mix(Math.imul(b, 0x5bd1e995) ^ value);
    }
    // 52 bits: at ten million posts a chance collision is still rare, and the judgement follows.
    return (a >>> 0).toString(16).padStart(8, '0') + (b >>> 12).toString(16).padStart(5, '0');
  });
}

/** Finaliser of MurmurHash3. */
function mix(value: number): number {
  let h = value;
  h = Math.imul(h ^ (h >>> 16), 0x85ebca6b);
  h = Math.imul(h ^ (h >>> 13), 0xc2b2ae35);
  return h ^ (h >>> 16);
}

function permutations(count: number): [multipliers: Int32Array, offsets: Int32Array] {
  const multipliers = new Int32Array(count);
  const offsets = new Int32Array(count);
  let state = 0x2545f491;
  for (let k = 0; k < count; k++) {
    state = mix(state + 0x6d2b79f5);
    multipliers[k] = state | 1;
    state = mix(state + 0x6d2b79f5);
    offsets[k] = state;
  }
  return [multipliers, offsets];
}
