/** The machine: clock, time zone, disk, browser. */
import { execFile } from 'node:child_process';
import { statfs } from 'node:fs/promises';
import { promisify } from 'node:util';
import type { Config } from '../../config/types.ts';
import { findBrowser } from '../../crawl/browser-path.ts';
import type { Registry } from '../../crawl/registry.ts';
import { messageOf } from '../../errors.ts';
import { knowsTimezone, latestWork, type StoreCondition } from '../../store/condition.ts';
import type { Db } from '../../store/store.ts';
import { type Finding, fail, ok, warn } from './finding.ts';

/** More than this, and schedules, quiet hours and "x minutes ago" are visibly wrong. */
const SKEW_MS = 5_000;
/** Work that ended later than this from now was done while the clock was ahead. */
const AHEAD_MS = 60_000;
const LOW_DISK = 2 * 1024 ** 3;
const NO_DISK = 256 * 1024 ** 2;
const SYNC_CLOCK = 'set the clock by NTP: timedatectl set-ntp true (or start chronyd), then earshot doctor';

export async function checkClock(db: Db, store: StoreCondition, now: Date): Promise<Finding> {
  const skew = store.clock.getTime() - now.getTime();
  if (Math.abs(skew) > SKEW_MS) {
    const word = skew > 0 ? 'behind' : 'ahead of';
    return fail('clock', `this machine is ${seconds(skew)} s ${word} the database's clock`, SYNC_CLOCK);
  }
  const latest = await latestWork(db);
  if (latest !== null && latest.getTime() - now.getTime() > AHEAD_MS) {
    const at = latest.toISOString();
    return warn(
      'clock',
      `a crawl is stored that ended at ${at}, which is yet to come: a clock was set back`,
      SYNC_CLOCK,
    );
  }
  return ok('clock', `${now.toISOString()}, the database agrees within ${seconds(skew)} s`);
}

function seconds(ms: number): string {
  return (Math.abs(ms) / 1000).toFixed(1);
}

export async function checkTimezone(db: Db, { service, recipients }: Config, now: Date): Promise<Finding> {
  const zones = [...new Set([service.timezone, ...recipients.map(({ timezone }) => timezone)])];
  for (const zone of zones) {
    if (!(await knowsTimezone(db, zone))) {
      const says = `the database does not know the time zone ${zone}`;
      return warn(
        'timezone',
        says,
        "install the operating system's time zone data (apt install tzdata) where Postgres runs",
      );
    }
  }
  const local = new Intl.DateTimeFormat('en-GB', {
    dateStyle: 'medium',
    timeStyle: 'short',
    timeZone: service.timezone,
  });
  return ok(
    'timezone',
    `${service.timezone}, where it is ${local.format(now)}${zones.length > 1 ? `; also ${zones.slice(1).join(', ')}` : ''}`,
  );
}

/** Of the folder that holds the embedded store, the outbox and the inboxes. */
export async function checkDisk(dataDir: string): Promise<Finding> {
  try {
    const { bavail, bsize } = await statfs(dataDir);
    const free = bavail * bsize;
    const says = `${gigabytes(free)} GB free in ${dataDir}`;
    const fix = `make room on that disk, move service.data_dir to a larger one, or keep less: retention in earshot.yaml`;
    if (free < NO_DISK) return fail('disk', says, fix);
    return free < LOW_DISK ? warn('disk', says, fix) : ok('disk', says);
  } catch (error) {
    return fail('disk', `${dataDir} cannot be looked at: ${messageOf(error)}`, `mkdir -p ${dataDir}`);
  }
}

function gigabytes(bytes: number): string {
  return (bytes / 1024 ** 3).toFixed(1);
}

/** Only where a target needs one is a missing browser a fault. */
export async function checkBrowser(
  { targets }: Config,
  registry: Registry,
  env: Readonly<Record<string, string | undefined>>,
): Promise<Finding> {
  const needing = targets.filter(({ paused, render, crawler }) => {
    const own = registry.has(crawler) ? registry.get(crawler).render : 'http';
    return !paused && (render ?? own) === 'browser';
  });
  const { chromium } = await import('playwright');
  const path = findBrowser(env, chromium.executablePath());
  const install = env.EARSHOT_CHROMIUM
    ? `EARSHOT_CHROMIUM names a file that is not there: ${env.EARSHOT_CHROMIUM}`
    : 'apt install chromium, or npx playwright install chromium';
  if (path === null) {
    if (needing.length === 0) return ok('chromium', 'none is installed, and no target needs one');
    return fail(
      'chromium',
      `none is installed, and ${needing.map(({ id }) => id).join(', ')} cannot be read without`,
      install,
    );
  }
  try {
    const { stdout } = await promisify(execFile)(path, ['--version'], { timeout: 10_000 });
    return ok('chromium', `${stdout.trim()} (${path})`);
  } catch (error) {
    const says = `${path} does not start: ${messageOf(error).slice(0, 200)}`;
    return needing.length > 0 ? fail('chromium', says, install) : warn('chromium', says, install);
  }
}
