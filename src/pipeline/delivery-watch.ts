/**
 * Tells operators what is wrong with the telling itself: recipients whose address is refused, letters given up, and a day
 * on which nothing could be seen or sent. Each once, and once when it is over; stored with the message, so any number of
 * processes may watch.
 */
import type { Recipient } from '../model.ts';
import type { OperatorAlarm } from '../notify/operator-view.ts';
import { planNotice } from '../notify/plan.ts';
import { addDeliveries } from '../store/deliveries.ts';
import {
  crawlsDueSince,
  type DeadLetter,
  type DeliveryStop,
  deliveryStops,
  endAlarm,
  lastSeen,
  raiseAlarm,
  resumeDeliveries,
  sentSince,
  standingAlarms,
  untoldDead,
  waitingSince,
} from '../store/delivery-health.ts';
import type { Db, Store } from '../store/store.ts';
import { addNotice } from '../store/target-health.ts';

export interface DeliveryWatchDeps {
  readonly store: Store;
  readonly operators: readonly Recipient[];
  readonly recipients: readonly Recipient[];
}

const DAY_MS = 24 * 3_600_000;
/** A letter given up before this is history, whoever was told. */
const DEAD_DAYS = 7;
const LETTERS_AT_ONCE = 50;

/** What stands still, by the name of its alarm. */
const STILL = { 'no-crawl': 'crawling', 'no-delivery': 'delivery' } as const;
type StillName = keyof typeof STILL;

/** Resolves to how many messages were written. */
export async function watchDeliveries(deps: DeliveryWatchDeps, now: Date): Promise<number> {
  const { store, operators, recipients } = deps;
  await liftMendedStops(store.db, [...recipients, ...operators]);
  const dead = await untoldDead(store.db, new Date(now.getTime() - DEAD_DAYS * DAY_MS), LETTERS_AT_ONCE);
  const stops = await deliveryStops(store.db);
  const on = await standingAlarms(store.db, [...Object.keys(STILL), ...stops.map(stopName)]);
  const still = await standingStill(store.db, on.get('no-delivery') ?? null, now);
  const begun = (Object.keys(STILL) as StillName[]).filter((name) => (still[name] !== null) !== on.has(name));
  const untold = stops.filter((stop) => !on.has(stopName(stop)));
  if (dead.length === 0 && untold.length === 0 && begun.length === 0) return 0;
  return store.write(async (trx) => {
    const alarms: OperatorAlarm[] = [];
    for (const name of begun) alarms.push(...(await turnStill(trx, name, still[name], now)));
    for (const stop of untold) {
      if (await raiseAlarm(trx, stopName(stop), stop.since, now)) alarms.push(stopAlarm(stop));
    }
    for (const letter of dead) {
      if (await raiseAlarm(trx, `dead:${letter.key}`, letter.createdAt, now)) alarms.push(deadAlarm(letter));
    }
    if (alarms.length === 0) return 0;
    const noticeId = await addNotice(trx, { at: now.toISOString(), network: null, changes: [], alarms }, now);
    await addDeliveries(trx, planNotice(String(noticeId), null, operators, now), now);
    return 1;
  });
}

/** A refused address that has been changed in the configuration is another one. */
async function liftMendedStops(db: Db, recipients: readonly Recipient[]): Promise<void> {
  for (const { recipient, address } of await deliveryStops(db)) {
    const known = recipients.find(({ id }) => id === recipient);
    if (known !== undefined && known.email !== address) await liftStop(db, recipient);
  }
}

/** Sends to a recipient again; false where nothing rested. */
export async function liftStop(db: Db, recipient: string): Promise<boolean> {
  for (const stop of await deliveryStops(db)) if (stop.recipient === recipient) await endAlarm(db, stopName(stop));
  return resumeDeliveries(db, recipient);
}

/** Since when each stands still; null where it does not. `told`: when operators heard that delivery does. */
async function standingStill(db: Db, told: Date | null, now: Date): Promise<Record<StillName, Date | null>> {
  const yesterday = new Date(now.getTime() - DAY_MS);
  const seen = await lastSeen(db);
  const blind = seen !== null && seen <= yesterday && (await crawlsDueSince(db, yesterday));
  const blockedSince = async () => {
    // A letter that was given up waits no longer, which is no sign of life: only a message that is taken is.
    if (told !== null) return (await sentSince(db, told)) ? null : told;
    const waiting = await waitingSince(db);
    return waiting !== null && waiting <= yesterday && !(await sentSince(db, yesterday)) ? waiting : null;
  };
  return { 'no-crawl': blind ? seen : null, 'no-delivery': await blockedSince() };
}

async function turnStill(trx: Db, name: StillName, since: Date | null, now: Date): Promise<OperatorAlarm[]> {
  if (since !== null) {
    const raised = await raiseAlarm(trx, name, since, now);
    return raised ? [{ what: 'still', of: STILL[name], since: since.toISOString() }] : [];
  }
  const was = await endAlarm(trx, name);
  return was === null ? [] : [{ what: 'again', of: STILL[name], since: was.toISOString() }];
}

function stopName({ recipient, channel }: DeliveryStop): string {
  return `stop:${recipient}:${channel}`;
}

function stopAlarm({ recipient, channel, address, since, reason }: DeliveryStop): OperatorAlarm {
  return { what: 'stopped', recipient, channel, address, since: since.toISOString(), reason };
}

function deadAlarm({ recipient, channel, subject, error, createdAt }: DeadLetter): OperatorAlarm {
  return { what: 'dead', recipient, channel, subject: subject ?? '', since: createdAt.toISOString(), reason: error };
}
