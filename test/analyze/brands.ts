import type { Brand } from '../../src/model.ts';

/** A brand with just what a test is about. */
export function brand(
  id: string,
  terms: readonly (string | { term: string; notIn?: string[]; caseSensitive?: boolean })[],
  rest: Partial<Pick<Brand, 'query' | 'exclude'>> = {},
): Brand {
  return {
    id,
    name: id,
    role: 'own',
    terms: terms.map((t) => ({ notIn: [], caseSensitive: false, ...(typeof t === 'string' ? { term: t } : t) })),
    exclude: [],
    accounts: [],
    aspects: {},
    playbook: {},
    viralThreshold: 500,
    ...rest,
  };
}
