import { load } from 'cheerio';
import type { Hono } from 'hono';
import { beforeAll, expect, it } from 'vitest';
import { addDays } from '../../src/pipeline/views/days.ts';
import { addDeliveries, claimDeliveries, markDeliverySent } from '../../src/store/deliveries.ts';
import { insertDigest } from '../../src/store/digests.ts';
import { filterToQuery, type MentionFilter } from '../../src/store/mention-filter.ts';
import { countMentions } from '../../src/store/mention-list.ts';
import type { Store } from '../../src/store/store.ts';
import { createApp } from '../../src/web/server.ts';
import { describeOnEachStore } from '../support/stores.ts';
import { noDoors, webDeps } from '../support/web.ts';
import { BRANDS, fillWorld, NOW, worldAnalyzer } from './world.ts';

describeOnEachStore('evidence and archive', (stores) => {
  let store: Store;
  let app: Hono;
  const get = async (path: string, language = 'en') => {
    const response = await app.request(path, { headers: { 'accept-language': language } });
    const body = await response.text();
    expect(response.status, `${path} ${body.slice(0, 500)}`).toBe(200);
    return { body, $: load(body) };
  };

  /** What a list says of itself, and the posts on all its pages. */
  const walk = async (from: string) => {
    const listed = new Set<string>();
    let told: string | undefined;
    for (let path: string | undefined = from; path !== undefined; ) {
      const { $ } = await get(path);
      told ??= $('main strong').first().text();
      for (const link of $('li.mention p a[href^="/mentions/"]').toArray()) listed.add($(link).attr('href') ?? '');
      path = $('a[rel=next]').attr('href');
    }
    return { told, listed: [...listed] };
  };

  beforeAll(async () => {
    store = await stores.open();
    await fillWorld(store);
    const brandIds = new Set(BRANDS.map(({ id }) => id));
    const pipeline = { store, analyzer: worldAnalyzer(), brandIds, privacy: { authorSecret: null } };
    const clock = { now: () => NOW, sleep: async () => undefined };
    const recipients = [
      { id: 'r0', name: '<i>Mei</i>', email: 'm@example.com', language: 'zh', timezone: 'UTC' } as const,
    ];
    app = createApp(webDeps(store, { brands: BRANDS, recipients, ingest: noDoors(pipeline), clock }));
  }, 120_000);

  it('an evidence list holds exactly what is counted, page after page', async () => {
    const filters: MentionFilter[] = [
      { brand: 'acme', label: 'negative' },
      { brand: 'acme', aspect: 'service', feeling: 'negative', everyone: true },
      { brand: 'acme', from: new Date(NOW.getTime() - 86_400_000), to: NOW, answered: false },
    ];
    for (const filter of filters) {
      const { total } = await countMentions(store.db, filter);
      const { told, listed } = await walk(`/evidence?${filterToQuery(filter)}`);
      expect(told).toContain(String(total));
      expect(listed.length).toBe(total);
    }
    const { $ } = await get(`/evidence?${filterToQuery(filters[0]!)}`);
    expect((await get($('a:contains("Search and filter")').attr('href') ?? '')).$('li.mention').length).toBe(40);
  });

  it('an evidence list of stories shows one post of each, page after page', async () => {
    for (const filter of [{ brand: 'acme' }, { brand: 'acme', label: 'negative' }] as const) {
      const rows = await store.db
        .selectFrom('mentions')
        .select('story_id')
        .distinct()
        .where('brand', '=', filter.brand)
        .where('talker', 'not in', ['brand', 'advertising', 'unrelated'])
        .$if('label' in filter, (query) => query.where('label', '=', 'negative'))
        .execute();
      const { told, listed } = await walk(`/evidence?${filterToQuery(filter)}&fold=yes`);
      expect(told).toContain(`${rows.length} separate stories`);
      expect(listed).toHaveLength(rows.length);
      expect((await get(`/evidence?${filterToQuery(filter)}&fold=yes`, 'zh')).body).toContain(
        `${rows.length} 个不同话题`,
      );
    }
  });

  it('an evidence list of people names each with the posts that are theirs', async () => {
    const filter = { brand: 'acme', label: 'negative' } as const;
    const rows = await store.db
      .selectFrom('mentions as m')
      .innerJoin('posts as p', (join) => join.onRef('p.post_id', '=', 'm.post_id').onRef('p.month', '=', 'm.month'))
      .select(['p.author_key', 'p.site'])
      .where('m.brand', '=', filter.brand)
      .where('m.label', '=', filter.label)
      .where('m.talker', 'not in', ['brand', 'advertising', 'unrelated'])
      .execute();
    const by = Map.groupBy(rows, (row) => row.author_key);
    const nobody = by.get(null)?.length ?? 0;
    by.delete(null);
    expect(by.size).toBeGreaterThan(2);
    const list = `/evidence?${filterToQuery(filter)}&by=people`;
    const listed: [href: string, posts: number][] = [];
    for (let path: string | undefined = list; path !== undefined; ) {
      const { $ } = await get(path);
      expect($('main strong').first().text()).toContain(String(by.size + nobody));
      for (const row of $('tr.person').toArray()) {
        listed.push([$(row).find('a').attr('href') ?? '', Number($(row).find('td.number').text())]);
      }
      path = $('a[rel=next]').attr('href');
    }
    const posts = listed.map(([, count]) => count);
    expect(posts).toEqual([...by.values()].map(({ length }) => length).toSorted((a, b) => b - a));
    const [loudest, count] = listed[0]!;
    expect((await walk(loudest)).listed).toHaveLength(count);
    expect((await get(list, 'zh')).body).toContain(`${by.size + nobody} 人`);
  });

  it('says that there are no digests yet', async () => {
    expect((await get('/digests')).body).toContain('No digest has been composed yet');
    expect((await get('/digests', 'zh')).body).toContain('尚未生成任何简报');
  });

  it('the archive lists every digest once, by brand, whole days together', async () => {
    const view = {};
    for (let back = 0; back < 45; back++) {
      for (const recipient of ['r0', 'r1']) {
        for (const { id: brand } of BRANDS) {
          const day = addDays('2026-03-19', -back);
          const digest = {
            brand,
            period: 'day',
            edition: 0,
            day,
            recipient,
            language: 'zh',
            timezone: 'UTC',
            view,
          } as const;
          await insertDigest(store.db, digest, NOW);
        }
      }
    }
    for (const [path, count] of [
      ['/digests', 180],
      ['/digests?brand=acme', 90],
    ] as const) {
      const links: string[] = [];
      for (let next: string | undefined = path; next !== undefined; ) {
        const { $ } = await get(next);
        for (const link of $('tbody th a').toArray()) links.push($(link).attr('href') ?? '');
        next = $('a[rel=next]').attr('href');
      }
      expect(links).toHaveLength(count);
      expect(new Set(links).size).toBe(count);
    }
    const { body } = await get('/digests');
    expect(body).toContain('&lt;i&gt;Mei&lt;/i&gt;');
  });

  it('says when a digest went out, once one of its messages did', async () => {
    const digest = { brand: 'bolt', period: 'day', edition: 0, day: '2026-03-20', recipient: 'sent' } as const;
    const digestId = await insertDigest(store.db, { ...digest, language: 'zh', timezone: 'UTC', view: {} }, NOW);
    const sentCell = async () => (await get('/digests')).$('tbody tr').first().find('td').last().text();
    expect(await sentCell()).toBe('not sent');
    const draft = {
      ...{ key: 'digest:sent', about: { kind: 'digest', brand: 'bolt', digestId: String(digestId) } as const },
      ...{ recipientId: 'sent', channel: 'mail', severity: null, messageId: 'm', thread: null, notBefore: NOW },
    };
    await addDeliveries(store.db, [draft], NOW);
    const [claim] = await claimDeliveries(store.db, NOW, 60_000, 1);
    const at = new Date(NOW.getTime() + 5 * 60_000);
    await markDeliverySent(store.db, claim!, { at, subject: 'Bolt', response: '250' });
    expect(await sentCell()).toBe('20 Mar 2026, 12:05');
    // As an earlier version left it.
    await store.db.updateTable('digests').set({ sent_at: null }).where('digest_id', '=', digestId).execute();
    expect(await sentCell()).toBe('20 Mar 2026, 12:05');
  });

  it('leads to any day, sent or not', async () => {
    const asked = await app.request('/digests?brand=acme&day=2026-03-20&period=day');
    expect(asked.headers.get('location')).toBe('/digests/acme/2026-03-20');
    expect((await get('/digests/acme/2026-03-20')).body).toContain('Acme');
  });
});
