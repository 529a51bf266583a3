/** The threat model names its tests; those that belong nowhere else are here. */
import { existsSync, readFileSync } from 'node:fs';
import { sql } from 'kysely';
import { describe, expect, it } from 'vitest';
import { takeIn } from '../../src/pipeline/take-in.ts';
import { doomedPosts } from '../../src/store/forget.ts';
import { filterFromQuery } from '../../src/store/mention-filter.ts';
import { listMentions } from '../../src/store/mention-list.ts';
import { requestsTo } from '../../src/store/request-log.ts';
import { tracesOf } from '../../src/store/traces.ts';
import { makePost, markAnalyzer } from '../pipeline/support/posts.ts';
import { describeOnEachStore } from '../support/stores.ts';

const ROOT = new URL('../../', import.meta.url);

describe('the threat model', () => {
  const rows = readFileSync(new URL('README.md', import.meta.url), 'utf8')
    .split('\n')
    .filter((line) => /^\| [^-w]/.test(line));
  it('names for each threat a test that exists', () => {
    expect(rows.length).toBeGreaterThan(12);
    for (const row of rows) {
      const named = [...(row.split('|').at(-2) ?? '').matchAll(/`([^`]+)`/g)].map(([, path]) => path ?? '');
      expect(named.length, row).toBeGreaterThan(0);
      for (const path of named) expect(existsSync(new URL(path, ROOT)), path).toBe(true);
    }
  });
  it('has its audit in CI, which does not fail because the registry does', () => {
    const script = readFileSync(new URL('.ci/run', ROOT), 'utf8');
    expect(script).toMatch(/npm audit --omit=dev --audit-level=high/);
  });
});

describeOnEachStore('texts are never SQL', (stores) => {
  it('in posts, names of sites, filters and searches', async () => {
    const store = await stores.open();
    const hostile = [`'; drop table posts; --`, `\\'; select 1; --`, `$1 %s {} "x" \`y\``, `a'::text||(select 1)`];
    const deps = {
      store,
      analyzer: markAnalyzer(['acme']),
      brandIds: new Set(['acme']),
      privacy: { authorSecret: 's' },
    };
    const posts = hostile.map((text) =>
      makePost({
        site: text,
        id: text,
        text: `acme ${text}`,
        title: text,
        url: `https://x.test/${encodeURIComponent(text)}`,
      }),
    );
    await takeIn(deps, posts, {
      now: new Date('2026-03-02T12:00:00Z'),
      target: hostile[0]!,
      about: null,
      backfill: false,
    });
    const { rows } = await sql<{ site: string; text: string }>`select site, text from posts order by post_id`.execute(
      store.db,
    );
    expect(rows.map(({ site }) => site).sort()).toEqual([...hostile].sort());
    for (const text of hostile) {
      expect(await requestsTo(store.db, text, 5)).toEqual([]);
      expect(await doomedPosts(store.db, { url: text }, 5)).toEqual([]);
      expect(await doomedPosts(store.db, { site: text, externalId: text }, 5)).toHaveLength(1);
      expect(Object.keys(await tracesOf(store.db, [text], []))).toContain('posts.text');
      // As a filter from an address: a site is found by its exact name, a brand of that name has nothing, a story is a number.
      const listed = async (query: Record<string, string>) => {
        const read = filterFromQuery(new URLSearchParams(query));
        return 'problems' in read ? null : listMentions(store.db, read.filter, { order: 'newest', limit: 10 });
      };
      expect((await listed({ brand: 'acme', site: text }))?.map(({ site }) => site)).toEqual([text]);
      expect(await listed({ brand: text })).toEqual([]);
      expect(await listed({ brand: 'acme', story: text })).toBeNull();
    }
  });
});
