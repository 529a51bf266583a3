/** A back-test held against what was really sent from the same store, and against what people took up. */
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Post } from '../../src/model.ts';
import { act, type Move } from '../../src/pipeline/people.ts';
import { takeIn } from '../../src/pipeline/take-in.ts';
import { listIncidents } from '../../src/store/incidents.ts';
import { earshot } from '../commands/program.ts';
import { brandNamed, type Running, startEarshot } from '../e2e/support.ts';
import { makePost } from '../pipeline/support/posts.ts';
import { describeOnEachStore, type StorePlace } from '../support/stores.ts';
import { mailsIn, START } from './support.ts';

const acme = brandNamed('acme', 'Acme');
const HOUR = 3_600_000;
const TEN_MINUTES = HOUR / 6;
const at = (hours: number) => new Date(START.getTime() + hours * HOUR);

const ordinary = Array.from({ length: 80 }, (_, index) =>
  makePost({ text: `Acme does a lovely job, order ${index}`, publishedAt: at(-14 * 24 + index * 4) }),
);
const pile = (hours: number, about: string) =>
  Array.from({ length: 12 }, (_, index) =>
    makePost({ text: `Acme is terrible, ${about} number ${index}`, publishedAt: at(hours + index / 12) }),
  );

/** Lives on: what is published is brought within ten minutes; where nothing is, time passes in long steps. */
async function live({ app, clock, step }: Running, posts: readonly Post[], until: number): Promise<void> {
  const waiting = [...posts];
  for (;;) {
    const now = clock.now();
    const come = waiting.filter(({ publishedAt }) => publishedAt! <= now);
    waiting.splice(0, come.length);
    await takeIn(app, come, { now, target: null, about: null, backfill: false });
    const left = at(until).getTime() - now.getTime();
    if (left <= 0) return;
    const calm = (waiting[0]?.publishedAt ?? at(until)).getTime() - now.getTime();
    await step(Math.min(left, Math.max(TEN_MINUTES, Math.min(3 * HOUR, calm))));
  }
}

/** Does something with the newest incident. */
async function person({ app, clock }: Running, deed: Move): Promise<number> {
  const [incident] = await listIncidents(app.store.db, { limit: 1 });
  const request = { incidentId: incident!.incidentId, act: deed, by: 'desk', note: '' };
  expect(await act(app, request, clock.now())).toBe('done');
  return incident!.incidentId;
}

describeOnEachStore('a back-test of what was lived through', (stores) => {
  const patient = { timeout: 120_000 };
  let cwd: string;
  let place: StorePlace;
  let confirmed: number;
  let dismissed: number;
  const run = async (...args: string[]) => {
    const env = { ...(place.databaseUrl ? { DATABASE_URL: place.databaseUrl } : {}) };
    const { stdout, stderr, code } = await earshot(['backtest', '--since', at(0).toISOString(), ...args], { cwd, env });
    expect(code).toBe(0);
    const lines = stdout.split('\n').filter((line) => line.startsWith('{'));
    return { said: lines.map((line) => JSON.parse(line)), words: stdout + stderr };
  };

  beforeAll(async () => {
    place = await stores.place();
    cwd = await mkdtemp(join(tmpdir(), 'earshot-told-'));
    for (const part of ['brands', 'targets']) await mkdir(join(cwd, 'config', part), { recursive: true });
    await writeFile(join(cwd, 'config/brands/acme.yaml'), 'name: Acme\n');
    await writeFile(
      join(cwd, 'config/earshot.yaml'),
      `service: {timezone: Asia/Shanghai, contact: "https://example.org/c", data_dir: "${place.dataDir}"}
mail: {from: "Earshot <earshot@example.org>"}
recipients: {desk: {name: Desk, email: desk@example.org, language: en}}
alerts: {pr: {brands: all, recipients: [desk], min_severity: 1, cooldown_minutes: 0}}
`,
    );
    const running = await startEarshot(place, at(0), { brands: [acme], targets: [], digests: [], operators: [] });
    try {
      const origin = { now: at(0), target: null, about: null, backfill: true };
      await takeIn(running.app, ordinary, origin);
      await live(running, pile(3, 'support never answers'), 5);
      confirmed = await person(running, 'acknowledge');
      // Long enough for the first to be over.
      await live(running, pile(99, 'the parcel came late'), 101);
      dismissed = await person(running, 'dismiss');
      await live(running, [], 130);
    } finally {
      await running.close();
    }
  }, 240_000);
  afterAll(() => rm(cwd, { recursive: true, force: true }));

  it(
    'finds each alert again that was sent, under the incident it was sent for, and misses nothing',
    patient,
    async () => {
      const mails = await mailsIn(place.dataDir);
      expect(mails.filter(({ subject }) => subject?.startsWith('[')).length).toBeGreaterThanOrEqual(2);
      const { said, words } = await run('--json');
      const opened = said.filter(({ type, kind }) => type === 'alert' && kind === 'opened');
      expect(opened.map((one) => one.sent_as)).toEqual([confirmed, dismissed]);
      expect(said.filter(({ type }) => type === 'missed')).toEqual([]);
      expect(words).toMatch(/2 of them were sent|[3-9] of them were sent/);
    },
  );

  it(
    'names what was sent and would not be, and misses what a person took up, not what they dismissed',
    patient,
    async () => {
      const { said } = await run('--json', '--set', 'alerts.min_severity=5');
      expect(said.filter(({ type }) => type === 'alert')).toEqual([]);
      const kinds = said.filter(({ type }) => type === 'only-sent').map((one) => [one.incidentId, one.kind]);
      expect(kinds).toContainEqual([confirmed, 'opened']);
      expect(kinds).toContainEqual([dismissed, 'opened']);
      expect(said.filter(({ type }) => type === 'missed')).toMatchObject([{ incidentId: confirmed, by: 'desk' }]);
      const { words } = await run('--set', 'alerts.min_severity=5');
      expect(words).toContain(`sent then, not now: `);
      expect(words).toMatch(new RegExp(`missed: .*incident ${confirmed}`));
    },
  );

  it('names what would have been sent and was not', patient, async () => {
    const running = await startEarshot(place, at(130), {
      ...{ brands: [acme], targets: [], digests: [], operators: [] },
      alerts: [],
    });
    await live(running, pile(199, 'the shop is closed'), 202).finally(() => running.close());
    const { said } = await run('--json');
    const last = said.filter(({ type, kind }) => type === 'alert' && kind === 'opened').at(-1);
    expect(last).toMatchObject({ sent_as: null, to: ['desk'] });
  });
});
