/** The work: who does it, what waits, which targets are stale, which messages were given up. */
import type { Config } from '../../config/types.ts';
import type { Registry } from '../../crawl/registry.ts';
import { ROLES } from '../../jobs/roles.ts';
import { AT_EASE } from '../../model.ts';
import { restingTargets } from '../../pipeline/rest.ts';
import { targetStatus } from '../../pipeline/status.ts';
import { activePauses } from '../../store/pauses.ts';
import { GONE_AFTER_MS, processes } from '../../store/processes.ts';
import type { Db } from '../../store/store.ts';
import { outboxState, queueStates } from '../../store/work.ts';
import { restRules } from '../rest.ts';
import { type Finding, fail, ok, warn } from './finding.ts';

/** Jobs are taken within seconds; one that waits longer has nobody to take it. */
const WAITING_MS = 10 * 60_000;

export async function checkProcesses(db: Db, now: Date): Promise<Finding> {
  const all = await processes(db);
  const alive = all.filter(({ seenAt }) => now.getTime() - seenAt.getTime() < GONE_AFTER_MS);
  if (alive.length === 0) return warn('processes', 'no process of the service is running', 'earshot start');
  const missing = ROLES.filter((role) => !alive.some(({ roles }) => roles.includes(role)));
  const names = alive.map(({ host, pid, roles }) => `${host} ${pid} (${roles.join(', ')})`).join('; ');
  if (missing.length > 0) {
    return fail(
      'processes',
      `nobody does ${missing.join(', ')}; running: ${names}`,
      `earshot start --role ${missing.join(',')}`,
    );
  }
  return ok('processes', names);
}

export async function checkQueue(db: Db, now: Date): Promise<Finding> {
  const states = await queueStates(db);
  const stuck = states.filter(
    ({ oldestWaiting }) => oldestWaiting !== null && now.getTime() - oldestWaiting.getTime() > WAITING_MS,
  );
  if (stuck.length > 0) {
    const says = stuck
      .map(({ queue, waiting }) => `${waiting} ${queue} jobs wait, the oldest for over ten minutes`)
      .join('; ');
    const role = stuck[0]?.queue === 'judge' ? 'detect' : stuck[0]?.queue === 'digest' ? 'notify' : 'crawl';
    return fail('queue', says, `earshot start --role ${role}`);
  }
  const failed = states.filter((state) => state.failed > 0);
  if (failed.length > 0) {
    const says = failed.map(({ queue, failed: count }) => `${count} ${queue} jobs were given up`).join('; ');
    return warn('queue', says, 'earshot status; the log says why (level error, "job failed")');
  }
  return ok('queue', 'nothing waits for long, nothing was given up');
}

export async function checkTargets(db: Db, config: Config, registry: Registry, now: Date): Promise<Finding[]> {
  const rules = restRules(config, registry);
  const resting = restingTargets([...config.targets, ...config.doors], rules, await activePauses(db, now));
  const findings: Finding[] = [];
  const all = [
    ...config.targets.map((target) => ({ id: target.id, crawler: target.crawler, door: false })),
    ...config.doors.map(({ id, kind }) => ({ id, crawler: kind, door: true })),
  ];
  for (const { id, crawler, door } of all) {
    const status = await targetStatus(db, { id, crawler }, { resting, sites: [], nextRun: null, door }, now);
    if (status.state === 'paused' || AT_EASE.has(status.state)) continue;
    const fix = door
      ? `earshot status`
      : status.state === 'overdue'
        ? 'earshot start --role crawl'
        : `earshot try ${id}`;
    findings.push(
      (status.state === 'quiet' || status.state === 'low' ? warn : fail)(`target:${id}`, status.advice, fix),
    );
  }
  if (findings.length > 0) return findings;
  return [ok('targets', all.length === 0 ? 'none is configured' : `${all.length}, none of them stale`)];
}

export async function checkOutbox(db: Db, now: Date): Promise<Finding[]> {
  const { dead, stopped, late, lateReason } = await outboxState(db, now);
  const findings: Finding[] = stopped.map(({ recipient, channel, address, reason }) =>
    fail(
      `outbox:${recipient}:${channel}`,
      `${address} was refused (${reason}): what is due to ${recipient} waits`,
      `correct the address in earshot.yaml, or: earshot resume --recipient ${recipient}`,
    ),
  );
  if (dead.length > 0) {
    const [last] = dead;
    const says = `${dead.length} messages were given up in 30 days, the last to ${last?.recipient}: ${last?.lastError ?? 'no reason kept'}`;
    findings.push(warn('dead-letters', says, `earshot alert test --to ${last?.recipient} --channel ${last?.channel}`));
  }
  if (late > 0) {
    const says = `${late} ${late === 1 ? 'message is' : 'messages are'} late by five minutes or more`;
    findings.push(
      lateReason === null
        ? warn('outbox', says, 'earshot start --role notify')
        : warn('outbox', `${says}; the last attempt: ${lateReason}`, 'earshot alert test --to RECIPIENT'),
    );
  }
  return findings.length > 0 ? findings : [ok('outbox', 'no message was given up, no address refused')];
}
