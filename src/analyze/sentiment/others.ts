/** Whether a post speaks of others beside the one it is asked about. */
import type { Span } from '../../model.ts';

/** Latin names in Chinese posts: capital first, small letters after it; not what shops and phones are full of. */
const LATIN_NAME = /(?<![A-Za-z0-9@#/._-])[A-Z][a-z]{2,20}(?![A-Za-z0-9])/g;
const NO_NAMES: ReadonlySet<string> = new Set([
  'App',
  'Wifi',
  'Vip',
  'Bug',
  'Pro',
  'Max',
  'Plus',
  'Low',
  'Nice',
  'Good',
]);

/**
 * True where a known other stands in the text (`others`), or, in a text of Chinese, another Latin name. Where people speak
 * of several, what stands near the one counts; where they speak of one, all of the text does.
 */
export function speaksOfOthers(text: string, lang: string, own: readonly Span[], others: readonly Span[]): boolean {
  const apart = ([start, end]: Span) => own.every(([a, b]) => end <= a || start >= b);
  if (others.some(apart)) return true;
  if (lang !== 'zh' || own.length === 0) return false;
  const names = new Set(own.map(([a, b]) => text.slice(a, b).toLowerCase()));
  return [...text.matchAll(LATIN_NAME)].some(
    ({ 0: name, index }) =>
      !NO_NAMES.has(name) && !names.has(name.toLowerCase()) && apart([index, index + name.length]),
  );
}
