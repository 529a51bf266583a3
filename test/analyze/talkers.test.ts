import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { advertises } from '../../src/analyze/talkers/adverts.ts';
import { type Copy, isWordOfMouth, looksCoordinated, type TalkerInput, talkerOf } from '../../src/analyze/talkers.ts';
import { readText } from '../../src/analyze/text.ts';
import { anyText } from './any-text.ts';

const input = (
  text: string,
  rest: Partial<TalkerInput> = {},
  author: Partial<TalkerInput['author']> = {},
): TalkerInput => ({
  doc: readText(text),
  site: 'weibo',
  kind: 'post',
  accounts: [{ site: 'weibo', author: '@Acme官方' }],
  author: { name: '小红', id: 'u1', followers: 12, verified: false, ...author },
  ...rest,
});

describe('talkerOf', () => {
  it('knows the brand by its account on that site, whatever the case', () => {
    expect(talkerOf(input('新品上市', {}, { name: 'acme官方' }))).toBe('brand');
    expect(talkerOf(input('新品上市', { site: 'zhihu' }, { name: 'acme官方' }))).toBe('customer');
    expect(talkerOf(input('x', { accounts: [{ site: 'weibo', author: 'U1' }] }))).toBe('brand');
  });

  it.each(['新浪科技', '人民日报', 'The Daily Herald', 'BBC Breaking', 'CityNews'])('press: %s', (name) => {
    expect(talkerOf(input('Acme delays flights', {}, { name }))).toBe('press');
  });

  it('takes an article for the press, and nobody called Newsom', () => {
    expect(talkerOf(input('Acme delays flights', { kind: 'article' }))).toBe('press');
    expect(talkerOf(input('Acme is late', {}, { name: 'Newsom' }))).toBe('customer');
  });

  it('calls a person many follow large, fewer doing for the verified', () => {
    expect(talkerOf(input('太差了', {}, { followers: 200_000 }))).toBe('large');
    expect(talkerOf(input('太差了', {}, { followers: 30_000, verified: true }))).toBe('large');
    expect(talkerOf(input('太差了', {}, { followers: 30_000 }))).toBe('customer');
    expect(talkerOf(input('太差了', {}, { followers: null, verified: null, name: null, id: null }))).toBe('customer');
  });

  it('takes no review for an advert, and counts people only as word of mouth', () => {
    expect(talkerOf(input('加微信领券下单', { kind: 'review' }))).toBe('customer');
    expect(talkerOf(input('加微信领券下单'))).toBe('advertising');
    expect((['brand', 'press', 'advertising', 'large', 'customer'] as const).map(isWordOfMouth)).toEqual([
      false,
      false,
      false,
      true,
      true,
    ]);
  });
});

describe('advertises', () => {
  it.each([
    '【私享顾问】加我微信 abc123，全网最低价',
    '转发抽奖！关注并转发本条，抽3位粉丝送手机',
    '新品首发，限时特惠 http://t.cn/abc',
    'Use my promo code ACME10 at checkout',
    'Retweet this for a chance to win two tickets',
    'Big sale, great deals http://t.co/x',
    'Sale #a1 #b2 #c3 #d4 #e5 #f6 #g7 http://t.co/x',
    'Flash sale! 30% off all sneakers until Sunday at acme.com',
    'Introducing the new Acme X2. Pre-order today and get free earbuds.',
    'Use ANNA15 for 15% off your first order',
    'Tired of leaks? Our experts are here. Book a free consultation',
    'Vote for us as best local bakery! Link below',
    'Apply today: warehouse associates, $18 an hour, full time with benefits',
    '本店新到一批澳洲牛排，欢迎选购',
    '专业疏通下水道，24小时上门，电话13800138000',
    '扫码关注公众号，免费领取学习资料',
    '周末来店用餐，凭此微博享八折优惠',
    '海外代购奶粉，保证正品，假一赔十',
    '转发这条微博并@三位好友，抽一人送手机',
  ])('advert: %s', (text) => {
    expect(advertises(readText(text))).toBe(true);
  });

  it.each([
    '酒店很好，但是客服态度太差',
    '优惠券用不了，客服不理人',
    'your discount did not work',
    'They offer nothing, see http://t.co/x',
    '快递太慢了 @Acme官方 #Acme#',
    '#a1 #b2 #c3 #d4 #e5 #f6 #g7 so tired',
    '@Acme is the discount still available in stores? call us back 740-360-7771',
    'I got 20% off at the summer sale, great deals',
    'Acme hacked, millions of cards leaked. Read more at http://t.co/x',
    'Acme Day disappoints shoppers: Acme promised more deals than ever, big discounts http://t.co/x',
    'Acme recalls the X2, free repair available in stores http://t.co/x',
    '我双十一买的，说好满300减100，到现在没发货',
    '阿克米召回一批奶粉，官方旗舰店可免费退换 http://t.cn/x',
    '主动跟我搭话加我微信的小哥哥',
  ])('no advert: %s', (text) => {
    expect(advertises(readText(text))).toBe(false);
  });

  it('answers for any text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(typeof advertises(readText(text))).toBe('boolean');
      }),
    );
  });
});

describe('looksCoordinated', () => {
  const copies = (n: number, rest: (i: number) => Partial<Copy> = () => ({})): Copy[] =>
    Array.from({ length: n }, (_, i) => ({
      author: `a${i}`,
      at: new Date(Date.UTC(2026, 0, 1, 0, i)),
      followers: 3,
      shared: false,
      ...rest(i),
    }));

  it('is five small accounts with the same words within a day', () => {
    expect(looksCoordinated(copies(5))).toBe(true);
    expect(looksCoordinated(copies(4))).toBe(false);
    expect(looksCoordinated([])).toBe(false);
  });

  it('is not what sharing, one busy account, weeks or large accounts make', () => {
    expect(looksCoordinated(copies(50, () => ({ shared: true })))).toBe(false);
    expect(looksCoordinated(copies(50, () => ({ author: 'one' })))).toBe(false);
    expect(looksCoordinated(copies(50, (i) => ({ at: new Date(Date.UTC(2026, 0, 1 + i)) })))).toBe(false);
    expect(looksCoordinated(copies(50, () => ({ followers: 5000 })))).toBe(false);
    expect(looksCoordinated(copies(50, () => ({ followers: null })))).toBe(false);
  });

  it('finds the burst among copies of years, in whatever order they come', () => {
    const years = copies(20, (i) => ({ author: `old${i}`, at: new Date(Date.UTC(2020, i, 1)) }));
    expect(looksCoordinated([...copies(6), ...years].reverse())).toBe(true);
  });
});
