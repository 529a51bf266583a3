/** Words that are no topic, however often they occur. */

const set = (list: string): ReadonlySet<string> => new Set(list.split(/\s+/).filter((w) => w !== ''));

export const STOP_EN =
  set(`the and for are was were been being but not you your yours our ours his her hers him they them their theirs she its it's this that these those there
  here with without from into onto over under after before between through during about against above below again further then once than too very can can't cannot could
  couldn't will won't would wouldn't shall should shouldn't must may might have haven't has hasn't had hadn't having does doesn't did didn't don't doing done isn't aren't
  wasn't weren't what when where which who whom whose why how all any both each few more most other some such only own same just also even ever still yet now out off
  down way get gets got getting gotten make makes made making take takes took taken taking give gives gave given giving goes going gone went come comes came coming
  say says said saying tell tells told know knows knew known think thinks thought see sees saw seen look looks looked want wants wanted need needs needed let lets put
  use uses used using try tries tried trying like likes liked really quite much many lot lots bit thing things something anything nothing everything someone anyone
  everyone people one two three first last next new old good great bad best better worst worse nice well back day days time times today yesterday tomorrow week weeks
  month months year years hour hours minute minutes min mins hrs i'm i've i'll i'd you're you've you'll we're we've we'll they're they've that's there's what's let's
  ain't gonna wanna gotta yes yeah okay please thanks thank thx sorry hello hey lol omg wtf amp http https www com not no nor never always already because since while
  until though although however if so or as at by in is it of on to up us we me my be do am an a i he per via etc got'd cause actually literally basically though`);

export const STOP_ZH =
  set(`没有 知道 觉得 可以 可能 应该 需要 不能 不会 不是 不要 不到 不用 不想 不了 不行 不知 还有 还是 就是 但是 只是 只能 只有 这样 那样 这么 那么 怎么 什么 为什么 时候 东西 感觉 现在 今天 昨天 明天
  大家 自己 我们 你们 他们 她们 人家 别人 出来 起来 过来 过去 回来 回去 看到 看看 听到 想到 发现 告诉 希望 开始 继续 进行 一般 一样 一直 一定 一下 一些 一点 有点 有些 有人 所有 所以 因为 如果 虽然 然后 结果 而且 或者 以及
  喜欢 不错 好像 好好 真的 真是 实在 非常 特别 十分 比较 相当 最后 最好 以前 以后 之前 之后 已经 曾经 正在 终于 居然 竟然 果然 其实 确实 完全 根本 简直 几乎 是否 能够 必须 算是 属于 成为 作为 认为 以为 看来 说明 使用 出现
  问题 地方 事情 情况 方面 部分 样子 意思 时间 小时 分钟 后来 里面 上面 下面 外面 呵呵 哈哈 谢谢 请问 想要 得到 受到 遇到 收到 拿到 买到 是不是 能不能 有没有 不得不 转发 微博 来说 说是 还要 还会 就算 不过 无法`);
