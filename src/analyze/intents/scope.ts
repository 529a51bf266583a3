/** Whether a phrase is meant: not denied, and not somebody else's words. Looks back a few words, within one clause. */

/** Denials that end right before the phrase, with at most one small word in between. */
const DENIED_ZH =
  /(?:不|没|没有|無|未|别|不用|不必|不要|不想|不会|不打算|无需|并非|不是|不需要|没必要|懒得|不至于|从未|从不|从没)(?:再|去|要|想|能|给|敢|真的|有|被|打算|准备|投诉|打|找|联系|拨打|举报|向|到|过){0,3}$/;
/** Words with 不 or 没 in them that deny nothing. */
const NO_DENIAL_ZH =
  /(?:不得不|不仅|不但|不只|不光|不如|要不|不然|忍不住|恨不得|不妨|不由得|不断|不停|无不|差不多|对不起|不错|不好意思|巴不得|没办法|不得已|说不定|要不要|能不能|可不可以|是不是|有没有|会不会|了没)(?:再|去|要|想|能|给|敢|真的|有|被|打算|准备|就|只能|只好)?$/;
const DENIAL_EN =
  /^(?:not|never|no|without|nor|neither|hardly|rarely|instead|cannot|nobody|none|ain't|n't)$|n't$|^(?:dont|doesnt|didnt|wont|wouldnt|cant|isnt|wasnt)$/i;
const WORD = /[\p{L}\p{N}'’]+/gu;
/** The “no.” of “Chanel no. 5” denies nothing. */
const NUMERO = /\bno\. ?(?=\d)/gi;
/** How many English words before a phrase may deny it. */
const REACH = 3;

/** Somebody else, and a verb of saying, asking or writing, before the phrase. */
const REPORTED_ZH =
  /(?<![跟和对向给问])(?:他|她|他们|她们|人家|别人|朋友|同事|同学|网友|有人|邻居|室友|老公|老婆|妈妈|爸爸|我妈|我爸|闺蜜|亲戚|评论|楼上|楼下|很多人|好多人|不少人|顾客|客人|用户|对方|媒体|记者|报道|新闻|某人|男友|女友|有的人|旁边的?人?)(?:们|里|区)?[^，。！？；]{0,6}?(?:说过?|讲|称|表示|告诉[你我他她大家们]*|声称|评价|写道?|吐槽|嚷嚷|喊|扬言|抱怨|威胁|宣称|回复)[：:，,“"「『\s]*/;
const REPORTED_EN =
  /\b(?:he|she|they|someone|somebody|people|everyone|everybody|others|guy|lady|woman|man|passenger|passengers|customer|customers|friend|friends|wife|husband|mom|mother|dad|father|sister|brother|son|daughter|boss|coworker|colleague|neighbou?r|article|report|reports|news|reviewer|reviewers|reviews|review)\b[^.!?;]{0,24}?\b(?:say|says|said|saying|told|tells|telling|claim|claims|claimed|wrote|writes|tweeted|tweets|mentioned|mentions|threatens|threatened|swore|swears|vowed|warned|asked|asks|complains|complained)\b/i;
const SPEAKS_EN = /\b(?:i|we|i'm|i've|i'll)\b/i;
/** The clause before ends with somebody else's “said”. */
const LOOK_BACK = 60;

/** Whether what stands at `start` is denied by the words before it in its clause, which begins at `from`. */
export function denied(text: string, from: number, start: number): boolean {
  const before = text.slice(Math.max(from, start - LOOK_BACK), start);
  const tail = before.trimEnd();
  if (DENIED_ZH.test(tail.slice(-10)) && !NO_DENIAL_ZH.test(tail.slice(-10))) return true;
  const words = before.replace(NUMERO, '').match(WORD) ?? [];
  return words.slice(-REACH).some((word) => DENIAL_EN.test(word.replace('’', "'")));
}

/** Whether a denial stands within [start, end): `would never buy again`. */
export function deniedWithin(text: string, start: number, end: number): boolean {
  const words = text.slice(start, end).match(WORD) ?? [];
  return words.some((word) => DENIAL_EN.test(word.replace('’', "'")));
}

/** Whether what stands at `start` is told of somebody else: `他说再也不来了`, `she says she will sue`. */
export function reported(text: string, from: number, start: number): boolean {
  const before = text.slice(Math.max(from, start - LOOK_BACK), start);
  if (REPORTED_ZH.test(before)) return true;
  const found = REPORTED_EN.exec(before);
  if (found === null) return false;
  // `they said no, so I will sue`: the writer speaks after all.
  return !SPEAKS_EN.test(before.slice(found.index + found[0].length));
}

/** Words before an imperative: `so don't buy`; anything else is a subject: `my kids don't fly`. */
const BEFORE_IMPERATIVE =
  /^(?:please|pls|plz|just|so|and|but|then|seriously|honestly|people|guys|folks|everyone|everybody|again|warning|advice|tip|definitely|really|therefore|also|all|y'all|yall|or)$/i;

/** Whether an English imperative at `start` is one: nothing, or only such words, right before it in its clause. */
export function commands(text: string, from: number, start: number): boolean {
  const last = text
    .slice(Math.max(from, start - LOOK_BACK), start)
    .match(WORD)
    ?.at(-1);
  return last === undefined || BEFORE_IMPERATIVE.test(last);
}
