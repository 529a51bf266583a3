import { beforeAll, beforeEach, expect, it } from 'vitest';
import { DEFAULT_DETECT_SETTINGS } from '../../src/detect/settings.ts';
import type { Post, Recipient } from '../../src/model.ts';
import { renderAlert } from '../../src/notify/render.ts';
import { alertsBy } from '../../src/pipeline/alerts.ts';
import { type JudgeDeps, judgeBrand } from '../../src/pipeline/judge.ts';
import { act } from '../../src/pipeline/people.ts';
import { replayBrand } from '../../src/pipeline/replay.ts';
import { takeIn } from '../../src/pipeline/take-in.ts';
import { takeTrends } from '../../src/pipeline/trends.ts';
import { composeAlert } from '../../src/pipeline/views/alert-view.ts';
import { deliveriesOf } from '../../src/store/deliveries.ts';
import { listIncidents, transitionsOf } from '../../src/store/incidents.ts';
import type { Store } from '../../src/store/store.ts';
import { describeOnEachStore } from '../support/stores.ts';
import { emptyStore } from './support/empty.ts';
import { complaints, intakeOf, ordinaryLife } from './support/incidents.ts';
import { makeBrand, makePost, markAnalyzer } from './support/posts.ts';

const acme = makeBrand('acme');
const START = Date.parse('2026-03-02T00:00:00Z');
const HOUR = 3_600_000;
const at = (hours: number) => new Date(START + hours * HOUR);

const desk: Recipient = { id: 'desk', name: 'PR', email: 'pr@example.com', language: 'en', timezone: 'UTC' };
const rule = {
  id: 'all',
  brands: ['acme'],
  recipients: ['desk'],
  minSeverity: 1 as const,
  quietHours: null,
  cooldownMinutes: 0,
};

/** As in ordinary life one in six complains, within an hour. */
function crowd(count: number, from: Date): Post[] {
  return Array.from({ length: count }, (_, index) => {
    const text = index % 6 === 3 ? `acme bad ${index}` : `acme good ${index}`;
    return makePost({ text, publishedAt: new Date(from.getTime() + (index * HOUR) / count) });
  });
}

describeOnEachStore('judging', (stores) => {
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

  it('stays silent over ordinary life', async () => {
    await bring(ordinaryLife(at(0)), at(0), true);
    expect(await judgeBrand(deps, acme, at(0))).toEqual([]);
    expect(await listIncidents(store.db, { limit: 5 })).toEqual([]);
  });

  it('holds a campaign day against what the campaign was said to bring, for its own brand only', async () => {
    await bring(ordinaryLife(at(0)), at(0), true);
    await judgeBrand(deps, acme, at(0));
    await bring(crowd(96, at(1)), at(2));
    const campaign = { name: 'Sale', start: at(0), end: at(24), factor: 100 };
    const known = { ...deps, causes: [{ ...campaign, brands: ['acme'] }] };
    expect(await judgeBrand(known, acme, at(2))).toEqual([]);

    await bring(complaints(1, at(2)), at(2.1));
    const others = { ...deps, causes: [{ ...campaign, brands: ['bolt'] }] };
    expect((await judgeBrand(others, acme, at(2.1))).map(({ kind }) => kind)).toEqual(['opened']);
  });

  it('opens one incident for a pile of complaints, and plans one alert however often it looks', async () => {
    await bring(ordinaryLife(at(0)), at(0), true);
    await judgeBrand(deps, acme, at(0));
    await bring(complaints(12, at(1)), at(2));
    const changes = await judgeBrand(deps, acme, at(2));
    expect(changes.map((change) => change.kind)).toEqual(['opened']);
    await judgeBrand(deps, acme, at(2));
    await judgeBrand(deps, acme, at(2.1));
    const [incident, ...others] = await listIncidents(store.db, { limit: 5 });
    expect(others).toEqual([]);
    expect(incident).toMatchObject({ brand: 'acme', state: 'open', closedAt: null });
    const deliveries = await deliveriesOf(store.db, incident!.incidentId);
    expect(deliveries).toHaveLength(1);
    expect(deliveries[0]).toMatchObject({ recipientId: 'desk', seq: 1, state: 'pending' });
    // Every post that stands behind it is a stored, negative one.
    const posts = await store.db.selectFrom('incident_posts').selectAll().execute();
    expect(posts.length).toBeGreaterThanOrEqual(12);
  });

  it('takes one customer’s row of complaints for one voice, live and in a replay', async () => {
    await bring(ordinaryLife(at(0)), at(0), true);
    await judgeBrand(deps, acme, at(0));
    const one = { name: 'Someone', id: 'someone', followers: 10, verified: null };
    await bring(
      complaints(14, at(1)).map((post) => ({ ...post, author: one })),
      at(2.2),
    );
    expect(await judgeBrand(deps, acme, at(2.2))).toEqual([]);
    await emptyStore(store);
    await bring(ordinaryLife(at(0)), at(0), true);
    await replayBrand(deps, acme, { from: at(-14 * 24), to: at(0) });
    await bring(
      complaints(14, at(1)).map((post) => ({ ...post, author: one })),
      at(3),
      true,
    );
    expect(await replayBrand(deps, acme, { from: at(0), to: at(3) })).toEqual([]);
  });

  it('is told by as few as six people within two hours, one of them in a row, and says how many they are', async () => {
    await bring(ordinaryLife(at(0)), at(0), true);
    await judgeBrand(deps, acme, at(0));
    const one = { name: 'Someone', id: 'someone', followers: 10, verified: null };
    const row = complaints(5, at(1)).map((post) => ({ ...post, author: one }));
    await bring([...row, ...complaints(5, at(2))], at(2.5));
    const [opened] = await judgeBrand(deps, acme, at(2.5));
    expect(opened?.kind).toBe('opened');
    const views = {
      ...{ db: store.db, brands: [acme], recipients: [desk], settings: DEFAULT_DETECT_SETTINGS },
      ...{ siteNames: (site: string) => site, actionPath: () => '/' },
    };
    const { spike } = (await composeAlert(views, opened!.incidentId, opened!.seq, desk))!;
    expect(spike?.people).toEqual({ value: 6, evidence: `${spike?.observed.evidence}&by=people`, atMost: false });
    expect(spike?.observed.value).toBeGreaterThan(6);
    const mail = await renderAlert((await composeAlert(views, opened!.incidentId, opened!.seq, desk))!, {
      ...{ language: 'en', timezone: 'UTC', serviceName: 'Earshot', publicUrl: 'http://e.test' },
    });
    expect(mail.text).toContain('6 people');
  });

  it('counts each whose name it does not know', async () => {
    await bring(ordinaryLife(at(0)), at(0), true);
    await judgeBrand(deps, acme, at(0));
    const nobody = { name: null, id: null, followers: null, verified: null };
    await bring(
      complaints(8, at(1)).map((post) => ({ ...post, author: nobody })),
      at(2),
    );
    expect((await judgeBrand(deps, acme, at(2))).map(({ kind }) => kind)).toEqual(['opened']);
  });

  it('tells at once that a trend list names the brand while something is going on, and which entry', async () => {
    await bring(ordinaryLife(at(0)), at(0), true);
    await judgeBrand(deps, acme, at(0));
    await bring(complaints(12, at(1)), at(2));
    const [opened] = await judgeBrand(deps, acme, at(2));
    // People have been told of the incident: what is trending is what has changed since.
    await store.db
      .updateTable('deliveries')
      .set({ state: 'sent', sent_at: at(2) })
      .execute();
    const taking = {
      ...{ store, analyzer: markAnalyzer(['acme']), brandIds: new Set(['acme']) },
      privacy: { authorSecret: 's' },
    };
    const origin = { now: at(2.2), target: 'hot', site: 'weibo' };
    await takeTrends(taking, [{ term: 'acme answers', rank: 3, heat: 80_000 }], origin);
    const changes = await judgeBrand(deps, acme, at(2.2));
    expect(changes.map(({ kind }) => kind)).toEqual(['worse']);
    expect(await judgeBrand(deps, acme, at(2.3))).toEqual([]);
    const views = {
      ...{ db: store.db, brands: [acme], recipients: [desk], settings: DEFAULT_DETECT_SETTINGS },
      ...{ siteNames: (site: string) => site, actionPath: () => '/' },
    };
    const view = await composeAlert(views, opened!.incidentId, changes[0]!.seq, desk);
    expect(view?.changed).toContainEqual({
      what: 'trending',
      entries: [{ text: 'acme answers', evidence: expect.stringMatching(/^\/mentions\/acme\/202603-\d+$/) }],
    });
  });

  it('takes nothing that is old for news', async () => {
    await bring(ordinaryLife(at(0)), at(0), true);
    await judgeBrand(deps, acme, at(0));
    await bring(complaints(12, at(1)), at(80));
    expect(await judgeBrand(deps, acme, at(80))).toEqual([]);
  });

  it('lets two judges at once open one incident', async () => {
    await bring(ordinaryLife(at(0)), at(0), true);
    await bring(complaints(12, at(1)), at(2));
    await Promise.all([judgeBrand(deps, acme, at(2)), judgeBrand(deps, acme, at(2))]);
    const incidents = await listIncidents(store.db, { limit: 5 });
    expect(incidents).toHaveLength(1);
    const transitions = await transitionsOf(store.db, incidents[0]!.incidentId);
    expect(transitions.map((transition) => transition.kind)).toEqual(['opened']);
    expect(await deliveriesOf(store.db, incidents[0]!.incidentId)).toHaveLength(1);
  });

  it('sees in a replay what it would have seen live, and replays nothing twice', async () => {
    await bring([...ordinaryLife(at(0)), ...complaints(12, at(1))], at(500), true);
    const range = { from: at(-14 * 24), to: at(3) };
    const changes = await replayBrand(deps, acme, range);
    expect(changes.map((change) => change.kind)).toContain('opened');
    expect(changes[0]!.at.getTime()).toBeGreaterThan(at(1).getTime());
    expect(changes[0]!.at.getTime()).toBeLessThanOrEqual(at(2.1).getTime());
    expect(await replayBrand(deps, acme, range)).toEqual([]);
    expect(await listIncidents(store.db, { limit: 5 })).toHaveLength(1);
  });

  it('takes what people do: the first to acknowledge has it, and is on record', async () => {
    await bring(ordinaryLife(at(0)), at(0), true);
    await bring(complaints(12, at(1)), at(2));
    await judgeBrand(deps, acme, at(2));
    const [incident] = await listIncidents(store.db, { limit: 1 });
    const people = { ...deps, brands: [acme] };
    const request = { incidentId: incident!.incidentId, act: 'acknowledge' as const, by: 'desk', note: 'On it' };
    expect(await act(people, request, at(2.2))).toBe('done');
    expect(await act(people, { ...request, by: 'other' }, at(2.3))).toBe('already');
    expect(await act(people, { ...request, incidentId: 999 }, at(2.3))).toBe('unknown');
    const transitions = await transitionsOf(store.db, incident!.incidentId);
    expect(transitions.at(-1)).toMatchObject({ kind: 'acknowledged', by: 'desk', reason: { note: 'On it' } });
    expect(await listIncidents(store.db, { limit: 1 })).toMatchObject([{ state: 'acknowledged' }]);
  });
});
