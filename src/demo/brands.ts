/** The town's brands: a booking service we invented, and its competitors. Any likeness is chance. */
import type { Brand } from '../model.ts';
import type { Lang } from './posts.ts';

const term = (text: string, notIn: readonly string[] = [], caseSensitive = false) => ({
  term: text,
  notIn,
  caseSensitive,
});

/** The brand's account on the microblog. */
export const OFFICIAL = '芦笛旅行官方';
/** Where the microblog's posts live. */
export const MICROBLOG_SITE = 'weiyu';

export const OWN: Brand = {
  id: 'reedpipe',
  name: '芦笛旅行 Reedpipe',
  role: 'own',
  // 芦笛 is a flute made of reed, and part of the names of a cave and a park.
  terms: [term('芦笛', ['芦笛岩', '芦笛公园', '吹芦笛', '做芦笛']), term('Reedpipe', [], true)],
  exclude: ['reedpipe chanter'],
  accounts: [{ site: MICROBLOG_SITE, author: OFFICIAL }],
  aspects: {},
  playbook: {
    default: [
      { en: 'Read the posts behind the alert before anything else.', zh: '先把预警背后的帖子逐条读完。' },
      { en: 'Answer where it was said, by name, within the hour.', zh: '一小时内在原帖下署名回应。' },
    ],
    service: [
      {
        en: 'Call the traveller. Find a bed for tonight first, settle the bill afterwards.',
        zh: '给当事旅客打电话：先解决今晚的住处，账单之后再算。',
      },
    ],
    after_sales: [{ en: 'Make the refund today, and say so in public.', zh: '今天就把款退掉，并公开说明。' }],
  },
  viralThreshold: 400,
};

export const FARSAIL: Brand = {
  id: 'farsail',
  name: '远帆 Farsail',
  role: 'competitor',
  terms: [term('远帆', ['远帆船']), term('Farsail')],
  exclude: [],
  accounts: [],
  aspects: {},
  playbook: {},
  viralThreshold: 1000,
};

export const MOORING: Brand = {
  id: 'mooring',
  name: '泊舟假期 Mooring',
  role: 'competitor',
  terms: [term('泊舟', ['夜泊舟']), term('Mooring Holidays')],
  exclude: [],
  accounts: [],
  aspects: {},
  playbook: {},
  viralThreshold: 1000,
};

export const BRANDS: readonly Brand[] = [OWN, FARSAIL, MOORING];

/** How people write the names, the usual form more often. */
export const SPOKEN: Readonly<Record<string, Readonly<Record<Lang, readonly string[]>>>> = {
  reedpipe: { zh: ['芦笛旅行', '芦笛旅行', '芦笛', '芦笛', '芦笛', 'Reedpipe'], en: ['Reedpipe', 'Reedpipe'] },
  farsail: { zh: ['远帆', '远帆订房'], en: ['Farsail'] },
  mooring: { zh: ['泊舟', '泊舟假期'], en: ['Mooring Holidays'] },
};

/** Whom people name when they threaten to leave, or compare. */
export const RIVALS: Readonly<Record<string, Readonly<Record<Lang, string>>>> = {
  reedpipe: { zh: '远帆', en: 'Farsail' },
  farsail: { zh: '泊舟', en: 'Mooring Holidays' },
  mooring: { zh: '远帆', en: 'Farsail' },
};
