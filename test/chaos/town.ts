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
import { processes } from '../../src/store/processes.ts';
import { openStore, type Store } from '../../src/store/store.ts';
import { attack, history, spread } from './attack.ts';
import { BRANDS, RECIPIENTS } from './brands.ts';
import { Crew, type Posting } from './crew.ts';
import { openPostOffice, type PostOffice } from './post-office.ts';
import { ChaosSite } from './site.ts';
import { type AttackedDatabase, databaseTroubles, hostTroubles, mailTroubles } from './troubles.ts';
import { verdict } from './verdict.ts';

export interface ChaosOptions {
  readonly databaseUrl: string;
  /** Attacked where it is given; absent where it must not be touched. */
  readonly database?: AttackedDatabase;
  /** How long the database is stopped, seconds. */
  readonly outage: number;
  /** Where the mail server listens. */
  readonly mailAddress: string;
  /** Addresses of which each has a site. */
  readonly addresses: readonly string[];
  /** Makes the hosts: `dir` is theirs to write to, `data` the folder that the configuration names for data. */
  readonly hosts: (dir: string, data: string) => Promise<Posting>;
  /** How long to attack, seconds. */
  readonly seconds: number;
  readonly random: () => number;
  readonly say: (line: string) => void;
  /** A folder for what each process logs; null or absent: nothing is logged. */
  readonly logs?: string | null;
  /** How long to wait for everything to settle, seconds. */
  readonly settle: number;
}

export interface ChaosReport {
  readonly published: number;
  readonly kills: number;
  readonly incidents: number;
  readonly alerts: number;
  /** Alert mails that arrived, and how many of them were repeated: an answer to them never reached their sender. */
  readonly mails: number;
  readonly repeated: number;
  /** What is not as it must be. */
  readonly wrong: readonly string[];
}

export async function chaos(options: ChaosOptions): Promise<ChaosReport> {
  const { addresses, databaseUrl, database, outage, random, logs = null } = options;
  const dir = await mkdtemp(join(tmpdir(), 'earshot-chaos-'));
  const sites = addresses.map((address, index) => new ChaosSite(`town${index + 1}`, address));
  const data = join(dir, 'data');
  let crew: Crew | null = null;
  const post = await openPostOffice(options.mailAddress);
  try {
    const posting = await options.hosts(dir, data);
    const ports: string[] = [];
    for (const site of sites) ports.push(await site.listen());
    await configure(dir, data, sites, ports);
    history(sites, BRANDS);
    const since = new Date();
    crew = new Crew(posting, dir, { DATABASE_URL: databaseUrl, CHAOS_SMTP_URL: post.url }, logs);
    crew.startAll();
    const starting = await everybodyUp(options, crew.size);
    const hosts = posting.map(({ host }) => host);
    const troubles = [
      ...(hosts.length > 1 ? hostTroubles(hosts, crew, random) : []),
      ...(database ? databaseTroubles(database, outage) : []),
      // What a mail server refuses comes again a minute later: too long for the short form.
      ...(options.seconds >= 60 ? mailTroubles(post, options.seconds) : []),
    ];
    const kills = await attack({ ...options, sites, brands: BRANDS, crew, troubles, starting });
    return await settled(options, { sites, post, crew, since, kills });
  } finally {
    await crew?.killAll();
    for (const site of sites) await site.close();
    await post.close();
    await rm(dir, { recursive: true, force: true });
  }
}

/** On a busy machine it takes a while; those who die before they have begun show nothing. */
const START_WITHIN_MS = 120_000;

/** Resolves to how long it took, seconds. */
async function everybodyUp({ databaseUrl, say }: ChaosOptions, many: number): Promise<number> {
  const store = await openStore({ databaseUrl, dataDir: '', log: silentLogger });
  const begun = Date.now();
  try {
    let up = 0;
    while (up < many && Date.now() - begun < START_WITHIN_MS) {
      await delay(500);
      up = (await processes(store.db)).length;
    }
    const seconds = (Date.now() - begun) / 1_000;
    say(`${up} of ${many} processes are up after ${Math.round(seconds)} s`);
    return seconds;
  } finally {
    await store.close();
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
mail: {smtp: {url: {env: CHAOS_SMTP_URL}}}
recipients:
${Object.entries(RECIPIENTS)
  .map(([id, email]) => `  ${id}: {name: ${id}, email: ${email}}\n`)
  .join('')}alerts:
${BRANDS.map(
  ({ id, told }) => `  ${id}: {brands: [${id}], recipients: [${told}], min_severity: 1, cooldown_minutes: 0}\n`,
).join('')}`,
  );
  for (const { id, name } of BRANDS) await writeFile(join(dir, `brands/${id}.yaml`), `name: ${name}\n`);
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

/** What is looked at when the attack is over. */
interface Aftermath {
  readonly sites: readonly ChaosSite[];
  readonly post: PostOffice;
  readonly crew: Crew;
  readonly since: Date;
  readonly kills: number;
}

/** How often those who wait are told what is still wrong, milliseconds. */
const TELL_EVERY_MS = 15_000;

/** Nobody is attacked any more: now everything must come right by itself, within `settle` seconds. */
async function settled({ databaseUrl, settle, say }: ChaosOptions, aftermath: Aftermath): Promise<ChaosReport> {
  const { sites, post, crew, kills } = aftermath;
  const store = await openStore({ databaseUrl, dataDir: '', log: silentLogger });
  const begun = Date.now();
  const seconds = () => Math.round((Date.now() - begun) / 1_000);
  let told = begun;
  try {
    let wrong: string[] = ['nothing was looked at'];
    for (const end = begun + settle * 1_000; Date.now() < end && wrong.length > 0; ) {
      await delay(2_000);
      wrong = await verdict(store, aftermath);
      const unheard = await brandsUnheard(store);
      wrong.push(...unheard.map((id) => `no incident of ${id} was found while a complaint took off`));
      if (unheard.length > 0) spread(sites, BRANDS, 1, 1);
      if (wrong.length === 0 || Date.now() - told < TELL_EVERY_MS) continue;
      told = Date.now();
      say(`settling for ${seconds()} s; still wrong: ${wrong.length}, such as ${wrong[0]}`);
    }
    say(`settled for ${seconds()} s`);
    // Nothing more may come of it once all is still.
    await crew.killAll();
    if (wrong.length === 0) wrong = await verdict(store, aftermath);
    const { incidents, alerts } = await countsOf(store);
    const published = sites.reduce((sum, site) => sum + site.posts.length, 0);
    const mails = post.received();
    const repeated = mails.length - new Set(mails.map(({ messageId }) => messageId)).size;
    say(
      `${published} posts, ${kills} kills, ${incidents} incidents, ${alerts} alerts, ${mails.length} mails, ${repeated} of them repeated`,
    );
    return { published, kills, incidents, alerts, mails: mails.length, repeated, wrong };
  } finally {
    await store.close();
  }
}

/** Brands whose complaints have led to no incident yet. */
async function brandsUnheard(store: Store): Promise<string[]> {
  const rows = await store.db.selectFrom('incidents').select('brand').distinct().execute();
  return BRANDS.map(({ id }) => id).filter((id) => !rows.some(({ brand }) => brand === id));
}

async function countsOf(store: Store): Promise<{ incidents: number; alerts: number }> {
  const incidents = await store.db.selectFrom('incidents').select('incident_id').execute();
  const alerts = await store.db.selectFrom('deliveries').select('key').where('kind', '=', 'alert').execute();
  return { incidents: incidents.length, alerts: alerts.length };
}
