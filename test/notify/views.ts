/** Views for tests and previews: an ordinary alert, and the tools to vary it. */
import type { AlertView, ChartBin } from '../../src/notify/views/alert.ts';
import type { BriefView } from '../../src/notify/views/brief.ts';
import type { Figure, PostView } from '../../src/notify/views/parts.ts';

export const SERVICE = { serviceName: 'Earshot', publicUrl: 'https://earshot.example.com' } as const;
export const READER_EN = { ...SERVICE, language: 'en', timezone: 'Europe/London' } as const;
export const READER_ZH = { ...SERVICE, language: 'zh', timezone: 'Asia/Shanghai' } as const;

export const fig = (value: number, of = 'rows'): Figure => ({ value, evidence: `/evidence/${of}?n=${value}` });
const est = (value: number, low: number, high: number, of: string) => ({ ...fig(value, of), low, high });

const WEIBO = { id: 'weibo', name: 'Weibo' };
const FORUM = { id: 'forum.example.com', name: 'forum.example.com' };

export function post(change: Partial<PostView> = {}): PostView {
  const text =
    '出差住的酒店被改签到一万公里外，打客服电话，对方让我“打车过去”。这就是 Acme 的服务？要求退款，三天了没人理，再也不会用了。';
  const at = text.indexOf('要求退款');
  return {
    postId: 'p1',
    site: WEIBO,
    kind: 'post',
    url: 'https://weibo.example/123/abc',
    evidence: '/mentions/acme/p1',
    author: { kind: 'influencer', name: '旅***者', followers: 128_400 },
    publishedAt: '2025-08-14T06:02:10.000Z',
    title: null,
    text,
    highlights: [
      [at, at + 4],
      [text.indexOf('再也不会用了'), text.indexOf('再也不会用了') + 6],
    ],
    rating: null,
    label: 'negative',
    reach: fig(412_000, 'reach'),
    copies: fig(42, 'story'),
    ...change,
  };
}

const ENGLISH =
  'Support told me to "take a taxi" to a hotel on another continent. Refund promised twice, nothing arrived. I have filed a complaint with the regulator & will not book here again.';
const spanOf = (text: string, words: string): [number, number] => [
  text.indexOf(words),
  text.indexOf(words) + words.length,
];

export const ENGLISH_POST = post({
  postId: 'p2',
  site: FORUM,
  kind: 'review',
  url: 'https://forum.example.com/t/991',
  evidence: '/mentions/acme/p2',
  author: { kind: 'person', name: 'J. D.', followers: null },
  publishedAt: '2025-08-14T06:31:00.000Z',
  title: 'Third week without my money',
  text: ENGLISH,
  highlights: [spanOf(ENGLISH, 'filed a complaint with the regulator')],
  rating: { value: 1, best: 5 },
  reach: null,
  copies: fig(1, 'story'),
});

function chart(bins = 72): ChartBin[] {
  const end = Date.parse('2025-08-14T07:00:00Z');
  return Array.from({ length: bins }, (_, i) => {
    const expected = 1.1 + 0.6 * Math.sin(i / 9);
    const rise = Math.max(0, i - (bins - 12));
    return {
      start: new Date(end - (bins - i) * 15 * 60_000).toISOString(),
      negative: [1, 0, 2, 1, 1, 3, 0][i % 7]! + Math.round(rise * 0.7),
      expected,
      low: 0,
      high: expected + 2.4,
      exposure: i >= 40 && i < 44 ? 0 : 1,
    };
  });
}

export function alertView(change: Partial<AlertView> = {}): AlertView {
  return {
    brand: { id: 'acme', name: 'Acme' },
    incidentId: '17',
    change: { kind: 'opened', at: '2025-08-14T06:57:00.000Z', by: null, note: null },
    escalation: null,
    state: 'open',
    severity: 3,
    owner: null,
    title: { aspect: 'service', intent: 'refund', site: WEIBO },
    since: '2025-08-14T06:02:10.000Z',
    spike: {
      observed: fig(41, 'negative'),
      expected: est(6.8, 3, 12, 'baseline'),
      windowStart: '2025-08-14T05:00:00.000Z',
      windowEnd: '2025-08-14T07:00:00.000Z',
      probability: 0.00004,
      stories: fig(7, 'stories'),
      people: { ...fig(9, 'people'), atMost: false },
    },
    spread: { r: est(1.8, 1.4, 2.3, 'r'), shares: fig(310, 'shares'), forecast: est(2400, 900, 6000, 'forecast') },
    chart: chart(),
    posts: [post(), ENGLISH_POST],
    aspects: [
      { aspect: 'service', negative: fig(29, 'service'), positive: fig(1, 'service-good') },
      { aspect: 'after_sales', negative: fig(12, 'after-sales'), positive: fig(0, 'none') },
    ],
    intents: [
      { intent: 'refund', count: fig(18, 'refund') },
      { intent: 'churn', count: fig(11, 'churn') },
      { intent: 'regulator', count: fig(3, 'regulator') },
    ],
    talkers: [
      { author: post().author, site: WEIBO, posts: fig(2, 'talker-1'), label: 'negative' },
      {
        author: { kind: 'media', name: '都市***报', followers: 2_310_000 },
        site: WEIBO,
        posts: fig(1, 'talker-2'),
        label: 'neutral',
      },
    ],
    coverage: [
      {
        site: { id: 'douban', name: 'Douban' },
        blindSince: '2025-08-14T06:05:00.000Z',
        seenAgainAt: null,
        reason: 'blocked',
        evidence: '/coverage/douban',
      },
    ],
    coordination: null,
    recovery: null,
    previous: null,
    changed: [],
    steps: [
      'Call the guest today; the duty manager decides on refunds up to 5,000 ¥.',
      'Answer publicly on Weibo within the hour, without boilerplate.',
    ],
    links: {
      incident: '/incidents/17',
      acknowledge: '/incidents/17/acknowledge?t=abc',
      dismiss: '/incidents/17/dismiss?t=abc',
    },
    ...change,
  };
}

/** The same incident an hour later, told to somebody who knows of it. */
export const WORSE = alertView({
  change: { kind: 'worse', at: '2025-08-14T08:10:00.000Z', by: null, note: null },
  severity: 4,
  previous: {
    at: '2025-08-14T06:57:30.000Z',
    subject: '[3/5] Acme refunds: negative posts 6× normal, spreading (R 1.8) on Weibo',
  },
  changed: [
    { what: 'severity', from: 3, to: 4 },
    { what: 'negative', added: fig(57, 'new') },
    { what: 'sites', added: [FORUM, { id: 'news.example.com', name: 'City News' }] },
    { what: 'trending', entries: [{ text: 'Acme 不退款', evidence: '/mentions/acme/202508-77' }] },
    { what: 'forecast', from: 2400, to: fig(9800, 'forecast') },
  ],
});

/** One post, nothing counted yet. */
export const ONE_POST = alertView({
  spike: null,
  title: { aspect: null, intent: 'safety', site: WEIBO },
  severity: 4,
  posts: [post()],
  aspects: [],
  coverage: [],
  steps: [],
});

export const RESOLVED = alertView({
  change: { kind: 'resolved', at: '2025-08-15T09:00:00.000Z', by: 'Li Wei', note: 'Refunded; public answer on Weibo.' },
  state: 'resolved',
  severity: 2,
  previous: WORSE.previous,
  changed: [{ what: 'state', from: 'answered', to: 'resolved' }],
  recovery: {
    answeredAt: '2025-08-14T09:20:00.000Z',
    negativeShareBefore: fig(0.62, 'before'),
    negativeShareAfter: fig(0.18, 'after'),
    rBefore: 1.8,
    rAfter: 0.4,
  },
  links: { incident: '/incidents/17', acknowledge: null, dismiss: null },
});

/** Nobody has acknowledged it: told to the next person. */
export const ESCALATED = alertView({
  change: { kind: 'escalated', at: '2025-08-14T07:31:00.000Z', by: null, note: null },
  escalation: { toldAt: '2025-08-14T07:01:00.000Z', minutes: 30, told: ['PR 值班', 'Ann'] },
});

/** An incident that is over, for somebody who was not there. */
export const BRIEF: BriefView = {
  at: '2025-08-15T09:00:00.000Z',
  alert: { ...RESOLVED, previous: null, changed: [] },
  history: [
    { kind: 'opened', at: '2025-08-14T06:57:00.000Z', severity: 3, by: null, note: null },
    { kind: 'acknowledged', at: '2025-08-14T07:10:00.000Z', severity: 3, by: 'PR 值班', note: 'On it' },
    { kind: 'answered', at: '2025-08-14T08:00:00.000Z', severity: 4, by: 'Ann', note: null },
    { kind: 'resolved', at: '2025-08-15T08:00:00.000Z', severity: 4, by: null, note: null },
  ],
  notes: [{ at: '2025-08-14T07:40:00.000Z', by: 'Ann', text: 'Spoke to the guest; refund agreed.' }],
  mentions: { value: 57, evidence: '/evidence?brand=acme&incident=17' },
  kept: 4,
  page: '/incidents/17',
};
