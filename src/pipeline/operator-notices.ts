/**
 * Tells operators what has changed: one message for all targets whose state is another than they were told, written
 * with its deliveries in the transaction that marks it as told. Where most targets become unreachable together, that is
 * the network's doing: it is said once, and once when it is over.
 */
import { AT_EASE, type HealthState, type Recipient } from '../model.ts';
import type { OperatorView, TargetChange } from '../notify/operator-view.ts';
import { planNotice } from '../notify/plan.ts';
import { addDeliveries } from '../store/deliveries.ts';
import type { Db, Store } from '../store/store.ts';
import {
  addNotice,
  claimUntold,
  type FoundHealth,
  foundHealth,
  lastOutcomes,
  markTold,
  NETWORK,
  recordHealth,
} from '../store/target-health.ts';
import { assess } from './health.ts';

export interface TellingDeps {
  readonly store: Store;
  readonly operators: readonly Recipient[];
  readonly hostsOf: (target: string) => readonly string[];
  /** Ids of targets whose posts are brought. */
  readonly doors: readonly string[];
}

const MINUTE_MS = 60_000;
/** What changes within this time goes into one message. */
const SETTLE_MS = 2 * MINUTE_MS;
/** From one trouble to another, or back and forth: no sooner than this after the last message about a target. */
const COOL_MS = 60 * MINUTE_MS;
/** After the network came back, targets get this long to be read again before they are in trouble of their own. */
const RECOVERY_MS = 45 * MINUTE_MS;
/** The network is down where this share of targets, and this many, on different hosts, are out of reach. */
const NETWORK_SHARE = 0.6;
const NETWORK_TARGETS = 3;
const NETWORK_HOSTS = 2;

/** Resolves to how many notices were written. Cheap where there is nothing to tell. */
export async function tellOperators(deps: TellingDeps, now: Date): Promise<number> {
  const { store } = deps;
  const untold = (await foundHealth(store.db)).filter(({ state, toldState }) => state !== toldState);
  const [network] = await foundHealth(store.db, [NETWORK]);
  const wasDown = network?.state === 'unreachable';
  if (untold.length === 0 && !wasDown) return 0;
  const reach = await reachOf(deps, now);
  const due = untold.filter(({ foundAt }) => now.getTime() - foundAt.getTime() >= SETTLE_MS);
  const networkDown = reach.down && (wasDown || due.some(({ state }) => state === 'unreachable'));
  if (networkDown !== wasDown) {
    const since = networkDown ? reach.since : (network?.since ?? now);
    const view: OperatorView = {
      at: now.toISOString(),
      network: { down: networkDown, since: since.toISOString(), targets: reach.unreachable, of: reach.of },
      changes: [],
    };
    await store.write(async (trx) => {
      const state: HealthState = networkDown ? 'unreachable' : 'well';
      await recordHealth(trx, { target: NETWORK, state, since, reason: '' }, now);
      await markTold(trx, [NETWORK], now);
      await tell(trx, deps, view, NETWORK, now);
    });
    return 1;
  }
  const recovering = networkDown || now.getTime() - (network?.toldAt?.getTime() ?? 0) < RECOVERY_MS;
  // What is usual is looked up beforehand: no long reading inside the transaction.
  const usual = new Map<string, number | null>();
  for (const { target, state } of due) {
    if (!AT_EASE.has(state)) usual.set(target, (await assess(store.db, target, state, now)).yield?.perDay ?? null);
  }
  return store.write(async (trx) => {
    const claimed = await claimUntold(trx);
    const silent = claimed.filter(({ state, toldState }) => AT_EASE.has(state) && AT_EASE.has(toldState));
    await markTold(
      trx,
      silent.map(({ target }) => target),
      null,
    );
    const told = claimed.filter((found) => !silent.includes(found) && isDue(found, recovering, now));
    if (told.length === 0) return 0;
    const before = new Map(told.map(({ target, toldAt }) => [target, toldAt]));
    const changes = told.map((found) =>
      changeOf(found, usual.get(found.target) ?? null, before.get(found.target) ?? null, deps.doors),
    );
    await markTold(
      trx,
      told.map(({ target }) => target),
      now,
    );
    const [only] = told;
    const thread = told.length === 1 && only !== undefined ? only.target : null;
    await tell(trx, deps, { at: now.toISOString(), network: null, changes }, thread, now);
    return 1;
  });
}

function isDue({ target, state, toldState, toldAt, foundAt }: FoundHealth, recovering: boolean, now: Date): boolean {
  if (target === NETWORK || now.getTime() - foundAt.getTime() < SETTLE_MS) return false;
  if (recovering && state === 'unreachable') return false;
  const another = !AT_EASE.has(state) && !AT_EASE.has(toldState);
  return !another || toldAt === null || now.getTime() - toldAt.getTime() >= COOL_MS;
}

/** For a target that is well again, `since` is when its operators heard that it was not. */
function changeOf(
  found: FoundHealth,
  perDay: number | null,
  toldAt: Date | null,
  doors: readonly string[],
): TargetChange {
  const { target, state, toldState, since, reason } = found;
  const at = AT_EASE.has(state) ? (toldAt ?? since) : since;
  const door = doors.includes(target);
  return { target, ...(door && { door }), state, before: toldState, since: at.toISOString(), reason, perDay };
}

async function tell(
  trx: Db,
  { operators }: TellingDeps,
  view: OperatorView,
  thread: string | null,
  now: Date,
): Promise<void> {
  const noticeId = await addNotice(trx, view, now);
  await addDeliveries(trx, planNotice(String(noticeId), thread, operators, now), now);
}

/** Whether the sites are out of reach, or the network is. */
async function reachOf({ store, hostsOf }: TellingDeps, now: Date) {
  const last = await lastOutcomes(store.db);
  const away = last.filter(({ outcome }) => outcome === 'unreachable');
  const hosts = new Set(away.flatMap(({ target }) => hostsOf(target)));
  // The median: one of them may have been away for weeks.
  const begun = away.map(({ failingSince }) => failingSince ?? now).sort((a, b) => a.getTime() - b.getTime());
  const since = begun[Math.floor(begun.length / 2)] ?? now;
  return {
    down: away.length >= Math.max(NETWORK_TARGETS, last.length * NETWORK_SHARE) && hosts.size >= NETWORK_HOSTS,
    unreachable: away.length,
    of: last.length,
    since,
  };
}
