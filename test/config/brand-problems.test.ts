/** Every kind of mistake in `brands/*.yaml`, with its exact place and words. */
import { describe, expect, test } from 'vitest';
import { checkBrand } from '../../src/cli/config.ts';
import { problems } from './support.ts';

const TERM = 'a text of 1 to 100 characters on one line; or a map with the keys term, not_in, case_sensitive';

test.each([
  ['role: own\n', 'brands/acme.yaml:1:1: name is missing; allowed: a text of 1 to 100 characters on one line [E202]'],
  ['name: A\nrole: mine\n', 'brands/acme.yaml:2:7: role cannot be "mine"; allowed: own, competitor [E205]'],
  ['name: A\nterms: []\n', `brands/acme.yaml:2:8: terms is empty; allowed: a list, each entry ${TERM} [E204]`],
  [
    'name: A\nterms: [A, 360]\n',
    `brands/acme.yaml:2:12: terms[1] must be a text, not 360; allowed: ${TERM}; put it in quotes: "360" [E203]`,
  ],
  [
    'name: A\nterms: [A, true]\n',
    `brands/acme.yaml:2:12: terms[1] must be a text, not true; allowed: ${TERM}; put it in quotes: "true" [E203]`,
  ],
  [
    'name: A\nterms: [A, "  "]\n',
    `brands/acme.yaml:2:12: terms[1]: the text is blank; allowed: a text of 1 to 100 characters on one line [E206]`,
  ],
  ['name: A\nterms:\n  - A\n  -\n', `brands/acme.yaml:4:4: terms[1] is empty; allowed: ${TERM} [E203]`],
  [
    'name: A\nterms: Acme\n',
    `brands/acme.yaml:2:8: terms must be a list, not "Acme"; allowed: a list, each entry ${TERM}; write [Acme] [E203]`,
  ],
  [
    'name: A\nterms:\n  - {term: 小米, notin: [小米粥]}\n',
    'brands/acme.yaml:3:16: unknown key "notin" in terms[0]; allowed: term, not_in, case_sensitive; did you mean "not_in"? [E201]',
  ],
  [
    'name: A\nterms:\n  - {not_in: [小米粥]}\n',
    'brands/acme.yaml:3:5: terms[0].term is missing; allowed: a text of 1 to 100 characters on one line [E202]',
  ],
  [
    'name: A\nterms:\n  - {term: 小米, case_sensitive: yes}\n',
    'brands/acme.yaml:3:32: terms[0].case_sensitive must be true or false, not "yes"; allowed: true, false; write true [E203]',
  ],
  [
    'name: A\nquery: " "\n',
    'brands/acme.yaml:2:8: query: the query is blank; allowed: words, "phrases", AND, OR, NOT, brackets, NEAR/n, site:, author:, lang: [E206]',
  ],
  [
    'name: A\naccounts: [{site: weibo}]\n',
    'brands/acme.yaml:2:12: accounts[0].author is missing; allowed: a text of 1 to 200 characters on one line [E202]',
  ],
  [
    'name: A\nplaybook:\n  refund: call them\n',
    'brands/acme.yaml:3:11: playbook.refund must be a list, not "call them"; allowed: a list, each entry a text of 1 to 500 characters on one line; or a map with the keys en, zh; write [call them] [E203]',
  ],
  [
    'name: A\naspects: {battery: []}\n',
    'brands/acme.yaml:2:20: aspects.battery is empty; allowed: a list, each entry a text of 1 to 200 characters on one line [E204]',
  ],
  [
    'name: A\naspects:\n  battery=life: [battery]\n',
    'brands/acme.yaml:3:3: aspects."battery=life": "battery=life" cannot be the name of an aspect; allowed: letters, digits, blanks, "-", "_" and "&", at most 30 [E206]',
  ],
  [
    'name: A\nviral_threshold: 0\n',
    'brands/acme.yaml:2:18: viral_threshold is too small: 0; allowed: a whole number from 1 to 1000000000 [E204]',
  ],
  [
    'name: A\nalias: [B]\n',
    'brands/acme.yaml:2:1: unknown key "alias"; allowed: name, role, terms, query, exclude, accounts, aspects, playbook, viral_threshold [E201]',
  ],
  [
    'Acme\n',
    'brands/acme.yaml:1:1: the file must be a map of keys, not "Acme"; allowed: a map with the keys name, role, terms, query, exclude, accounts, aspects, playbook, viral_threshold [E203]',
  ],
])('%j', async (text, problem) => expect(await problems({ 'brands/acme.yaml': text })).toEqual([problem]));

describe('queries, judged by the caller’s compiler', () => {
  const complain = ({ query, terms }: { query?: string; terms: readonly { term: string }[] }) => {
    const at = query?.indexOf('ANDD') ?? -1;
    const complaints = at < 0 ? [] : [{ path: ['query'], offset: at, message: 'an operator is expected' }];
    return terms.some(({ term }) => term === '*')
      ? [...complaints, { path: ['terms', 0], message: 'matches all' }]
      : complaints;
  };

  test.each([
    ['name: A\nquery: a ANDD b\n', 'brands/acme.yaml:2:10: query: an operator is expected [E305]'],
    ['name: A\nquery: "a ANDD b"\n', 'brands/acme.yaml:2:11: query: an operator is expected [E305]'],
    ['name: A\nquery: |\n  a\n  ANDD b\n', 'brands/acme.yaml:2:8: query: an operator is expected [E305]'],
    ['name: A\nterms: ["*"]\n', 'brands/acme.yaml:2:9: terms[0]: matches all [E305]'],
    ['name: "*"\n', undefined],
  ])('%j', async (text, problem) => {
    const found = await problems({ 'brands/acme.yaml': text }, {}, { checkBrand: complain });
    // A term that comes from the name has no place of its own: the file's is told.
    expect(found).toEqual([problem ?? 'brands/acme.yaml:1:1: terms[0]: matches all [E305]']);
  });
});

test('words of aspects that cannot be read, each at its place', async () => {
  const text = 'name: A\naspects:\n  Seat Size: [legroom, (座椅]\n  price:\n    - a)\n';
  expect(await problems({ 'brands/acme.yaml': text }, {}, { checkBrand })).toEqual([
    'brands/acme.yaml:3:24: aspects."Seat Size"[1]: unbalanced bracket: (座椅 [E305]',
    'brands/acme.yaml:5:7: aspects.price[0]: unbalanced bracket: a) [E305]',
  ]);
});
