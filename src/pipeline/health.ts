/** A target's health from its stored crawls: what the service watches, and what `earshot status` shows. */
import { type Health, healthOf } from '../crawl/health.ts';
import type { HealthState } from '../model.ts';
import type { Db } from '../store/store.ts';
import { lastCrawls, seenSpans } from '../store/target-health.ts';

const DAY_MS = 86_400_000;
/** What tells of a busy target: four weeks in quarters of an hour. */
const BUSY = { days: 28, minutes: 15 } as const;
/** What tells of one that brings a post now and then: half a year in quarters of a day. */
const SLOW = { days: 180, minutes: 360 } as const;
/** With fewer stretches of four weeks that brought something, half a year is looked at. */
const FEW = 20;
const LAST_CRAWLS = 20;

/** Reads the target's history and judges it. `before`: the state found last. */
export async function assess(db: Db, target: string, before: HealthState, now: Date): Promise<Health> {
  const crawls = await lastCrawls(db, target, LAST_CRAWLS);
  const since = (days: number) => new Date(now.getTime() - days * DAY_MS);
  let spans = await seenSpans(db, target, since(BUSY.days), BUSY.minutes);
  if (spans.filter(({ posts }) => posts > 0).length < FEW) {
    spans = await seenSpans(db, target, since(SLOW.days), SLOW.minutes);
  }
  return healthOf({ crawls, spans }, before);
}
