/** The digest of an ordinary day, for tests and previews, and the tools to vary it. */
import type { Compared, DigestView } from '../../src/notify/views/digest.ts';
import type { Estimate, PostView } from '../../src/notify/views/parts.ts';
import { ENGLISH_POST, fig, post } from './views.ts';

export const est = (value: number, low: number, high: number, of: string): Estimate => ({
  ...fig(value, of),
  low,
  high,
});
const compared = (now: number, usual: [number, number, number], of: string): Compared => ({
  now: fig(now, of),
  usual: { ...est(usual[0], usual[1], usual[2], `${of}-usual`), weeks: 4 },
});
const WEIBO = { id: 'weibo', name: 'Weibo' };
const REVIEWS = { id: 'reviews.example.com', name: 'reviews.example.com' };
const person = { kind: 'person', name: '小***鱼', followers: 320 } as const;

export const PRAISE: PostView = post({
  postId: 'p3',
  site: REVIEWS,
  kind: 'review',
  url: 'https://reviews.example.com/r/77',
  evidence: '/mentions/acme/p3',
  author: person,
  text: '升级了套餐，App 一点就好，客服还主动打电话确认，省心。会推荐给同事。',
  highlights: [],
  rating: { value: 5, best: 5 },
  label: 'positive',
  reach: fig(320, 'reach'),
  copies: fig(1, 'story'),
});

export function digestView(change: Partial<DigestView> = {}): DigestView {
  return {
    brand: { id: 'acme', name: 'Acme' },
    period: 'day',
    day: '2025-08-14',
    timezone: 'Asia/Shanghai',
    from: '2025-08-13T16:00:00.000Z',
    to: '2025-08-14T16:00:00.000Z',
    amends: null,
    tracking: {
      mentions: compared(412, [295, 260, 330], 'mentions'),
      negative: compared(133, [58, 45, 70], 'negative'),
      positive: compared(84, [90, 76, 104], 'positive'),
      neutral: fig(195, 'neutral'),
      net: est(-0.119, -0.16, -0.078, 'net'),
      netUsual: { ...est(0.11, 0.03, 0.19, 'net-usual'), weeks: 4 },
      voice: [
        {
          brand: { id: 'acme', name: 'Acme' },
          own: true,
          mentions: fig(412, 'acme'),
          share: fig(0.52, 'acme'),
          net: fig(-0.119, 'net'),
        },
        {
          brand: { id: 'bolt', name: 'Bolt' },
          own: false,
          mentions: fig(260, 'bolt'),
          share: fig(0.33, 'bolt'),
          net: fig(0.08, 'net'),
        },
        {
          brand: { id: 'corex', name: 'Corex' },
          own: false,
          mentions: fig(118, 'corex'),
          share: fig(0.15, 'corex'),
          net: null,
        },
      ],
      course: { mentions: fig(8221, 'course'), negative: fig(1777, 'course-negative') },
      history: Array.from({ length: 30 }, (_, i) => {
        const day = new Date(Date.UTC(2025, 6, 16 + i)).toISOString().slice(0, 10);
        const blind = i === 9;
        const mentions = i === 29 ? 412 : 270 + Math.round(45 * Math.sin(i * 0.9));
        return {
          day,
          mentions: blind ? null : mentions,
          negative: blind ? null : i === 29 ? 133 : 52 + (i % 5) * 3,
          evidence: `/evidence/day?d=${day}`,
        };
      }),
    },
    topics: {
      risen: [
        {
          topic: { aspect: 'service' },
          label: 'negative',
          now: fig(61, 'service'),
          usual: fig(14, 'service-usual'),
          quote: post(),
        },
        {
          topic: { words: '打车过去' },
          label: 'negative',
          now: fig(48, 'taxi'),
          usual: fig(0, 'taxi-usual'),
          quote: post(),
        },
      ],
      fallen: [
        {
          topic: { aspect: 'delivery' },
          label: 'neutral',
          now: fig(9, 'delivery'),
          usual: fig(26.4, 'delivery-usual'),
          quote: null,
        },
      ],
      aspects: [
        {
          aspect: 'service',
          negative: fig(61, 'service'),
          positive: fig(12, 'service-good'),
          criticism: post(),
          praise: PRAISE,
        },
        {
          aspect: 'price',
          negative: fig(14, 'price'),
          positive: fig(22, 'price-good'),
          criticism: ENGLISH_POST,
          praise: null,
        },
        { aspect: 'app', negative: fig(8, 'app'), positive: fig(19, 'app-good'), criticism: null, praise: PRAISE },
      ],
      intents: [
        { intent: 'refund', count: fig(31, 'refund') },
        { intent: 'praise', count: fig(24, 'praise') },
      ],
    },
    talkers: {
      authors: fig(308, 'authors'),
      newcomers: fig(97, 'new'),
      loud: [{ author: post().author, site: WEIBO, posts: fig(4, 'loud'), label: 'negative' }],
      loyal: [
        { author: person, site: REVIEWS, posts: fig(2, 'loyal'), label: 'positive', earlier: fig(5, 'loyal-before') },
      ],
      leaving: [
        {
          author: { kind: 'person', name: null, followers: null },
          site: WEIBO,
          posts: fig(1, 'leaving'),
          label: 'negative',
          earlier: fig(0, 'leaving-before'),
        },
      ],
    },
    tools: {
      sites: [
        {
          site: WEIBO,
          mentions: fig(288, 'weibo'),
          negative: fig(112, 'weibo-negative'),
          coverage: fig(1, 'coverage'),
        },
        {
          site: REVIEWS,
          mentions: fig(96, 'reviews'),
          negative: fig(15, 'reviews-negative'),
          coverage: fig(0.999, 'coverage'),
        },
        {
          site: { id: 'douban', name: 'Douban' },
          mentions: fig(28, 'douban'),
          negative: fig(6, 'douban-negative'),
          coverage: fig(0.58, 'coverage'),
        },
      ],
      blind: [
        {
          site: { id: 'douban', name: 'Douban' },
          blindSince: '2025-08-14T06:05:00.000Z',
          seenAgainAt: '2025-08-14T15:40:00.000Z',
          reason: 'blocked',
          evidence: '/coverage/douban',
        },
      ],
    },
    takingPart: {
      unanswered: fig(14, 'unanswered'),
      waiting: [ENGLISH_POST],
      answered: fig(9, 'answered'),
      responseMinutes: fig(200, 'response'),
      incidents: [
        {
          incidentId: '17',
          severity: 4,
          state: 'answered',
          title: { aspect: 'service', intent: 'refund', site: WEIBO },
          since: '2025-08-14T06:02:10.000Z',
          negative: fig(98, 'incident-17'),
          link: '/incidents/17',
        },
      ],
      unconfirmed: [
        {
          recipient: 'ceo@acme.example',
          channel: 'mail',
          subject: '[4/5] Acme refunds',
          at: '2025-08-14T07:10:00.000Z',
          state: 'unconfirmed',
          error: 'connection closed after DATA',
          link: '/outbox/9',
        },
      ],
    },
    top: { negative: [post(), ENGLISH_POST], positive: [PRAISE] },
    links: { page: '/digests/acme/2025-08-14', unsubscribe: '/unsubscribe?t=xyz' },
    ...change,
  };
}
