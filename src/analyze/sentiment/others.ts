/** Whom a post speaks of beside the one it is asked about. */
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
 * Where the text names others beside what stands at `own`: those known (`others`) and, in a text of Chinese, other Latin
 * names. Where people speak of several, what is said of each counts; where they speak of one, all of the text does.
 */
export function othersIn(text: string, lang: string, own: readonly Span[], others: readonly Span[]): Span[] {
  const apart = ([start, end]: Span) => own.every(([a, b]) => end <= a || start >= b);
  const known = others.filter(apart);
  if (lang !== 'zh' || own.length === 0) return known;
  const names = new Set(own.map(([a, b]) => text.slice(a, b).toLowerCase()));
  const latin = [...text.matchAll(LATIN_NAME)].flatMap(({ 0: name, index }): Span[] =>
    NO_NAMES.has(name) || names.has(name.toLowerCase()) ? [] : [[index, index + name.length]],
  );
  return [...known, ...latin.filter(apart)];
}
