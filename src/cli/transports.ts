/** How messages leave: mail by SMTP or into a folder, chats and other services by their recipients' webhooks. */
import { join } from 'node:path';
import type { Config, HookConfig } from '../config/types.ts';
import type { Channel } from '../model.ts';
import type { Transport } from '../notify/channels/channel.ts';
import { feishuTransport } from '../notify/channels/feishu.ts';
import { folderTransport } from '../notify/channels/folder.ts';
import type { Hook } from '../notify/channels/http.ts';
import { slackTransport } from '../notify/channels/slack.ts';
import { smtpTransport } from '../notify/channels/smtp.ts';
import { webhookTransport } from '../notify/channels/webhook.ts';
import { type MailIdentity, parseAddress } from '../notify/mail/identity.ts';

/** Every channel; `mail` replaces the configured way of sending mail. */
export function transportsOf(config: Config, mail?: Transport): Record<Channel, Transport> {
  const { service, hooks } = config;
  const identity = { serviceName: service.name, publicUrl: service.publicUrl };
  return {
    mail: mail ?? mailTransport(config),
    slack: slackTransport((id) => revealed(hooks.get(id)?.slack), identity),
    feishu: feishuTransport((id) => revealed(hooks.get(id)?.feishu), identity),
    webhook: webhookTransport((id) => {
      const webhook = hooks.get(id)?.webhook;
      const hook = revealed(webhook);
      return hook && webhook ? { ...hook, form: webhook.form } : null;
    }, identity),
  };
}

/** Null while a secret is not set, so that a delivery waits for it and says so. */
function revealed(hook: HookConfig | undefined): Hook | null {
  if (hook === undefined || !hook.url.isSet || hook.secret?.isSet === false) return null;
  return { url: hook.url.reveal('to send messages'), secret: hook.secret?.reveal('to sign messages') ?? null };
}

/** By SMTP where it is configured, else into `outbox` in the data folder. */
function mailTransport(config: Config): Transport {
  const identity = mailIdentity(config);
  const { smtp } = config.mail;
  if (smtp === null) return folderTransport(join(config.service.dataDir, 'outbox'), identity);
  return smtpTransport({ url: smtp.url.reveal('to send mail (mail.smtp.url)') }, identity);
}

/** What all mails of this installation have in common. */
export function mailIdentity({ mail, service }: Config): MailIdentity {
  return { from: parseAddress(mail.from), serviceName: service.name, publicUrl: service.publicUrl };
}
