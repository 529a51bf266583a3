/** What stands in the navigation, in order: what is going on, then what operators look after. */
import type { Access } from '../routes.ts';
import type { PageWords } from '../words/common.ts';

interface Place {
  readonly path: string;
  readonly name: (words: PageWords) => string;
  /** Other addresses that belong to the place. */
  readonly also?: RegExp;
  /** Only shown to those who may use it. */
  readonly access: Access;
}

export const NAV: readonly Place[] = [
  { path: '/', name: (words) => words.overview, also: /^\/brands\//, access: 'reader' },
  { path: '/incidents', name: (words) => words.incidents, also: /^\/incidents\//, access: 'reader' },
  {
    path: '/mentions',
    name: (words) => words.feed,
    also: /^\/(?:mentions|evidence|views)(?:\/|$)/,
    access: 'reader',
  },
  { path: '/topics', name: (words) => words.topics, access: 'reader' },
  { path: '/talkers', name: (words) => words.talkers, access: 'reader' },
  { path: '/digests', name: (words) => words.digests, also: /^\/digests\//, access: 'reader' },
  { path: '/outbox', name: (words) => words.outbox, also: /^\/outbox\//, access: 'reader' },
  {
    path: '/targets',
    name: (words) => words.targets,
    also: /^\/(targets\/|coverage|hosts|configuration|backtest|tokens)/,
    access: 'reader',
  },
];

/** Whether a page at `path` belongs to the place. */
export function isAt(place: Place, path: string): boolean {
  return place.path === path || (place.also?.test(path) ?? false);
}
