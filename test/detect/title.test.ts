/** What an incident is called after. */
import { expect, test } from 'vitest';
import { titleFrom } from '../../src/detect/title.ts';

const proposed = { aspect: 'app', intent: 'legal', site: 'weibo' } as const;
const named = (value: 'legal' | 'refund' | 'question' | 'praise', count: number) => ({ value, count });

test('one threat among many complaints does not name them; the same threat of one post does', () => {
  const service = [
    { value: 'service', count: 6 },
    { value: 'app', count: 1 },
  ];
  expect(titleFrom(proposed, { posts: 14, aspects: service, intents: [named('legal', 1)] })).toEqual({
    aspect: 'service',
    intent: null,
    site: 'weibo',
  });
  expect(titleFrom(proposed, { posts: 1, aspects: [], intents: [named('legal', 1)] })).toEqual(proposed);
});

test('what detection put first stays, as long as enough say it; else what most say', () => {
  const intents = [named('refund', 9), named('legal', 4)];
  expect(titleFrom(proposed, { posts: 20, aspects: [], intents }).intent).toBe('legal');
  expect(titleFrom(proposed, { posts: 21, aspects: [], intents }).intent).toBe('refund');
});

test('questions and praise beside complaints name nothing, and no post changes nothing', () => {
  expect(titleFrom(proposed, { posts: 4, aspects: [], intents: [named('question', 4), named('praise', 1)] })).toEqual({
    ...proposed,
    intent: null,
  });
  expect(titleFrom(proposed, { posts: 0, aspects: [], intents: [] })).toEqual(proposed);
});
