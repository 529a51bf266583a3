/**
 * Praise that mocks: thanks, compliments and love for what nobody wants. Only turns of phrase that hardly anybody means;
 * irony at large is read literally.
 */

/** Read so far. Every expression is bounded, and none can be matched in two ways that are both long. */
const ENOUGH = 2_000;

const DOING =
  '(?:losing|ruining|cancell?ing|delaying|ignoring|breaking|leaving (?:me|us|my|our)|stranding|overcharging|charging (?:me|us)|wasting|misplacing|forgetting|destroying|damaging|screwing|messing|hanging up|refusing|keeping (?:me|us) (?:waiting|on hold)|making (?:me|us|everyone) (?:wait|miss|late|pay|sit|stand|feel like)|not (?!letting)[a-z]{3,12}ing|failing|lying|stealing|bumping|kicking|denying|deleting|locking|blocking|selling out of)';
const SUFFERING =
  '(?:waiting (?:for|in|on|\\d)|being (?:stuck|ignored|late|put|left|charged|delayed|hung|told|lied|stranded|bumped|overcharged|treated like)|sitting (?:on|in|here)|standing in|paying (?:for|extra|more|twice|\\$)|getting (?:charged|stuck|ignored|hung|bumped|delayed|the run|no|nothing|screwed)|having to|spending \\d)';
const HARM =
  '(?:los[te]|cancel|delay|ignor|broke|crash|wast|forgot|damag|hang up|hung up|on hold|never (?:answer|respond|reply|work|show|call)|refuse|nobody|no one|stuck)';

const EN = new RegExp(
  [
    `\\b(?:thanks|thank you|thx|kudos|congrats|congratulations|bravo|(?:great|good|nice|fine|stellar|excellent|amazing|awesome) (?:job|work|going)|well done|way to go|hats off|props)(?: (?:so much|a lot|again|very much|to you))?(?: @\\w{1,20})?[,!]? (?:for |on |at |with |by )?${DOING}\\b`,
    '\\b(?:thanks|thank you|thx) for (?:absolutely |literally )?(?:nothing|the (?:\\d{1,3} ?)?(?:\\w{1,10} )?(?:delay|delays|wait|runaround|headache|stress|lack|cold (?:food|coffee|pizza)|terrible|horrible|awful|worst|rude|crappy|lousy|bad))\\b',
    `\\b(?:love|loving|enjoy|enjoying|adore|appreciate) ${SUFFERING}`,
    `\\b(?:love|adore) (?:how|it when|when) (?:the |your |my |their |@?\\w{1,20} ){1,5}${HARM}`,
    '\\b(?:oh|well,?|just) (?:great|wonderful|fantastic|lovely|perfect|brilliant)[,.!]{1,3} (?:another|now (?:my|the|i|we|it)|still|yet another|no|my|the app|more)\\b',
    '(?:^|[.!?…]\\s?)so much for (?:your|the|their|that)\\b',
    '\\b(?:(?:gee|wow),? thanks|slow clap|nothing says .{3,40} like)\\b',
  ].join('|'),
  'i',
);

const ZH = new RegExp(
  [
    '真(?:是|的是)?(?:要|得|该)?(?:谢谢|感谢|多谢)(?:你们?|贵|您)(?:的|了|全家|啊|家|公司|店|，|,|！|!|。|$)',
    '我(?:真)?谢谢(?:你们?|您)(?:全家|啊|了|！|!|。|$)',
    '(?:服务|态度|质量|效率|速度|体验|客服|水平|品质|售后).{0,6}[“"「『](?:好|优质|贴心|高效|周到|热情|专业|人性化|良心|神速|五星|优秀|完美)[”"」』]',
    '[“"「『](?:好|优质|贴心|高效|周到|热情|专业|人性化|良心|神速|五星|优秀|完美)[”"」』](?:的)?(?:服务|态度|质量|效率|速度|体验|客服|水平|品质|售后)',
    '(?:感谢|谢谢|多谢).{0,14}(?:让我|让我们|害我)(?:白|等了|损失|见识|知道什么叫|明白了什么叫|体验了一把|饿|错过|迟到|长)',
    '(?:可真|真)(?:是)?(?:会做生意|会坑|行啊你们)',
    '恭喜.{0,16}成功(?:地|的)?(?:失去|惹|劝退|让我|把我|流失|赶走|激怒)',
  ].join('|'),
);

/** Whether `text` praises in words what it blames. False in languages without such expressions here. */
export function mocks(text: string, lang: string): boolean {
  const expression = lang === 'zh' ? ZH : lang === 'en' ? EN : null;
  return expression?.test(text.slice(0, ENOUGH)) ?? false;
}
