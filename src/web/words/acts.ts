/** What people may do with an incident, in words. */
import type { Language } from '../../notify/content/format.ts';
import type { Act } from '../../pipeline/people.ts';
import type { MuteChoice } from '../pages/incident-acts.ts';

interface ActWords {
  /** `ask`: the page before the click. */
  readonly acts: Readonly<Record<Act, { readonly ask: string; readonly button: string; readonly explain: string }>>;
  readonly handle: string;
  readonly note: string;
  readonly noteText: string;
  readonly link: string;
  readonly linkHint: string;
  readonly to: string;
  readonly muteUntil: string;
  readonly muteChoice: Readonly<Record<MuteChoice, string>>;
  readonly muted: string;
  readonly mutedUntil: string;
  readonly mutedGrows: (count: number) => string;
  readonly done: string;
  readonly already: string;
  readonly back: string;
}

const en: ActWords = {
  acts: {
    acknowledge: {
      ask: 'Take this incident on?',
      button: 'Acknowledge',
      explain: 'The others are told that you have it, and it is not escalated further.',
    },
    answered: {
      ask: 'Has the brand answered in public?',
      button: 'Mark as answered',
      explain: 'Recovery is measured from this moment.',
    },
    resolve: {
      ask: 'Is this incident over?',
      button: 'Resolve',
      explain: 'This closes it. If it grows again, it is opened again and everybody is told.',
    },
    dismiss: {
      ask: 'Is this not an incident?',
      button: 'Not an incident',
      explain:
        'This closes it. It stays closed unless it grows clearly, and counts as a false alarm when rules are tested.',
    },
    mute: {
      ask: 'Mute this incident?',
      button: 'Mute',
      explain: 'Nobody is told for a while; it goes on being watched. A rise in severity is told all the same.',
    },
    unmute: {
      ask: 'End the mute?',
      button: 'End the mute',
      explain: 'Alerts go out again; what was missed is told at once.',
    },
    assign: { ask: 'Who has it in hand?', button: 'Give to somebody', explain: 'The state stays as it is.' },
    note: { ask: 'Add a note?', button: 'Add a note', explain: 'For the others; it stays on this page.' },
  },
  handle: 'What to do',
  note: 'Note (optional)',
  noteText: 'Note',
  link: 'Address of the answer (optional)',
  linkHint: 'https://…',
  to: 'To',
  muteUntil: 'Until',
  muteChoice: {
    h2: '2 hours from now',
    h8: '8 hours from now',
    d1: 'tomorrow at this time',
    w1: 'a week from now',
    x2: 'it is twice as large',
    x3: 'it is 3 times as large',
    x5: 'it is 5 times as large',
  },
  muted: 'Muted',
  mutedUntil: 'until',
  mutedGrows: (count) => `until ${count} negative mentions`,
  done: 'Done. Thank you.',
  already: 'Somebody was first, or it is over already. Nothing was changed.',
  back: 'To the incident',
};

const zh: ActWords = {
  acts: {
    acknowledge: {
      ask: '由您处理这一事件？',
      button: '确认处理',
      explain: '其他人会收到通知，事件不再继续升级提醒。',
    },
    answered: { ask: '品牌已公开回应？', button: '标记为已回应', explain: '从此刻起衡量口碑恢复情况。' },
    resolve: {
      ask: '这一事件已平息？',
      button: '标记为已平息',
      explain: '事件将关闭；若再次扩大，会重新打开并通知所有人。',
    },
    dismiss: {
      ask: '这不是事件？',
      button: '不是事件',
      explain: '事件将关闭，除非明显扩大否则不再打开；检验规则时计为误报。',
    },
    mute: { ask: '静音这一事件？', button: '静音', explain: '暂不通知任何人，但继续监测；级别上升时仍会通知。' },
    unmute: { ask: '结束静音？', button: '结束静音', explain: '恢复提醒，并立即告知期间错过的变化。' },
    assign: { ask: '由谁负责？', button: '指派负责人', explain: '事件状态不变。' },
    note: { ask: '添加备注？', button: '添加备注', explain: '供其他同事参考，保留在本页。' },
  },
  handle: '处理',
  note: '备注（可不填）',
  noteText: '备注',
  link: '回应的网址（可不填）',
  linkHint: 'https://…',
  to: '负责人',
  muteUntil: '直到',
  muteChoice: {
    h2: '2 小时后',
    h8: '8 小时后',
    d1: '明天此时',
    w1: '一周后',
    x2: '规模达到 2 倍',
    x3: '规模达到 3 倍',
    x5: '规模达到 5 倍',
  },
  muted: '已静音',
  mutedUntil: '直到',
  mutedGrows: (count) => `直到负面提及达到 ${count} 条`,
  done: '已完成，谢谢。',
  already: '已有人先行处理，或事件已结束。未做任何更改。',
  back: '返回事件',
};

export const ACT_WORDS: Readonly<Record<Language, ActWords>> = { en, zh };
