/** The rules of `earshot.yaml`: who is told of incidents, and who reads which brand's day. */
import { z } from 'zod';
import { CHANNELS } from '../../model.ts';
import { ALLOWED, cron, id, timeOfDay, timezone } from '../fields.ts';

const channels = z
  .array(z.enum(CHANNELS))
  .min(1)
  .optional()
  .describe('`mail`, `slack`, `feishu`, `webhook`. Default: every way in which a recipient can be reached.');

const severity = (fallback: number) => z.int().min(1).max(5).default(fallback);

export const brands = z
  .union([z.enum(['own', 'all']), z.array(id()).min(1)])
  .register(ALLOWED, { allowed: 'own, all, or a list of brand ids' })
  .default('own');

const recipients = z
  .union([z.literal('all'), z.array(id()).min(1)])
  .register(ALLOWED, { allowed: 'all, or a list of recipient ids' });

const quietHours = z
  .strictObject({
    from: timeOfDay().describe("First minute of quiet, in the recipient's time zone."),
    to: timeOfDay().describe('First minute after it; earlier than `from` when the night lies between.'),
    break_severity: severity(4).describe('Alerts from this severity on are sent all the same.'),
  })
  .check((context) => {
    if (context.value.from !== context.value.to) return;
    const message = 'from and to are the same time';
    context.issues.push({ code: 'custom', input: context.value, path: ['to'], message, params: { code: 'E208' } });
  });

/** From whom to whom on which day; a day without a list of its own takes that of `weekdays` or `weekend`. */
const onDuty = (when: string) => z.array(id()).min(1).optional().describe(`Recipient ids, ${when}.`);

export const WEEKDAYS = ['sunday', 'monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'] as const;

const onCall = z
  .strictObject({
    weekdays: onDuty('Monday to Friday'),
    weekend: onDuty('Saturday and Sunday'),
    monday: onDuty('on Mondays, instead of `weekdays`'),
    tuesday: onDuty('on Tuesdays, instead of `weekdays`'),
    wednesday: onDuty('on Wednesdays, instead of `weekdays`'),
    thursday: onDuty('on Thursdays, instead of `weekdays`'),
    friday: onDuty('on Fridays, instead of `weekdays`'),
    saturday: onDuty('on Saturdays, instead of `weekend`'),
    sunday: onDuty('on Sundays, instead of `weekend`'),
    from: timeOfDay()
      .default('00:00')
      .describe("When a day's duty begins: until then, whoever had the day before still has it."),
    timezone: timezone().optional().describe('IANA zone of these days. Default: `service.timezone`.'),
  })
  .check((context) => {
    if (context.issues.length > 0) return;
    const { weekdays, weekend, ...rest } = context.value;
    if ([weekdays, weekend, ...WEEKDAYS.map((day) => rest[day])].some((list) => list !== undefined)) return;
    context.issues.push({
      code: 'custom',
      input: context.value,
      path: [],
      message: 'nobody is on call on any day',
      params: { code: 'E208', allowed: `one or more of weekdays, weekend, ${WEEKDAYS.join(', ')}` },
    });
  });

const escalate = z.strictObject({
  after_minutes: z
    .int()
    .min(1)
    .max(10_080)
    .describe('Minutes from the first message to the moment when `to` is told, unless somebody acknowledges.'),
  to: z.array(id()).min(1).describe('Recipient ids: who is told then.'),
});

export const alert = z.strictObject({
  brands: brands.describe('`own` (without competitors), `all`, or a list of brand ids.'),
  recipients: recipients
    .optional()
    .describe('`all`, or a list of recipient ids. Default: `all`; with `on_call`, nobody but who is on call.'),
  on_call: onCall
    .optional()
    .describe('Who is told beside `recipients`, by the day of the week on which the message goes out.'),
  min_severity: severity(2).describe('Least severity that is told: 1 (watch) to 5 (crisis).'),
  quiet_hours: quietHours.optional().describe('When to hold back; what was held back is sent afterwards.'),
  cooldown_minutes: z
    .int()
    .min(0)
    .max(10_080)
    .default(60)
    .describe('Least time between two messages about one incident to one recipient, unless it grows more severe.'),
  channels,
  escalate: escalate.optional().describe('Who is told next where nobody acknowledges.'),
});

export const digest = z
  .strictObject({
    brands: brands.describe('`own` (without competitors), `all`, or a list of brand ids.'),
    recipients: recipients.default('all').describe('`all`, or a list of recipient ids.'),
    period: z
      .enum(['day', 'week'])
      .default('day')
      .describe('`day`: what was said the day before. `week`: the seven days before.'),
    at: timeOfDay()
      .optional()
      .describe('At this time, in each recipient\'s time zone, every day or every Monday. Default: "08:00".'),
    cron: cron()
      .optional()
      .describe("Instead of `at`: a cron expression of five fields, in each recipient's time zone."),
    channels: channels.default(['mail']).describe('`mail`, `slack`, `feishu`, `webhook`.'),
  })
  .check((context) => {
    const { at, cron } = context.value;
    if (at !== undefined && cron !== undefined) {
      context.issues.push({
        code: 'custom',
        input: context.value,
        path: ['cron'],
        message: 'at and cron are both given',
        params: { code: 'E208', allowed: 'one of the two' },
      });
    }
  });
