import { beforeAll, describe, expect, it } from 'vitest';
import { silentLogger } from '../../src/log.ts';
import { takeIn } from '../../src/pipeline/take-in.ts';
import { writeIncident } from '../../src/store/incidents.ts';
import type { Store } from '../../src/store/store.ts';
import { LiveFeed } from '../../src/web/live.ts';
import { assemble } from '../../src/web/server.ts';
import { makeBrand, makePost, markAnalyzer } from '../pipeline/support/posts.ts';
import { describeOnEachStore } from '../support/stores.ts';
import { noDoors, webDeps } from '../support/web.ts';

const NOW = new Date('2026-03-02T12:00:00Z');

describe('a feed of news', () => {
  it('tells what differs from the look before, and a store that is away is no news', async () => {
    const marks = [{ post: 1, incidents: '' }, { post: 1, incidents: '' }, null, { post: 2, incidents: '' }];
    const feed = new LiveFeed(
      async () => {
        const mark = marks.shift();
        if (!mark) throw new Error('away');
        return mark;
      },
      silentLogger,
      3_600_000,
    );
    const told: number[] = [];
    const end = feed.subscribe(({ post }) => told.push(post));
    for (let i = 0; i < 4; i++) await feed.look();
    expect(told).toEqual([1, 2]);
    expect(feed.watched).toBe(true);
    end();
    expect(feed.watched).toBe(false);
  });
});

describeOnEachStore('live pages', (stores) => {
  let store: Store;
  let served: ReturnType<typeof assemble>;
  const pipeline = () => ({
    store,
    analyzer: markAnalyzer(['acme']),
    brandIds: new Set(['acme']),
    privacy: { authorSecret: null },
  });
  const bring = (text: string) =>
    takeIn(pipeline(), [makePost({ text })], { now: NOW, target: null, about: null, backfill: false });

  beforeAll(async () => {
    store = await stores.open();
    await bring('acme good');
    const clock = { now: () => NOW, sleep: async () => undefined };
    served = assemble(webDeps(store, { brands: [makeBrand('acme')], clock, ingest: noDoors(pipeline()) }));
  });

  /** The next event of a stream that carries data. */
  async function next(
    reader: ReadableStreamDefaultReader<Uint8Array>,
  ): Promise<{ id: string | undefined; data: string }> {
    for (;;) {
      const { value, done } = await reader.read();
      if (done) return { id: undefined, data: 'ended' };
      const text = Buffer.from(value).toString();
      const data = /^data: ?(.*)$/m.exec(text)?.[1];
      if (data !== undefined) return { id: /^id: (.*)$/m.exec(text)?.[1], data };
    }
  }

  it('hear of new mentions and of incidents, from where the line broke', async () => {
    const answer = await served.app.request('/live');
    expect(answer.headers.get('content-type')).toContain('text/event-stream');
    const reader = answer.body!.getReader();
    const { id } = await next(reader);
    expect(id).toMatch(/^1\|/);
    await bring('acme bad');
    await bring('nothing of ours');
    await served.live.feed.look();
    expect(JSON.parse((await next(reader)).data)).toEqual({ incidents: false, mentions: { acme: 1 } });
    await store.write((trx) =>
      writeIncident(trx, {
        brand: 'acme',
        incidentId: null,
        at: NOW,
        state: 'open',
        severity: 2,
        title: { aspect: null, intent: null, site: null },
        scope: {},
        memory: null,
        transition: { kind: 'opened', by: 'earshot', reason: {} },
        posts: [],
      }),
    );
    await served.live.feed.look();
    expect(JSON.parse((await next(reader)).data)).toEqual({ incidents: true, mentions: { acme: 1 } });
    await reader.cancel();

    const again = await served.app.request('/live', { headers: { 'last-event-id': id! } });
    const second = again.body!.getReader();
    expect((await next(second)).id).toBe(id);
    await bring('acme once more');
    await served.live.feed.look();
    expect(JSON.parse((await next(second)).data)).toEqual({ incidents: true, mentions: { acme: 2 } });
    served.live.close();
    expect((await next(second)).data).toBe('ended');
  });

  it('say so in a bar of its own, hidden until then', async () => {
    const page = await (await served.app.request('/incidents')).text();
    expect(page).toMatch(/<div id="live"[^>]* hidden /);
    expect(page).toMatch(/<script src="\/assets\/live-[0-9a-f]{12}\.js" defer>/);
  });
});
