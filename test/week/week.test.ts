/** The short form of `npm run test:week`: periods of four hours instead of days, and everything kept for one of them. */
import { expect, it } from 'vitest';
import { embeddedFolder } from '../support/stores.ts';
import { growth } from './growth.ts';
import { live } from './live.ts';

const HOURS = 1 / 24;

it('a service that lives through periods of hours lets go of what was kept long enough, and grows in nothing else', {
  timeout: 180_000,
}, async () => {
  const long = 4 * HOURS;
  const measures = await live({
    dataDir: await embeddedFolder(),
    ...{ days: 5, period: 240, step: 120, postsADay: 60 },
    retention: {
      ...{ texts: long, posts: long, readings: long, fiveMinutes: long, hours: long },
      ...{ evidence: long, crawls: long, requests: long, messages: long },
    },
  });
  expect(measures.some(({ rows }) => (rows.incidents ?? 0) > 0)).toBe(true);
  expect(growth(measures, 4)).toEqual([]);
});
