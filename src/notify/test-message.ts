/** A message marked as a test: that it arrives is all it says. */
import type { Channel } from '../model.ts';
import type { Message, Reader } from './content/blocks.ts';
import { formatFor, type Language } from './content/format.ts';
import type { IsoTime } from './views/parts.ts';

export interface TestView {
  readonly at: IsoTime;
  readonly channel: Channel;
}

interface TestWords {
  readonly subject: (service: string) => string;
  readonly title: string;
  readonly lead: (service: string, channel: string, moment: string) => string;
  readonly nothing: string;
  readonly open: string;
  readonly footer: (zone: string) => string;
  readonly channel: Readonly<Record<Channel, string>>;
}

const en: TestWords = {
  subject: (service) => `[TEST] ${service}: this is only a test`,
  title: 'This is only a test',
  lead: (service, channel, moment) => `${service} can reach you by ${channel}. Sent ${moment}.`,
  nothing:
    'Nothing has happened, and there is nothing to do. Alerts will look different: they name a brand and a severity.',
  open: 'Open the pages',
  footer: (zone) => `Your alerts are written in English; their times are ${zone}.`,
  channel: { mail: 'mail', slack: 'Slack', feishu: 'Feishu', webhook: 'webhook' },
};

const zh: TestWords = {
  subject: (service) => `【测试】${service}：这只是一次测试`,
  title: '这只是一次测试',
  lead: (service, channel, moment) => `${service} 可以通过${channel}联系到您。发送时间：${moment}。`,
  nothing: '没有发生任何事件，无需处理。真正的预警会写明品牌与级别。',
  open: '打开页面',
  footer: (zone) => `您的预警使用中文，时间为 ${zone} 时区。`,
  channel: { mail: '邮件', slack: ' Slack ', feishu: '飞书', webhook: ' webhook ' },
};

const WORDS: Readonly<Record<Language, TestWords>> = { en, zh };

export function testMessage({ at, channel }: TestView, { language, timezone, serviceName }: Reader): Message {
  const words = WORDS[language];
  const lead = words.lead(serviceName, words.channel[channel], formatFor(language, timezone).moment(at));
  return {
    subject: words.subject(serviceName),
    preheader: lead,
    blocks: [
      { is: 'headline', kicker: [serviceName], severity: null, title: words.title, lead: [[lead], [words.nothing]] },
      { is: 'actions', actions: [{ words: words.open, to: '/', weight: 'second' }] },
      { is: 'footer', lines: [[words.footer(timezone)]] },
    ],
  };
}
