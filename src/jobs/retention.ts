/** Lets go of what has been kept long enough, and makes room for what is to come. */
import type { Logger } from '../log.ts';
import type { KeptDays } from '../model.ts';
import { monthOf } from '../store/months.ts';
import { trimRequestLog } from '../store/request-log.ts';
import {
  dropBuckets,
  dropCrawls,
  dropEvidence,
  dropMessages,
  dropPageMemory,
  dropPosts,
  dropReadings,
  eraseTexts,
} from '../store/retention.ts';
import type { Store } from '../store/store.ts';

const DAY_MS = 86_400_000;
const TRIM_AT_ONCE = 5_000;
/** Months of which partitions are made beforehand, this one included. */
const MONTHS_AHEAD = 3;

/** One round, safe to repeat. What goes is said in the log. */
export async function keepRetention(store: Store, kept: KeptDays, now: Date, log: Logger): Promise<void> {
  const { db } = store;
  await store.months.ensure(
    Array.from({ length: MONTHS_AHEAD }, (_, ahead) => {
      return monthOf(new Date(Date.UTC(now.getUTCFullYear(), now.getUTCMonth() + ahead, 1)));
    }),
  );
  const each = async (days: number | null, what: string, drop: (before: Date) => Promise<number | string[]>) => {
    if (days === null) return;
    const gone = await drop(new Date(now.getTime() - days * DAY_MS));
    if (typeof gone === 'number' ? gone > 0 : gone.length > 0) log.info({ [what]: gone }, 'kept long enough: gone');
  };
  await each(kept.posts, 'posts', async (before) => {
    const gone = await dropPosts(db, before);
    // A late reading of a dropped month makes its partition anew; the process that made it before must not rely on it.
    if (gone.length > 0) store.months.forget();
    return gone;
  });
  await each(kept.readings, 'readings', async (before) => {
    const gone = await dropReadings(db, before);
    if (gone.length > 0) store.months.forget();
    return gone;
  });
  await each(kept.texts, 'texts', (before) => eraseTexts(db, before));
  await each(kept.fiveMinutes, 'fiveMinutes', (before) => dropBuckets(db, 5, before));
  await each(kept.hours, 'hours', (before) => dropBuckets(db, 60, before));
  await each(kept.evidence, 'evidence', (before) => dropEvidence(db, before));
  await each(kept.crawls, 'crawls', (before) => dropCrawls(db, before));
  await each(kept.messages, 'messages', (before) => dropMessages(db, before));
  await each(kept.requests, 'pageMemory', (before) => dropPageMemory(db, before));
  await each(kept.requests, 'requests', async (before) => {
    for (let sum = 0; ; ) {
      const gone = await trimRequestLog(db, before, TRIM_AT_ONCE);
      sum += gone;
      if (gone < TRIM_AT_ONCE) return sum;
    }
  });
}
