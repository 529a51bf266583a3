/** Words of the page on which operators make and end tokens. */
import type { Language } from '../../notify/content/format.ts';
import type { TokenRefusal } from '../api/tokens.ts';
import type { Role } from '../reader.ts';

interface TokenWords {
  readonly lead: string;
  readonly none: string;
  readonly name: string;
  readonly role: string;
  readonly roles: Readonly<Record<Role, string>>;
  readonly made: string;
  readonly byCommand: string;
  readonly ends: string;
  readonly ended: string;
  readonly never: string;
  readonly used: string;
  readonly notUsed: string;
  readonly add: string;
  readonly nameHint: string;
  readonly endsChoice: Readonly<Record<'30' | '90' | '365' | '', string>>;
  readonly make: string;
  readonly shownOnce: (name: string) => string;
  readonly keep: string;
  readonly how: string;
  readonly remove: string;
  readonly removeExplain: string;
  readonly removeNow: (name: string) => string;
  readonly wrong: Readonly<Record<TokenRefusal, string>>;
}

const en: TokenWords = {
  lead: 'By which programs use the API. Only their hashes are kept',
  none: 'There are none: no program can use the API.',
  name: 'Name',
  role: 'May',
  roles: { reader: 'read', responder: 'read, and correct mentions', operator: 'everything the API offers' },
  made: 'Made',
  byCommand: 'the command line',
  ends: 'Ends',
  ended: 'ended',
  never: 'never',
  used: 'Last used',
  notUsed: 'not yet',
  add: 'A new token',
  nameHint: 'What it is for: letters, digits, spaces, “.”, “_”, “-”',
  endsChoice: { '30': 'in 30 days', '90': 'in 90 days', '365': 'in a year', '': 'never' },
  make: 'Make the token',
  shownOnce: (name) => `The token “${name}” has been made.`,
  keep: 'Copy it now: it is shown this once, and cannot be shown again.',
  how: 'Programs send it with each request:',
  remove: 'End',
  removeExplain: 'Programs that use it are refused from now on. That cannot be taken back.',
  removeNow: (name) => `End “${name}” now`,
  wrong: {
    name: 'This cannot be a name. A name begins with a letter or a digit and is made of letters, digits, spaces, “.”, “_” and “-”, at most 64.',
    role: 'Choose what the token may do.',
    days: 'A token ends after 1 to 3650 whole days, or never.',
    taken: 'There is a token of that name already. End that one first, or choose another name.',
  },
};

const zh: TokenWords = {
  lead: '程序凭令牌使用 API，系统只保存其哈希值',
  none: '还没有令牌：任何程序都无法使用 API。',
  name: '名称',
  role: '权限',
  roles: { reader: '查看', responder: '查看、更正提及', operator: 'API 的全部功能' },
  made: '创建于',
  byCommand: '命令行',
  ends: '到期',
  ended: '已过期',
  never: '永不过期',
  used: '最近使用',
  notUsed: '尚未使用',
  add: '新建令牌',
  nameHint: '用途说明：可用文字、数字、空格、“.”、“_”和“-”',
  endsChoice: { '30': '30 天后', '90': '90 天后', '365': '一年后', '': '永不过期' },
  make: '创建令牌',
  shownOnce: (name) => `令牌“${name}”已创建。`,
  keep: '请立即复制：令牌只显示这一次，之后无法再次查看。',
  how: '程序在每次请求中附上：',
  remove: '撤销',
  removeExplain: '使用该令牌的程序将立即被拒绝，且无法恢复。',
  removeNow: (name) => `立即撤销“${name}”`,
  wrong: {
    name: '名称无效。名称须以文字或数字开头，只能包含文字、数字、空格、“.”、“_”和“-”，最多 64 个字符。',
    role: '请选择令牌的权限。',
    days: '有效期须为 1 至 3650 的整数天，或永不过期。',
    taken: '已有同名令牌。请先撤销该令牌，或换一个名称。',
  },
};

export const TOKEN_WORDS: Readonly<Record<Language, TokenWords>> = { en, zh };
