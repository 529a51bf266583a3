import { describe, expect, it } from 'vitest';
import { compileMatcher, faultsOf, type MatchInput, QueryError } from '../../src/analyze/match.ts';
import { brand } from './brands.ts';

function matches(query: string, post: MatchInput | string, terms: string[] = ['acme']): string[] | null {
  const input = typeof post === 'string' ? { text: post } : post;
  const match = compileMatcher([brand('b', terms, { query })]).match(input)[0];
  return match === undefined ? null : match.why.map((r) => ('field' in r ? input.text.slice(r.start, r.end) : ''));
}

const faults = (query: string, terms: string[] = ['acme']) =>
  faultsOf(brand('b', terms, { query })).map((f) => `${f.offset}: ${f.problem}`);

describe('queries', () => {
  it.each<[string, string, string[] | null]>([
    ['acme AND late', 'acme is late', ['acme', 'late']],
    ['acme AND late', 'acme is early', null],
    ['acme late', 'late again, acme', ['late', 'acme']],
    ['delta OR united', 'united and delta', ['united', 'delta']],
    ['acme AND NOT (stock OR shares)', 'acme stock', null],
    ['acme -stock', 'acme stock', null],
    ['acme AND (late OR slow)', 'so slow, acme', ['slow', 'acme']],
    ['acme AND late OR united', 'united', ['united']],
    ['"flight delay"', 'the flight  delay', ['flight  delay']],
    ['"flight delay"', 'delay of the flight', null],
    ['（酒店 AND “客服”）', '酒店的客服', ['酒店', '客服']],
    ['delay* AND acme', 'acme delayed', ['acme', 'delay']],
    ['delay AND acme', 'acme delayed', null],
    ['TERMS AND late', 'Acme late', ['Acme', 'late']],
    ['united', 'acme united', ['acme', 'united']],
  ])('%s ← %s', (query, text, expected) => {
    expect(matches(query, text)).toEqual(expected);
  });

  it.each<[string, string, boolean]>([
    ['acme NEAR/3 late', 'acme was very late', true],
    ['acme NEAR/3 late', 'acme was very very late', false],
    ['acme NEAR/3 late', 'late again: acme', true],
    ['客服 NEAR/4 差', '客服的态度差', true],
    ['客服 NEAR/2 差', '客服的态度差', false],
    ['acme NEAR/2 (late OR slow)', 'acme too slow', true],
    ['acme NEAR/3 acme', 'acme', false],
    ['acme NEAR/3 acme', 'acme acme', true],
    ['acme NEAR/2 late NEAR/2 again', 'acme late, again', true],
    ['acme NEAR/2 late', 'late x x x x acme x late', true],
  ])('%s ← %s: %s', (query, text, expected) => {
    expect(matches(query, text, ['zzz']) !== null).toBe(expected);
  });

  it('does not take title and text for near', () => {
    expect(matches('acme NEAR/3 late', { title: 'acme', text: 'late' })).toBeNull();
    expect(matches('acme AND late', { title: 'acme', text: 'late' })).not.toBeNull();
  });

  it('asks for site, author and language', () => {
    const post = { text: 'acme 太差了', site: 'forum.example.com', author: ['Ann', 'u1'] };
    expect(matches('acme site:example.com', post)).not.toBeNull();
    expect(matches('acme site:ample.com', post)).toBeNull();
    expect(matches('acme author:ann', post)).not.toBeNull();
    expect(matches('acme author:u*', post)).not.toBeNull();
    expect(matches('acme author:bob', post)).toBeNull();
    expect(matches('acme lang:zh', post)).not.toBeNull();
    expect(matches('acme lang:zh', { ...post, lang: 'en-GB' })).toBeNull();
    expect(matches('acme -site:"forum.example.com"', post)).toBeNull();
  });

  it('names the author as the reason where no word is', () => {
    const matcher = compileMatcher([brand('b', [], { query: 'author:"Ann Lee" OR acme' })]);
    expect(matcher.match({ text: 'hi', author: 'Ann Lee' })).toEqual([
      { brand: 'b', why: [{ term: 'Ann Lee', field: 'author', start: 0, end: 7 }] },
    ]);
    expect(matcher.match({ text: 'hi', author: 'Bob' })).toEqual([]);
  });

  it('keeps the rules of a term that stands in the query', () => {
    const b = { ...brand('b', [{ term: '小米', notIn: ['小米粥'] }]), query: '小米 AND 好' };
    expect(compileMatcher([b]).match({ text: '小米粥好' })).toEqual([]);
    expect(compileMatcher([b]).match({ text: '小米好' })).toHaveLength(1);
  });
});

describe('broken queries', () => {
  it.each([
    ['', '0: the query is empty'],
    ['acme AND', '8: the query ends where a word is expected'],
    ['(acme OR late', '0: this bracket is never closed'],
    ['acme)', '4: this bracket closes none'],
    ['acme AND OR late', '9: a word is expected here, not OR'],
    ['()', '1: a word is expected before this bracket'],
    ['"acme', '0: this quotation mark is never closed'],
    ['acme ""', '5: the quotation marks are empty'],
    ['acme and late', '5: operators are written in capitals: AND'],
    ['acme NEAR late', '5: NEAR needs a number of words from 1 to 100, as in NEAR/5; this is “NEAR”'],
    ['acme NEAR/5 (late AND slow)', '13: NEAR joins words, phrases, or brackets of words joined by OR'],
    ['acme url:x', '5: there is no field “url:”; allowed are site:, author:, lang:'],
    ['acme site:', '5: site: needs a value right after the colon'],
    ['acme lang:english', '5: lang: needs a two-letter code such as zh or en; this is “english”'],
    ['acme AND "!!"', '9: “!!” can never match: it has no letter, digit or emoji'],
    [`${'('.repeat(70)}acme${')'.repeat(70)}`, '64: brackets are nested more than 64 deep'],
  ])('%s', (query, expected) => {
    expect(faults(query)).toEqual([expected]);
  });

  it.each([
    ['NOT acme', '0: the query only says what to leave out; name at least one word or author that must occur'],
    ['-acme -late', '0: the query only says what to leave out; name at least one word or author that must occur'],
    ['site:weibo', '0: the query names no word and no author, so it would match every post of a site or language'],
    ['acme OR NOT late', '8: this would match posts that contain none of the words: an OR branch needs no word'],
    ['acme OR site:weibo', '8: this would match posts that contain none of the words: an OR branch needs no word'],
    ['acme AND NOT acme', '0: this can never match: its parts rule each other out'],
    ['late AND (acme AND NOT ACME)', '10: this can never match: its parts rule each other out'],
    ['"acme air" AND NOT acme', '0: this can never match: its parts rule each other out'],
    ['acme lang:zh lang:en', '0: this can never match: its parts rule each other out'],
    ['acme site:a.com site:b.com', '0: this can never match: its parts rule each other out'],
    ['delay* AND NOT delay*', '0: this can never match: its parts rule each other out'],
  ])('%s', (query, expected) => {
    expect(faults(query)).toEqual([expected]);
  });

  it.each([
    'acme AND NOT "acme air"',
    'acme site:a.com (site:x.a.com OR lang:zh)',
    'acme AND (late OR NOT site:weibo)',
    'NOT (NOT acme)',
    'acme NEAR/3 acme',
  ])('sound: %s', (query) => {
    expect(faults(query)).toEqual([]);
  });

  it('is quick with many words', () => {
    const many = Array.from({ length: 600 }, (_, i) => `w${i}`);
    expect(faults(many.join(' OR '))).toEqual([]);
    expect(faults(`acme AND NOT (${many.join(' OR ')})`)).toEqual([]);
    expect(
      faults(
        `(${many
          .slice(0, 40)
          .map((w) => `(${w} OR x${w})`)
          .join(' AND ')}) AND lang:zh AND lang:en`,
      ),
    ).toHaveLength(1);
  });
});

describe('broken terms', () => {
  it('tells every fault of a brand, each with its place', () => {
    const b = brand('b', ['…', { term: '小米', notIn: ['大米', '小米'] }, 'acme air', 'ok'], {
      exclude: ['acme', '#'],
      query: 'x AND',
    });
    const seen = faultsOf(b).map((f) => ({ path: f.place.path, problem: f.problem }));
    expect(seen).toEqual([
      { path: ['exclude', 1], problem: '“#” can never match: it has no letter, digit or emoji' },
      { path: ['terms', 0], problem: '“…” can never match: it has no letter, digit or emoji' },
      { path: ['terms', 1, 'not_in', 0], problem: 'not_in “大米” does not contain “小米”, so it can never cover it' },
      { path: ['terms', 2], problem: '“acme air” can never match: exclude lists “acme”, which it contains' },
      { path: ['query'], problem: 'the query ends where a word is expected' },
    ]);
    expect(() => compileMatcher([b])).toThrow(QueryError);
    expect(() => compileMatcher([b])).toThrow('brand b, exclude [1], character 1: “#” can never match');
  });

  it('needs something to look for', () => {
    expect(faultsOf(brand('b', [])).map((f) => f.problem)).toEqual([
      'the brand has neither terms nor a query, so nothing can match it',
    ]);
  });
});
