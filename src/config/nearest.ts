/**
 * The number of single-character edits that turn `a` into `b`: insertions, deletions, substitutions and swaps of two
 * neighbours (optimal string alignment; Damerau 1964). `distance('shcedule', 'schedule')` is 1.
 */
export function editDistance(a: string, b: string): number {
  const s = [...a];
  const t = [...b];
  let before: number[] = [];
  let previous = Array.from({ length: t.length + 1 }, (_, j) => j);
  for (let i = 1; i <= s.length; i++) {
    const row = [i];
    for (let j = 1; j <= t.length; j++) {
      const substitution = previous[j - 1]! + (s[i - 1] === t[j - 1] ? 0 : 1);
      let cost = Math.min(previous[j]! + 1, row[j - 1]! + 1, substitution);
      if (i > 1 && j > 1 && s[i - 1] === t[j - 2] && s[i - 2] === t[j - 1]) cost = Math.min(cost, before[j - 2]! + 1);
      row.push(cost);
    }
    before = previous;
    previous = row;
  }
  return previous[t.length]!;
}

/**
 * The candidate most likely meant by `word`, or undefined when none is near: at most one edit in three characters.
 * Case, `-`, `_` and blanks do not count, so `publicUrl` finds `public_url`.
 */
export function nearest(word: string, candidates: Iterable<string>): string | undefined {
  const given = folded(word).slice(0, 100);
  let best: string | undefined;
  let least = Math.floor(Math.max(3, given.length) / 3) + 1;
  for (const candidate of candidates) {
    const target = folded(candidate);
    if (Math.abs(target.length - given.length) >= least) continue;
    const distance = editDistance(given, target);
    // When half of a short word would have to change, it is another word: `cn` does not mean `en`.
    if (distance < least && 2 * distance < Math.max(target.length, given.length)) {
      least = distance;
      best = candidate;
    }
  }
  return best;
}

function folded(word: string): string {
  return word.toLowerCase().replace(/[-_\s]/g, '');
}
