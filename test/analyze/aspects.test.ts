import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { aspectBook, aspectFaults, findAspects } from '../../src/analyze/aspects.ts';
import { readText } from '../../src/analyze/text.ts';
import type { Sentiment, Span } from '../../src/model.ts';
import { anyText, coreMs, monotonous } from './any-text.ts';

const neutral = (): Sentiment => ({ label: 'neutral', score: 0, confidence: 1 });

/** `aspect: evidence` for each finding. */
const found = (text: string, judge: (span: Span) => Sentiment = neutral) =>
  findAspects(readText(text), judge).map((a) => `${a.aspect}: ${text.slice(...a.evidence)}`);

describe('findAspects', () => {
  it.each<[string, string[]]>([
    ['酒店很好，但是客服态度太差，再也不来了', ['service: 客服态度太差']],
    ['环境好服务差', ['environment: 环境好', 'service: 服务差']],
    ['服务和环境都很好', ['service: 服务和环境都很好', 'environment: 服务和环境都很好']],
    [
      '送餐太慢，等了两个小时，饭都凉了，吃出一根头发',
      ['delivery: 送餐太慢', 'quality: 饭都凉了', 'hygiene: 吃出一根头发'],
    ],
    ['退款拖了三个星期，還要另外收手續費', ['after_sales: 退款拖了三个星期', 'price: 還要另外收手續費']],
    ['大数据杀熟，老用户比新用户贵', ['membership: 大数据杀熟', 'price: 老用户比新用户贵']],
    ['更新完就闪退，虚假宣传', ['app: 更新完就闪退', 'honesty: 虚假宣传']],
    ['内脏很好吃，贵宾室不错', ['quality: 内脏很好吃']],
    ['great food and rude staff', ['quality: great food', 'service: rude staff']],
    [
      'The staff and the room were lovely',
      ['service: The staff and the room were lovely', 'environment: The staff and the room were lovely'],
    ],
    ['Food was great but the service sucked!', ['quality: Food was great', 'service: the service sucked']],
    [
      'Lost my bag and nobody answers the phone. App keeps crashing',
      ['delivery: Lost my bag', 'service: nobody answers the phone', 'app: App keeps crashing'],
    ],
    ["They won't refund me. Total scam", ["after_sales: They won't refund me", 'honesty: Total scam']],
    ['Sounds good, a family member told me', []],
    ['今天天气不错', []],
    ['see http://x.com/refund/service @AppSupport [service]', []],
    ['', []],
  ])('%s', (text, expected) => {
    expect(found(text)).toEqual(expected);
  });

  it('takes the most decided clause for the evidence of an aspect', () => {
    const text = '服务一般，后来服务员骂人';
    const judge = ([start]: Span): Sentiment => ({
      label: 'negative',
      score: start === 0 ? -0.1 : -0.9,
      confidence: 1,
    });
    expect(findAspects(readText(text), judge)).toEqual([
      { aspect: 'service', label: 'negative', score: -0.9, evidence: [5, 12] },
    ]);
  });

  it('judges a stretch once, however many aspects share it', () => {
    const seen: string[] = [];
    findAspects(readText('服务和环境都很好'), (span) => {
      seen.push(String(span));
      return neutral();
    });
    expect(seen).toEqual(['0,8']);
  });

  it('reads what the writer says, not what is passed on, unless there is nothing else', () => {
    expect(found('房间很脏 //@a: 服务很好')).toEqual(['environment: 房间很脏', 'hygiene: 房间很脏']);
    expect(found('//@a: 服务很好')).toEqual(['service: 服务很好']);
  });

  it('knows a brand’s own aspects beside those that every brand has', () => {
    const own = aspectBook({ seats: ['legroom', '座椅(间距|太窄)'], 会员卡: ['飞行卡'], service: ['机组'] });
    const aspects = (text: string) => findAspects(readText(text), neutral, own).map((a) => a.aspect);
    expect(aspects('座椅太窄，空乘态度差')).toEqual(['seats', 'service']);
    expect(aspects('no legroom at all')).toEqual(['seats']);
    expect(aspects('飞行卡用不了，机组不管')).toEqual(['会员卡', 'service']);
    expect(aspects('空乘态度差')).toEqual(['service']);
    expect(found('座椅太窄')).toEqual(['environment: 座椅太窄']);
  });

  it('tells every pattern of own aspects that cannot be used', () => {
    expect(aspectFaults({ seats: ['legroom', '(座椅', 'a)'], price: ['(|)', 'fine'] })).toEqual([
      { aspect: 'seats', index: 1, problem: 'unbalanced bracket: (座椅' },
      { aspect: 'seats', index: 2, problem: 'unbalanced bracket: a)' },
      { aspect: 'price', index: 0, problem: 'nothing need occur for “(|)”' },
    ]);
    expect(() => aspectBook({ seats: ['(座椅'] })).toThrow('unbalanced bracket');
  });

  it('keeps evidence short and whole-worded where a clause is long', () => {
    const text = `${'we went there on a sunny day with the children '.repeat(8)}and the waiter was rude to all of us ${'then we left '.repeat(20)}`;
    const [service] = findAspects(readText(text), neutral).filter((a) => a.aspect === 'service');
    const evidence = text.slice(...service!.evidence);
    expect(evidence.length).toBeLessThanOrEqual(170);
    expect(evidence).toContain('the waiter was rude');
    expect(text.charAt(service!.evidence[0] - 1)).toBe(' ');
  });
});

describe('any text', () => {
  it('has its aspects once each, with evidence inside the text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        const findings = findAspects(readText(text), neutral);
        expect(new Set(findings.map((f) => f.aspect)).size).toBe(findings.length);
        for (const { evidence } of findings) {
          expect(evidence[0]).toBeGreaterThanOrEqual(0);
          expect(evidence[1]).toBeGreaterThan(evidence[0]);
          expect(evidence[1]).toBeLessThanOrEqual(text.length);
        }
      }),
    );
  });

  it('takes time in proportion to its length, whatever it repeats', () => {
    for (const text of [
      ...monotonous(50_000),
      '服务差'.repeat(15_000),
      'service and app '.repeat(3000),
      'charged my subscription '.repeat(2000),
    ]) {
      const took = coreMs(() => findAspects(readText(text), neutral));
      expect(took, JSON.stringify(text.slice(0, 12))).toBeLessThan(3000);
    }
  });
});
