/** Tells operators that the configuration on disk cannot be used, and when it can be again: each once. */
import type { Recipient } from '../model.ts';
import type { OperatorAlarm } from '../notify/operator-view.ts';
import { planNotice } from '../notify/plan.ts';
import { addDeliveries } from '../store/deliveries.ts';
import { endAlarm, raiseAlarm } from '../store/delivery-health.ts';
import type { Db, Store } from '../store/store.ts';
import { addNotice } from '../store/target-health.ts';

const ALARM = 'config';
/** More problems than this nobody reads in a mail; `earshot check` has them all. */
const SHOWN = 10;

/** `problems`: one line each, with its place. Nobody is told again while it stays unusable. */
export async function configRefused(
  store: Store,
  operators: readonly Recipient[],
  problems: readonly string[],
  now: Date,
): Promise<void> {
  await store.write(async (trx) => {
    if (!(await raiseAlarm(trx, ALARM, now, now))) return;
    const shown = problems.slice(0, SHOWN);
    await tell(trx, operators, { what: 'config', since: now.toISOString(), problems: shown, of: problems.length }, now);
  });
}

export async function configMended(store: Store, operators: readonly Recipient[], now: Date): Promise<void> {
  await store.write(async (trx) => {
    const since = await endAlarm(trx, ALARM);
    if (since === null) return;
    await tell(trx, operators, { what: 'config-mended', since: since.toISOString() }, now);
  });
}

async function tell(trx: Db, operators: readonly Recipient[], alarm: OperatorAlarm, now: Date): Promise<void> {
  const noticeId = await addNotice(trx, { at: now.toISOString(), network: null, changes: [], alarms: [alarm] }, now);
  await addDeliveries(trx, planNotice(String(noticeId), null, operators, now), now);
}
