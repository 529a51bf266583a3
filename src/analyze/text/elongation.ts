/** Emphasis by repetition, brought to one form: `sooooo` and `soooo` are the same word. */

/**
 * Runs of one character longer than two become two (`sooo` → `soo`, `！！！！` → `！！`), runs of a pair longer than
 * two pairs become two (`hahahaha` → `haha`). Digits stay: `10000` is a number. Linear.
 */
export function squeeze(text: string): string {
  const out: string[] = [];
  for (const char of text) {
    const n = out.length;
    const isNumber = char >= '0' && char <= '9';
    if (!isNumber && n >= 2 && out[n - 1] === char && out[n - 2] === char) continue;
    out.push(char);
    if (n >= 5 && isPairTwice(out, n - 5) && out[n - 5] === out[n - 1] && out[n - 4] === char && !isNumber)
      out.length = n - 1;
  }
  return out.join('');
}

/** Whether four entries from `i` read `abab` with a ≠ b. */
function isPairTwice(out: readonly string[], i: number): boolean {
  return out[i] !== out[i + 1] && out[i] === out[i + 2] && out[i + 1] === out[i + 3];
}
