/** `earshot.yaml`: the installation, who is told, and by which rules. */
import { z } from 'zod';
import { contact, day, email, id, mailbox, secret, timezone, webUrl, words } from '../fields.ts';
import { retention } from './retention.ts';
import { alert, brands, digest } from './rules.ts';
import { oidc, trustedProxies, user } from './users.ts';

const service = z
  .strictObject({
    name: words(60).default('Earshot').describe('How this installation calls itself in mails and pages.'),
    timezone: timezone()
      .default('UTC')
      .describe('IANA zone: default of recipients and targets; where days begin in pages.'),
    public_url: webUrl()
      .optional()
      .describe("Where readers of mails reach the pages. Default: this machine's `localhost` and `web.port`."),
    contact: contact().describe('Mail address or URL that owners of crawled sites find in the user agent.'),
    user_agent: words(300).optional().describe('Replaces the user agent; must still tell who you are.'),
    data_dir: z
      .string()
      .min(1)
      .default('./data')
      .describe('Folder of the embedded store and the outbox, from the working directory.'),
    authors: z
      .enum(['hashed', 'plain'])
      .default('hashed')
      .describe('`hashed`: authors are kept as a keyed hash and a masked name. `plain`: as published.'),
    author_hash_key: secret()
      .optional()
      .describe('Key of the author hash. Default: made at the first start and kept in the data folder.'),
    reading_threads: z
      .int()
      .min(0)
      .max(64)
      .optional()
      .describe(
        'Threads that read large batches of posts (imports, pushes, files) beside the one that stores them; they run while there are such batches. 0: none. Default: one fewer than the cores, at most 4.',
      ),
  })
  .describe('The installation.');

const web = z
  .strictObject({
    host: words(255)
      .default('127.0.0.1')
      .describe('Address the pages listen on; `0.0.0.0` for all. Without `users` they stay on this machine.'),
    port: z.int().min(0).max(65_535).default(8480).describe('Port the pages listen on; 0 takes any free one.'),
    trusted_proxies: trustedProxies,
    oidc: oidc.optional(),
  })
  .describe('The pages.');

const mail = z
  .strictObject({
    from: mailbox().default('Earshot <earshot@localhost.localdomain>').describe('Sender of alerts and digests.'),
    smtp: z
      .strictObject({
        url: secret().describe('`smtp://user:password@host:587`, or `smtps://…:465` for TLS from the first byte.'),
      })
      .optional()
      .describe(
        'How mails leave. Without it, or while the secret is not set, they are written to `outbox` in the data folder.',
      ),
  })
  .describe('Mail.');

const hookUrl = () =>
  secret().describe('Where the address of the webhook is kept: it holds a token, so it is a secret.');

const recipient = z
  .strictObject({
    name: words(100).describe('Shown in mails.'),
    email: email().optional().describe('Mail address.'),
    slack: z.strictObject({ url: hookUrl() }).optional().describe('A Slack channel, by incoming webhook.'),
    feishu: z
      .strictObject({
        url: hookUrl(),
        secret: secret().optional().describe('Signs messages, where the robot asks for signatures.'),
      })
      .optional()
      .describe('A Feishu (Lark) group, by custom bot.'),
    webhook: z
      .strictObject({
        url: hookUrl(),
        secret: secret()
          .optional()
          .describe("Signs messages: Standard Webhooks (`json`), or the robot's own way (`dingtalk`)."),
        form: z
          .enum(['json', 'dingtalk', 'wecom'])
          .default('json')
          .describe('`json`: everything, for programs. `dingtalk`, `wecom`: text for a group robot.'),
      })
      .optional()
      .describe('Any other service.'),
    language: z.enum(['en', 'zh']).default('en').describe('Language of mails to this recipient.'),
    timezone: timezone()
      .optional()
      .describe('IANA zone of quiet hours, digests and times in mails. Default: `service.timezone`.'),
  })
  .check((context) => {
    // A misspelt `email` is one mistake.
    if (context.issues.length > 0) return;
    const { email: mail, slack, feishu, webhook } = context.value;
    if (mail !== undefined || slack !== undefined || feishu !== undefined || webhook !== undefined) return;
    context.issues.push({
      code: 'custom',
      input: context.value,
      path: [],
      message: 'there is no way to reach this recipient',
      params: { code: 'E208', allowed: 'one or more of email, slack, feishu, webhook' },
    });
  });

const expected = z
  .strictObject({
    name: words(100).describe('What it is called where alerts mention it.'),
    from: day().describe('First day, in `service.timezone`.'),
    to: day().describe('Last day, included.'),
    factor: z.number().positive().max(100).default(3).describe('Times the usual number of mentions while it lasts.'),
    brands: brands.describe('`own` (without competitors), `all`, or a list of brand ids.'),
  })
  .check((context) => {
    if (context.value.to >= context.value.from) return;
    const message = 'the last day comes before the first';
    context.issues.push({ code: 'custom', input: context.value, path: ['to'], message, params: { code: 'E208' } });
  });

const detect = z
  .strictObject({
    false_alarms_per_month: z
      .number()
      .positive()
      .max(100)
      .default(1)
      .describe('False alarms accepted per brand and month. Fewer means later alerts, and some missed.'),
    expected: z.array(expected).default([]).describe('Holidays and campaigns, when more is said for a known reason.'),
  })
  .describe('Detection.');

const site = z.strictObject({
  name: words(60)
    .optional()
    .describe('What it is called in mails and pages. Default: the crawler’s title, or the host.'),
  paused: z.boolean().default(false).describe('true: no target that begins at this site is crawled.'),
  reason: words(200).optional().describe('Why, in words for `earshot status` and the pages.'),
});

export const settingsSchema = z
  .strictObject({
    service: service.describe('The installation.'),
    web: web.prefault({}).describe('The pages.'),
    mail: mail.prefault({}).describe('Mail.'),
    recipients: z.record(id(), recipient).default({}).describe('Who receives alerts and digests, by id.'),
    alerts: z
      .record(id(), alert)
      .default({})
      .describe('Who is told about incidents of which brands, by id of the rule.'),
    digests: z.record(id(), digest).default({}).describe("Who reads which brand's day, by id of the rule."),
    operators: z
      .array(id())
      .min(1)
      .optional()
      .describe(
        'Recipients who are told when a target goes quiet or cannot be seen, by id. Default: `service.contact`, where it is a mail address.',
      ),
    users: z
      .record(id(), user)
      .default({})
      .describe('Who may sign in to the pages, by id. Without any, nobody has to, and the pages stay on this machine.'),
    sites: z
      .record(words(200), site)
      .default({})
      .describe('Whole sites by the name their posts are stored under (`weibo`) or by host (`forum.example.com`).'),
    detect: detect.prefault({}).describe('Detection.'),
    retention: retention.prefault({}).describe('How long what is stored is kept.'),
  })
  .describe('Settings of an Earshot installation.');

export type Settings = z.output<typeof settingsSchema>;
