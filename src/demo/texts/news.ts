/** Articles: the travel trade's ordinary news, and the morning after. */
import type { Lang } from '../posts.ts';

interface Article {
  readonly title: string;
  readonly text: string;
}

/** `{B}` appears in some; the others are about travel at large. */
export const ARTICLES: Readonly<Record<Lang, readonly Article[]>> = {
  zh: [
    {
      title: '{city}{month}接待游客同比增长{floor}成',
      text: '{city}文旅部门公布的数据显示，{month}接待过夜游客同比增长近{floor}成，老城区民宿平均入住率超过八成。业内人士称，错峰出游与短途自驾仍是主力，周边{minutes}公里内的小镇增长最快。',
    },
    {
      title: '{city}国际航线复航，每周{times}班',
      text: '记者从{city}机场获悉，停飞{days}个月的国际航线恢复，每周{times}班。首航当天上座率超过九成，多数旅客为探亲与研学团队。',
    },
    {
      title: '{B}上线“安心改”，{hours}小时内免费改期',
      text: '在线旅行平台{B}宣布，即日起{city}等{times}座城市的部分酒店支持入住前{hours}小时内免费改期。公司表示，该服务不额外收费，后续将扩展到民宿。',
    },
    {
      title: '民宿{floor}问：{city}的院子还好住吗',
      text: '走访{city}{times}家民宿后，记者发现设计趋同、旺季涨价和隔音不佳是住客提得最多的三个问题。一位经营者说，回头客比流量更重要。',
    },
    {
      title: '在线旅游三季报观察：{B}与{V}谁更快',
      text: '{B}与{V}先后公布三季度业绩。前者营收同比增长{times}%，后者增长{floor}%。分析师认为，两家的差距主要来自境外酒店。',
    },
    {
      title: '高铁加密，{city}周末游升温',
      text: '新运行图实施后，{city}方向周末增开{times}对列车。多家酒店反映，周五晚间预订量较上月增加{minutes}%。',
    },
    {
      title: '酒店早餐消费调查：最在意的是热',
      text: '一项覆盖{times}千余名住客的调查显示，受访者对早餐最在意的不是品种而是温度，{minutes}%的人愿意为现做餐食多付费。',
    },
    {
      title: '{city}夜游船{month}起增开{times}班',
      text: '{city}港务部门表示，夜游船自{month}起增开{times}班，末班推迟到晚上十点半。沿江{minutes}家餐馆同步延长营业，码头增设母婴室与行李寄存。',
    },
    {
      title: '乡村民宿怎么留住过夜客？{city}试了{times}种办法',
      text: '晒谷、做豆腐、跟着老人认草药，{city}一个两百户的村子把农活写进了入住手册。村里统计，平均住店时间从一晚延长到{floor}晚。',
    },
    {
      title: '{B}发布秋季出行报告：{minutes}%的人把孩子的课表放在第一位',
      text: '{B}研究院根据{times}千份问卷发布秋季出行报告，亲子家庭最看重的依次是距离、早餐和退改。报告还显示，提前三周预订的比例升至{minutes}%。',
    },
    {
      title: '境外游恢复：签证中心一号难求',
      text: '多地签证中心预约已排到{days}天以后。旅行社建议尽早递交材料，警惕所谓“加急名额”。{city}一家旅行社称，本季团队数同比翻番。',
    },
    {
      title: '景区讲解员走红，{city}招聘{times}0人',
      text: '一段七分钟的讲解视频让{city}的老街热闹起来，文旅局趁势公开招聘{times}0名讲解员，要求会讲故事，不限年龄。首轮报名者中最年长的六十八岁。',
    },
    {
      title: '酒店机器人送物满五年，住客怎么看',
      text: '记者在{city}{times}家酒店体验送物机器人。住客普遍觉得新鲜，也有人抱怨占用电梯。一位前台说，高峰时段仍离不开人。',
    },
    {
      title: '{B}与{city}大学共建地图实验室',
      text: '{B}与{city}大学签约，共建室内导航与无障碍地图实验室，首批覆盖{times}0家酒店。项目为期三年，成果将向公众开放。',
    },
    {
      title: '露营退潮之后，{city}的营地去哪了',
      text: '两年前{city}周边有营地{minutes}处，如今仍在营业的不足一半。留下来的多转做研学与团建，客单价约{fee}元。',
    },
  ],
  en: [
    {
      title: 'Ferry to {city} gets {times} extra sailings',
      text: 'The harbour board added {times} evening sailings to {city}, citing demand from weekend visitors. Tickets go on sale on Thursday; bicycles travel free until the end of {month}.',
    },
    {
      title: 'A village near {city} rents out its barns',
      text: 'Short of beds and long on barns, a village near {city} has turned {times} of them into rooms. The council insists on one rule: breakfast is eaten together.',
    },
    {
      title: '{B} opens a support office in {city}',
      text: 'Booking service {B} will employ {minutes} people in {city} from {month}. The office handles calls in English, Chinese and Spanish, a spokesperson said.',
    },
    {
      title: 'Museums in {city} stay open until ten',
      text: 'From {month}, {times} museums in {city} will open until ten on Fridays. A trial last year drew mostly locals, the city said, and filled the bars next door.',
    },
    {
      title: '{city} expects a record season',
      text: 'Overnight stays in {city} rose by {minutes} per cent in {month}, the tourist board said on Tuesday. Small guesthouses gained most, while large hotels were flat.',
    },
    {
      title: '{B} extends free changes to {times} more cities',
      text: 'Booking service {B} said guests in {city} and other cities can now change dates free of charge up to {hours} hours before arrival. The company did not give figures on costs.',
    },
    {
      title: 'Night trains return to {city}',
      text: 'A night train to {city} will run {times} times a week from next month. Fares start at {fee}, the operator said.',
    },
    {
      title: 'What guests complain about most',
      text: 'Noise, slow refunds and cold breakfasts lead a survey of hotel guests in {times} countries. Only one in {floor} had complained to the hotel itself.',
    },
  ],
};

export const DISASTER_ARTICLES: Readonly<Record<Lang, readonly Article[]>> = {
  zh: [
    {
      title: '酒店订到一万公里外，客服称“打车过去”：芦笛旅行被指冷漠',
      text: '一名旅客通过芦笛旅行预订西班牙圣地亚哥的酒店，抵达后发现房间被订到智利同名城市，相距约一万公里。旅客称致电客服等待四十分钟，得到的答复是“您可以打车过去”，且拒绝退款，其父母在街头坐到天亮。相关话题一夜之间登上微语热搜，大量网友批评芦笛旅行服务态度恶劣，也有人晒出自己遭遇到店无房、退款难的经历。',
    },
    {
      title: '“打车去智利”背后：同名城市为何难住了订房平台',
      text: '“打车去智利”引发众怒后，记者尝试在芦笛旅行、远帆等平台搜索“圣地亚哥”。其中芦笛旅行未提示国家，直接进入付款页。多位受访用户表示，最令人失望的不是系统出错，而是客服的推诿与冷漠。消费维权人士认为，平台应先安置旅客，再厘清责任。',
    },
  ],
  en: [
    {
      title: 'Reedpipe under fire after telling family to "take a taxi" to Chile',
      text: 'Travel booking service Reedpipe faces a storm of criticism after it booked a family bound for Santiago in Spain into a hotel in Santiago, Chile, some 10,000 km away. According to the traveller, customer service advised him to take a taxi and refused a refund. His parents, both in their seventies, spent the night on a bench.',
    },
  ],
};
