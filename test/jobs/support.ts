/** Targets on loopback that the service crawls, and the mails it leaves in its folder. */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import PostalMime, { type Email } from 'postal-mime';
import type { Brand, Target } from '../../src/model.ts';
import { addDeliveries } from '../../src/store/deliveries.ts';
import { writeIncident } from '../../src/store/incidents.ts';
import type { Running } from '../e2e/support.ts';

export const START = new Date('2026-03-02T00:00:00Z');
export const MINUTE = 60_000;

/** Reads `/ID` of a host: a list of JSON posts with `id`, `text` and `at`. */
export function jsonTarget(id: string, host: string, partial: Partial<Target> = {}): Target {
  return {
    id,
    crawler: 'json',
    options: {
      urls: [`http://${host}/${id}`],
      items: '$',
      kind: 'post',
      fields: { id: 'id', text: 'text', published_at: 'at' },
    },
    schedule: '*/10 * * * *',
    timezone: 'UTC',
    brands: ['acme'],
    site: id,
    paused: false,
    maxPages: 5,
    backfillDays: 30,
    allowHosts: [host],
    requestsPerMinute: 600,
    ...partial,
  };
}

export const postsAsJson = (posts: readonly { id: string; text?: string; at?: Date }[]) => ({
  headers: { 'content-type': 'application/json' },
  body: JSON.stringify(posts.map(({ id, text = `Acme is fine, says ${id}`, at = START }) => ({ id, text, at }))),
});

/** Mails written to the outbox folder of a data folder, in the order they were due. */
export async function mailsIn(dataDir: string): Promise<Email[]> {
  const folder = join(dataDir, 'outbox');
  const files = await readdir(folder).catch(() => []);
  return Promise.all(files.sort().map(async (file) => PostalMime.parse(await readFile(join(folder, file)))));
}

/** Those to operators alone. */
export async function operatorMails(dataDir: string): Promise<Email[]> {
  return (await mailsIn(dataDir)).filter(({ messageId }) => messageId?.includes('operator.'));
}

/** An incident of `brand`, severity 4, as detection writes it, with the alerts that it calls for. */
export async function openIncident({ app, clock }: Running, brand: Brand): Promise<number> {
  const at = clock.now();
  return app.store.write(async (trx) => {
    const { incidentId, seq } = await writeIncident(trx, {
      brand: brand.id,
      incidentId: null,
      at,
      state: 'open',
      severity: 4,
      title: { aspect: 'service', intent: 'refund', site: 'weibo' },
      scope: { series: [], stories: [], posts: [], sites: [], aspects: [], intents: [] },
      memory: null,
      transition: { kind: 'opened', by: 'earshot', reason: { spike: null, viral: null } },
      posts: [],
    });
    const change = { brand, incidentId, seq: seq!, kind: 'opened', at, severity: 4 } as const;
    await addDeliveries(trx, await app.alertsFor(trx, change, at), at);
    return incidentId;
  });
}
