/** The time under attack: posts are published every second while processes are killed and troubles come and go. */
import { setTimeout as delay } from 'node:timers/promises';
import type { Crew } from './crew.ts';
import type { ChaosSite } from './site.ts';
import type { Trouble } from './troubles.ts';

export interface Attack {
  readonly sites: readonly ChaosSite[];
  readonly crew: Crew;
  readonly troubles: readonly Trouble[];
  /** How long, seconds. */
  readonly seconds: number;
  readonly random: () => number;
  readonly say: (line: string) => void;
}

/** Two quiet weeks, so that what comes is out of the ordinary. */
export function history(sites: readonly ChaosSite[]): void {
  for (const site of sites) {
    for (let n = 0; n < 100; n++) {
      const at = new Date(Date.now() - 14 * 86_400_000 + n * 3 * 3_600_000);
      site.publish({ id: `${site.name}-old-${n}`, text: `Acme did well with parcel ${n} of ${site.name}`, at });
    }
  }
}

/** Resolves to how many processes were killed, once all troubles but the lasting ones are over. */
export async function attack({ sites, crew, troubles, seconds, random, say }: Attack): Promise<number> {
  const waiting = [...troubles];
  const over: Promise<void>[] = [];
  let kills = 0;
  let serial = 0;
  for (let second = 0; second < seconds; second++) {
    await delay(1_000);
    for (const site of sites) {
      const angry = second > seconds / 3;
      const text = angry
        ? `Acme support is terrible and refuses my refund, case ${serial}`
        : `Acme delivered number ${serial} as promised`;
      site.publish({ id: `${site.name}-${serial++}`, text, at: new Date() });
    }
    spread(sites, second, seconds);
    if (random() < 0.3) {
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
      over.push(befall(trouble, second, say));
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
export function spread(sites: readonly ChaosSite[], second: number, seconds: number): void {
  for (const site of sites) {
    const id = `${site.name}-viral`;
    const known = site.posts.find((post) => post.id === id);
    if (known !== undefined) known.reposts = (known.reposts ?? 0) + 300;
    else if (second > seconds / 4) {
      const text =
        'Acme let my mother wait in the rain for nine hours and refuses any refund. Never again, shame on Acme!';
      site.publish({ id, text, at: new Date(Date.now() - 60_000), reposts: 50 });
    }
  }
}
