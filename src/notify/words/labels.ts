/** The words for every label that analysis, detection and crawling can give, in both languages. */
import type { CrawlOutcome, IncidentState, Intent, Label, Severity, TransitionKind } from '../../model.ts';
import type { Language } from '../content/format.ts';
import type { AuthorKind } from '../views/parts.ts';

export interface Labels {
  readonly label: Readonly<Record<Label, string>>;
  /** Aspects every brand has; a brand's own ones are shown as they are written in config. */
  readonly aspect: Readonly<Record<string, string>>;
  readonly intent: Readonly<Record<Intent, string>>;
  readonly severity: Readonly<Record<Severity, string>>;
  readonly state: Readonly<Record<IncidentState, string>>;
  readonly change: Readonly<Record<TransitionKind, string>>;
  readonly author: Readonly<Record<AuthorKind, string>>;
  /** Why a site could not be seen. */
  readonly outcome: Readonly<Record<CrawlOutcome | 'paused' | 'missed', string>>;
  /** Who did something where nobody signs in. */
  readonly thisMachine: string;
}

const en: Labels = {
  thisMachine: 'this machine',
  label: { negative: 'Negative', neutral: 'Neutral', positive: 'Positive' },
  aspect: {
    service: 'service',
    after_sales: 'after-sales',
    quality: 'quality',
    price: 'price',
    delivery: 'delivery',
    hygiene: 'hygiene',
    environment: 'environment',
    app: 'app',
    membership: 'membership',
    honesty: 'honesty',
  },
  intent: {
    churn: 'leaving',
    warning: 'warning others',
    refund: 'refunds',
    regulator: 'regulator complaints',
    press: 'going to the press',
    legal: 'legal action',
    safety: 'safety',
    praise: 'recommending',
    repurchase: 'coming back',
    question: 'questions',
  },
  severity: { 1: 'watch', 2: 'minor', 3: 'serious', 4: 'severe', 5: 'crisis' },
  state: {
    open: 'open',
    acknowledged: 'acknowledged',
    answered: 'answered',
    cooling: 'cooling down',
    resolved: 'resolved',
    dismissed: 'not an incident',
  },
  change: {
    opened: 'New incident',
    worse: 'Worse',
    acknowledged: 'Acknowledged',
    answered: 'Answered',
    cooling: 'Cooling down',
    resolved: 'Resolved',
    reopened: 'Reopened',
    dismissed: 'Not an incident',
    escalated: 'Escalated',
    assigned: 'Given to somebody',
    muted: 'Muted',
    unmuted: 'No longer muted',
  },
  author: {
    person: 'person',
    verified: 'verified account',
    influencer: 'large account',
    media: 'media',
    brand: 'brand account',
    unknown: 'unknown author',
  },
  outcome: {
    ok: 'read',
    unchanged: 'read, nothing new',
    empty: 'read, no posts',
    blocked: 'the site blocked us',
    throttled: 'the site asked us to slow down',
    drifted: 'the pages have changed and cannot be read',
    gone: 'the address is gone',
    unreachable: 'the site could not be reached',
    refused: 'the site’s robots.txt does not allow it',
    failed: 'crawling failed',
    paused: 'crawling is paused',
    missed: 'what was said meanwhile could not be fetched any more',
  },
};

const zh: Labels = {
  thisMachine: '本机',
  label: { negative: '负面', neutral: '中性', positive: '正面' },
  aspect: {
    service: '服务态度',
    after_sales: '售后',
    quality: '质量',
    price: '价格',
    delivery: '物流',
    hygiene: '卫生',
    environment: '环境',
    app: 'App',
    membership: '会员',
    honesty: '诚信',
  },
  intent: {
    churn: '不再光顾',
    warning: '劝人避雷',
    refund: '退款',
    regulator: '投诉监管',
    press: '找媒体曝光',
    legal: '诉诸法律',
    safety: '安全',
    praise: '推荐',
    repurchase: '回购',
    question: '询问',
  },
  severity: { 1: '留意', 2: '轻微', 3: '较重', 4: '严重', 5: '危机' },
  state: {
    open: '未处理',
    acknowledged: '已认领',
    answered: '已回应',
    cooling: '降温中',
    resolved: '已平息',
    dismissed: '并非事件',
  },
  change: {
    opened: '新事件',
    worse: '加重',
    acknowledged: '已认领',
    answered: '已回应',
    cooling: '降温中',
    resolved: '已平息',
    reopened: '再次爆发',
    dismissed: '并非事件',
    escalated: '升级提醒',
    assigned: '已指派',
    muted: '已静音',
    unmuted: '恢复提醒',
  },
  author: {
    person: '个人',
    verified: '认证账号',
    influencer: '大号',
    media: '媒体',
    brand: '品牌账号',
    unknown: '作者不详',
  },
  outcome: {
    ok: '读取正常',
    unchanged: '读取正常，无新内容',
    empty: '读取正常，没有帖子',
    blocked: '被网站拦截',
    throttled: '网站要求放慢',
    drifted: '页面改版，无法读取',
    gone: '地址已失效',
    unreachable: '网站无法连接',
    refused: 'robots.txt 不允许',
    failed: '抓取失败',
    paused: '采集已暂停',
    missed: '恢复后已无法补抓',
  },
};

export const LABELS: Readonly<Record<Language, Labels>> = { en, zh };
