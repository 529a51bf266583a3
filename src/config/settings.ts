/** From checked settings to plain values: defaults that depend on one another, secrets, and "all" spelt out. */
import { type Brand, CHANNELS, type Recipient, type Severity } from '../model.ts';
import { daysOf, isMailAddress } from './fields.ts';
import type { ConfigProblem } from './problem.ts';
import { toCron } from './schedule.ts';
import { WEEKDAYS } from './schema/rules.ts';
import type { Settings } from './schema/settings.ts';
import { type Environment, resolveSecret, smtpUrlProblem } from './secrets.ts';
import { startOfDay } from './timezone.ts';
import type { AlertRule, Config, DigestRule, HookConfig, MailConfig } from './types.ts';
import type { YamlFile } from './yaml.ts';

export function buildSettings(
  settings: Settings,
  brands: readonly Brand[],
  env: Environment,
  file: YamlFile,
  problems: ConfigProblem[],
): Omit<Config, 'brands' | 'targets' | 'doors' | 'maps' | 'warnings'> {
  const { service, web, mail, detect } = settings;
  const everyone = Object.keys(settings.recipients);
  const brandIds = (named: 'own' | 'all' | readonly string[]) => {
    if (typeof named !== 'string') return named;
    return brands.filter(({ role }) => named === 'all' || role === 'own').map(({ id }) => id);
  };
  const recipients = Object.entries(settings.recipients).map(([id, recipient]) => ({
    id,
    name: recipient.name,
    email: recipient.email ?? null,
    channels: CHANNELS.filter((channel) => recipient[channel === 'mail' ? 'email' : channel] !== undefined),
    language: recipient.language,
    timezone: recipient.timezone ?? service.timezone,
  }));
  return {
    service: {
      name: service.name,
      timezone: service.timezone,
      publicUrl: (service.public_url ?? `http://localhost:${web.port}`).replace(/\/+$/, ''),
      contact: service.contact,
      userAgent: service.user_agent ?? null,
      dataDir: service.data_dir,
      authors: service.authors,
      authorHashKey: service.author_hash_key ? resolveSecret(service.author_hash_key, env) : null,
      readingThreads: service.reading_threads ?? null,
    },
    web: { host: web.host, port: web.port, trustedProxies: web.trusted_proxies, oidc: oidcOf(web.oidc, env) },
    users: Object.entries(settings.users).map(([id, user]) => ({
      id,
      name: user.name,
      role: user.role,
      password: user.password ?? null,
      email: user.email ?? null,
    })),
    mail: { from: mail.from, smtp: smtpOf(mail.smtp, env, file, problems) },
    recipients,
    hooks: hooksOf(settings, env),
    alerts: Object.entries(settings.alerts).map(
      ([id, rule]): AlertRule => ({
        id,
        brands: brandIds(rule.brands),
        recipients: toldBy(rule, everyone),
        minSeverity: rule.min_severity as Severity,
        quietHours: rule.quiet_hours
          ? {
              from: rule.quiet_hours.from,
              to: rule.quiet_hours.to,
              breakSeverity: rule.quiet_hours.break_severity as Severity,
            }
          : null,
        cooldownMinutes: rule.cooldown_minutes,
        ...(rule.channels && { channels: rule.channels }),
        ...(rule.on_call && { onCall: rosterOf(rule.on_call, service.timezone) }),
        ...(rule.escalate && { escalate: { afterMinutes: rule.escalate.after_minutes, to: rule.escalate.to } }),
      }),
    ),
    digests: Object.entries(settings.digests).map(
      ([id, rule]): DigestRule => ({
        id,
        brands: brandIds(rule.brands),
        recipients: rule.recipients === 'all' ? everyone : rule.recipients,
        cron: rule.cron ?? cronAt(rule.at ?? '08:00', rule.period),
        period: rule.period,
        channels: rule.channels,
      }),
    ),
    operators: operatorsOf(settings, recipients),
    retention: {
      texts: daysOf(settings.retention.texts),
      posts: daysOf(settings.retention.posts),
      readings: daysOf(settings.retention.readings),
      fiveMinutes: daysOf(settings.retention.five_minutes),
      hours: daysOf(settings.retention.hours),
      evidence: daysOf(settings.retention.evidence),
      crawls: daysOf(settings.retention.crawls),
      requests: daysOf(settings.retention.requests),
      messages: daysOf(settings.retention.messages),
    },
    sites: Object.entries(settings.sites).map(([id, { name = null, paused, reason = '' }]) => ({
      id,
      name,
      paused,
      reason,
    })),
    detect: {
      falseAlarmsPerMonth: detect.false_alarms_per_month,
      expected: detect.expected.map(({ name, from, to, factor, brands: named }) => ({
        name,
        brands: brandIds(named),
        start: startOfDay(from, service.timezone),
        end: startOfDay(dayAfter(to), service.timezone),
        factor,
      })),
    },
  };
}

function oidcOf(raw: Settings['web']['oidc'], env: Environment): Config['web']['oidc'] {
  if (raw === undefined) return null;
  const { name, issuer, client_id: clientId, client_secret: secret } = raw;
  return { name, issuer, clientId, clientSecret: resolveSecret(secret, env) };
}

type RawAlert = Settings['alerts'][string];

/** Whoever is on call is told in the place of everybody, and beside those who are named. */
function toldBy({ recipients, on_call: onCall }: RawAlert, everyone: readonly string[]): readonly string[] {
  if (recipients === undefined) return onCall === undefined ? everyone : [];
  return recipients === 'all' ? everyone : recipients;
}

function rosterOf(raw: NonNullable<RawAlert['on_call']>, timezone: string): NonNullable<AlertRule['onCall']> {
  const days = WEEKDAYS.map((day, index) => {
    const weekend = index === 0 || index === 6;
    return raw[day] ?? (weekend ? raw.weekend : raw.weekdays) ?? [];
  });
  return { timezone: raw.timezone ?? timezone, from: raw.from, days };
}

/** Whoever answers for what is crawled hears of it when it stops, unless others are named. */
function operatorsOf({ operators, service }: Settings, recipients: readonly Recipient[]): Recipient[] {
  if (operators !== undefined) return recipients.filter(({ id }) => operators.includes(id));
  if (!isMailAddress(service.contact)) return [];
  const { contact: email, timezone } = service;
  return [{ id: OPERATOR, name: 'Operator', email, channels: ['mail'], language: 'en', timezone }];
}

/** Under which the contact is a recipient; no id of the configuration can be this. */
const OPERATOR = '@contact';

function hooksOf({ recipients }: Settings, env: Environment): Config['hooks'] {
  const resolve = (
    hook: { url: SecretSource; secret?: SecretSource | undefined } | undefined,
  ): HookConfig | undefined =>
    hook && { url: resolveSecret(hook.url, env), secret: hook.secret ? resolveSecret(hook.secret, env) : null };
  return new Map(
    Object.entries(recipients).map(([id, { slack, feishu, webhook }]) => {
      const formed = resolve(webhook);
      const own = { slack: resolve(slack), feishu: resolve(feishu) };
      return [id, { ...own, webhook: formed && { ...formed, form: webhook?.form ?? 'json' } }];
    }),
  );
}

type SecretSource = Parameters<typeof resolveSecret>[0];

/** An unset variable means "no SMTP here", as on a developer's machine; a file that was promised must be there. */
function smtpOf(
  smtp: Settings['mail']['smtp'],
  env: Environment,
  file: YamlFile,
  problems: ConfigProblem[],
): MailConfig['smtp'] {
  if (!smtp) return null;
  const url = resolveSecret(smtp.url, env);
  if (!url.isSet) return smtp.url.env === undefined ? { url } : null;
  const problem = smtpUrlProblem(url.reveal('to send mail'));
  if (problem) {
    problems.push({
      code: 'E206',
      file: file.file,
      ...file.placeNear(['mail', 'smtp', 'url']),
      message: `mail.smtp.url: ${url.source} cannot be used: ${problem}`,
      allowed: 'smtp://user:password@host:587 or smtps://user:password@host:465',
    });
  }
  return { url };
}

function cronAt(time: string, period: 'day' | 'week'): string {
  const meaning = toCron(`every day at ${time}`);
  if ('problem' in meaning) throw new RangeError(`not a time of day: ${time}`);
  return period === 'week' ? meaning.cron.replace(/\*$/, '1') : meaning.cron;
}

function dayAfter(day: string): string {
  return new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);
}
