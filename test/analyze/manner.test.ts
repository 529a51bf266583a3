import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { findIntents } from '../../src/analyze/intents.ts';
import { addresses, onlyAsks } from '../../src/analyze/manner.ts';
import { readText } from '../../src/analyze/text.ts';
import { anyText } from './any-text.ts';

const asks = (text: string): boolean => {
  const doc = readText(text);
  return onlyAsks(doc, findIntents(doc));
};

describe('onlyAsks', () => {
  it.each([
    '@acme when does the shop on Mill Road open?',
    'Hi there! Can you tell me how to change my seat? Thanks!',
    'Is there a student price? And how do I apply for it?',
    '请问这款什么时候有货？',
    '你好，请问可以开发票吗',
  ])('%s', (text) => {
    expect(asks(text)).toBe(true);
  });

  it.each([
    'Great app. How do I change my seat?',
    'I waited two hours. When will somebody answer?',
    'what a lovely day',
    'Really?',
    '质量很好。请问什么时候有货？',
    '',
    `How do I ${'really '.repeat(80)}change my seat?`,
  ])('not: %s', (text) => {
    expect(asks(text)).toBe(false);
  });

  it('takes no longer for texts made to be slow', () => {
    const slow = [
      'thanks '.repeat(60),
      ' '.repeat(390),
      '?!'.repeat(190),
      'hello,'.repeat(66),
      `how do i ${'.'.repeat(380)}`,
    ];
    const begun = performance.now();
    for (const text of slow) onlyAsks(readText(text), [{ intent: 'question' }]);
    expect(performance.now() - begun).toBeLessThan(200);
  });

  it('says something of every text', () => {
    fc.assert(fc.property(anyText, (text) => typeof asks(text) === 'boolean'));
  });
});

describe('addresses', () => {
  it.each([
    '@acme my parcel is lost',
    '.@acme thanks',
    'RT @acme: sale',
    '“@acme we fly again',
    '@阿克米官方 没人管吗',
  ])('%s', (text) => {
    expect(addresses(readText(text))).toBe(true);
  });

  it.each(['my parcel is lost @acme', 'Thanks @acme', 'mail me@acme.test', '@ the airport', '', '👍'.repeat(100)])(
    'not: %s',
    (text) => {
      expect(addresses(readText(text))).toBe(false);
    },
  );
});
