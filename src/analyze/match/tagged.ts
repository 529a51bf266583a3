/**
 * Brand names inside `#tags` and `@handles`, where words stand without blanks.
 *
 * A CamelCase tag is read as its words (#AcmeFail, #BoycottAcme); a lower-case one only where the rest is a word of the
 * lists below (#acmefail), so that `mac` is never found in #machine. A handle names somebody: it is the brand's only if it
 * is the term itself, or the term with what companies add to it (@AcmeSupport, @小米客服); @AmericanIdol is nobody's
 * airline.
 */

import { fold } from '../normalise.ts';
import { isAsciiWord, isHan, isWord } from '../text/chars.ts';
import type { Mark } from '../text.ts';
import { isSeam } from './boundary.ts';

const set = (words: string): ReadonlySet<string> => new Set(words.split(/\s+/));

const TAG_AFTER =
  set(`fail fails failed failure sucks suck sux rocks love hate problem problems issue issues scam fraud boycott
  service support customerservice experience down outage sale deal deals review reviews fan fans hack leak recall lies worst best
  strike refund delay delays news app crisis 怎么了 道歉 翻车 塌房 维权 投诉 避雷 测评 评测 官宣 新品 召回 回应 客服`);
const TAG_BEFORE =
  set(`boycott love ilove hate ihate never neveragain no fuck fuckyou screw bye byebye thanks thankyou thankyou dear hey shameon
  team go my worst best avoid stop 抵制 吐槽 避雷 投诉 曝光 支持 再见`);
const HANDLE_AFTER =
  set(`support help helps helpdesk care cares customercare customerservice service cs official officially hq news press pr us usa
  uk eu ca cn china chn in india jp japan de fr es au app team inc corp co com global intl online store shop airlines airways air media tech careers jobs
  官方 官方微博 官微 客服 官方客服 公司 集团 中国 科技 旗舰店 官方旗舰店 服务 售后 手机 汽车 商城 外卖 酒店 航空 银行 网`);
const HANDLE_BEFORE = set('ask the team get official official_ hello contact 中国');

/** Whether the occurrence [start, end) inside `mark` (offsets of the original `text`) names the term. */
export function namesInTag(text: string, mark: Mark, start: number, end: number): boolean {
  const closed = mark.kind === 'hashtag' && /[#＃]/.test(text.charAt(mark.end - 1));
  const before = fold(text.slice(mark.start + 1, start)).text;
  const after = fold(text.slice(end, closed ? mark.end - 1 : mark.end)).text;
  if (before === '' && after === '') return true;
  if (mark.kind === 'mention') {
    const tail = after.replace(/^[_-]+/, '');
    const head = before.replace(/[_-]+$/, '');
    return (
      (head === '' || HANDLE_BEFORE.has(head)) &&
      // Weibo's handles end at a blank that people forget to type: `@小米客服你们太慢了`.
      (tail === '' ||
        endsHandle(text, end) ||
        HANDLE_AFTER.has(tail) ||
        HANDLE_AFTER.has(tail.slice(0, 2)) ||
        isCount(tail))
    );
  }
  // A topic between two # is a sentence or a title: words in it are words.
  if (seamAt(text, start) && seamAt(text, end)) return true;
  return (
    (before === '' || seamAt(text, start) || TAG_BEFORE.has(before)) &&
    (after === '' || seamAt(text, end) || TAG_AFTER.has(after) || isCount(after))
  );
}

/** `@JetBlue太差了`, `@united-rebooked`: a handle in Latin letters ends where Chinese begins, or at a hyphen. */
export function endsHandle(text: string, at: number): boolean {
  return isAsciiWord(text.charCodeAt(at - 1)) && (text[at] === '-' || isHan(text.charCodeAt(at)));
}

const isCount = (rest: string): boolean => /^[0-9]{1,4}$/.test(rest);

/** A seam between words: a real one, a change to upper case (`AcmeFail`), or an underscore. */
function seamAt(text: string, at: number): boolean {
  const left = text.charCodeAt(at - 1);
  const right = text.charCodeAt(at);
  if (isSeam(left, right) || left === 95 || right === 95) return true;
  const [a, b, c] = [text.charAt(at - 1), text.charAt(at), text.charAt(at + 1)];
  // The i of iPhone and the e of eBay are no words.
  const single = isLower(a) && !isWordAt(text, at - 2);
  if (isUpper(b) && !isUpper(a)) return !single;
  // `ACMEFail`: the last capital of a run begins the next word.
  return isUpper(a) && isUpper(b) && c !== '' && !isUpper(c) && c.toUpperCase() !== c;
}

const isUpper = (char: string): boolean => char !== char.toLowerCase();
const isLower = (char: string): boolean => char !== char.toUpperCase();
const isWordAt = (text: string, at: number): boolean => at >= 0 && isWord(text.charCodeAt(at));
