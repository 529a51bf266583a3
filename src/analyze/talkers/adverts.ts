/** Whether a post sells something: by words that nobody else uses, or by several kinds of signs that go together. */
import { fieldOf } from '../match/field.ts';
import { type PhraseEntry, ScriptBooks } from '../phrases/scripts.ts';
import { type Doc, masked } from '../text.ts';
import {
  ADVERTISING_STRONG_EN,
  ADVERTISING_STRONG_ZH,
  CALL_EN,
  CALL_ZH,
  HURRY_EN,
  HURRY_ZH,
  MORE_EN,
  NO_SELLER_EN,
  NO_SELLER_ZH,
  OFFER_EN,
  OFFER_ZH,
  SELLER_EN,
  SELLER_ZH,
} from './signs.ts';

/** More tags than this is how adverts are written. */
const MANY_TAGS = 6;
/** So much of a text is read. */
const ENOUGH = 5_000;

type Sign = 'certain' | 'call' | 'more' | 'offer' | 'hurry' | 'seller' | 'against';

const LISTS: readonly (readonly [zh: string, en: string, sign: Sign])[] = [
  [ADVERTISING_STRONG_ZH, ADVERTISING_STRONG_EN, 'certain'],
  [CALL_ZH, CALL_EN, 'call'],
  [OFFER_ZH, OFFER_EN, 'offer'],
  [HURRY_ZH, HURRY_EN, 'hurry'],
  [SELLER_ZH, SELLER_EN, 'seller'],
  ['', MORE_EN, 'more'],
  [NO_SELLER_ZH, NO_SELLER_EN, 'against'],
];

const signs = new ScriptBooks<Sign>(entries);

function* entries(): Generator<PhraseEntry<Sign>> {
  for (const [zh, en, sign] of LISTS) {
    for (const pattern of zh.split(/\s+/)) if (pattern !== '') yield [pattern, sign];
    for (const pattern of en.split(/\s*[,\n]\s*/)) if (pattern !== '') yield [pattern, sign];
  }
}

/** Percentages, prices and rebates, as numbers have it. Nothing in these can be repeated in two ways. */
const REBATE =
  /\d ?(?:%|percent) ?(?:off|discount)|[$£€]\d{1,6}(?:\.\d\d)? off|\d折|[一二三四五六七八九]折(?!腾|磨)|满\d{1,5}元?[减送立]/i;
const PRICE =
  /(?:save|only|just|from|at) [$£€]\d|[¥￥]\d|\d(?:\.\d)?(?:元|块)(?:包邮|起|秒杀|\/|每|一[斤盒箱瓶件套份位]|[两二三四五六\d][斤盒箱瓶件套份位支双])/i;
/** A code of an offer, as it is written. */
const CODE =
  /\b(?:[Cc]ode|CODE)[: ]{1,2}["“']?[A-Z]{3,12}\d{0,3}\b|\b(?:[Uu]se|USE|[Ee]nter) ["“']?[A-Z]{3,12}\d{1,3}["”']? (?:for|to|at|and)\b/;
/** Where to reach a seller: a number to call or to write to. */
const CONTACT =
  /(?:^|\D)(?:1[3-9]\d{9}|400[- ]?\d{3}[- ]?\d{4}|0\d{2,3}-\d{7,8}|\(?\d{3}\)?[- .]\d{3}[- .]\d{4})(?:\D|$)|(?:微信|薇信|vx|v信|wechat|qq|whatsapp|电话|热线|tel)(?:号)?(?:公众号)? ?[:：] ?[a-z0-9+]/i;
const SITE = /[a-z0-9]\.(?:com|net|org|io|co|shop|store|cn)(?![a-z0-9])/i;

/** Somebody who speaks of himself, and not of `加我` or `我们店`. */
const MYSELF = /(?<![加信系找注跟粉索聊])[我俺咱](?![们司店厂])/;

/** Whether a post reads like an advert, a lottery or spam. */
export function advertises(doc: Doc): boolean {
  const text = masked(doc).slice(0, ENOUGH);
  const occurrences = signs.find(fieldOf(text));
  const found = new Set(occurrences.map((f) => f.value));
  if (found.has('certain') || CODE.test(text)) return true;
  // What begins with a name is said to somebody.
  if (found.has('against') || MYSELF.test(text) || /^\s*[@＠]/.test(doc.text)) return false;
  const rebate = REBATE.test(text);
  const offers = new Set(occurrences.flatMap((f) => (f.value === 'offer' ? [f.start] : []))).size;
  if (rebate || PRICE.test(text)) found.add('offer');
  const contact = CONTACT.test(text);
  const reach = contact || SITE.test(text) || doc.marks.some((m) => m.kind === 'url' || m.kind === 'email');
  const tags = doc.marks.filter((m) => m.kind === 'hashtag').length;
  if (found.size >= 2) return true;
  if (found.size === 0) return false;
  if (contact || (rebate && offers > 0)) return true;
  return reach && (rebate || offers >= 2 || found.has('call') || tags > MANY_TAGS);
}
