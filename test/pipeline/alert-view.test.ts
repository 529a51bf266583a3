/** What an alert says of an incident, from rows: where it began, whom to read, how it stands, what is news. */
import { sql } from 'kysely';
import { beforeAll, expect, it } from 'vitest';
import { DEFAULT_DETECT_SETTINGS } from '../../src/detect/settings.ts';
import { renderBrief } from '../../src/notify/render.ts';
import type { AlertView } from '../../src/notify/views/alert.ts';
import { takeIn } from '../../src/pipeline/take-in.ts';
import { composeAlert } from '../../src/pipeline/views/alert-view.ts';
import { composeBrief } from '../../src/pipeline/views/brief-view.ts';
import { addDeliveries } from '../../src/store/deliveries.ts';
import { incidentTopics } from '../../src/store/incident-topics.ts';
import { type IncidentWrite, writeIncident } from '../../src/store/incidents.ts';
import { listMentions } from '../../src/store/mention-list.ts';
import { formatPostRef } from '../../src/store/post-ref.ts';
import type { Store } from '../../src/store/store.ts';
import { desk } from '../e2e/support.ts';
import { describeOnEachStore } from '../support/stores.ts';
import { intakeOf } from './support/incidents.ts';
import { makeBrand, makePost } from './support/posts.ts';

const NOW = Date.parse('2026-03-02T12:00:00Z');
const at = (minutes: number) => new Date(NOW + minutes * 60_000);
const STORY = 'acme bad service refund at once please';
const acme = {
  ...makeBrand('acme'),
  playbook: { service: ['Call back.'], refund: ['Pay.'], legal: ['Ask counsel.'], default: ['Look.'] },
};

describeOnEachStore('an alert', (stores) => {
  let store: Store;
  let incident: number;
  const viral = (post: string, r: number, predicted: number) => ({
    post,
    verdict: {
      ...{ at: at(0), alarm: true, score: 70, parts: {}, reach: 1, velocity: 1, acceleration: 1, percentile: 0.9 },
      ...{ r: { value: r, low: r, high: r }, observed: 5, forecast: { predicted, low: 1, high: 9 }, reasons: [] },
    },
  });
  const write = async (change: Partial<IncidentWrite>) => {
    const whole = {
      ...{ brand: 'acme', incidentId: incident ?? null, at: at(0), state: 'open', severity: 3, transition: null },
      ...{ title: { aspect: 'service', intent: null, site: 'weibo' }, scope: {}, memory: null, posts: [] },
      ...change,
    } as IncidentWrite;
    return store.write((trx) => writeIncident(trx, whole));
  };
  const deps = () => {
    return {
      ...{ db: store.db, brands: [acme], recipients: [desk], siteNames: (site: string) => site },
      ...{
        settings: DEFAULT_DETECT_SETTINGS,
        actionPath: (id: number, act: string) => `/incidents/${id}/${act}?SIGNED`,
      },
    };
  };
  const view = async (seq: number): Promise<AlertView> => (await composeAlert(deps(), incident, seq, desk))!;

  beforeAll(async () => {
    store = await stores.open();
    const told = (id: string, minutes: number, followers: number, text = STORY) =>
      makePost({ id, text, publishedAt: at(minutes), author: { name: id, id, followers, verified: null } });
    const posts = [
      // Much older, in the same words: another affair.
      told('old', -10 * 24 * 60, 900_000),
      told('first', -90, 9_000),
      told('copy', -10, 20),
      told('other', -5, 50, 'acme bad app again today'),
    ];
    await takeIn(intakeOf(store), posts, { now: at(0), target: null, about: null, backfill: false });
    const mentions = await listMentions(store.db, { brand: 'acme' }, { order: 'newest', limit: 10 });
    const ref = (id: string) => mentions.find(({ externalId }) => externalId === id)!;
    const drivers = ['copy', 'other'].map((id) => {
      const { month, postId } = ref(id);
      return { month, postId, role: id === 'copy' ? 'viral' : 'driver' };
    });
    const reason = (r: number, predicted: number) => ({
      ...{ codes: [], severity: {}, spike: null },
      viral: viral(formatPostRef(ref('copy')), r, predicted),
    });
    const window = { start: at(-60), end: at(0) };
    const counted = { window, counted: 'negative', expected: 0.5, interval: [0, 2], probability: 0.01 };
    const spike = { series: 'all', verdict: counted };
    const opened = { kind: 'opened', by: 'earshot', reason: reason(1.4, 0) } as const;
    incident = (await write({ posts: drivers, transition: opened })).incidentId;
    const answered = { kind: 'answered', by: 'desk', reason: {} } as const;
    await write({ at: at(30), state: 'answered', transition: answered });
    const worse = { kind: 'worse', by: 'earshot', reason: reason(1.35, 0) } as const;
    await write({ at: at(60), state: 'answered', severity: 4, transition: worse });
    await write({
      at: at(90),
      state: 'answered',
      severity: 4,
      transition: { ...worse, reason: { ...reason(0.6, 2000), spike } },
    });
    const about = {
      kind: 'alert',
      brand: 'acme',
      incidentId: String(incident),
      transitionId: `${incident}.1`,
    } as const;
    const draft = { key: 'k', about, recipientId: 'desk', channel: 'mail', severity: 3 as const, messageId: 'm' };
    await addDeliveries(store.db, [{ ...draft, thread: null, notBefore: at(0) }], at(0));
    await store.db
      .updateTable('deliveries')
      .set({ state: 'sent', sent_at: at(1), subject: '[3/5] Acme' })
      .where('key', '=', 'k')
      .execute();
  });

  it('that one copied post raised begins with the first who told the story, and quotes who reaches furthest', async () => {
    const { since, posts, change } = await view(1);
    expect(since).toBe(at(-90).toISOString());
    expect(change.kind).toBe('opened');
    expect(posts.map(({ author }) => author.followers)).toEqual([9_000, 50]);
    expect(posts[0]?.copies.value).toBe(3);
  });

  it('says since when it stands as it does, whatever happened later', async () => {
    expect((await view(1)).stateSince).toBeNull();
    expect((await view(2)).stateSince).toEqual({ at: at(30).toISOString(), by: 'PR desk' });
    expect((await view(3)).stateSince).toEqual({ at: at(30).toISOString(), by: 'PR desk' });
  });

  it('is signed for its reader alone: a brief, which is passed on, has nobody’s rights in it', async () => {
    const brief = (await composeBrief(deps(), incident, { language: 'en', timezone: 'UTC' }, at(90)))!;
    const options = { language: 'en', timezone: 'UTC', serviceName: 'Earshot', publicUrl: 'http://e.test' } as const;
    const { html, text } = await renderBrief(brief, options);
    expect(html).toContain('about <a href="http://e.test/incidents/');
    expect(html + text).not.toContain('SIGNED');
  });

  it('counts as news only what moved by a tenth or more', async () => {
    const news = async (seq: number) => (await view(seq)).changed.map(({ what }) => what);
    expect(await news(3)).toEqual(['severity', 'state']);
    expect(await news(4)).toEqual(['severity', 'state', 'r', 'forecast']);
  });

  it('suggests the steps for what it is about and for what is grave in it', async () => {
    expect((await view(1)).steps).toEqual(['Call back.']);
    await sql`update mentions set intent_names = '{legal}' where occurred_at = ${at(-10)}`.execute(store.db);
    expect((await view(1)).steps).toEqual(['Ask counsel.', 'Call back.']);
    expect(await incidentTopics(store.db, 'acme', incident)).toEqual({
      posts: 2,
      aspects: [{ value: 'service', count: 1 }],
      intents: [{ value: 'legal', count: 1 }],
    });
  });
});
