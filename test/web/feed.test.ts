import { load } from 'cheerio';
import { parse } from 'csv-parse/sync';
import { beforeAll, expect, it } from 'vitest';
import type { Store } from '../../src/store/store.ts';
import { createApp } from '../../src/web/server.ts';
import { describeOnEachStore } from '../support/stores.ts';
import { noDoors, webDeps } from '../support/web.ts';
import { TestBrowser } from './auth/browser.ts';
import { BRANDS, fillWorld, NOW, worldAnalyzer } from './world.ts';

describeOnEachStore('the feed page', (stores) => {
  let store: Store;
  let app: ReturnType<typeof createApp>;
  const get = async (path: string, language = 'en') => {
    const response = await app.request(path, { headers: { 'accept-language': language } });
    return { status: response.status, body: await response.text(), headers: response.headers };
  };
  const list = async (path: string) => {
    const { status, body } = await get(path);
    expect(status, body).toBe(200);
    const $ = load(body);
    return { $, items: $('li.mention').toArray(), text: $('.list').text() };
  };

  beforeAll(async () => {
    store = await stores.open();
    await fillWorld(store);
    const pipeline = {
      store,
      analyzer: worldAnalyzer(),
      brandIds: new Set(BRANDS.map(({ id }) => id)),
      privacy: { authorSecret: null },
    };
    app = createApp(
      webDeps(store, {
        brands: BRANDS,
        ingest: noDoors(pipeline),
        clock: { now: () => NOW, sleep: async () => undefined },
      }),
    );
  }, 120_000);

  it('shows a story once, with how many more say the same, and all of it when asked', async () => {
    const { text } = await list('/mentions?brand=acme&q=打车');
    expect(text).toContain('and 41 more that say the same');
    const { items } = await list('/mentions?brand=acme&q=打车');
    expect(items).toHaveLength(1);
    const unfolded = await list('/mentions?brand=acme&q=打车&fold=no');
    expect(unfolded.items).toHaveLength(40);
    const { $ } = unfolded;
    const older = $('a[rel=next]').attr('href') ?? '';
    expect((await list(older)).items).toHaveLength(2);
  });

  it('marks what was searched for, in both languages', async () => {
    const zh = await list('/mentions?q=客服態度');
    expect(zh.$('mark').first().text()).toBe('客服态度');
    const en = await list('/mentions?q=refunds');
    expect(en.$('.mention mark').first().text().toLowerCase()).toBe('refund');
    expect(en.text).not.toContain('Great stay');
  });

  it('keeps every filter in its form, and offers a way out of each', async () => {
    const query =
      'brand=acme&q=acme&label=negative&site=weibo&kind=post&spoken=en&talker=customer&since=2026-01-01&until=2026-12-31&answered=false';
    const { $ } = await list(`/mentions?${query}`);
    const form = new URLSearchParams();
    for (const field of $('form[role=search]').serializeArray()) if (field.value) form.append(field.name, field.value);
    for (const [name, value] of new URLSearchParams(query)) expect(form.get(name), name).toBe(value);
    expect($('.chosen a.chip')).toHaveLength(9);
    for (const link of $('.chosen a').toArray()) {
      const href = $(link).attr('href') ?? '';
      expect((await get(href)).status, href).toBe(200);
      expect(href).not.toBe(`/mentions?${query}`);
    }
  });

  it('leaves the page’s own language alone when posts of a language are asked for', async () => {
    const { body, headers } = await get('/mentions?spoken=zh');
    expect(body).toContain('<html lang="en">');
    expect(headers.get('set-cookie') ?? '').not.toContain('language');
    expect((await list('/mentions?spoken=zh')).text).not.toContain('refused my refund');
  });

  it('says what of an address it does not understand', async () => {
    for (const query of ['label=angry', 'since=yesterday', 'stars=7', 'q=%21%21', 'from=never']) {
      const { status, body } = await get(`/mentions?${query}`);
      expect(status, query).toBe(400);
      expect(body).toContain(query.split('=')[0]);
    }
    expect((await get('/mentions?after=nonsense&label=&site=')).status).toBe(200);
  });

  it('is a file of exactly what is listed, in which nothing is calculated', async () => {
    for (const query of ['q=acme&fold=no&label=negative', 'brand=acme', 'q=打车']) {
      const { body, headers } = await get(`/mentions.csv?${query}`);
      expect(headers.get('content-type')).toContain('text/csv');
      const rows: Record<string, string>[] = parse(body, { columns: true, bom: true });
      const pages: string[] = [];
      for (let path: string | undefined = `/mentions?${query}`; path !== undefined; ) {
        const { $ } = await list(path);
        for (const link of $('.mention p a[href^="/mentions/"]').toArray()) pages.push($(link).attr('href') ?? '');
        path = $('a[rel=next]').attr('href');
      }
      expect(rows.map((row) => new URL(row.page!).pathname)).toEqual(pages);
      for (const cell of rows.flatMap((row) => Object.values(row))) expect(cell).not.toMatch(/^[=+@\t\r]/);
    }
  });

  it('keeps views with an address to share', async () => {
    const browser = new TestBrowser(app);
    const save = (fields: Record<string, string>) => browser.submit('/views', fields, '/mentions');
    const saved = await save({ name: '<b>退款</b>', query: 'brand=acme&q=refund&nonsense=1&label=negative' });
    expect(saved.status).toBe(303);
    const { $ } = await list('/mentions');
    const link = $('a[href^="/views/"]').first();
    expect(link.text()).toBe('<b>退款</b>');
    const shared = await app.request(link.attr('href') ?? '');
    expect(shared.headers.get('location')).toBe('/mentions?brand=acme&q=refund&label=negative');
    expect((await save({ name: 'x', query: 'label=angry' })).status).toBe(400);
    await browser.submit(`${link.attr('href')}/delete`, {}, '/mentions');
    expect((await app.request(link.attr('href') ?? '')).status).toBe(404);
  });

  it('shows hostile posts as what they are', async () => {
    for (const language of ['en', 'zh']) {
      const { body } = await get('/mentions?fold=no', language);
      expect(body).not.toMatch(/<script(?! src="\/assets\/)/);
      const $ = load(body);
      expect($('[onerror], [onmouseover], [style], main script, main style, main img')).toHaveLength(0);
      expect(body).not.toMatch(/href="(javascript|data):/);
      expect(Buffer.byteLength(body)).toBeLessThan(150_000);
    }
  });
});
