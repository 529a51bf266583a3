/** What a brief says, in both languages. */
import type { Language } from '../content/format.ts';

export interface BriefWords {
  readonly kicker: (service: string) => string;
  readonly subject: (headline: string) => string;
  readonly course: string;
  readonly notes: string;
  readonly entry: (moment: string, what: string, severity: number) => string;
  readonly by: (name: string) => string;
  readonly posts: string;
  readonly evidence: string;
  readonly mentions: string;
  readonly kept: string;
  readonly incident: string;
  readonly made: (service: string, moment: string, zone: string) => string;
}

const en: BriefWords = {
  kicker: (service) => `${service} · brief`,
  subject: (headline) => `Brief: ${headline}`,
  course: 'What happened',
  notes: 'Notes',
  entry: (moment, what, severity) => `${moment}: ${what} (${severity}/5)`,
  by: (name) => `, by ${name}`,
  posts: 'Posts that drive it',
  evidence: 'Evidence',
  mentions: 'mentions that belong to it',
  kept: 'pages kept as they were fetched, with time and SHA-256',
  incident: 'Open the incident',
  made: (service, moment, zone) => `Made by ${service}, ${moment} (${zone}).`,
};

const zh: BriefWords = {
  kicker: (service) => `${service} · 事件简报`,
  subject: (headline) => `简报：${headline}`,
  course: '经过',
  notes: '备注',
  entry: (moment, what, severity) => `${moment}：${what}（${severity}/5）`,
  by: (name) => `，${name}`,
  posts: '推动事态的帖子',
  evidence: '依据',
  mentions: '条相关提及',
  kept: '个页面已按抓取时原样取证，附时间与 SHA-256',
  incident: '查看事件',
  made: (service, moment, zone) => `由 ${service} 于 ${moment} 生成（${zone} 时区）。`,
};

export const BRIEF_WORDS: Readonly<Record<Language, BriefWords>> = { en, zh };
