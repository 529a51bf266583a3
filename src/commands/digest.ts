/** `earshot digest`: composes a brand's day now, as HTML, text and mail. */
import type { Command } from 'commander';
import { type App, openApp } from '../cli/app.ts';
import { CONFIG_DIR, readConfig } from '../cli/config.ts';
import type { CommandContext } from '../cli/context.ts';
import { write } from '../cli/lines.ts';
import { writeMailFiles } from '../cli/mail-files.ts';
import { type Reader, readerOf, recipientNamed } from '../cli/reader.ts';
import { UsageError } from '../errors.ts';
import { createLogger } from '../log.ts';
import type { Brand } from '../model.ts';
import { toEml } from '../notify/mail/eml.ts';
import { parseAddress } from '../notify/mail/identity.ts';
import type { DeliveryDraft } from '../notify/outbox.ts';
import { planAgain, planResend } from '../notify/plan.ts';
import { renderDigest } from '../notify/render.ts';
import { addDays, boundsOf, dayAt, periodOf } from '../pipeline/views/days.ts';
import { composeDigest } from '../pipeline/views/digest-view.ts';
import { addDeliveries } from '../store/deliveries.ts';
import { findDigestOf } from '../store/digests.ts';
import { sentDigests } from '../store/sent-bodies.ts';

interface Options {
  readonly config: string;
  readonly brand: string;
  readonly date?: string;
  readonly until?: string;
  readonly period: string;
  readonly recipient?: string;
  readonly language?: string;
  readonly out: string;
  readonly resend?: true;
}

export default function register(program: Command, context: CommandContext): void {
  program
    .command('digest')
    .description("composes a brand's day: writes BRAND-DATE.html, .txt and .eml")
    .requiredOption('--brand <id>', 'the brand, or "all"')
    .option('--date <day>', 'YYYY-MM-DD; yesterday unless said')
    .option('--until <day>', 'with --date: every day from there to here')
    .option('--period <day|week>', 'a day, or the seven days that begin with it', 'day')
    .option('--recipient <id>', "for this recipient: their language and time zone; the service's where there is none")
    .option('--language <zh|en>', 'the language, where it is not the recipient’s')
    .option('--resend', 'sends the stored digest once more, as it was, to --recipient; writes no files')
    .option('--out <dir>', 'where to write', '.')
    .option('--config <dir>', 'the configuration directory', CONFIG_DIR)
    .action((options: Options) => digest(options, context));
}

async function digest(options: Options, context: CommandContext): Promise<void> {
  const { config, registry } = await readConfig(options.config, context.env);
  const brands = options.brand === 'all' ? config.brands : config.brands.filter((brand) => brand.id === options.brand);
  if (brands.length === 0) {
    throw new UsageError(
      `there is no brand "${options.brand}"; brands: all, ${config.brands.map((one) => one.id).join(', ')}`,
    );
  }
  const { period } = options;
  if (period !== 'day' && period !== 'week') throw new UsageError(`--period ${period}: must be day or week`);
  if (options.resend && options.recipient === undefined) throw new UsageError('--resend needs --recipient');
  const reader = readerOf(options, config.recipients, config.service.timezone);
  const days = daysOf(options, period, reader.timezone, context.clock.now());
  const log = createLogger({ level: context.env.LOG_LEVEL ?? 'error' });
  const app = await openApp({ config, registry, log, clock: context.clock, databaseUrl: context.env.DATABASE_URL });
  try {
    for (const brand of brands) {
      for (const day of days) {
        if (options.resend) {
          await resend(app, brand, day, period, options.recipient ?? '');
          await write(
            context.stdout,
            `${brand.id} ${day}: will be sent to ${options.recipient} by the running service\n`,
          );
          continue;
        }
        const file = await writeDigest(app, brand, day, reader, options.out, `${brand.id}-${day}`, period);
        await write(context.stdout, `${file}.html\n${file}.txt\n${file}.eml\n`);
      }
    }
  } finally {
    await app.close();
  }
}

/** Composes and renders one brand's day; the files' path without its ending. */
export async function writeDigest(
  app: App,
  brand: Brand,
  day: string,
  reader: Reader,
  out: string,
  name = `${brand.id}-${day}`,
  period: 'day' | 'week' = 'day',
): Promise<string> {
  const { service, mail: sender } = app.config;
  const view = await composeDigest(app, brand, day, reader.timezone, period);
  const { language, timezone } = reader;
  const mail = await renderDigest(view, {
    language,
    timezone,
    publicUrl: service.publicUrl,
    serviceName: service.name,
  });
  const from = parseAddress(sender.from);
  const host = from.address.split('@')[1] ?? 'localhost';
  const eml = await toEml(mail, {
    from,
    to: { name: reader.name, address: reader.email ?? `reader@${host}` },
    messageId: `digest.${brand.id}.${day}@${host}`,
    date: periodOf(day, timezone, period).to,
    references: null,
    language,
    urgent: false,
    unsubscribe: null,
  });
  return writeMailFiles(out, name, mail, eml);
}

const MOST_DAYS = 400;

function daysOf(options: Options, period: 'day' | 'week', timezone: string, now: Date): string[] {
  const first = options.date ?? addDays(dayAt(now, timezone), period === 'week' ? -7 : -1);
  const last = options.until ?? first;
  for (const [name, day] of [
    ['--date', first],
    ['--until', last],
  ] as const) {
    try {
      boundsOf(day, timezone);
    } catch (error) {
      throw new UsageError(`${name} ${day}: must be a day like 2026-11-22`, { cause: error });
    }
  }
  const days: string[] = [];
  for (let day = first; day <= last && days.length < MOST_DAYS; day = addDays(day, period === 'week' ? 7 : 1))
    days.push(day);
  if (days.length === 0) throw new UsageError(`--until ${last} lies before --date ${first}`);
  return days;
}

/** Puts a stored digest into the outbox again, over the recipient's mail, or over every channel where there is none. */
async function resend(app: App, brand: Brand, day: string, period: 'day' | 'week', id: string): Promise<void> {
  const { id: recipientId, channels = ['mail'] } = recipientNamed(id, app.recipients);
  const stored = await findDigestOf(app.db, brand.id, day, recipientId, period);
  if (stored === null) throw new UsageError(`no digest of ${brand.id} for ${day} was made for ${recipientId}`);
  const issue = { digestId: String(stored.digestId), brand: brand.id, period, day, edition: stored.edition };
  const now = app.clock.now();
  const over = channels.includes('mail') ? (['mail'] as const) : channels;
  const sent = await sentDigests(app.db, stored.digestId, recipientId);
  const about = { kind: 'digest', brand: brand.id, digestId: issue.digestId } as const;
  const drafts = over.flatMap((channel): DeliveryDraft[] => {
    const first = sent.find((one) => one.channel === channel);
    // What was sent goes out to the letter; what never was, or is no longer kept, is written from the stored digest.
    if (first === undefined) return planResend(issue, recipientId, [channel], now);
    return [planAgain({ key: first.key, about, recipientId, channel, severity: null }, now)];
  });
  await addDeliveries(app.db, drafts, now);
}
