/** An incident from its first complaint to its end, answered in between: what the answer did is in the last mail and on the page. */
import { expect, it } from 'vitest';
import type { Post } from '../../src/model.ts';
import { act } from '../../src/pipeline/people.ts';
import { takeIn } from '../../src/pipeline/take-in.ts';
import { listIncidents, transitionsOf } from '../../src/store/incidents.ts';
import { createApp } from '../../src/web/server.ts';
import { brandNamed, type Running, startEarshot } from '../e2e/support.ts';
import { makePost } from '../pipeline/support/posts.ts';
import { describeOnEachStore } from '../support/stores.ts';
import { noDoors, webDeps } from '../support/web.ts';
import { TestBrowser } from '../web/auth/browser.ts';
import { mailsIn, START } from './support.ts';

const acme = brandNamed('acme', 'Acme');
const HOUR = 3_600_000;
const at = (hours: number) => new Date(START.getTime() + hours * HOUR);

const ordinary = Array.from({ length: 60 }, (_, index) =>
  makePost({ text: `Acme does a lovely job, order ${index}`, publishedAt: at(-14 * 24 + index * 5) }),
);
const angry = Array.from({ length: 12 }, (_, index) =>
  makePost({
    text: `Acme support is terrible, they never answer and refuse my refund, case ${index}`,
    publishedAt: at(1 + index / 12),
  }),
);
/** One in five is still a complaint, after the answer. */
const after = Array.from({ length: 5 }, (_, index) =>
  makePost({
    text: index === 2 ? 'Acme support is still terrible' : `Great that Acme fixed it so fast, thank you, ${index}`,
    publishedAt: at(5 + index),
  }),
);
const shared = (post: Post, reposts: number): Post => ({
  ...post,
  engagement: { ...post.engagement, likes: 2 * reposts, replies: 0, reposts },
});

async function bring(
  { app }: Running,
  posts: readonly Post[],
  now: Date,
  how: { backfill?: true; reread?: true } = {},
) {
  await takeIn(app, posts, { now, target: null, about: null, backfill: false, ...how });
}

/** Moves on in steps of at most `hours`. */
async function until(running: Running, moment: Date, hours = 0.5): Promise<void> {
  for (;;) {
    const left = moment.getTime() - running.clock.now().getTime();
    if (left <= 0) return;
    await running.step(Math.min(hours * HOUR, left));
  }
}

describeOnEachStore('recovery after an answer', (stores) => {
  it.each([
    [
      'seen under a complaint',
      async (running: Running) => {
        const reply = { text: 'We are sorry, and have sent the money. Acme', at: at(3.9) };
        await bring(running, [{ ...angry[3]!, reply }], at(4), { reread: true });
      },
    ],
    [
      'told by a person',
      async ({ app, clock }: Running) => {
        const [incident] = await listIncidents(app.store.db, { limit: 1 });
        const request = {
          incidentId: incident!.incidentId,
          act: 'answered',
          by: 'desk',
          note: 'We said sorry',
        } as const;
        expect(await act(app, request, clock.now())).toBe('done');
      },
    ],
  ])(
    'is measured and told: an answer %s',
    async (_, answer) => {
      const place = await stores.place();
      const earshot = await startEarshot(place, at(0), { brands: [acme], targets: [], digests: [], operators: [] });
      const { db } = earshot.app.store;
      try {
        await bring(earshot, ordinary, at(0), { backfill: true });
        await until(earshot, at(2));
        await bring(earshot, angry, at(2));
        await until(earshot, at(2.5));
        await bring(earshot, [shared(angry[0]!, 60)], at(2.5), { reread: true });
        await until(earshot, at(3.5));
        await bring(earshot, [shared(angry[0]!, 180)], at(3.5), { reread: true });
        await until(earshot, at(4));
        await answer(earshot);
        await until(earshot, at(9.5));
        await bring(earshot, [...after, shared(angry[0]!, 182)], at(9.5), { reread: true });
        // What the windows of a day still hold of it has to pass before the quiet begins.
        await until(earshot, at(56), 2);

        const [incident] = await listIncidents(db, { limit: 1 });
        const life = await transitionsOf(db, incident!.incidentId);
        expect(life[0]?.kind).toBe('opened');
        expect(life.filter(({ kind }) => kind === 'answered')).toHaveLength(1);
        expect(life.at(-1)?.kind).toBe('resolved');

        const last = (await mailsIn(place.dataDir)).at(-1)!;
        expect(last.subject).toMatch(/^Re: /);
        expect(last.text).toContain('resolved');
        expect(last.text).toMatch(/Negative share 100 ?% .*→ 20 ?%/);
        expect(last.text).toMatch(/R \d+\.\d+ → 0\.\d/);

        const pages = webDeps(earshot.app.store, {
          brands: [acme],
          ingest: noDoors(earshot.app),
          clock: { now: () => at(57), sleep: async () => undefined },
        });
        const page = await (await new TestBrowser(createApp(pages)).get(`/incidents/${incident!.incidentId}`)).text();
        expect(page).toMatch(/Negative before.*100%.*Negative since.*20%.*R: <strong>\d+\.\d+ → 0\.\d/s);
      } finally {
        await earshot.close();
      }
    },
    120_000,
  );
});
