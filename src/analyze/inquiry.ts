/**
 * Questions for facts and nothing else: when, where, how much, whether it can be had. Who asks so tells nothing of what he
 * feels, whatever his words would say in a review. Questions that blame, marvel or cannot believe it are none.
 */
import { type Doc, masked } from './text.ts';

/** Whoever writes more than this also says something. */
const LONGEST = 140;
const SENTENCE = /[^.!?。！？…\n]+[.!?。！？…]*/g;
const SAYS = /[\p{L}\p{N}]/u;

/** A or not A, which denies nothing. */
const WHETHER_ZH =
  /有(?:没有|木有|无)|能(?:不能|否)|可(?:不可以|以不可以|否)|需(?:不需要|要不要)|([要会用是])不\1|是否|有否/g;
const LONGEST_ZH = 30;
const ENDS_ZH = /(?:[?？]|[吗么嘛呢])[\s。~～]*$/;
const ASKS_ZH =
  /几(?:点|号|天|楼|层|个|月|岁|折|块|种|寸|次)|多(?:久|少|大|高|长|重|远|宽)|什么时(?:候|间)|何时|哪(?:里|儿|家|个|款|种|些|天|一|位)|在哪|到哪|(?:怎么|如何|怎样)(?:[一-龥]{1,8})|什么(?:尺寸|颜色|牌子|型号|区别|不同|价|材质|材料|地方|口味|意思|条件|要求)|吗/;
/** What is denied, done, doubted, compared, exclaimed or judged. */
const MORE_ZH =
  /[不没别无非了过还又更最太很真好敢谁竟死骗坑烂差坏破脏臭滚垃欺惨恶烦气怒爱赞棒美!！]|[这那]么|这样|到底|究竟|居然|难道|凭什么|为什么|为啥|怎么(?:会|可以|老|总|能|办|搞|回事)|何必|老是|总是|一直|天天|反正|投诉|退款|赔|故障|失望|喜欢|满意|推荐|良心|贴心|你们就|说好|告诉|每[次天]|一次|是吗|算是?|逗我|让人|给我|哪[有门]|啊|(?<!几)点(?=[吗么呢?？])/;

const ENDS_EN = /\?[\s"')]*$/;
const GREETS_EN =
  /^(?:(?:hi|hello|hey|there|all|everyone|guys|folks|so|and|but|or|ok|okay|also|please|just|quick|one|another|question|excuse me|thanks|thank you|does anyone know|anyone know|can (?:you|anyone|someone) tell me)\b[\s,.:;-]*)+/i;
const ASKS_EN =
  /^(?:what(?:'s|’s| is| are)? (?:the |your )?(?:time|price|cost|fee|size|colou?r|address|number|hours|opening|difference|deadline|limit|date|day|code|kind|type|model|email|phone|gate|terminal|weight|procedure|policy)|when (?:do|does|is|are|will|can)\b|where (?:is|are|can|do|does|should)\b|which\b|how (?:do|can|much|many|long|far|old|big|often|early|heavy|tall)\b|(?:do|does|is|are|can|could|will|may|should|has|have|did) (?:you|i|we|it|he|she|they|there|the|this|that|these|those|any|anyone|anybody|some|someone|somebody|my|your|a|an)\b|(?:any|anyone|anybody)\b|is [a-z]+ (?:included|open|free|available|allowed|required)\b|breakfast\b)/i;
const MORE_EN =
  /\b(?:why|who|whose|no|not|never|none|nobody|nothing|n't|cannot|cant|dont|doesnt|wont|isnt|still|again|yet|ever|even|already|actually|really|seriously|honestly|literally|such|only|kidding|joke|hell|heck|wtf|omg|lol|worse|worst|worth|better|best|more|less|than|too|bad|good|great|nice|love|lovely|enjoy|like|hate|happy|angry|sorry|sad|awful|terrible|horrible|poor|cheap|rude|mess|wrong|broken|break|fail\w*|issue\w*|problem\w*|error\w*|crash\w*|fix\w*|delay\w*|late|lat(?:er|est) than|cancel\w*|lost|lose|losing|missing|missed|refund\w*|compensat\w*|complain\w*|charged|overcharged|stole\w*|steal\w*|scam\w*|fraud\w*|lie[ds]?|lying|wait(?:ed|ing)|stuck|down|hold|ridiculous|joke|legal|hard|supposed|explain|admit|expect|point)\b|n['’]t\b|!|[A-Z]{4,}/;

/** The writer only wants to know something. `lang`: of Chinese and English texts it can be told. */
export function onlyInquires(doc: Doc, lang: string): boolean {
  if (doc.text.length > LONGEST || doc.marks.some(({ kind }) => kind === 'emoji' || kind === 'emoticon')) return false;
  const asks = lang === 'zh' ? asksZh : lang === 'en' ? asksEn : null;
  if (asks === null) return false;
  const sentences = (masked(doc).match(SENTENCE) ?? []).filter((sentence) => SAYS.test(sentence));
  return sentences.length > 0 && sentences.every(asks);
}

function asksZh(sentence: string): boolean {
  if (sentence.length > LONGEST_ZH) return false;
  const whether = sentence.search(WHETHER_ZH) >= 0;
  const plain = sentence.replace(/你好|您好|请问/g, '').replace(WHETHER_ZH, '');
  return ENDS_ZH.test(plain) && (whether || ASKS_ZH.test(plain)) && !MORE_ZH.test(plain);
}

function asksEn(sentence: string): boolean {
  const plain = sentence
    .trim()
    .replace(/^[^\p{L}]+/u, '')
    .replace(GREETS_EN, '');
  return ENDS_EN.test(plain) && ASKS_EN.test(plain) && !MORE_EN.test(plain);
}
