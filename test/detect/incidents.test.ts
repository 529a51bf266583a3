import { describe, expect, it } from 'vitest';
import type { DecideInput, IncidentSnapshot } from '../../src/detect/incident-types.ts';
import { decide } from '../../src/detect/incidents.ts';
import type { IncidentState } from '../../src/model.ts';
import { calm, hours, look, spike, stored, viral } from './support/signals.ts';

function opened(input: Partial<DecideInput> = { spikes: [spike(hours(0))] }): IncidentSnapshot {
  const [change] = decide(look(hours(0), input));
  return stored(change!);
}

function kinds(input: DecideInput): string[] {
  return decide(input).map(({ kind }) => kind);
}

describe('what belongs together', () => {
  it('is one incident: a spike and the post that made it', () => {
    const changes = decide(
      look(hours(0), {
        spikes: [
          spike(hours(0)),
          spike(hours(0), { series: 'site:weibo' }),
          spike(hours(0), { series: 'aspect:service' }),
        ],
        viral: [viral(hours(0), { story: 's1', aspects: ['service'] })],
      }),
    );
    expect(changes.map(({ kind }) => kind)).toEqual(['opened']);
    expect(changes[0]!.scope.series.toSorted()).toEqual(['all', 'aspect:service', 'site:weibo']);
    expect(changes[0]!.reason.codes).toEqual(['spike', 'viral-post']);
    expect(changes[0]!.title).toEqual({ aspect: 'service', intent: null, site: 'weibo' });
  });

  it('is two incidents where two posts tell of different things', () => {
    const two = [viral(hours(0)), viral(hours(0), { post: 'v2', story: 's20', aspects: ['price'] })];
    expect(kinds(look(hours(0), { viral: two }))).toEqual(['opened', 'opened']);
  });

  it('lets a spike of the whole brand join what is open, unless it is about something else', () => {
    const incident = opened();
    const same = spike(hours(1), { stories: ['s2'], posts: ['p9'], aspects: ['service'] });
    expect(kinds(look(hours(1), { incidents: [incident], spikes: [same] }))).toEqual(['updated']);
    const other = spike(hours(1), { stories: ['s3'], posts: ['p10'], aspects: ['delivery'] });
    expect(kinds(look(hours(1), { incidents: [incident], spikes: [other] }))).toContain('opened');
  });

  it('goes on where it shares most: a grave post amid it does not take it over', () => {
    const large = { stories: ['s1', 's2', 's3', 's4'], posts: ['p1', 'p2', 'p3', 'p4'], aspects: ['delivery'] };
    const running = opened({ spikes: [spike(hours(0), large)] });
    const grave = viral(hours(1), { story: 's9', aspects: [], intents: ['regulator'] }, { reasons: ['grave-intent'] });
    const [beside] = decide(look(hours(1), { incidents: [running], viral: [grave] }));
    expect(beside?.kind).toBe('opened');
    const both = [running, { ...stored(beside!), id: '2' }];
    const all = spike(hours(1.1), { ...large, stories: ['s9', ...large.stories], intents: ['regulator'] });
    const changes = decide(look(hours(1.1), { incidents: both, spikes: [all] }));
    expect(changes.find(({ reason }) => reason.spike !== null)?.incidentId).toBe('1');
    // Nor where the storm is so large that none of its newest posts are among those that are kept of it.
    const later = { ...all, stories: ['s9', 's7', 's8'], posts: ['p7', 'p8'] };
    const went = decide(look(hours(1.2), { incidents: both, spikes: [later] }));
    expect(went.find(({ reason }) => reason.spike !== null)?.incidentId).toBe('1');
  });

  it('says nothing where nothing is an alarm', () => {
    const quiet = viral(hours(0), {}, { alarm: false, reasons: [] });
    expect(decide(look(hours(0), { spikes: [calm(hours(0))], viral: [quiet] }))).toEqual([]);
  });
});

describe('telling', () => {
  it('tells nobody twice of the same', () => {
    let incident = opened();
    for (let h = 0.1; h < 5; h += 0.1) {
      const changes = decide(look(hours(h), { incidents: [incident], spikes: [spike(hours(h))] }));
      expect(changes.map(({ kind }) => kind)).toEqual(['updated']);
      incident = stored(changes[0]!, incident);
    }
  });

  it('tells at once when the severity rises, and not again when it falls and rises', () => {
    let incident = opened();
    const tell = (h: number, excess: number) => {
      const [change] = decide(
        look(hours(h), { incidents: [incident], spikes: [spike(hours(h), {}, { excess, observed: excess })] }),
      );
      incident = stored(change!, incident);
      return change!;
    };
    expect(tell(0.2, 150)).toMatchObject({ kind: 'worse', severity: 3 });
    expect(tell(0.4, 20)).toMatchObject({ kind: 'updated', severity: 3 });
    expect(tell(0.6, 150)).toMatchObject({ kind: 'updated', severity: 3 });
  });

  it('tells of clear growth and of a new site, after a pause', () => {
    const incident = opened();
    const wider = (h: number) => spike(hours(h), { sites: ['weibo', 'zhihu'] }, { excess: 30, observed: 31 });
    expect(kinds(look(hours(1), { incidents: [incident], spikes: [wider(1)] }))).toEqual(['updated']);
    const [change] = decide(look(hours(4), { incidents: [incident], spikes: [wider(4)] }));
    expect(change!.kind).toBe('worse');
    expect(change!.reason.codes).toEqual(expect.arrayContaining(['new-site', 'clearly-more']));
  });
});

describe('the life of an incident', () => {
  it('cools, is over, and comes back as itself', () => {
    let incident = opened();
    const told: string[] = [];
    for (let h = 1; h <= 40; h++) {
      for (const change of decide(look(hours(h), { incidents: [incident], spikes: [calm(hours(h))] }))) {
        if (change.kind !== 'updated') told.push(`${change.kind}@${h}`);
        incident = stored(change, incident);
      }
    }
    expect(told).toEqual(['cooling@6', 'resolved@24']);
    const [back] = decide(look(hours(50), { incidents: [incident], spikes: [spike(hours(50))] }));
    expect(back).toMatchObject({ kind: 'reopened', incidentId: '1', state: 'open' });
  });

  it('does not flap around the threshold', () => {
    let incident = opened();
    let told = 0;
    for (let h = 0.5; h <= 48; h += 0.5) {
      const loud = Math.floor(h * 2) % 5 === 0;
      const spikes = [loud ? spike(hours(h)) : calm(hours(h))];
      for (const change of decide(look(hours(h), { incidents: [incident], spikes }))) {
        if (change.kind !== 'updated') told++;
        incident = stored(change, incident);
      }
    }
    expect(told).toBe(0);
  });

  it('knows the answer of the brand', () => {
    const incident = opened();
    const answers = [{ post: 'p1', story: 's1', at: hours(2) }];
    const [change] = decide(look(hours(2), { incidents: [incident], spikes: [spike(hours(2))], answers }));
    expect(change).toMatchObject({
      kind: 'answered',
      state: 'answered',
      reason: { codes: ['brand-answered', 'spike'] },
    });
    const answered = stored(change!, incident);
    expect(kinds(look(hours(3), { incidents: [answered], spikes: [spike(hours(3))], answers }))).toEqual(['updated']);

    const more = spike(hours(6), {}, { excess: 60, observed: 61 });
    const [worse] = decide(look(hours(6), { incidents: [answered], spikes: [more], answers }));
    expect(worse).toMatchObject({ kind: 'worse', state: 'answered' });
    const grown = stored(worse!, answered);
    // The answer that still stands there is no second answer.
    expect(kinds(look(hours(7), { incidents: [grown], spikes: [spike(hours(7))], answers }))).toEqual(['updated']);
  });

  it('leaves the dismissed alone until it has clearly grown', () => {
    const dismissed = { ...opened(), state: 'dismissed' as IncidentState };
    expect(kinds(look(hours(2), { incidents: [dismissed], spikes: [spike(hours(2))] }))).toEqual([]);
    const more = spike(hours(2), {}, { excess: 40, observed: 41 });
    const [change] = decide(look(hours(2), { incidents: [dismissed], spikes: [more] }));
    expect(change).toMatchObject({ kind: 'reopened', state: 'open' });
    expect(change!.reason.codes).toContain('after-dismissal');
  });

  it('opens anew beside the dismissed when something else happens', () => {
    const dismissed = { ...opened(), state: 'dismissed' as IncidentState };
    const other = spike(hours(2), { stories: ['s5'], posts: ['p50'] });
    expect(kinds(look(hours(2), { incidents: [dismissed], spikes: [other] }))).toEqual(['opened']);
  });

  it('goes on where the memory of an incident was lost', () => {
    const incident = { ...opened(), memory: null };
    expect(kinds(look(hours(1), { incidents: [incident], spikes: [spike(hours(1))] }))).not.toContain('opened');
  });
});

describe('one post is enough', () => {
  it('opens for a grave word where such words are rare, not where they are daily bread', () => {
    const grave = viral(hours(0), { intents: ['regulator'] }, { reasons: ['grave-intent'], velocity: 0 });
    expect(kinds(look(hours(0), { viral: [grave] }))).toEqual(['opened']);
    const usual = { ...calm(hours(0), 'intent:regulator') };
    const daily = { ...usual, verdict: { ...usual.verdict, perDay: 2 } };
    expect(kinds(look(hours(0), { viral: [grave], spikes: [daily] }))).toEqual([]);
    const moving = viral(hours(0), { intents: ['regulator'] }, { reasons: ['grave-intent', 'forecast'] });
    expect(kinds(look(hours(0), { viral: [moving], spikes: [daily] }))).toEqual(['opened']);
  });

  it('gathers grave words of one kind in one incident', () => {
    const grave = (post: string, h: number) =>
      viral(hours(h), { post, story: `of ${post}`, intents: ['safety'] }, { reasons: ['grave-intent'] });
    const incident = opened({ viral: [grave('a', 0)] });
    const changes = decide(look(hours(2), { incidents: [incident], viral: [grave('b', 2)] }));
    expect(changes.map(({ kind, incidentId }) => [kind, incidentId])).toEqual([['updated', '1']]);
    expect(changes[0]!.scope.posts).toEqual(['a', 'b']);
  });

  it('keeps an unattended grave word open for three days', () => {
    const incident = opened({ viral: [viral(hours(0), { intents: ['safety'] }, { reasons: ['grave-intent'] })] });
    expect(kinds(look(hours(30), { incidents: [incident] }))).toEqual(['cooling']);
    expect(kinds(look(hours(73), { incidents: [incident] }))).toEqual(['resolved']);
  });

  it('lets a post lie that has stopped moving', () => {
    const incident = opened({ viral: [viral(hours(0))] });
    const still = viral(hours(8), {}, { velocity: 0, observed: 880 });
    expect(kinds(look(hours(8), { incidents: [incident], viral: [still] }))).toEqual(['cooling']);
  });
});

describe('the promise over all series', () => {
  it('needs more of one series among many, less of several at once', () => {
    const weak = (series: string) => spike(hours(0), { series, stories: [], posts: [] }, { perMonth: 0.3 });
    const quiet = Array.from({ length: 19 }, (_, i) => calm(hours(0), `aspect:${i}`));
    expect(kinds(look(hours(0), { spikes: [weak('aspect:x'), ...quiet] }))).toEqual([]);
    const many = Array.from({ length: 14 }, (_, i) => weak(`site:${i}`));
    expect(kinds(look(hours(0), { spikes: [weak('all'), ...many, ...quiet.slice(0, 5)] }))).toEqual(['opened']);
  });
});

describe('trend lists', () => {
  const entry = (h: number, over = {}, verdict = {}) =>
    viral(
      hours(h),
      { post: 'hot', story: 's77', aspects: [], ...over },
      {
        alarm: false,
        observed: 0,
        velocity: 0,
        forecast: { predicted: 0, low: 0, high: 0 },
        reasons: ['trending'],
        ...verdict,
      },
    );

  it('escalate what is going on, at once and once, whatever was told an hour ago', () => {
    let incident = opened();
    const [worse, ...more] = decide(look(hours(0.5), { incidents: [incident], viral: [entry(0.5)] }));
    expect(more).toEqual([]);
    expect(worse).toMatchObject({ kind: 'worse', reason: { codes: ['trending'] } });
    expect(worse!.scope.posts).toContain('hot');
    incident = stored(worse!, incident);
    expect(kinds(look(hours(0.6), { incidents: [incident], viral: [entry(0.6)] }))).toEqual([]);
    // Another entry of the list is news again.
    const second = entry(0.7, { post: 'hot2', story: 's78' });
    expect(kinds(look(hours(0.7), { incidents: [incident], viral: [second] }))).toEqual(['worse']);
  });

  it('open an incident only by a negative entry', () => {
    expect(decide(look(hours(0), { viral: [entry(0)] }))).toEqual([]);
    const [change] = decide(look(hours(0), { viral: [entry(0, {}, { alarm: true })] }));
    expect(change).toMatchObject({ kind: 'opened', reason: { codes: ['trending'] } });
    const incident = stored(change!);
    expect(kinds(look(hours(0.2), { incidents: [incident], viral: [entry(0.2, {}, { alarm: true })] }))).not.toContain(
      'worse',
    );
  });

  it('are told though the incident is too large to keep every post', () => {
    const incident = opened();
    const many = Array.from({ length: 2_000 }, (_, i) => `p${i}`);
    const large = { ...incident, scope: { ...incident.scope, posts: many } };
    const [worse] = decide(look(hours(1), { incidents: [large], viral: [entry(1)] }));
    expect(worse?.kind).toBe('worse');
    const after = stored(worse!, large);
    expect(kinds(look(hours(1.1), { incidents: [after], viral: [entry(1.1)] }))).toEqual([]);
  });
});
