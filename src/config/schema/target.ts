/** `targets/*.yaml`: one target a file, whose name is its id; or several under `targets:`, by id. */
import { z } from 'zod';
import type { Target } from '../../model.ts';
import { hostAndPort, id, schedule, timezone, words } from '../fields.ts';
import { toCron } from '../schedule.ts';
import { doorSchema } from './door.ts';

export const targetSchema = z
  .strictObject({
    crawler: words(64).describe(
      'The crawler that reads this kind of site: the name of a file in `crawlers/`, without `.ts`.',
    ),
    options: z
      .record(z.string(), z.unknown())
      .default({})
      .describe("The crawler's own keys, such as addresses or selectors; see the crawler's file for what it takes."),
    schedule: schedule()
      .default('every 30 min')
      .describe('When to crawl: "every 30 min", "every 2 h", "every day at 07:30", or a cron expression.'),
    timezone: timezone()
      .optional()
      .describe('IANA zone of the schedule, and of times the site writes without a zone. Default: `service.timezone`.'),
    brands: z
      .array(id())
      .optional()
      .describe('Brands this target serves: searched for, and counted as covered. Default: `about`, else all brands.'),
    about: id().optional().describe('The brand that all posts here are about, named or not: a review page of its own.'),
    render: z
      .enum(['http', 'browser'])
      .optional()
      .describe(
        '`browser`: runs the pages’ JavaScript first, for sites that show nothing without it. Default: the crawler’s.',
      ),
    site: words(200).optional().describe('Stores posts under this site instead of the one the crawler or host gives.'),
    paused: z.boolean().default(false).describe('true: not crawled, but still checked.'),
    max_pages: z.int().min(1).max(10_000).default(20).describe('Pages fetched at most in one crawl.'),
    backfill_days: z.int().min(0).max(3650).default(30).describe('How far back the first crawl reads, in days.'),
    allow_hosts: z
      .array(hostAndPort())
      .default([])
      .describe(
        'Hosts in private networks or on this machine that may be fetched; all others of that kind are refused.',
      ),
    requests_per_minute: z
      .number()
      .positive()
      .max(600)
      .default(20)
      .describe('Requests per minute to each host; where targets share a host, the smallest number counts.'),
  })
  .describe('A target: one thing to crawl, how and when.');

export const targetsSchema = z
  .strictObject({
    targets: z
      .record(id(), z.union([targetSchema, doorSchema]))
      .describe('Several targets by id, where a file for each would be tedious.'),
  })
  .describe('Several targets in one file.');

/** The frame of a file with several targets: what each of them is, its own schema says. */
export const targetIdsSchema = z.strictObject({ targets: z.record(id(), z.unknown()) });

/** `brands`: ids of all brands, for targets that name none. */
export function toTarget(
  id: string,
  raw: z.output<typeof targetSchema>,
  defaults: { timezone: string; brands: readonly string[] },
): Target {
  const meaning = toCron(raw.schedule);
  return {
    id,
    crawler: raw.crawler,
    options: raw.options,
    schedule: 'cron' in meaning ? meaning.cron : raw.schedule,
    timezone: raw.timezone ?? defaults.timezone,
    brands: raw.brands ?? (raw.about === undefined ? defaults.brands : [raw.about]),
    ...(raw.about === undefined ? {} : { about: raw.about }),
    ...(raw.render === undefined ? {} : { render: raw.render }),
    ...(raw.site === undefined ? {} : { site: raw.site }),
    paused: raw.paused,
    maxPages: raw.max_pages,
    backfillDays: raw.backfill_days,
    allowHosts: raw.allow_hosts,
    requestsPerMinute: raw.requests_per_minute,
  };
}
