import { load } from 'cheerio';
import { beforeAll, expect, it } from 'vitest';
import { LABELS } from '../../src/notify/words/labels.ts';
import { listMentions } from '../../src/store/mention-list.ts';
import type { Store } from '../../src/store/store.ts';
import { createApp } from '../../src/web/server.ts';
import { describeOnEachStore } from '../support/stores.ts';
import { noDoors, webDeps } from '../support/web.ts';
import { TestBrowser } from './auth/browser.ts';
import { BRANDS, fillWorld, mentionPath, NOW, worldAnalyzer } from './world.ts';

describeOnEachStore('the page of a mention', (stores) => {
  let store: Store;
  let app: ReturnType<typeof createApp>;
  const get = async (path: string, language = 'en') => {
    const response = await app.request(path, { headers: { 'accept-language': language } });
    const body = await response.text();
    expect(response.status, path).toBe(200);
    return { body, $: load(body) };
  };
  const correct = (path: string, verdict: string) =>
    new TestBrowser(app).submit(`${path}/correct`, { verdict }, '/mentions');

  beforeAll(async () => {
    store = await stores.open();
    await fillWorld(store);
    const brandIds = new Set(BRANDS.map(({ id }) => id));
    const pipeline = { store, analyzer: worldAnalyzer(), brandIds, privacy: { authorSecret: null } };
    const clock = { now: () => NOW, sleep: async () => undefined };
    app = createApp(webDeps(store, { brands: BRANDS, ingest: noDoors(pipeline), clock }));
  }, 120_000);

  it('shows why it matched and what of its words say so', async () => {
    const path = await mentionPath(store, { brand: 'acme', intent: 'churn' }, 'o0');
    const { $ } = await get(path);
    const post = $('.post').text();
    expect(post).toContain('再也不来了');
    for (const mark of $('mark').toArray()) expect(post).toContain($(mark).text());
    const text = $('main').text();
    for (const word of [
      LABELS.en.intent.churn,
      LABELS.en.aspect.service!,
      'Why it matched',
      '阿克米',
      'by the models',
    ]) {
      expect(text).toContain(word);
    }
  });

  it('shows the feeling towards each brand that it names', async () => {
    const [both] = await listMentions(store.db, { brand: 'bolt' }, { order: 'newest', limit: 1 });
    const { $ } = await get(await mentionPath(store, { brand: 'acme' }, both!.externalId));
    const rows = $('table').first().text();
    expect(rows).toContain('Acme Hotels 阿克米');
    expect(rows).toContain('Bolt');
    const other = $('table a').first().attr('href') ?? '';
    expect((await get(other)).$('.crumb').text()).toContain('Bolt');
  });

  it('shows its thread, its answer and its story', async () => {
    const { $ } = await get(await mentionPath(store, { brand: 'acme' }, 't1'));
    expect($('.thread li')).toHaveLength(3);
    expect($('.thread').text()).toContain('lost my luggage');
    const first = await get($('.thread a').first().attr('href') ?? '');
    expect(first.$('blockquote').text()).toContain('We are looking for it');
    const copy = await get(await mentionPath(store, { brand: 'acme' }, 'c3'));
    expect(copy.$('main').text()).toContain('42 posts say the same');
  });

  it('shows how its counters moved, also as a table', async () => {
    const { $ } = await get(await mentionPath(store, { brand: 'acme' }, 'o92'));
    expect($('figure.chart svg.plot').attr('aria-label')).toContain('Engagement over time');
    expect($('figure.chart tbody tr').length).toBeGreaterThan(2);
  });

  it('is corrected, says by whom, and is put back', async () => {
    const path = await mentionPath(store, { brand: 'acme', intent: 'churn' }, 'o0');
    const before = (await get(path)).$('.panel .chip').first().text();
    expect(before).toContain('Negative');
    const done = await correct(path, 'positive');
    expect([done.status, done.headers.get('location')]).toEqual([303, path]);
    const { $ } = await get(path);
    expect($('.panel .chip').first().text()).toContain('Positive');
    const text = $('main').text();
    for (const word of ['corrected by this machine', 'The models said', 'said: positive']) expect(text).toContain(word);
    expect((await get('/mentions?label=positive&fold=no&q=再也不来了')).body).toContain(path);
    await correct(path, 'undo');
    expect((await get(path)).$('.panel .chip').first().text()).toContain('Negative');
    expect((await get(path)).$('main').text()).toContain('taken back by this machine');
    expect((await correct(path, 'wonderful')).status).toBe(400);
    expect((await correct('/mentions/acme/202601-999999', 'spam')).status).toBe(404);
  });

  it('shows hostile posts as what they are, in both languages', async () => {
    const mentions = await listMentions(store.db, { brand: 'acme', everyone: true }, { order: 'newest', limit: 500 });
    const hostile = mentions.filter(({ externalId }) => externalId.startsWith('h'));
    expect(hostile.length).toBeGreaterThan(15);
    for (const [index, { externalId }] of hostile.entries()) {
      const path = await mentionPath(store, { brand: 'acme', everyone: true }, externalId);
      const { body, $ } = await get(path, index % 2 === 0 ? 'en' : 'zh');
      expect(body).not.toMatch(/<script(?! src="\/assets\/)/);
      expect($('[onerror], [onmouseover], [style], main script, main style, main img')).toHaveLength(0);
      expect(body).not.toMatch(/href="(javascript|data):/);
    }
  });
});
