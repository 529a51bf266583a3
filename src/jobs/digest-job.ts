/** A brand's day or week becomes a digest, once for each recipient; the day before is amended where much came late. */
import type { Brand, Channel, Recipient } from '../model.ts';
import { planDigest } from '../notify/plan.ts';
import type { DigestView } from '../notify/views/digest.ts';
import { addDays, periodOf } from '../pipeline/views/days.ts';
import { composeDigest, type DigestViewDeps } from '../pipeline/views/digest-view.ts';
import { figure } from '../pipeline/views/parts.ts';
import { addDeliveries } from '../store/deliveries.ts';
import { findDigestOf, insertDigest } from '../store/digests.ts';
import type { MentionFilter } from '../store/mention-filter.ts';
import { countTotal } from '../store/mention-list.ts';
import { firstBucket } from '../store/series.ts';
import type { Store } from '../store/store.ts';
import type { JobData } from './queue.ts';

export interface DigestJobDeps {
  readonly store: Store;
  readonly brands: readonly Brand[];
  readonly digests: DigestViewDeps & {
    /** The signed one-click address by which a recipient leaves. */
    readonly unsubscribePath: (what: { recipient: string; brand: string; period: DigestView['period'] }) => string;
  };
}

/** A day is amended where at least so many mentions came late, and this share of what its digest counted. */
const LATE_MENTIONS = 3;
const LATE_SHARE = 0.1;

export async function runDigest(
  deps: DigestJobDeps,
  job: JobData['digest'],
  recipient: Recipient,
  now: Date,
): Promise<void> {
  const brand = deps.brands.find((candidate) => candidate.id === job.brand);
  if (brand === undefined) return;
  const { timezone } = recipient;
  // Jobs that an older version queued say neither.
  const { period = 'day', day, channels = ['mail'] } = job;
  // A day before anything was watched has nothing to tell.
  const watched = await firstBucket(deps.store.db, brand.id, 'all');
  if (watched === null || watched >= periodOf(day, timezone, period).to) return;
  await publish(deps, brand, recipient, { period, day, edition: 0, channels, amends: null }, now);
  if (period === 'day') await amend(deps, brand, recipient, addDays(day, -1), channels, now);
}

interface Issue {
  readonly period: DigestView['period'];
  readonly day: string;
  readonly edition: number;
  readonly channels: readonly Channel[];
  readonly amends: DigestView['amends'];
}

async function publish(
  { store, digests }: DigestJobDeps,
  brand: Brand,
  { id: recipient, language, timezone }: Recipient,
  { period, day, edition, channels, amends }: Issue,
  now: Date,
): Promise<void> {
  const composed = await composeDigest(digests, brand, day, timezone, period);
  const unsubscribe = digests.unsubscribePath({ recipient, brand: brand.id, period });
  const view: DigestView = { ...composed, amends, links: { ...composed.links, unsubscribe } };
  await store.write(async (trx) => {
    const row = { brand: brand.id, period, edition, day, recipient, language, timezone, view };
    const digestId = await insertDigest(trx, row, now);
    if (digestId === null) return;
    const issue = { digestId: String(digestId), brand: brand.id, period, day, edition };
    await addDeliveries(trx, planDigest(issue, [recipient], channels, now), now);
  });
}

/** Sends `day` again, with what has come since, where that is enough to change what was said. */
async function amend(
  deps: DigestJobDeps,
  brand: Brand,
  recipient: Recipient,
  day: string,
  channels: readonly Channel[],
  now: Date,
): Promise<void> {
  const { db } = deps.store;
  const sent = await findDigestOf(db, brand.id, day, recipient.id);
  if (sent === null) return;
  const { from, to } = periodOf(day, recipient.timezone, 'day');
  const late: MentionFilter = { brand: brand.id, from, to, seenAfter: sent.createdAt };
  const total = await countTotal(db, late);
  const counted = (sent.view as DigestView).tracking.mentions.now.value;
  if (total < LATE_MENTIONS || total < counted * LATE_SHARE) return;
  const amends = { sentAt: sent.createdAt.toISOString(), late: figure(total, late) };
  await publish(deps, brand, recipient, { period: 'day', day, edition: sent.edition + 1, channels, amends }, now);
}
