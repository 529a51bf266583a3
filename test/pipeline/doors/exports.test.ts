/** The maps Earshot is shipped with, each on an export in the true shape of its program. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadConfig } from '../../../src/config/load.ts';
import { normalisePost } from '../../../src/crawl/normalise.ts';
import { postToJson } from '../../../src/crawl/post-json.ts';
import { fileBytes } from '../../../src/pipeline/doors/file.ts';
import { postRows } from '../../../src/pipeline/doors/rows.ts';

const ROOT = join(import.meta.dirname, '../../..');
const FIXTURES = join(ROOT, 'test/fixtures/exports');
const { maps } = await loadConfig(join(ROOT, 'config'), {});

async function read(id: string) {
  const map = maps.get(id)!;
  const bytes = await fileBytes(join(FIXTURES, `${id}.csv`));
  const posts: Record<string, unknown>[] = [];
  const problems: string[] = [];
  for await (const row of postRows(bytes, 'table', { map, renames: new Map() })) {
    if ('problem' in row) problems.push(`${row.line}: ${row.problem}`);
    else {
      const context = { now: new Date('2024-07-01T00:00:00Z'), timezone: map.timezone ?? 'UTC', site: null };
      const result = normalisePost(row.value, context);
      problems.push(...result.problems.map((problem) => `${row.line}: ${problem.message}`));
      if (result.post) posts.push({ line: row.line, ...filled(postToJson(result.post)) });
    }
  }
  return { posts, problems };
}

/** Without what is empty. */
function filled(value: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, inner]) => {
      if (inner === null || inner === false || inner === '') return [];
      if (typeof inner !== 'object') return [[key, inner]];
      const within = filled(inner as Record<string, unknown>);
      return Object.keys(within).length === 0 ? [] : [[key, within]];
    }),
  );
}

describe('every shipped map', () => {
  it('has an export it is tested on', () => {
    const exports = readdirSync(FIXTURES).map((file) => file.replace(/\.csv$/, ''));
    expect(exports.sort()).toEqual([...maps.keys()].sort());
  });

  it('reads a review platform: cells over several lines, quotes, the answer of the brand', async () => {
    expect(await read('trustpilot-business')).toEqual({
      problems: [],
      posts: [
        {
          line: 2,
          site: 'trustpilot',
          id: '65a0000000000000000000a1',
          kind: 'review',
          author: { name: 'Maud', id: '64b0000000000000000000b1' },
          title: 'Still waiting',
          text: 'Ordered on Monday, promised for Wednesday.\nOn Friday nobody at Acme could say where it was.',
          lang: 'en',
          rating: { value: 1, best: 5, worst: 1 },
          published_at: '2024-06-03T08:15:42.000Z',
          reply: { text: 'We are sorry, Maud, and have written to you.', at: '2024-06-04T09:00:00.000Z' },
        },
        {
          line: 4,
          site: 'trustpilot',
          id: '65a0000000000000000000a2',
          kind: 'review',
          author: { name: 'Jens "JB" B.', id: '64b0000000000000000000b2' },
          title: 'Fine',
          text: 'Does what it should, and the box was "easy to open".',
          lang: 'en',
          rating: { value: 4, best: 5, worst: 1 },
          published_at: '2024-06-05T17:40:00.000Z',
        },
        {
          line: 5,
          site: 'trustpilot',
          id: '65a0000000000000000000a3',
          kind: 'review',
          author: { name: '小林', id: '64b0000000000000000000b3' },
          title: '再也不买了',
          text: '客服推来推去，退款拖了两周。',
          lang: 'zh',
          rating: { value: 1, best: 5, worst: 1 },
          published_at: '2024-06-06T03:00:09.000Z',
        },
      ],
    });
  });

  it('reads a social-listening export: UTF-16 with tabs, a title above the header', async () => {
    const { posts, problems } = await read('meltwater');
    expect(problems).toEqual([]);
    expect(posts).toEqual([
      {
        line: 3,
        site: 'forum.example',
        id: 'mw-1001',
        kind: 'post',
        url: 'https://www.forum.example/t/42',
        author: { name: 'Nora', id: '@nora' },
        title: 'Anyone else?',
        text: 'My new kettle died after a week. … Acme just sent me a form letter.',
        lang: 'en',
        published_at: '2024-06-03T16:12:00.000Z',
        engagement: { likes: 3, replies: 4, reposts: 0, views: 210 },
      },
      {
        line: 4,
        site: 'news.example',
        id: 'mw-1002',
        kind: 'article',
        url: 'https://news.example/2024/acme-recall',
        author: { name: 'R. Porter' },
        title: 'Acme recalls kettles',
        text: 'Acme has recalled 4,000 kettles.',
        lang: 'en',
        published_at: '2024-06-04T09:05:00.000Z',
        engagement: { reposts: 12 },
      },
      expect.objectContaining({ id: 'mw-1003', kind: 'post', lang: 'zh', text: '阿克米的售后太差了，大家避雷' }),
    ]);
  });

  it('reads an app-store console: UTF-16LE, ids out of links, bare ratings', async () => {
    const { posts, problems } = await read('google-play');
    expect(problems).toEqual([]);
    expect(
      posts.map(({ id, rating, published_at, edited_at, text }) => ({ id, rating, published_at, edited_at, text })),
    ).toEqual([
      {
        id: 'aaaa-1111',
        rating: { value: 2, best: 5, worst: 1 },
        published_at: '2024-06-03T10:11:12.000Z',
        edited_at: '2024-06-05T07:00:00.000Z',
        text: 'Crashes when I pay, since the update.',
      },
      {
        id: 'bbbb-2222',
        rating: { value: 5, best: 5, worst: 1 },
        published_at: '2024-06-03T22:00:01.000Z',
        edited_at: '2024-06-03T22:00:01.000Z',
        text: '阿克米的新版很流畅，好评',
      },
      {
        id: expect.stringMatching(/^[0-9a-f]{16}$/),
        rating: { value: 1, best: 5, worst: 1 },
        published_at: '2024-06-04T01:02:03.000Z',
        edited_at: '2024-06-04T01:02:03.000Z',
        text: undefined,
      },
    ]);
    expect(posts[0]).toMatchObject({ reply: { text: 'Fixed in 4.1.3, thank you.', at: '2024-06-06T09:30:00.000Z' } });
  });

  it('reads a complaint site: GBK without a mark, Chinese columns and dates, 1.2万', async () => {
    expect(await read('complaints-zh')).toEqual({
      problems: [],
      posts: [
        {
          line: 2,
          site: 'complaints',
          id: '17360000001',
          kind: 'post',
          url: 'https://complaints.example/17360000001',
          author: { name: '匿名用户' },
          title: '阿克米拒绝退款',
          text: '买的水壶一周就坏了，\n客服一直推脱。',
          published_at: '2024-06-03T01:20:15.000Z',
          engagement: { likes: 12, replies: 3, reposts: 1 },
          reply: { text: '您好，已安排专人与您联系。', at: '2024-06-04T02:00:00.000Z' },
        },
        {
          line: 4,
          site: 'complaints',
          id: '17360000002',
          kind: 'post',
          url: 'https://complaints.example/17360000002',
          author: { name: '用户8821' },
          title: '会员自动续费',
          text: '没有任何提示就扣了钱，打12315也没用。',
          published_at: '2024-06-05T12:01:00.000Z',
          engagement: { likes: 12000, replies: 0, reposts: 40 },
        },
      ],
    });
  });
});
