/** The time under attack: posts are published every second while processes are killed and troubles come and go. */
import { setTimeout as delay } from 'node:timers/promises';
import type { ChaosBrand } from './brands.ts';
import type { Crew } from './crew.ts';
import type { ChaosSite } from './site.ts';
import type { Trouble } from './troubles.ts';

export interface Attack {
  /** Of whom the sites speak; one post of the n-th site about the n-th takes off. */
  readonly brands: readonly ChaosBrand[];
  readonly sites: readonly ChaosSite[];
  readonly crew: Crew;
  readonly troubles: readonly Trouble[];
  /** How long, seconds. */
  readonly seconds: number;
  /** How long all took to start together, seconds: on a busy machine fewer are killed, or nobody would ever be up. */
  readonly starting: number;
  readonly random: () => number;
  readonly say: (line: string) => void;
}

/** Two quiet weeks, so that what comes is out of the ordinary. */
export function history(sites: readonly ChaosSite[], brands: readonly ChaosBrand[]): void {
  for (const site of sites) {
    for (let n = 0; n < 100; n++) {
      const at = new Date(Date.now() - 14 * 86_400_000 + n * 3 * 3_600_000);
      site.publish({ id: `${site.name}-old-${n}`, text: brands[n % brands.length]!.praise(n), at });
    }
  }
}

/** Resolves to how many processes were killed, once all troubles but the lasting ones are over. */
export async function attack({
  sites,
  brands,
  crew,
  troubles,
  seconds,
  starting,
  random,
  say,
}: Attack): Promise<number> {
  const waiting = [...troubles];
  const over: Promise<void>[] = [];
  /** The last trouble of each thing that can only have one at a time. */
  const under = new Map<string, Promise<void>>();
  const begun = Date.now();
  const elapsed = () => Math.round((Date.now() - begun) / 1_000);
  /** Chance of a kill each second. */
  const killing = Math.max(0.1, Math.min(0.3, 3 / starting));
  let kills = 0;
  let serial = 0;
  for (let second = 0; second < seconds; second++) {
    await delay(1_000);
    for (const site of sites) {
      const brand = brands[(second + serial) % brands.length]!;
      const text = second > seconds / 3 ? brand.complaint(serial) : brand.praise(serial);
      site.publish({ id: `${site.name}-${serial++}`, text, at: new Date() });
    }
    spread(sites, brands, second, seconds);
    if (random() < killing) {
      say(`${second} s: killed ${crew.killOne(random)}`);
      kills++;
    }
    const [first] = sites;
    if (first !== undefined && random() < 0.1) {
      first.away = !first.away;
      say(`${second} s: ${first.name} ${first.away ? 'is cut off' : 'is back'}`);
    }
    for (const trouble of waiting.filter(({ at }) => second >= at * seconds)) {
      waiting.splice(waiting.indexOf(trouble), 1);
      const before = trouble.of === null ? undefined : under.get(trouble.of);
      const befallen = (before ?? Promise.resolve()).then(() => befall(trouble, elapsed(), say));
      // Waited for at the end; until then nobody may take a failure for one that nobody heard of.
      befallen.catch(() => undefined);
      if (trouble.of !== null) under.set(trouble.of, befallen);
      over.push(befallen);
    }
  }
  await Promise.all(over);
  for (const site of sites) site.away = false;
  return kills;
}

async function befall(trouble: Trouble, second: number, say: (line: string) => void): Promise<void> {
  const { what, seconds } = trouble;
  say(`${second} s: ${what}${seconds === null ? '' : ` for ${seconds} s`}`);
  await trouble.begin();
  if (seconds === null) return;
  await delay(seconds * 1_000);
  await trouble.end();
  say(`over: ${what}`);
}

/** One post of each site takes off: by now it is judged as it spreads, so no bin has to be full. */
export function spread(
  sites: readonly ChaosSite[],
  brands: readonly ChaosBrand[],
  second: number,
  seconds: number,
): void {
  for (const [index, site] of sites.entries()) {
    const id = `${site.name}-viral`;
    const known = site.posts.find((post) => post.id === id);
    if (known !== undefined) known.reposts = (known.reposts ?? 0) + 300;
    else if (second > seconds / 4) {
      const text = brands[index % brands.length]!.outcry;
      site.publish({ id, text, at: new Date(Date.now() - 60_000), reposts: 50 });
    }
  }
}
