import { expect, it } from 'vitest';
import { isNobody } from '../../src/pipeline/nobody.ts';
import { authorKey } from '../../src/pipeline/prepare.ts';
import { makePost } from './support/posts.ts';

it.each([
  'Anonymous',
  ' anonymous ',
  'A Google user',
  'Amazon Customer',
  'Trustpilot user',
  'Guest',
  '[deleted]',
  'Deleted user',
  'N/A',
  '0',
  'j***n',
  '张*',
  'Al…',
  '匿名用户',
  '匿名',
  '微信用户',
  '大众点评用户',
  '网友',
  '游客',
  '账号已注销',
  '佚名',
  '',
])('%j is nobody in particular', (name) => {
  expect(isNobody(name)).toBe(true);
});

it.each([
  'Ann',
  'Guestlist Gary',
  'user123',
  'customer_rita',
  '网友小王',
  '用户7381',
  '老顾客李姐',
  'Nona',
  '小米粥',
  '1024',
  'C.J.',
])('%j is somebody', (name) => {
  expect(isNobody(name)).toBe(false);
});

it('two posts by nobody are not by the same person, two by one account are, whatever it is called', () => {
  const by = (id: string | null, name: string | null) =>
    authorKey(makePost({ author: { id, name, followers: null, verified: null } }), 'secret');
  expect(by(null, '匿名用户')).toBeNull();
  expect(by(null, null)).toBeNull();
  expect(by(null, 'Ann')).toBe(by(null, 'Ann'));
  expect(by('u1', 'j***n')).toBe(by('u1', 'Anonymous'));
  expect(by('u1', 'j***n')).not.toBe(by('u2', 'j***n'));
});
