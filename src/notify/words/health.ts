/** Words about the health of targets, for operators: mails, status and pages. */
import type { HealthState } from '../../model.ts';
import type { Language } from '../content/format.ts';

/** What differs for doors: nobody crawls there, posts are brought. */
interface DoorWords {
  readonly state: Readonly<Partial<Record<HealthState, string>>>;
  readonly advice: Readonly<Partial<Record<HealthState, string>>>;
}

export interface HealthWords {
  readonly state: Readonly<Record<HealthState, string>>;
  /** What to do about it; empty where there is nothing to do. */
  readonly advice: Readonly<Record<HealthState, string>>;
  readonly door: DoorWords;
  readonly kicker: (service: string) => string;
  readonly one: (target: string, state: string) => string;
  readonly wellAgain: (target: string) => string;
  readonly several: (count: number, first: string) => string;
  readonly severalWell: (count: number) => string;
  readonly networkDown: (targets: number, of: number) => string;
  readonly networkUp: string;
  readonly networkDownLead: string;
  readonly networkUpLead: (length: string) => string;
  readonly since: (moment: string) => string;
  readonly stands: (state: string, since: string) => string;
  readonly wasSince: (state: string, moment: string) => string;
  /** Ends a sentence before another one. */
  readonly sentence: (text: string) => string;
  readonly aside: (text: string) => string;
  readonly named: (name: string, text: string) => string;
  readonly usual: (perDay: string) => string;
  readonly usualWeek: (perWeek: string) => string;
  readonly open: string;
  readonly footer: string;
}

const en: HealthWords = {
  state: {
    new: 'not crawled yet',
    learning: 'learning what is usual',
    well: 'well',
    quiet: 'quiet',
    low: 'bringing far fewer posts than usual',
    blocked: 'blocked',
    throttled: 'throttled',
    drifted: 'no longer readable',
    gone: 'gone',
    unreachable: 'unreachable',
    refused: 'forbidden by robots.txt',
    failed: 'failing',
    overdue: 'not being crawled',
    paused: 'paused',
  },
  advice: {
    new: '',
    learning: '',
    well: '',
    quiet:
      'The pages are read without an error, but nothing new is on them. Look at the site in a browser: if people still write there, run earshot try on the target.',
    low: 'The pages are read without an error, but much less is new on them than was. Look at the site in a browser: does it show only a part without an account, or has its search or its paging changed? Then run earshot try on the target.',
    blocked:
      'Crawl less often (schedule, requests_per_minute), use the site’s API, or let its posts come in by import. Earshot climbs no walls.',
    throttled: 'Lower requests_per_minute or crawl less often; it goes on by itself when the time is over.',
    drifted: 'The site has changed its pages. Run earshot try on the target, and mend its options or its crawler.',
    gone: 'The address is no more. Find the new one and put it into the target.',
    unreachable: 'It may pass. If it does not, check the address in the target and the way there from this machine.',
    refused:
      'The site does not want this read by robots. Earshot obeys. Use its API, or let its posts come in by import.',
    failed: 'Read the reason; earshot try shows what comes back.',
    overdue: 'Is a process with the role crawl running? earshot status shows the queue.',
    paused: 'earshot resume ends it, where a command began it; otherwise change the configuration.',
  },
  door: {
    state: {
      new: 'nothing brought yet',
      drifted: 'brought in another form',
      failed: 'brought what cannot be read',
      overdue: 'no longer brought anything',
    },
    advice: {
      quiet: 'Posts are still brought, but none of them is new. Ask whoever exports or pushes them.',
      low: 'Far fewer new posts are brought than usual. Has a filter, a period or a page limit changed where they come from?',
      drifted: 'The export has changed its columns or keys. Mend the target’s map, or the export.',
      failed: 'Read the reason; for files it is written beside them in the folder failed.',
      overdue: 'Is whatever exports or pushes still running, and is its token still right?',
    },
  },
  kicker: (service) => `${service} · for operators`,
  one: (target, state) => `${target} is ${state}`,
  wellAgain: (target) => `${target} is well again`,
  several: (count, first) => `${count} targets need a look: ${first}`,
  severalWell: (count) => `${count} targets are well again`,
  networkDown: (targets, of) => `Nothing can be reached: ${targets} of ${of} targets`,
  networkUp: 'Sites can be reached again',
  networkDownLead:
    'Most targets became unreachable together, which points to this machine’s own network rather than to the sites. There will be no mail for each of them.',
  networkUpLead: (length) => `The network was away for ${length}. What was missed meanwhile is being read.`,
  since: (moment) => `since ${moment}`,
  stands: (state, since) => `${state} ${since}`,
  wasSince: (state, moment) => `was ${state} since ${moment}`,
  sentence: (text: string) => `${text}. `,
  aside: (text: string) => ` (${text})`,
  named: (name: string, text: string) => `${name}: ${text}`,
  usual: (perDay) => `usually about ${perDay} new posts a day`,
  usualWeek: (perWeek) => `usually about ${perWeek} new posts a week`,
  open: 'Show all targets',
  footer: 'You get one mail when a target’s state changes, and one when it is well again.',
};

const zh: HealthWords = {
  state: {
    new: '尚未采集',
    learning: '正在了解常态',
    well: '正常',
    quiet: '异常安静',
    low: '新帖骤减',
    blocked: '被拦截',
    throttled: '被限速',
    drifted: '页面改版',
    gone: '地址失效',
    unreachable: '无法连接',
    refused: '被 robots.txt 禁止',
    failed: '采集失败',
    overdue: '未按时采集',
    paused: '已暂停',
  },
  advice: {
    new: '',
    learning: '',
    well: '',
    low: '页面读取正常，但新内容比平时少得多。请用浏览器查看该网站：未登录是否只显示一部分，搜索或翻页是否有变化？再对该目标运行 earshot try。',
    quiet: '页面读取正常，但没有新内容。请用浏览器查看该网站：若仍有人发帖，请对该目标运行 earshot try。',
    blocked:
      '请降低采集频率（schedule、requests_per_minute），改用网站的 API，或用导入方式接入。Earshot 不会绕过拦截。',
    throttled: '请调低 requests_per_minute 或降低采集频率；到时会自动继续。',
    drifted: '网站页面已改版。请对该目标运行 earshot try，并修改其选项或采集器。',
    gone: '地址已不存在。请找到新地址并写入目标配置。',
    unreachable: '可能是暂时的。若持续，请检查目标中的地址以及本机到该网站的网络。',
    refused: '该网站不允许机器人读取。请使用其 API 或导入；这里不会强行采集。',
    failed: '请查看原因；earshot try 会显示返回的内容。',
    overdue: '负责采集（role crawl）的进程是否在运行？earshot status 可查看队列。',
    paused: '由命令暂停的用 earshot resume 恢复，否则请修改配置。',
  },
  door: {
    state: { new: '尚无数据送达', drifted: '送达数据格式已变', failed: '送达数据无法读取', overdue: '已无数据送达' },
    advice: {
      quiet: '仍有数据送达，但没有新帖。请询问导出或推送方。',
      low: '送达的新帖比平时少得多。来源处的筛选条件、时间范围或条数限制是否有变化？',
      drifted: '导出文件的列或键已改变。请修改该目标的 map，或恢复导出格式。',
      failed: '请查看原因；文件的原因写在 failed 文件夹中。',
      overdue: '导出或推送程序是否仍在运行？令牌是否仍有效？',
    },
  },
  kicker: (service) => `${service} · 运维通知`,
  one: (target, state) => `${target}：${state}`,
  wellAgain: (target) => `${target} 已恢复正常`,
  several: (count, first) => `${count} 个采集目标需要查看：${first}`,
  severalWell: (count) => `${count} 个采集目标已恢复正常`,
  networkDown: (targets, of) => `所有网站均无法连接：${of} 个目标中的 ${targets} 个`,
  networkUp: '网络已恢复',
  networkDownLead: '大多数目标同时无法连接，问题多半在本机网络而不在网站。不会再为每个目标单独发邮件。',
  networkUpLead: (length) => `网络中断了 ${length}，期间遗漏的内容正在补采。`,
  since: (moment) => `自 ${moment} 起`,
  stands: (state, since) => `${state}（${since}）`,
  wasSince: (state, moment) => `此前自 ${moment} 起${state}`,
  sentence: (text) => `${text}。`,
  aside: (text) => `（${text}）`,
  named: (name, text) => `${name}：${text}`,
  usual: (perDay) => `平时每天约 ${perDay} 条新帖`,
  usualWeek: (perWeek) => `平时每周约 ${perWeek} 条新帖`,
  open: '查看所有采集目标',
  footer: '目标状态变化时发送一封邮件，恢复正常时再发送一封。',
};

export const HEALTH_WORDS: Readonly<Record<Language, HealthWords>> = { en, zh };

/** How a target stands, and what to do about it. `door`: its posts are brought. */
export function wordsFor(words: HealthWords, state: HealthState, door: boolean): { state: string; advice: string } {
  const own = door ? words.door : { state: {}, advice: {} };
  return { state: own.state[state] ?? words.state[state], advice: own.advice[state] ?? words.advice[state] };
}
