/** The brand's public answers: found under the posts of an incident, told once, and known to a back-test too. */
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { DEFAULT_DETECT_SETTINGS } from '../../src/detect/settings.ts';
import type { Post, Recipient } from '../../src/model.ts';
import { alertsBy } from '../../src/pipeline/alerts.ts';
import { backtestBrand } from '../../src/pipeline/backtest.ts';
import { type JudgeDeps, judgeBrand } from '../../src/pipeline/judge.ts';
import { replayBrand } from '../../src/pipeline/replay.ts';
import { takeIn } from '../../src/pipeline/take-in.ts';
import { listIncidents, transitionsOf } from '../../src/store/incidents.ts';
import type { Store } from '../../src/store/store.ts';
import { describeOnEachStore } from '../support/stores.ts';
import { emptyStore } from './support/empty.ts';
import { complaints, intakeOf, ordinaryLife } from './support/incidents.ts';
import { makeBrand, makePost } from './support/posts.ts';

const acme = makeBrand('acme');
const HOUR = 3_600_000;
const at = (hours: number) => new Date(Date.parse('2026-03-02T00:00:00Z') + hours * HOUR);
const desk: Recipient = { id: 'desk', name: 'PR', email: 'pr@example.com', language: 'en', timezone: 'UTC' };
const rule = {
  ...{ id: 'all', brands: ['acme'], recipients: ['desk'], minSeverity: 1 as const },
  ...{ quietHours: null, cooldownMinutes: 0 },
};

const angryDay = () => complaints(12, at(1));
const replied = (post: Post, hours: number): Post => ({ ...post, reply: { text: 'We are sorry.', at: at(hours) } });
const spoken = (thread: Post, hours: number): Post =>
  makePost({
    ...{ text: 'acme here: we look into it', publishedAt: at(hours), parent: thread.id, root: thread.id },
    author: { name: 'Acme', id: 'official', followers: 5000, verified: true },
  });

describeOnEachStore("the brand's answers", (stores) => {
  let store: Store;
  let deps: JudgeDeps;
  beforeAll(async () => {
    store = await stores.open();
  });
  beforeEach(async () => {
    await emptyStore(store);
    deps = { store, settings: DEFAULT_DETECT_SETTINGS, alertsFor: alertsBy([rule], [desk]) };
  });

  const bring = (posts: readonly Post[], now: Date, backfill = false) =>
    takeIn(intakeOf(store, 's'), posts, { now, target: null, about: null, backfill });
  const judgeAt = async (hours: number) => (await judgeBrand(deps, acme, at(hours))).map(({ kind }) => kind);

  it.each([
    ['a reply that the site shows with the post', (post: Post) => [replied(post, 2.2)]],
    ["a post of the brand's own account in the same thread", (post: Post) => [spoken(post, 2.2)]],
  ])('are %s; each is told once', async (_, answer) => {
    const angry = angryDay();
    await bring(ordinaryLife(at(0)), at(0), true);
    await judgeAt(0);
    await bring(angry, at(2));
    expect(await judgeAt(2)).toEqual(['opened']);
    await bring(answer(angry[3]!), at(2.3));
    expect(await judgeAt(2.3)).toEqual(['answered']);
    expect(await judgeAt(2.5)).toEqual([]);
    // They go on answering: that is no news, as long as the incident is answered.
    await bring([replied(angry[5]!, 2.6), spoken(angry[6]!, 2.7)], at(2.8));
    expect(await judgeAt(2.8)).toEqual([]);
    const [incident] = await listIncidents(store.db, { limit: 1 });
    expect((await transitionsOf(store.db, incident!.incidentId)).map(({ kind }) => kind)).toEqual([
      'opened',
      'answered',
    ]);
  });

  it('are no answers yet where a replay looks at a time before them', async () => {
    const angry = angryDay();
    await bring([...ordinaryLife(at(0)), ...angry.map((post) => replied(post, 6.5))], at(40), true);
    await replayBrand(deps, acme, { from: at(-14 * 24), to: at(12) });
    const [incident] = await listIncidents(store.db, { limit: 1 });
    const answered = (await transitionsOf(store.db, incident!.incidentId)).find(({ kind }) => kind === 'answered');
    expect(answered?.at).toEqual(at(7));
  });

  it('were there at their time in a back-test, which lets other work of the process go on', async () => {
    const angry = angryDay();
    const busy = Array.from({ length: 400 }, (_, index) =>
      makePost({ text: 'acme good', publishedAt: at(-40 + index / 12) }),
    );
    await bring(
      [...ordinaryLife(at(0)), ...busy, ...angry.map((post) => replied(post, 5)), spoken(angry[2]!, 3)],
      at(40),
      true,
    );
    let [steps, most, done] = [0, 0, false];
    const breathe = () => {
      steps = 0;
      if (!done) setImmediate(breathe);
    };
    breathe();
    const judging = { store, settings: DEFAULT_DETECT_SETTINGS, rules: [rule], recipients: [desk] };
    const { alerts } = await backtestBrand(judging, acme, { from: at(-48), to: at(12) }, () => {
      steps++;
      most = Math.max(most, steps);
    });
    done = true;
    expect(alerts[0]?.kind).toBe('opened');
    expect(alerts.filter(({ kind }) => kind === 'answered')).toHaveLength(1);
    const answered = alerts.find(({ kind }) => kind === 'answered')!;
    expect(answered.at.getTime()).toBeGreaterThanOrEqual(at(3).getTime());
    expect(answered.at.getTime()).toBeLessThan(at(4).getTime());
    expect(most).toBeGreaterThan(1);
    expect(most).toBeLessThanOrEqual(10);
  });
});
