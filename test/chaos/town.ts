/**
 * An installation of several processes under attack: processes are killed without warning and started again, sites go
 * away, Postgres is stopped for a while, all while posts are published. Afterwards everything is let settle.
 */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { silentLogger } from '../../src/log.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { ChaosSite } from './site.ts';
import { verdict } from './verdict.ts';

const MAIN = fileURLToPath(new URL('../../src/main.ts', import.meta.url));
/** Beyond the first, which is the machine's own. */
const ADDRESSES = ['127.0.0.2', '127.0.0.3', '127.0.0.4'];

export interface ChaosOptions {
  readonly databaseUrl: string;
  /** How long to attack, seconds. */
  readonly seconds: number;
  /** Lets the database be away for so many seconds, once, in the middle; absent where it must not be touched. */
  readonly outage?: { readonly seconds: number; stop(): Promise<void>; start(): Promise<void> };
  readonly random: () => number;
  readonly say: (line: string) => void;
  /** How long to wait for everything to settle, seconds. */
  readonly settle: number;
}

export interface ChaosReport {
  readonly published: number;
  readonly kills: number;
  readonly incidents: number;
  readonly alerts: number;
  /** What is not as it must be. */
  readonly wrong: readonly string[];
}

const ROLES = ['crawl', 'crawl', 'detect', 'notify'] as const;
type ChaosRole = (typeof ROLES)[number];

export async function chaos(options: ChaosOptions): Promise<ChaosReport> {
  const dir = await mkdtemp(join(tmpdir(), 'earshot-chaos-'));
  const sites = ADDRESSES.map((address, index) => new ChaosSite(`town${index + 1}`, address));
  const hosts: string[] = [];
  for (const site of sites) hosts.push(await site.listen());
  await configure(dir, sites, hosts);
  const crew = new Crew(dir, options.databaseUrl);
  try {
    history(sites);
    crew.startAll();
    const kills = await attack(options, sites, crew);
    return await settled(options, sites, crew, kills);
  } finally {
    await crew.killAll();
    for (const site of sites) await site.close();
    await rm(dir, { recursive: true, force: true });
  }
}

async function configure(dir: string, sites: readonly ChaosSite[], hosts: readonly string[]): Promise<void> {
  await mkdir(join(dir, 'brands'));
  await mkdir(join(dir, 'targets'));
  await writeFile(
    join(dir, 'earshot.yaml'),
    `service: {timezone: UTC, contact: "https://crawler.acme.test", data_dir: ${JSON.stringify(join(dir, 'data'))}}
recipients: {desk: {name: Desk, email: desk@acme.test}}
alerts: {pr: {brands: all, recipients: all, min_severity: 1, cooldown_minutes: 0}}
`,
  );
  await writeFile(join(dir, 'brands/acme.yaml'), 'name: Acme\n');
  for (const [index, site] of sites.entries()) {
    const host = hosts[index];
    await writeFile(
      join(dir, `targets/${site.name}.yaml`),
      `crawler: json
options: {urls: ["http://${host}/"], items: $, kind: post, fields: {id: id, text: text, published_at: at, reposts: reposts}}
site: ${site.name}
allow_hosts: ["${host}"]
schedule: "*/5 * * * * *"
requests_per_minute: 600
`,
    );
  }
}

/** Two quiet weeks, so that what comes is out of the ordinary. */
function history(sites: readonly ChaosSite[]): void {
  for (const site of sites) {
    for (let n = 0; n < 100; n++) {
      const at = new Date(Date.now() - 14 * 86_400_000 + n * 3 * 3_600_000);
      site.publish({ id: `${site.name}-old-${n}`, text: `Acme did well with parcel ${n} of ${site.name}`, at });
    }
  }
}

async function attack(options: ChaosOptions, sites: readonly ChaosSite[], crew: Crew): Promise<number> {
  const { random, say, seconds, outage } = options;
  let kills = 0;
  let serial = 0;
  let down: Promise<void> | null = null;
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
    if (outage && down === null && second >= seconds / 2) {
      say(`${second} s: the database is stopped for ${outage.seconds} s`);
      down = outage
        .stop()
        .then(() => delay(outage.seconds * 1_000))
        .then(() => outage.start());
    }
  }
  await down;
  for (const site of sites) site.away = false;
  return kills;
}

/** One post of each site takes off: by now it is judged as it spreads, so no bin has to be full. */
function spread(sites: readonly ChaosSite[], second: number, seconds: number): void {
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

/** Nobody is attacked any more: now everything must come right by itself. */
async function settled(
  { databaseUrl, settle, say }: ChaosOptions,
  sites: readonly ChaosSite[],
  crew: Crew,
  kills: number,
): Promise<ChaosReport> {
  const store = await openStore({ databaseUrl, dataDir: '', log: silentLogger });
  try {
    let wrong: string[] = ['nothing was looked at'];
    for (const end = Date.now() + settle * 1_000; Date.now() < end && wrong.length > 0; ) {
      await delay(2_000);
      wrong = await verdict(store, sites);
      if ((await countsOf(store)).incidents > 0) continue;
      wrong.push('no incident was found while a complaint took off');
      spread(sites, 1, 1);
    }
    // Nothing more may come of it once all is still.
    await crew.killAll();
    if (wrong.length === 0) wrong = await verdict(store, sites);
    const { incidents, alerts } = await countsOf(store);
    const published = sites.reduce((sum, site) => sum + site.posts.length, 0);
    say(`${published} posts, ${kills} kills, ${incidents} incidents, ${alerts} alerts`);
    return { published, kills, incidents, alerts, wrong };
  } finally {
    await store.close();
  }
}

async function countsOf(store: Store): Promise<{ incidents: number; alerts: number }> {
  const incidents = await store.db.selectFrom('incidents').select('incident_id').execute();
  const alerts = await store.db.selectFrom('deliveries').select('key').where('kind', '=', 'alert').execute();
  return { incidents: incidents.length, alerts: alerts.length };
}

/** The processes; one that is killed is started again, as a supervisor would. */
class Crew {
  readonly #dir: string;
  readonly #databaseUrl: string;
  readonly #members: { role: ChaosRole; child: ChildProcess }[] = [];
  #ending = false;

  constructor(dir: string, databaseUrl: string) {
    this.#dir = dir;
    this.#databaseUrl = databaseUrl;
  }

  startAll(): void {
    for (const role of ROLES) this.#start(role);
  }

  /** kill -9 without warning; another one is started at once. */
  killOne(random: () => number): string {
    const alive = this.#members.filter(({ child }) => child.exitCode === null && child.signalCode === null);
    const victim = alive[Math.floor(random() * alive.length)];
    victim?.child.kill('SIGKILL');
    return victim?.role ?? 'nobody';
  }

  async killAll(): Promise<void> {
    this.#ending = true;
    const gone = this.#members.map(({ child }) =>
      child.exitCode !== null || child.signalCode !== null
        ? Promise.resolve()
        : new Promise<void>((resolve) => child.once('exit', () => resolve())),
    );
    for (const { child } of this.#members) child.kill('SIGKILL');
    await Promise.all(gone);
  }

  #start(role: ChaosRole): void {
    const child = spawn(process.execPath, [MAIN, 'start', '--role', role, '--config', this.#dir], {
      env: { ...process.env, DATABASE_URL: this.#databaseUrl, LOG_LEVEL: 'silent' },
      stdio: 'ignore',
    });
    const member = { role, child };
    this.#members.push(member);
    child.once('exit', () => {
      this.#members.splice(this.#members.indexOf(member), 1);
      if (!this.#ending) setTimeout(() => this.#ending || this.#start(role), 500).unref();
    });
  }
}
