/** What must hold afterwards, whatever happened: asked of the database alone. */
import { sql } from 'kysely';
import { bucketStart, seriesOf, WIDTHS } from '../../src/store/buckets.ts';
import type { Store } from '../../src/store/store.ts';
import { BRANDS, RECIPIENTS } from './brands.ts';
import type { PostOffice } from './post-office.ts';
import type { ChaosSite } from './site.ts';

/** By which machines that agree on the time may still differ. */
const SLACK_MS = 5_000;

/** One line for each thing that is not as it must be since the attack began at `since`; empty: all is well. */
export async function verdict(
  store: Store,
  { sites, post, since }: { sites: readonly ChaosSite[]; post: PostOffice; since: Date },
): Promise<string[]> {
  return [
    ...(await everyPostOnce(store, sites)),
    ...(await everyAlertOnce(store)),
    ...(await everyMailAsPromised(store, post)),
    ...(await countsAreRows(store)),
    ...(await noSlotTwice(store)),
    ...(await nothingAtAnotherTime(store, since)),
  ];
}

async function everyPostOnce(store: Store, sites: readonly ChaosSite[]): Promise<string[]> {
  const wrong: string[] = [];
  for (const site of sites) {
    const rows = await store.db.selectFrom('posts').select('external_id').where('site', '=', site.name).execute();
    const stored = new Map<string, number>();
    for (const { external_id: id } of rows) stored.set(id, (stored.get(id) ?? 0) + 1);
    const missing = site.posts.filter(({ id }) => !stored.has(id));
    const twice = [...stored].filter(([, count]) => count > 1);
    const invented = [...stored.keys()].filter((id) => !site.posts.some((post) => post.id === id));
    if (missing.length > 0)
      wrong.push(
        `${site.name}: ${missing.length} of ${site.posts.length} posts are not stored, such as ${missing[0]?.id}`,
      );
    if (twice.length > 0) wrong.push(`${site.name}: ${twice.length} posts are stored more than once`);
    if (invented.length > 0) wrong.push(`${site.name}: ${invented.length} posts are stored that were never published`);
  }
  return wrong;
}

/** Each change of an incident that calls for an alert has it, once a recipient and channel, and it was taken once. */
async function everyAlertOnce(store: Store): Promise<string[]> {
  const wrong: string[] = [];
  const { rows: incidents } = await sql<{ id: number; brand: string; opened: number; alerts: number }>`
    select i.incident_id as id, i.brand,
      (select count(*) from incident_transitions t where t.incident_id = i.incident_id and t.kind = 'opened') as opened,
      (select count(*) from deliveries d where d.incident_id = i.incident_id and d.transition_seq = 1) as alerts
    from incidents i`.execute(store.db);
  for (const { id, brand, opened, alerts } of incidents) {
    const told = BRANDS.find((known) => known.id === brand)?.told.length;
    if (opened !== 1) wrong.push(`incident ${id} was opened ${opened} times`);
    if (alerts !== told) wrong.push(`incident ${id} of ${brand} has ${alerts} alerts of its opening, not ${told}`);
  }
  const { rows: unsent } = await sql<{ key: string; state: string }>`
    select key, state from deliveries where state not in ('sent', 'superseded')`.execute(store.db);
  for (const { key, state } of unsent) wrong.push(`delivery ${key} is ${state}`);
  const { rows: twice } = await sql<{ brand: string; n: number }>`
    select brand, count(*) as n from incidents where closed_at is null group by brand, title having count(*) > 1`.execute(
    store.db,
  );
  for (const { brand, n } of twice) wrong.push(`${brand} has ${n} open incidents about the same`);
  return wrong;
}

/**
 * What was sent has arrived, with its reader and nobody else; as often as it was tried at most, so once where the first
 * attempt succeeded; and nothing arrived that was not to be sent.
 */
async function everyMailAsPromised(store: Store, post: PostOffice): Promise<string[]> {
  const mails = Map.groupBy(post.received(), ({ messageId }) => messageId);
  const rows = await store.db
    .selectFrom('deliveries')
    .select(['key', 'kind', 'brand', 'recipient', 'message_id', 'state', 'attempt', 'subject'])
    .execute();
  const wrong: string[] = [];
  for (const { key, kind, brand, recipient, message_id: messageId, state, attempt } of rows) {
    const copies = mails.get(messageId) ?? [];
    mails.delete(messageId);
    if (state === 'sent' && copies.length === 0) wrong.push(`delivery ${key} is sent, but did not arrive`);
    if (copies.length > attempt) wrong.push(`delivery ${key} arrived ${copies.length} times in ${attempt} attempts`);
    const astray = copies.filter(({ to }) => to !== RECIPIENTS[recipient]);
    if (astray.length > 0) wrong.push(`delivery ${key} for ${recipient} went to ${astray[0]?.to}`);
    const name = BRANDS.find(({ id }) => id === brand)?.name ?? '';
    const others = BRANDS.filter(({ id }) => id !== brand).map((other) => other.name);
    for (const { subject, text } of kind === 'alert' ? copies : []) {
      if (!subject.includes(name)) wrong.push(`delivery ${key} of ${brand} is headed "${subject}"`);
      const other = others.find((word) => text.includes(word));
      if (other !== undefined) wrong.push(`delivery ${key} of ${brand} speaks of ${other}`);
    }
  }
  for (const [messageId, [mail]] of mails) wrong.push(`nobody sent the mail ${messageId}: ${mail?.subject}`);
  return wrong;
}

async function countsAreRows(store: Store): Promise<string[]> {
  const kept = new Map<string, string>();
  for (const row of await store.db.selectFrom('buckets').selectAll().where('total', '<>', 0).execute()) {
    kept.set(
      [row.brand, row.series, row.width, row.start.toISOString()].join(' '),
      `${row.total}/${row.negative}/${row.positive}`,
    );
  }
  const sums = new Map<string, [number, number, number]>();
  for (const row of await store.db.selectFrom('mentions').selectAll().execute()) {
    const countable = { ...row, occurredAt: row.occurred_at } as unknown as Parameters<typeof seriesOf>[0];
    for (const [series, label] of seriesOf(countable)) {
      for (const width of WIDTHS) {
        const key = [row.brand, series, width, bucketStart(row.occurred_at, width).toISOString()].join(' ');
        const sum = sums.get(key) ?? [0, 0, 0];
        sum[0]++;
        if (label === 'negative') sum[1]++;
        if (label === 'positive') sum[2]++;
        sums.set(key, sum);
      }
    }
  }
  const wrong: string[] = [];
  for (const key of new Set([...kept.keys(), ...sums.keys()])) {
    const counted = sums.get(key)?.join('/') ?? '0/0/0';
    if ((kept.get(key) ?? '0/0/0') !== counted)
      wrong.push(`bucket ${key} is ${kept.get(key) ?? 'absent'}, its rows say ${counted}`);
  }
  return wrong.slice(0, 10);
}

async function noSlotTwice(store: Store): Promise<string[]> {
  const { rows } = await sql<{ target: string; n: number }>`select target, count(*) as n from crawls
    where kind = 'crawl' group by target, slot having count(*) > 1`.execute(store.db);
  return rows.map(({ target, n }) => `${target}: a slot was crawled ${n} times`);
}

/** Whatever the clock of a host says, nothing is done ahead of time, and nothing before it began. */
async function nothingAtAnotherTime(store: Store, since: Date): Promise<string[]> {
  const { rows } = await sql<{ what: string; at: Date }>`
    select 'a crawl' as what, coalesce(started_at, slot) as at from crawls
    union all select 'a post was seen', first_seen_at from posts
    union all select 'an incident changed', at from incident_transitions
    union all select 'a message', created_at from deliveries`.execute(store.db);
  const now = Date.now();
  const wrong = rows.filter(({ at }) => at.getTime() > now + SLACK_MS || at.getTime() < since.getTime() - SLACK_MS);
  const [first] = wrong;
  if (first === undefined) return [];
  return [
    `${wrong.length} rows are of a time at which nothing ran, such as ${first.what} at ${first.at.toISOString()}`,
  ];
}
