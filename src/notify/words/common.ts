/** Words that alerts and digests share, in both languages. */
import type { Counted, Language } from '../content/format.ts';
import { type Inline, type Line, line, strong } from '../content/inline.ts';

export interface CommonWords {
  readonly followers: (n: string) => string;
  readonly reach: (of: Counted) => Line;
  /** The quoted post among them. */
  readonly copies: (shown: Inline) => Line;
  readonly numbers: string;
  readonly original: string;
  readonly why: string;
  readonly rating: (value: string, best: string) => string;
  readonly bareRating: string;
  readonly negative: (of: Counted) => Line;
  readonly positive: (of: Counted) => Line;
  readonly anonymous: string;
  readonly channels: Readonly<Record<string, string>>;
  /** `until` null: still so. `partly`: something of it was seen all the same. */
  readonly blind: (site: Inline, since: string, until: string | null, partly: boolean, reason: string) => Line;
  readonly listComma: string;
  /** Between a name and what it is. */
  readonly colon: string;
  readonly brackets: readonly [string, string];
  /** Around a quotation in plain text. */
  readonly quotes: readonly [string, string];
  /** Name, then what is known of it. */
  readonly named: (name: Inline, details: string) => Line;
  readonly details: (parts: readonly string[]) => string;
}

const en: CommonWords = {
  followers: (n) => `${n} followers`,
  reach: (of) => line`reach ${of.shown}`,
  copies: (shown) => line`${shown} posts say the same`,
  numbers: 'A number’s link lists the posts behind it.',
  original: 'original',
  why: 'why it counts',
  rating: (value, best) => `rated ${value}/${best}`,
  bareRating: 'Rating without words',
  negative: (of) => line`${of.shown} negative`,
  positive: (of) => line`${of.shown} positive`,
  anonymous: 'unnamed author',
  channels: { mail: 'mail', slack: 'Slack', feishu: 'Feishu', webhook: 'webhook' },
  blind: (site, since, until, partly, reason) =>
    until === null
      ? line`${strong([site])} ${partly ? 'seen in part only' : 'blind'} since ${since} (${reason})`
      : line`${strong([site])} was ${partly ? 'seen in part only' : 'blind'} from ${since} to ${until} (${reason})`,
  listComma: ', ',
  colon: ': ',
  brackets: [' (', ')'],
  quotes: ['“', '”'],
  named: (name, details) => line`${name} (${details})`,
  details: (parts) => parts.join(', '),
};

const zh: CommonWords = {
  followers: (n) => `${n.replace(/(\d)$/, '$1 ')}粉丝`,
  reach: (of) => line`触达 ${of.shown}`,
  copies: (shown) => line`相同内容共 ${shown} 条`,
  numbers: '点按数字可看到它背后的帖子。',
  original: '原帖',
  why: '判断依据',
  rating: (value, best) => `评分 ${value}/${best}`,
  bareRating: '只有评分，没有文字',
  negative: (of) => line`负面 ${of.shown}`,
  positive: (of) => line`正面 ${of.shown}`,
  anonymous: '未署名作者',
  channels: { mail: '邮件', slack: 'Slack', feishu: '飞书', webhook: 'Webhook' },
  blind: (site, since, until, partly, reason) =>
    until === null
      ? line`${strong([site])} 自 ${since} 起${partly ? '只能看到一部分' : '看不到'}（${reason}）`
      : line`${strong([site])} 在 ${since} 至 ${until} 期间${partly ? '只看到一部分' : '看不到'}（${reason}）`,
  listComma: '、',
  colon: '：',
  brackets: ['（', '）'],
  quotes: ['“', '”'],
  named: (name, details) => line`${name}（${details}）`,
  details: (parts) => parts.join('，'),
};

export const COMMON: Readonly<Record<Language, CommonWords>> = { en, zh };
