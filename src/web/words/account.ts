/** Words of signing in. */
import type { Language } from '../../notify/content/format.ts';
import type { Role } from '../reader.ts';

interface AccountWords {
  readonly account: string;
  readonly user: string;
  readonly password: string;
  readonly wrong: string;
  readonly tooMany: (minutes: number) => string;
  readonly signInWith: (provider: string) => string;
  readonly providerFailed: (provider: string) => string;
  readonly startAgain: string;
  readonly notKnown: string;
  readonly roles: Readonly<Record<Role, string>>;
  /** What the role allows, in brackets behind its name. */
  readonly mayDo: Readonly<Record<Role, string>>;
  readonly role: string;
  readonly sessions: string;
  readonly thisOne: string;
  readonly since: string;
  readonly lastSeen: string;
  readonly everywhere: string;
  readonly everywhereExplain: string;
  readonly nobodySignsIn: string;
}

const en: AccountWords = {
  account: 'Account',
  user: 'User',
  password: 'Password',
  wrong: 'User or password is not right.',
  tooMany: (minutes) => `Too many attempts. Try again in ${minutes} minutes.`,
  signInWith: (provider) => `Sign in with ${provider}`,
  providerFailed: (provider) =>
    `${provider} could not confirm who you are. Try again, or ask an operator to look at the log.`,
  startAgain: 'This took too long, or began in another browser. Sign in again.',
  notKnown: 'You are known there, but not here: no user of Earshot has your verified mail address.',
  roles: {
    reader: 'reader',
    responder: 'responder',
    operator: 'operator',
  },
  mayDo: {
    reader: '(looks at everything)',
    responder: '(looks at everything, handles incidents)',
    operator: '(looks at everything, handles incidents, changes targets)',
  },
  role: 'Role',
  sessions: 'Signed in',
  thisOne: 'this browser',
  since: 'since',
  lastSeen: 'last seen',
  everywhere: 'Sign out everywhere',
  everywhereExplain: 'Every browser has to sign in again, this one too.',
  nobodySignsIn: 'Nobody has to sign in here: no users are configured, and the pages stay on this machine.',
};

const zh: AccountWords = {
  account: '账户',
  user: '用户名',
  password: '密码',
  wrong: '用户名或密码不正确。',
  tooMany: (minutes) => `尝试次数过多，请 ${minutes} 分钟后再试。`,
  signInWith: (provider) => `通过 ${provider} 登录`,
  providerFailed: (provider) => `${provider} 未能确认您的身份。请重试，或请运维人员查看日志。`,
  startAgain: '等待时间过长，或登录始于另一浏览器。请重新登录。',
  notKnown: '身份已确认，但 Earshot 中没有与您已验证邮箱对应的用户。',
  roles: {
    reader: '读者',
    responder: '处理人',
    operator: '运维',
  },
  mayDo: {
    reader: '（可查看）',
    responder: '（可查看、处理事件）',
    operator: '（可查看、处理事件、管理采集目标）',
  },
  role: '角色',
  sessions: '已登录',
  thisOne: '当前浏览器',
  since: '登录于',
  lastSeen: '最近使用',
  everywhere: '在所有设备上退出',
  everywhereExplain: '包括当前浏览器在内，所有浏览器都需要重新登录。',
  nobodySignsIn: '此处无需登录：没有配置用户，页面仅供本机访问。',
};

export const ACCOUNT_WORDS: Readonly<Record<Language, AccountWords>> = { en, zh };
