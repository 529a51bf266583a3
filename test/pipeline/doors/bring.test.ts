/** Rows on their way in: what is written beside them stands or falls with them. */
import { beforeAll, expect, it } from 'vitest';
import type { Door } from '../../../src/model.ts';
import { Bringing, type BringOptions } from '../../../src/pipeline/doors/bring.ts';
import type { Store } from '../../../src/store/store.ts';
import { describeOnEachStore } from '../../support/stores.ts';
import { markAnalyzer } from '../support/posts.ts';

const NOW = new Date('2026-03-02T12:00:00Z');
const DOOR: Door = {
  id: 'shop',
  kind: 'inbox',
  map: null,
  site: null,
  timezone: 'UTC',
  about: null,
  brands: ['acme'],
  paused: false,
};

describeOnEachStore('bringing rows', (stores) => {
  let store: Store;
  beforeAll(async () => {
    store = await stores.open();
  });

  const bring = (more: Partial<BringOptions> = {}) => {
    const deps = {
      store,
      analyzer: markAnalyzer(['acme']),
      brandIds: new Set(['acme']),
      privacy: { authorSecret: null },
    };
    return new Bringing(deps, DOOR, { now: () => NOW, backfill: () => false, ...more });
  };
  const row = (line: number) => ({ line, value: { id: `p${line}`, text: `acme good ${line}` } });
  const stored = async () => (await store.db.selectFrom('posts').select('post_id').execute()).length;

  it('stores nothing of a batch whose progress could not be written', async () => {
    const bringing = bring({ alongside: () => Promise.reject(new Error('another process has the file')) });
    for (let line = 1; line < 500; line++) await bringing.take(row(line));
    await expect(bringing.take(row(500))).rejects.toThrow('another process has the file');
    expect(await stored()).toBe(0);
  });

  it('counts each batch as it is stored, and passes over rows that were stored before', async () => {
    const batches: object[] = [];
    const alongside: BringOptions['alongside'] = async (_trx, batch) => void batches.push(batch);
    const bringing = bring({ alongside, before: { line: 100, new: 100, updated: 0 } });
    for (let line = 1; line <= 700; line++) await bringing.take(row(line));
    await bringing.take({ line: 701, problem: 'not JSON' });
    const brought = await bringing.end();
    expect(batches).toEqual([
      { line: 600, new: 500, updated: 0 },
      { line: 701, new: 100, updated: 0 },
    ]);
    expect(brought).toMatchObject({ read: 701, new: 700, unchanged: 0, failed: 1 });
    expect(brought.errors).toEqual([{ line: 701, message: 'not JSON' }]);
    expect(brought.fill.shares()).toEqual({ text: 1 });
    expect(await stored()).toBe(600);
  });

  it('takes what stands twice once, and what is dropped from a post is said', async () => {
    const bringing = bring();
    await bringing.take(row(900));
    await bringing.take({ line: 901, value: { id: 'p900', text: 'acme good 900', url: 'nowhere' } });
    const brought = await bringing.end();
    expect(brought).toMatchObject({ read: 2, new: 1, unchanged: 1, failed: 0 });
    expect(brought.notes).toEqual([{ line: 901, message: 'url "nowhere" is no web address' }]);
  });
});
