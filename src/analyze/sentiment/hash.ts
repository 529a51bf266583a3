/** Hashing of units and features: murmur3's 32-bit mixing (Appleby 2008), one code unit or one hash at a time. */

/** `h` extended by `k`. */
export function mix(h: number, k: number): number {
  let x = Math.imul(k, 0xcc9e2d51);
  x = (x << 15) | (x >>> 17);
  const y = h ^ Math.imul(x, 0x1b873593);
  return (Math.imul((y << 13) | (y >>> 19), 5) + 0xe6546b64) | 0;
}

/** Spreads the last bits over all: to be applied before bits are taken from a hash. */
export function finish(h: number): number {
  let x = h ^ (h >>> 16);
  x = Math.imul(x, 0x85ebca6b);
  x ^= x >>> 13;
  x = Math.imul(x, 0xc2b2ae35);
  return x ^ (x >>> 16);
}

/** Hash of `text.slice(start, end)`; the seed keeps kinds of things apart. */
export function hashText(text: string, start: number, end: number, seed: number): number {
  let h = seed;
  for (let i = start; i < end; i++) h = mix(h, text.charCodeAt(i));
  return h;
}

/** Deterministic pseudo-random numbers in [0, 1) (mulberry32): same seed, same model. */
export function randomOf(seed: number): () => number {
  let a = seed | 0;
  return () => {
    a = (a + 0x6d2b79f5) | 0;
    let t = Math.imul(a ^ (a >>> 15), 1 | a);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
