/** `earshot alert`: what an alert looks like now, and whether it would arrive. */
import { randomUUID } from 'node:crypto';
import type { Command } from 'commander';
import { openApp } from '../cli/app.ts';
import { CONFIG_DIR, readConfig } from '../cli/config.ts';
import type { CommandContext } from '../cli/context.ts';
import { incidentNumber } from '../cli/handle-incident.ts';
import { write } from '../cli/lines.ts';
import { writeMailFiles } from '../cli/mail-files.ts';
import { recipientNamed } from '../cli/reader.ts';
import { mailIdentity, transportsOf } from '../cli/transports.ts';
import type { Config } from '../config/types.ts';
import { messageOf, UsageError } from '../errors.ts';
import { createLogger } from '../log.ts';
import { CHANNELS, type Channel, type Recipient } from '../model.ts';
import { prepareMail } from '../notify/mail/identity.ts';
import { previewDelivery } from '../notify/plan.ts';
import { composeAlert } from '../pipeline/views/alert-view.ts';
import { findIncident, transitionsOf } from '../store/incidents.ts';

interface PreviewOptions {
  readonly config: string;
  readonly to?: string;
  readonly out: string;
}

interface TestOptions {
  readonly config: string;
  readonly to: string;
  readonly channel?: string;
}

export default function register(program: Command, context: CommandContext): void {
  const alert = program.command('alert').description('what an alert looks like, and whether it would arrive');
  alert
    .command('preview')
    .description('composes the alert of an incident as it would be sent now: HTML, text and .eml')
    .argument('<incident>', 'the number of the incident')
    .option('--to <recipient>', 'for this recipient; the first that a rule tells of the brand unless said')
    .option('--out <dir>', 'where to write', '.')
    .option('--config <dir>', 'the configuration directory', CONFIG_DIR)
    .action((incident: string, options: PreviewOptions) => preview(incident, options, context));
  alert
    .command('test')
    .description('sends a message marked as a test over the real channels, and prints what the other side answers')
    .requiredOption('--to <recipient>', 'the recipient')
    .option('--channel <channel>', 'over this channel alone: mail, slack, feishu or webhook')
    .option('--config <dir>', 'the configuration directory', CONFIG_DIR)
    .addHelpText('after', '\nExits with 1 where a channel refuses the message.')
    .action((options: TestOptions) => test(options, context));
}

async function preview(word: string, options: PreviewOptions, context: CommandContext): Promise<void> {
  const incidentId = incidentNumber(word);
  const { config, registry } = await readConfig(options.config, context.env);
  const log = createLogger({ level: context.env.LOG_LEVEL ?? 'error' });
  const app = await openApp({ config, registry, log, clock: context.clock, databaseUrl: context.env.DATABASE_URL });
  try {
    const incident = await findIncident(app.db, incidentId);
    if (incident === null) throw new UsageError(`there is no incident ${incidentId}`);
    const last = (await transitionsOf(app.db, incidentId)).at(-1);
    const reader = readerOf(options.to, config, incident.brand);
    // A reader without a mail address sees the mail they would get if they had one.
    const recipient = { ...reader, email: reader.email ?? 'reader@localhost' };
    const view = last === undefined ? null : await composeAlert(app, incidentId, last.seq, recipient);
    if (view === null)
      throw new UsageError(`incident ${incidentId} is about ${incident.brand}, which is no longer a brand`);
    const now = context.clock.now();
    const delivery = previewDelivery(view, recipient, now);
    const prepared = await prepareMail(delivery, { kind: 'alert', view, recipient }, now, mailIdentity(config));
    const name = `incident-${incidentId}-${recipient.id}`;
    const file = await writeMailFiles(options.out, name, prepared.mail, prepared.raw);
    await write(context.stdout, `${file}.html\n${file}.txt\n${file}.eml\n`);
  } finally {
    await app.close();
  }
}

function readerOf(to: string | undefined, config: Config, brand: string): Recipient {
  if (to !== undefined) return recipientNamed(to, config.recipients);
  const told = config.alerts.filter(({ brands }) => brands.includes(brand)).flatMap(({ recipients }) => recipients);
  const reader = config.recipients.find(({ id }) => told.includes(id));
  const { timezone } = config.service;
  return reader ?? { id: 'preview', name: 'Preview', email: 'preview@localhost', language: 'en', timezone };
}

async function test(options: TestOptions, context: CommandContext): Promise<void> {
  const { config } = await readConfig(options.config, context.env);
  const recipient = recipientNamed(options.to, [...config.recipients, ...config.operators]);
  const own = recipient.channels ?? ['mail'];
  const channels = options.channel === undefined ? own : [channelNamed(options.channel, own, recipient.id)];
  const transports = transportsOf(config);
  try {
    for (const channel of channels) {
      const now = context.clock.now();
      const id = randomUUID();
      const delivery = {
        key: `test:${id}`,
        about: { kind: 'test', brand: '' },
        recipientId: recipient.id,
        channel,
        severity: null,
        messageId: `test.${id}`,
        thread: null,
        notBefore: now,
        attempt: 1,
      } as const;
      const notice = { kind: 'test', view: { at: now.toISOString(), channel }, recipient } as const;
      try {
        const { response } = await transports[channel].send(delivery, notice, now);
        const where = channel === 'mail' && config.mail.smtp === null ? 'written, since SMTP is not set up' : 'taken';
        await write(context.stdout, `${channel}: ${where}: ${oneLine(response)}\n`);
      } catch (error) {
        await write(context.stdout, `${channel}: refused: ${oneLine(messageOf(error))}\n`);
        context.exitCode = 1;
      }
    }
  } finally {
    await Promise.all(Object.values(transports).map((transport) => transport.close()));
  }
}

function channelNamed(word: string, own: readonly Channel[], recipient: string): Channel {
  const channel = CHANNELS.find((one) => one === word);
  if (channel !== undefined && own.includes(channel)) return channel;
  throw new UsageError(`${recipient} cannot be reached by "${word}"; channels: ${own.join(', ')}`);
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, ' ').trim();
}
