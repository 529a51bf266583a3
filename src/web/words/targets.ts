/** Words of the pages for operators. */
import type { Language } from '../../notify/content/format.ts';

interface TargetWords {
  readonly lead: string;
  readonly none: string;
  readonly newLastDay: string;
  readonly usual: (perDay: string) => string;
  readonly seen: string;
  readonly seenLastDay: string;
  readonly next: string;
  readonly crawls: string;
  readonly time: string;
  readonly found: string;
  readonly hosts: string;
  readonly config: string;
  readonly backtest: string;
  readonly tokens: string;
  readonly calendar: string;
  readonly calendarLead: string;
  readonly unknown: string;
  readonly pause: string;
  readonly resume: string;
  readonly pauseExplain: string;
  readonly resumeExplain: string;
  readonly byConfig: string;
  readonly until: string;
  readonly untilChoice: Readonly<Record<'h2' | 'd1' | 'w1' | 'open', string>>;
  readonly reason: string;
  readonly paused: string;
  readonly try: string;
  readonly tryExplain: string;
  readonly address: string;
  readonly pasted: string;
  readonly pastedHint: string;
  readonly tryButton: string;
  readonly tryAgain: string;
  readonly notTried: string;
  readonly robots: string;
  readonly page: string;
  readonly posts: (count: number) => string;
  readonly fields: string;
  readonly problems: string;
  readonly noBrand: string;
  readonly schedule: string;
  readonly brands: string;
  readonly pace: (count: number) => string;
  readonly configured: string;
  readonly brought: string;
  readonly used: string;
  readonly hour: string;
  readonly day: string;
  readonly failed: string;
  readonly wait: string;
  readonly delay: string;
  readonly noHosts: string;
  readonly requests: string;
  readonly took: string;
  readonly changes: string;
  readonly noChanges: string;
  readonly change: Readonly<Record<'started' | 'applied' | 'refused' | 'repaired', string>>;
  readonly files: string;
  readonly filesLead: string;
  readonly hidden: string;
}

const en: TargetWords = {
  lead: 'What is crawled or brought, and how well it is seen',
  none: 'No target is configured. Targets are files in config/targets; earshot check says what is wrong with them.',
  newLastDay: 'New, 24 hours',
  usual: (perDay) => `usually ${perDay} a day`,
  seen: 'Seen',
  seenLastDay: 'Seen, 24 hours',
  next: 'Next',
  crawls: 'Last crawls',
  time: 'Time',
  found: 'New posts',
  hosts: 'Hosts',
  config: 'Configuration',
  backtest: 'Back-test',
  tokens: 'API tokens',
  calendar: 'Coverage',
  calendarLead: 'Share of each day that was seen, five weeks',
  unknown: 'not crawled yet',
  pause: 'Pause',
  resume: 'Resume',
  pauseExplain: 'It is not crawled, and its part of the public counts as not seen. No file is changed.',
  resumeExplain: 'It is crawled again when it is next due.',
  byConfig: 'It rests because a file says so; change the configuration to end that.',
  until: 'Until',
  untilChoice: {
    h2: '2 hours from now',
    d1: 'tomorrow at this time',
    w1: 'a week from now',
    open: 'somebody resumes it',
  },
  reason: 'Reason (optional)',
  paused: 'paused',
  try: 'Try',
  tryExplain: 'Reads one page as the target would, and stores nothing. Robots.txt is obeyed.',
  address: 'Address of the page',
  pasted: 'The page itself, pasted (optional)',
  pastedHint: 'With it nothing is fetched.',
  tryButton: 'Try',
  tryAgain: 'Try again',
  notTried: 'Posts of this target are brought, not fetched: there is nothing to try.',
  robots: 'robots.txt',
  page: 'Page',
  posts: (count) => (count === 1 ? '1 post' : `${count} posts`),
  fields: 'How often each field is filled',
  problems: 'What is wrong with single posts',
  noBrand: 'about none of the brands',
  schedule: 'Schedule',
  brands: 'Brands',
  pace: (count) => `at most ${count} requests a minute`,
  configured: 'As configured',
  brought: 'brought, not crawled',
  used: 'Used today',
  hour: 'Last hour',
  day: 'Last 24 hours',
  failed: 'failed',
  wait: 'Not before',
  delay: 'asks for a delay of',
  noHosts: 'No host was asked in the last week.',
  requests: 'Last requests',
  took: 'Took',
  changes: 'Last changes',
  noChanges: 'Changes are noted while the service runs.',
  change: { started: 'in use since a start', applied: 'put into use', refused: 'refused', repaired: 'good again' },
  files: 'In use',
  filesLead: 'As the running service read it; nothing here changes a file',
  hidden: '(hidden)',
};

const zh: TargetWords = {
  lead: '采集或接收的来源，以及覆盖情况',
  none: '尚未配置采集目标。目标文件位于 config/targets；earshot check 会指出问题。',
  newLastDay: '新增（24 小时）',
  usual: (perDay) => `通常每天 ${perDay} 条`,
  seen: '已覆盖',
  seenLastDay: '已覆盖（24 小时）',
  next: '下次',
  crawls: '最近采集',
  time: '时间',
  found: '新帖',
  hosts: '主机',
  config: '配置',
  backtest: '回溯检验',
  tokens: 'API 令牌',
  calendar: '覆盖日历',
  calendarLead: '五周内每天实际覆盖的比例',
  unknown: '尚未采集',
  pause: '暂停',
  resume: '恢复',
  pauseExplain: '暂停期间不采集，对应的内容计为未覆盖。不会更改任何文件。',
  resumeExplain: '将在下一次计划时间恢复采集。',
  byConfig: '该目标因配置文件而暂停；要恢复请修改配置。',
  until: '直到',
  untilChoice: { h2: '2 小时后', d1: '明天此时', w1: '一周后', open: '有人恢复为止' },
  reason: '原因（可不填）',
  paused: '已暂停',
  try: '试采',
  tryExplain: '按该目标的方式读取一个页面，不保存任何内容。遵守 robots.txt。',
  address: '页面地址',
  pasted: '页面源代码（可粘贴，可不填）',
  pastedHint: '填写后不会访问网站。',
  tryButton: '试采',
  tryAgain: '再试一次',
  notTried: '该目标的帖子由外部送入而非采集，无法试采。',
  robots: 'robots.txt',
  page: '页面',
  posts: (count) => `${count} 条帖子`,
  fields: '各字段填充率',
  problems: '个别帖子的问题',
  noBrand: '不涉及任何品牌',
  schedule: '计划',
  brands: '品牌',
  pace: (count) => `每分钟至多 ${count} 次请求`,
  configured: '当前配置',
  brought: '外部送入，无需采集',
  used: '今日已用',
  hour: '最近一小时',
  day: '最近 24 小时',
  failed: '失败',
  wait: '最早可访问时间',
  delay: '要求的请求间隔',
  noHosts: '最近一周没有访问任何主机。',
  requests: '最近请求',
  took: '耗时',
  changes: '最近更改',
  noChanges: '服务运行期间的更改会记录在此。',
  change: { started: '启动时启用', applied: '已启用', refused: '未启用', repaired: '已恢复正常' },
  files: '使用中',
  filesLead: '以运行中的服务所读取的为准；此处不会更改任何文件',
  hidden: '（已隐藏）',
};

export const TARGET_WORDS: Readonly<Record<Language, TargetWords>> = { en, zh };
