/**
 * An installation of several processes under attack: processes are killed without warning and started again, sites go
 * away, hosts and the database suffer what can befall them, all while posts are published. Afterwards everything is let
 * settle, and must come right by itself.
 */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { silentLogger } from '../../src/log.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { attack, history, spread } from './attack.ts';
import { Crew, type Posting } from './crew.ts';
import { ChaosSite } from './site.ts';
import { type AttackedDatabase, databaseTroubles, hostTroubles } from './troubles.ts';
import { verdict } from './verdict.ts';

export interface ChaosOptions {
  readonly databaseUrl: string;
  /** Attacked where it is given; absent where it must not be touched. */
  readonly database?: AttackedDatabase;
  /** How long the database is stopped, seconds. */
  readonly outage: number;
  /** Addresses of which each has a site. */
  readonly addresses: readonly string[];
  /** Makes the hosts: `dir` is theirs to write to, `data` the folder that the configuration names for data. */
  readonly hosts: (dir: string, data: string) => Promise<Posting>;
  /** How long to attack, seconds. */
  readonly seconds: number;
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

export async function chaos(options: ChaosOptions): Promise<ChaosReport> {
  const { addresses, databaseUrl, database, outage, random } = options;
  const dir = await mkdtemp(join(tmpdir(), 'earshot-chaos-'));
  const sites = addresses.map((address, index) => new ChaosSite(`town${index + 1}`, address));
  const data = join(dir, 'data');
  let crew: Crew | null = null;
  try {
    const posting = await options.hosts(dir, data);
    const ports: string[] = [];
    for (const site of sites) ports.push(await site.listen());
    await configure(dir, data, sites, ports);
    history(sites);
    const since = new Date();
    crew = new Crew(posting, dir, databaseUrl);
    crew.startAll();
    const hosts = posting.map(({ host }) => host);
    const troubles = [
      ...(hosts.length > 1 ? hostTroubles(hosts, crew, random) : []),
      ...(database ? databaseTroubles(database, outage) : []),
    ];
    const kills = await attack({ ...options, sites, crew, troubles });
    return await settled(options, sites, crew, { since, kills });
  } finally {
    await crew?.killAll();
    for (const site of sites) await site.close();
    await rm(dir, { recursive: true, force: true });
  }
}

async function configure(
  dir: string,
  data: string,
  sites: readonly ChaosSite[],
  ports: readonly string[],
): Promise<void> {
  await mkdir(join(dir, 'brands'));
  await mkdir(join(dir, 'targets'));
  await writeFile(
    join(dir, 'earshot.yaml'),
    `service: {timezone: UTC, contact: "https://crawler.acme.test", data_dir: ${JSON.stringify(data)}}
recipients: {desk: {name: Desk, email: desk@acme.test}}
alerts: {pr: {brands: all, recipients: all, min_severity: 1, cooldown_minutes: 0}}
`,
  );
  await writeFile(join(dir, 'brands/acme.yaml'), 'name: Acme\n');
  for (const [index, site] of sites.entries()) {
    const host = ports[index];
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

/** Nobody is attacked any more: now everything must come right by itself. */
async function settled(
  { databaseUrl, settle, say }: ChaosOptions,
  sites: readonly ChaosSite[],
  crew: Crew,
  { since, kills }: { since: Date; kills: number },
): Promise<ChaosReport> {
  const store = await openStore({ databaseUrl, dataDir: '', log: silentLogger });
  const begun = Date.now();
  try {
    let wrong: string[] = ['nothing was looked at'];
    for (const end = begun + settle * 1_000; Date.now() < end && wrong.length > 0; ) {
      await delay(2_000);
      wrong = await verdict(store, sites, since);
      if ((await countsOf(store)).incidents > 0) continue;
      wrong.push('no incident was found while a complaint took off');
      spread(sites, 1, 1);
    }
    say(`settled for ${Math.round((Date.now() - begun) / 1_000)} s`);
    // Nothing more may come of it once all is still.
    await crew.killAll();
    if (wrong.length === 0) wrong = await verdict(store, sites, since);
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
