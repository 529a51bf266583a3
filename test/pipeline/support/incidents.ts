/** Lives of a brand as tests tell them, and incidents as detection would have written them. */
import type { Post } from '../../../src/model.ts';
import { type IncidentWrite, writeIncident } from '../../../src/store/incidents.ts';
import type { PostRef } from '../../../src/store/post-ref.ts';
import type { Store } from '../../../src/store/store.ts';
import { makePost, markAnalyzer } from './posts.ts';

const HOUR = 3_600_000;

/** What taking in posts about Acme needs, where `markAnalyzer` reads them. `authorSecret`: what authors are hashed with. */
export function intakeOf(store: Store, authorSecret: string | null = null) {
  return { store, analyzer: markAnalyzer(['acme']), brandIds: new Set(['acme']), privacy: { authorSecret } };
}

/** Two weeks of six mentions a day up to `until`, one of them negative, the others positive. */
export function ordinaryLife(until: Date): Post[] {
  return Array.from({ length: 14 * 6 }, (_, index) =>
    makePost({
      text: index % 6 === 3 ? 'acme bad' : 'acme good',
      publishedAt: new Date(until.getTime() - 14 * 24 * HOUR + index * 4 * HOUR),
    }),
  );
}

/** Complaints about service, five minutes apart. */
export function complaints(count: number, from: Date): Post[] {
  return Array.from({ length: count }, (_, index) =>
    makePost({ text: `acme bad service ${index}`, publishedAt: new Date(from.getTime() + index * 300_000) }),
  );
}

/** An incident of Acme about service on Weibo, opened by one post. Resolves to its id. */
export async function openedBy(store: Store, post: PostRef, at: Date, change: Partial<IncidentWrite> = {}) {
  const written = await store.write((trx) =>
    writeIncident(trx, {
      brand: 'acme',
      incidentId: null,
      at,
      state: 'open',
      severity: 3,
      title: { aspect: 'service', intent: null, site: 'weibo' },
      scope: {},
      memory: null,
      transition: { kind: 'opened', by: 'earshot', reason: {} },
      posts: [{ ...post, role: 'driver' }],
      ...change,
    }),
  );
  return written.incidentId;
}
