import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Automaton } from '../../src/analyze/match/automaton.ts';

/** What a look at every offset for every pattern finds. */
function byHand(patterns: readonly string[], text: string): string[] {
  return patterns.flatMap((p, i) =>
    [...Array(text.length).keys()].filter((at) => text.startsWith(p, at)).map((at) => `${i}@${at + p.length}`),
  );
}

function byAutomaton(patterns: readonly string[], text: string): string[] {
  const found: string[] = [];
  const units = Uint16Array.from(text, (c) => c.charCodeAt(0));
  new Automaton(patterns).scan(units, units.length, (pattern, end) => found.push(`${pattern}@${end}`));
  return found;
}

describe('Automaton', () => {
  it('finds words inside words', () => {
    expect(byAutomaton(['he', 'she', 'his', 'hers'], 'ushers').sort()).toEqual(['0@4', '1@4', '3@6']);
    expect(byAutomaton(['小米', '米粥', '小米粥'], '喝小米粥').sort()).toEqual(['0@3', '1@4', '2@4']);
  });

  it('finds what a search by hand finds', () => {
    const word = (max: number) =>
      fc.string({ unit: fc.constantFrom('a', 'b', 'c', '小', '米', ' '), minLength: 1, maxLength: max });
    fc.assert(
      fc.property(fc.uniqueArray(word(5), { maxLength: 12 }), word(60), (patterns, text) => {
        expect(byAutomaton(patterns, text).sort()).toEqual(byHand(patterns, text).sort());
      }),
      { numRuns: 1000 },
    );
  });
});
