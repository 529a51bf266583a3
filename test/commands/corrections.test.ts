/** Corrections and tokens as operators ask for them: the store of an installation with a few posts. */
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { SteppedClock } from '../../src/clock.ts';
import corrections from '../../src/commands/corrections.ts';
import token from '../../src/commands/token.ts';
import train from '../../src/commands/train.ts';
import { silentLogger } from '../../src/log.ts';
import { correct } from '../../src/pipeline/corrections.ts';
import { takeIn } from '../../src/pipeline/take-in.ts';
import { findToken } from '../../src/store/api-tokens.ts';
import { openStore } from '../../src/store/store.ts';
import { tokenHash } from '../../src/web/api/tokens.ts';
import { makePost, markAnalyzer } from '../pipeline/support/posts.ts';
import { run } from './support/run.ts';

const NOW = new Date('2026-03-02T12:00:00Z');

describe('an installation’s', () => {
  let dir: string;
  let dataDir: string;
  const call = (command: typeof token, ...words: string[]) =>
    run(command, [...words, '--config', dir], '', new SteppedClock(NOW));
  const inStore = async <T>(work: (store: Awaited<ReturnType<typeof openStore>>) => Promise<T>): Promise<T> => {
    const store = await openStore({ dataDir, log: silentLogger });
    return work(store).finally(() => store.close());
  };

  beforeAll(async () => {
    dir = await mkdtemp(join(tmpdir(), 'earshot-corrections-'));
    dataDir = join(dir, 'data');
    await mkdir(join(dir, 'brands'));
    await mkdir(join(dir, 'targets'));
    await writeFile(join(dir, 'brands/acme.yaml'), 'name: Acme\n');
    await writeFile(
      join(dir, 'earshot.yaml'),
      `service: {contact: ops@acme.test, data_dir: ${JSON.stringify(dataDir)}}\n`,
    );
    await inStore(async (store) => {
      const deps = {
        store,
        analyzer: markAnalyzer(['acme']),
        brandIds: new Set(['acme']),
        privacy: { authorSecret: null },
      };
      const posts = [makePost({ id: 'a', text: 'acme good for nothing' }), makePost({ id: 'b', text: 'acme bad' })];
      await takeIn(deps, posts, { now: NOW, target: null, about: null, backfill: false });
      const rows = await store.db.selectFrom('mentions').select(['month', 'post_id', 'label']).execute();
      for (const { month, post_id: postId, label } of rows) {
        const verdict = label === 'positive' ? 'negative' : 'spam';
        await correct(store, { brand: 'acme', ref: { month, postId }, verdict, by: 'mei' }, NOW);
      }
    });
  }, 120_000);
  afterAll(() => rm(dir, { recursive: true, force: true }));

  it('corrections are labelled lines', async () => {
    const { out } = await call(corrections, 'corrections');
    expect(out).toEqual([
      {
        ...{ text: 'acme good for nothing', label: 'negative', lang: 'en', corpus: 'corrections', brand: 'acme' },
        ...{ at: NOW.toISOString(), by: 'mei' },
      },
    ]);
  });

  it('corrections train the next model', async () => {
    const data = join(dir, 'data.jsonl');
    const text = (i: number) => (i % 2 ? `I love room ${i}, it is great` : `I hate room ${i}, it is awful`);
    const lines = Array.from({ length: 120 }, (_, i) =>
      JSON.stringify({ text: text(i), label: i % 2 ? 'positive' : 'negative', lang: 'en', corpus: 'own' }),
    );
    await writeFile(data, lines.join('\n'));
    const words = ['train', '--lang', 'en', '--data', data, '--out', join(dir, 'model')];
    const { out } = await call(train, ...words, '--corrections');
    expect(out).toEqual([{ lang: 'en', texts: 121, targets: 0, bytes: expect.any(Number) }]);
    const card = JSON.parse(await readFile(join(dir, 'model/en.json'), 'utf8')) as { data: Record<string, unknown> };
    expect(card.data.corrections).toEqual({ negative: 1, neutral: 0, positive: 0 });
    expect((await call(train, ...words)).out).toEqual([expect.objectContaining({ texts: 120 })]);
  }, 60_000);

  it('tokens are shown once, listed, and removed', async () => {
    const { text } = await call(token, 'token', 'add', 'the dashboard', '--role', 'responder', '--days', '30');
    const made = text.trim();
    expect(made).toMatch(/^earshot_[\w-]{43}$/);
    const kept = await inStore((store) => findToken(store.db, tokenHash(made), NOW));
    expect(kept).toMatchObject({
      name: 'the dashboard',
      role: 'responder',
      expiresAt: new Date('2026-04-01T12:00:00Z'),
    });
    await expect(call(token, 'token', 'add', 'the dashboard')).rejects.toThrow('already');
    await expect(call(token, 'token', 'add', 'x', '--days', '0')).rejects.toThrow('whole number from 1');
    await expect(call(token, 'token', 'add', '<b>')).rejects.toThrow('cannot be a name');
    const { out } = await call(token, 'token', 'list');
    expect(out).toMatchObject([{ name: 'the dashboard', role: 'responder', used_at: null }]);
    expect(JSON.stringify(out)).not.toContain(made.slice(10));
    await call(token, 'token', 'remove', 'the dashboard');
    await expect(call(token, 'token', 'remove', 'the dashboard')).rejects.toThrow('no token');
    expect(await inStore((store) => findToken(store.db, tokenHash(made), NOW))).toBeNull();
  }, 120_000);
});
