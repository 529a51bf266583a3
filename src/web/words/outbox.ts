/** Words of the outbox. */
import type { Language } from '../../notify/content/format.ts';
import type { DeliveryState } from '../../store/outbox-list.ts';

interface OutboxWords {
  readonly lead: string;
  readonly all: string;
  readonly states: Readonly<Record<DeliveryState, string>>;
  readonly kinds: Readonly<Record<'alert' | 'digest' | 'operator', string>>;
  readonly none: string;
  readonly notYet: string;
  readonly planned: string;
  readonly due: string;
  readonly sent: string;
  readonly attempts: string;
  readonly answered: string;
  readonly error: string;
  readonly unconfirmed: string;
  readonly supersededBy: string;
  readonly about: string;
  readonly incident: string;
  readonly message: string;
  readonly asSent: string;
  readonly asKnown: string;
  readonly again: string;
  readonly againExplain: string;
  readonly againOf: string;
  readonly alone: string;
  readonly gone: string;
  readonly older: string;
}

const en: OutboxWords = {
  lead: 'What was sent, what waits, what failed',
  all: 'All',
  states: { pending: 'Waiting', sent: 'Sent', dead: 'Failed', superseded: 'Not needed any more' },
  kinds: { alert: 'Alert', digest: 'Digest', operator: 'To operators' },
  none: 'Nothing is here. Alerts, digests and notices to operators appear here as soon as they are planned.',
  notYet: 'not sent yet',
  planned: 'Planned',
  due: 'Goes out',
  sent: 'Sent',
  attempts: 'Attempts',
  answered: 'The other side answered',
  error: 'Last error',
  unconfirmed: 'It may have arrived all the same: the connection broke after it was handed over.',
  supersededBy: 'A later message told the same and more',
  about: 'About',
  incident: 'Incident',
  message: 'The message',
  asSent: 'Exactly what was sent; only links to act are left out here.',
  again: 'Send once more',
  againExplain: 'To the same recipient, word for word.',
  againOf: 'Sent once more',
  asKnown: 'Composed from what is known now: numbers may have moved since it went out. Links to act are left out.',
  alone: 'Open it by itself',
  gone: 'What it was about is no longer kept.',
  older: 'Older',
};

const zh: OutboxWords = {
  lead: '已发送、等待发送与发送失败的消息',
  all: '全部',
  states: { pending: '等待发送', sent: '已发送', dead: '发送失败', superseded: '已无需发送' },
  kinds: { alert: '预警', digest: '简报', operator: '运维通知' },
  none: '这里没有内容。预警、日报和运维通知一经安排就会出现在这里。',
  notYet: '尚未发送',
  planned: '计划于',
  due: '发送时间',
  sent: '发送于',
  attempts: '尝试次数',
  answered: '对方回应',
  error: '上次错误',
  unconfirmed: '可能仍已送达：交付后连接中断。',
  supersededBy: '后来的消息已包含其内容',
  about: '关于',
  incident: '事件',
  message: '消息内容',
  asSent: '与实际发出的内容完全一致；此处仅略去操作链接。',
  again: '再发一次',
  againExplain: '原文发给同一收件人。',
  againOf: '再次发送',
  asKnown: '按目前所知重新生成：发出后数字可能已有变化。操作链接已略去。',
  alone: '单独打开',
  gone: '相关内容已不再保留。',
  older: '更早',
};

export const OUTBOX_WORDS: Readonly<Record<Language, OutboxWords>> = { en, zh };
