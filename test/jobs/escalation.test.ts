/** Nobody acknowledges: the next person is told, once, whatever restarts in between. */
import { expect, it } from 'vitest';
import type { Recipient } from '../../src/model.ts';
import { escalateDue } from '../../src/pipeline/escalations.ts';
import { act } from '../../src/pipeline/people.ts';
import { transitionsOf } from '../../src/store/incidents.ts';
import { brandNamed, desk, startEarshot } from '../e2e/support.ts';
import { describeOnEachStore, type StorePlace } from '../support/stores.ts';
import { MINUTE, mailsIn, openIncident, START } from './support.ts';

const acme = brandNamed('acme', 'Acme');
const boss: Recipient = { ...desk, id: 'boss', name: '老板', email: 'boss@example.com', language: 'zh' };
const rule = {
  id: 'pr',
  brands: ['acme'],
  recipients: ['desk'],
  minSeverity: 1,
  quietHours: null,
  cooldownMinutes: 0,
  escalate: { afterMinutes: 30, to: ['boss'] },
} as const;

describeOnEachStore('escalation', (stores) => {
  let place: StorePlace;
  const start = (at = START) =>
    startEarshot(place, at, {
      brands: [acme],
      targets: [],
      digests: [],
      recipients: [desk, boss],
      alerts: [rule],
      operators: [],
    });

  it('tells the next person after the minutes are over, once, over restarts and in two processes', async () => {
    place = await stores.place();
    let earshot = await start();
    try {
      const incidentId = await openIncident(earshot, acme);
      await earshot.step(MINUTE);
      await earshot.step(29 * MINUTE);
      expect(await mailsIn(place.dataDir)).toHaveLength(1);
      await earshot.close();
      earshot = await start(new Date(START.getTime() + 30 * MINUTE));
      const now = new Date(START.getTime() + 31 * MINUTE);
      const deps = { store: earshot.app.store, brands: [acme], rules: [rule], recipients: [desk, boss] };
      const both = await Promise.all([escalateDue(deps, now), escalateDue(deps, now)]);
      expect(both.toSorted()).toEqual([0, 1]);
      await earshot.step(2 * MINUTE);
      await earshot.step(600 * MINUTE);
      const mails = await mailsIn(place.dataDir);
      expect(mails.map(({ to }) => to?.[0]?.address)).toEqual(['pr@example.com', 'boss@example.com']);
      expect(mails[1]?.subject).toMatch(/^\[4\/5\] .*无人认领：Acme/);
      expect(mails[1]?.text).toContain('PR desk');
      const [, second, ...more] = await transitionsOf(earshot.app.store.db, incidentId);
      expect(more).toEqual([]);
      expect(second).toMatchObject({ kind: 'escalated', reason: { rule: 'pr', told: ['desk'], to: ['boss'] } });
    } finally {
      await earshot.close();
    }
  }, 120_000);

  it('stops where somebody acknowledges, and tells the boss nothing', async () => {
    place = await stores.place();
    const earshot = await start();
    try {
      const incidentId = await openIncident(earshot, acme);
      await earshot.step(MINUTE);
      const request = { incidentId, act: 'acknowledge', by: 'desk', note: '' } as const;
      expect(await act(earshot.app, request, earshot.clock.now())).toBe('done');
      await earshot.step(120 * MINUTE);
      const mails = await mailsIn(place.dataDir);
      expect(mails.filter(({ to }) => to?.[0]?.address === 'boss@example.com')).toEqual([]);
    } finally {
      await earshot.close();
    }
  }, 120_000);
});
