/** Words to operators about deliveries, and about a day on which nothing worked. */
import type { Language } from '../content/format.ts';

export interface DeliveryAlarmWords {
  readonly stopped: (recipient: string) => string;
  readonly dead: (recipient: string) => string;
  readonly still: Readonly<Record<'crawling' | 'delivery', string>>;
  readonly again: Readonly<Record<'crawling' | 'delivery', string>>;
  readonly config: string;
  readonly configMended: string;
  readonly several: (count: number, first: string) => string;
  readonly stoppedValue: (address: string, since: string) => string;
  readonly comma: string;
  readonly deadValue: (channel: string, since: string) => string;
  readonly configValue: (problems: number, since: string) => string;
  readonly stillValue: (since: string) => string;
  readonly againValue: (since: string) => string;
  readonly advice: {
    readonly stopped: (recipient: string) => string;
    readonly dead: string;
    readonly config: string;
    readonly crawling: string;
    readonly delivery: string;
  };
  readonly open: string;
  readonly footer: string;
}

const en: DeliveryAlarmWords = {
  stopped: (recipient) => `mail to ${recipient} is refused and rests`,
  dead: (recipient) => `a message to ${recipient} was given up`,
  still: { crawling: 'nothing has been seen for a day', delivery: 'nothing could be sent for a day' },
  again: { crawling: 'sites are being seen again', delivery: 'messages are going out again' },
  config: 'a change of the configuration cannot be used',
  configMended: 'the configuration can be used again',
  several: (count, first) => `${count} things need a look: ${first}`,
  stoppedValue: (address, since) => `${address} refused since ${since}`,
  comma: ', ',
  deadValue: (channel, since) => `by ${channel}, planned ${since}`,
  configValue: (problems, since) =>
    `${problems} ${problems === 1 ? 'problem' : 'problems'} since ${since}; the last good configuration stays in use`,
  stillValue: (since) => `since ${since}`,
  againValue: (since) => `it had stood still since ${since}`,
  advice: {
    stopped: (recipient) =>
      `What waits for ${recipient} is kept. Correct the address in earshot.yaml, or run earshot resume --recipient ${recipient} once it works again.`,
    dead: 'It was tried for about a day, or the other side refused it for good. earshot alert test shows what the channel answers now.',
    config: 'Correct the files, then: earshot check. They are read again as soon as they are saved.',
    crawling:
      'Is a process with the role crawl running, and can this machine reach the sites? earshot status shows each target.',
    delivery: 'Messages wait, and none has been taken for a day. earshot alert test shows what each channel answers.',
  },
  open: 'Show the outbox',
  footer: 'You get one message when this begins, and one when it is over.',
};

const zh: DeliveryAlarmWords = {
  stopped: (recipient) => `发给 ${recipient} 的邮件被拒收，已暂停`,
  dead: (recipient) => `发给 ${recipient} 的一条消息已放弃`,
  still: { crawling: '一整天没有采集到任何网站', delivery: '一整天没有发出任何消息' },
  again: { crawling: '采集已恢复', delivery: '发送已恢复' },
  config: '配置的改动无法使用',
  configMended: '配置已恢复正常',
  several: (count, first) => `${count} 件事需要查看：${first}`,
  stoppedValue: (address, since) => `${address} 自 ${since} 起拒收`,
  comma: '，',
  deadValue: (channel, since) => `渠道：${channel}，原定 ${since}`,
  configValue: (problems, since) => `自 ${since} 起有 ${problems} 处问题；仍在使用上一份有效的配置`,
  stillValue: (since) => `自 ${since} 起`,
  againValue: (since) => `此前自 ${since} 起停滞`,
  advice: {
    stopped: (recipient) =>
      `待发给 ${recipient} 的内容均已保留。请在 earshot.yaml 中更正地址，或在恢复后运行 earshot resume --recipient ${recipient}。`,
    dead: '已尝试约一天，或对方明确拒收。earshot alert test 可查看该渠道目前的回应。',
    config: '请更正文件，然后运行 earshot check。文件一经保存即会重新读取。',
    crawling: '负责采集（role crawl）的进程是否在运行？本机能否访问这些网站？earshot status 可查看每个目标。',
    delivery: '消息在等待，一整天没有任何一条被接收。earshot alert test 可查看各渠道的回应。',
  },
  open: '查看发件箱',
  footer: '问题出现时发送一条消息，恢复时再发送一条。',
};

export const DELIVERY_ALARM_WORDS: Readonly<Record<Language, DeliveryAlarmWords>> = { en, zh };
