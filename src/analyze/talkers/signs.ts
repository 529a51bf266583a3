/** Signs of advertising and of the press, in both languages. Patterns as in `phrases/pattern.ts`. */

/** Alone enough: nobody writes so about what they bought. */
export const ADVERTISING_STRONG_ZH = `
  (加|加我|添加)(微信|v信|vx|薇信|威信|qq|扣扣|q群|好友) (微信|v信|薇信)(号|:|：|同号|联系|咨询) vx(号|同号|联系|咨询) vx: 私信(领取|我领|获取|回复|我了解) 招(代理|加盟|募代理) 加盟(热线|咨询|电话|费) 诚招 日赚 月入(过万|十万|五万) 躺赚 刷单兼职 兼职(日结|招聘|加) 代写 代开发票 办证 (关注|转发|评论|点赞)(＋|\\+|并|和|加)(关注|转发|评论|点赞) 转发(抽奖|本条|此条|此微博)..(抽|送|赢) (抽|抽取|送出|揪)..(位|名|个)..(送|粉丝|幸运|宝宝) 参与抽奖 抽奖详情 戳链接 点击(链接|下方|原文|领取|购买|抢购) 领(优惠)?券(下单|购买|链接) 淘口令 复制这条 下单链接 购买链接 链接在评论 返利 (限时|限量)(抢购|秒杀|特惠|优惠) 全网最低(价|) 原价..现价 厂家直销 一件代发 全国包邮 高仿 a货 货到付款..电话
`;
export const ADVERTISING_STRONG_EN = `
  (use|with|using|enter) (my |our |the |)(promo |referral |discount |coupon |)code, (promo|referral|discount|coupon) code + (is|below|link), (click|tap|check) (the |my |our |)link (in|below), link in (my |)bio, (follow|rt|retweet|like|share) (and|&|\\+) (rt|retweet|follow|win|share|like), (retweet|rt|follow|enter|tweet) .. (to win|for a chance), chance to win, enter to win, giveaway, (earn|make) .. (per day|a day|per week|from home|online), work from home, buy (followers|likes), (dm|inbox|message|text|whatsapp) (me|us) (for|to (order|buy|book)), free shipping (on|worldwide), shop now, order now, buy now, limited time offer, sale ends, (up to|save|get|take) .. percent off, visit our (website|store|page), check out (my|our) (new|latest|store|shop|channel|page|website|blog|etsy), now hiring, we are hiring, we're hiring, sign up (here|now|today), download our app, subscribe to my, cheapflights, getaway deals
`;
/** Two of these, or one with a link. */
export const ADVERTISING_WEAK = `
  包邮 代购 优惠券 折扣码 特价 促销 秒杀 新品上市 新品首发 火热预售 预售 现货 批发 招聘 代理 咨询热线 订购热线 官方旗舰店 限时 福利 立减 满减 直降 抢购 钜惠 特惠 首发 热销 旗舰店
`;
export const ADVERTISING_WEAK_EN = `
  promo, coupon, discount, sale, deals, offer, sponsored, advertisement, affiliate, % off, off your, #ad, special offer, bargain, for sale, available now, in stock, pre-order, preorder, hiring, vacancy, webinar, ebook
`;

/** In the name of an account. */
export const PRESS_NAME =
  /新闻|日报|晚报|早报|晨报|时报|周刊|周报|商报|都市报|快报|导报|青年报|传媒|电视台|卫视|广播|电台|通讯社|新华社|人民网|央视|中新网|澎湃|财经|界面|观察者网|观察网|头条|编辑部|记者|报社|杂志|(?:新浪|腾讯|网易|搜狐|凤凰)(?:科技|新闻|财经|汽车|娱乐|体育|网)|\b(?:news|newspaper|times|daily|herald|tribune|gazette|journal|chronicle|reuters|bloomberg|associated press|cnn|bbc|nbc|cbs|abc news|fox news|cnbc|msnbc|npr|guardian|washington post|huffpost|wsj|nytimes|forbes|techcrunch|verge|reporter|journalist|correspondent|press|magazine|broadcasting)\b|(?:news|times|herald|tribune|gazette)$/i;
