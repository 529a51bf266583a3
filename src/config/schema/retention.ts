/** How long what is stored is kept. */
import { z } from 'zod';
import { keepFor } from '../fields.ts';

export const retention = z
  .strictObject({
    texts: keepFor(90)
      .default('forever')
      .describe('What posts say: text, title, answer, masked name, earlier versions. Labels, scores and counts stay.'),
    posts: keepFor(90)
      .default('forever')
      .describe('Posts altogether, with readings and mentions, month by month. Counts stay.'),
    readings: keepFor(30).default('forever').describe('Counters of likes and shares over time, month by month.'),
    five_minutes: keepFor(90)
      .default('forever')
      .describe('Counts in steps of five minutes. Detection learns from the last ninety days.'),
    hours: keepFor(400).default('forever').describe('Counts in steps of an hour, for pages and digests.'),
    evidence: keepFor(30).default('forever').describe('Pages kept as fetched.'),
    crawls: keepFor(200)
      .default('400 days')
      .describe("What each crawl brought. A target's usual yield is learnt from the last half year."),
    requests: keepFor(1)
      .default('14 days')
      .describe(
        'The log of requests to hosts, and by what pages that were not fetched since could be asked for changes.',
      ),
    messages: keepFor(30)
      .default('forever')
      .describe('Deliveries that are done: sent, given up, superseded. Digests stay.'),
  })
  .describe('How long what is stored is kept.');
