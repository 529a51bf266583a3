import { expect, it } from 'vitest';
import { by } from '../../../src/web/layout/parts.ts';

it.each([
  ['Ann', ' · <bdi>Ann</bdi>'],
  ['<b>&', ' · <bdi>&lt;b&gt;&amp;</bdi>'],
  ['名'.repeat(200), ` · <bdi>${'名'.repeat(40)}…</bdi>`],
  ['', 'null'],
  [null, 'null'],
])('after what somebody said stands a name that cannot fill the page (%#)', (name, expected) =>
  expect(String(by(name))).toBe(expected),
);
