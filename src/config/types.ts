/**
 * The loaded configuration as plain values: every reference resolved, every default filled in. Read once at the top
 * (`commands/`) and passed down; nothing below knows that it came from YAML.
 */
import type { Brand, Channel, ColumnMap, Door, KeptDays, Recipient, Severity, Target } from '../model.ts';
import type { ConfigProblem } from './problem.ts';
import type { Secret } from './secret.ts';

/** Everything operators edit in `config/`. */
export interface Config {
  readonly service: ServiceConfig;
  readonly web: WebConfig;
  readonly mail: MailConfig;
  readonly recipients: readonly Recipient[];
  /** Where chats and other services are reached, by recipient. */
  readonly hooks: ReadonlyMap<string, RecipientHooks>;
  readonly alerts: readonly AlertRule[];
  readonly digests: readonly DigestRule[];
  /** Who is told when a target goes quiet or cannot be seen. */
  readonly operators: readonly Recipient[];
  readonly sites: readonly SiteRule[];
  /** Empty: nobody has to sign in, and the pages stay on this machine. */
  readonly users: readonly UserConfig[];
  readonly detect: DetectConfig;
  readonly retention: KeptDays;
  /** Sorted by id. */
  readonly brands: readonly Brand[];
  /** Sorted by id. Paused ones are included. */
  readonly targets: readonly Target[];
  /** Targets whose posts are brought, not fetched. Sorted by id; paused ones are included. */
  readonly doors: readonly DoorConfig[];
  /** How exports of other programs are read, by id. */
  readonly maps: ReadonlyMap<string, ColumnMap>;
  /** What is allowed but probably not meant; the caller logs it. */
  readonly warnings: readonly ConfigProblem[];
}

export interface DoorConfig extends Door {
  /** Bearer token of those who push; null where nothing is pushed. */
  readonly token: Secret | null;
}

interface ServiceConfig {
  /** How this installation calls itself in mails and pages. */
  readonly name: string;
  /** IANA zone: the default of recipients and targets, and where the pages' days begin. */
  readonly timezone: string;
  /** Where readers of mails reach the pages; without a slash at the end. */
  readonly publicUrl: string;
  /** Mail address or URL in the user agent, for site owners who want to reach the operator. */
  readonly contact: string;
  /** Replaces `Earshot/VERSION (+contact)`. */
  readonly userAgent: string | null;
  /** The embedded store, the outbox and the generated key live here. Relative to the working directory. */
  readonly dataDir: string;
  /** `hashed`: authors are stored as a keyed hash and a masked name. `plain`: as published. */
  readonly authors: 'hashed' | 'plain';
  /** Threads that read large batches. Null: by the cores there are. */
  readonly readingThreads: number | null;
  /** Key of the author hash. Null: the service makes one in `dataDir` on its first start and keeps it. */
  readonly authorHashKey: Secret | null;
}

interface WebConfig {
  readonly host: string;
  /** 0: any free port. */
  readonly port: number;
  /** Addresses or ranges of proxies that are believed. */
  readonly trustedProxies: readonly string[];
  /** Null: nobody signs in with a provider. */
  readonly oidc: OidcConfig | null;
}

interface OidcConfig {
  readonly name: string;
  readonly issuer: string;
  readonly clientId: string;
  readonly clientSecret: Secret;
}

/** Somebody who may sign in to the pages. */
interface UserConfig {
  readonly id: string;
  readonly name: string;
  readonly role: 'reader' | 'responder' | 'operator';
  /** scrypt hash in the PHC form; null: with the provider only. */
  readonly password: string | null;
  readonly email: string | null;
}

export interface MailConfig {
  /** `name@example.com` or `Name <name@example.com>`. */
  readonly from: string;
  /** Null: mails are written to `outbox` in the data folder instead of being sent. */
  readonly smtp: SmtpConfig | null;
}

interface SmtpConfig {
  /** `smtp://user:password@host:port`, or `smtps://…` for TLS from the first byte. */
  readonly url: Secret;
}

/** Somebody's webhook: its address holds a token. */
export interface HookConfig {
  readonly url: Secret;
  /** Signs messages; null: they are not signed. */
  readonly secret: Secret | null;
}

/** What a recipient is reached by beside mail. */
export interface RecipientHooks {
  readonly slack: HookConfig | undefined;
  readonly feishu: HookConfig | undefined;
  readonly webhook: (HookConfig & { readonly form: 'json' | 'dingtalk' | 'wecom' }) | undefined;
}

/** Who is told about incidents of which brands, and when not. */
export interface AlertRule {
  readonly id: string;
  /** Brand ids. */
  readonly brands: readonly string[];
  /** Recipient ids. */
  readonly recipients: readonly string[];
  readonly minSeverity: Severity;
  /** In each recipient's time zone. Null: mails go out around the clock. */
  readonly quietHours: QuietHours | null;
  /** Least time between two mails about the same incident to the same recipient, unless it grows more severe. */
  readonly cooldownMinutes: number;
  /** Absent: every way in which a recipient can be reached. */
  readonly channels?: readonly Channel[];
  /** Who is told beside `recipients`, by the day on which the message goes out. */
  readonly onCall?: Roster;
  /** Who is told next where nobody acknowledges. */
  readonly escalate?: Escalation;
}

interface Roster {
  readonly timezone: string;
  /** `HH:MM` at which a day's duty begins. */
  readonly from: string;
  /** Recipient ids by day of the week, Sunday first; seven lists. */
  readonly days: readonly (readonly string[])[];
}

interface Escalation {
  readonly afterMinutes: number;
  /** Recipient ids. */
  readonly to: readonly string[];
}

interface QuietHours {
  /** `HH:MM`, inclusive. */
  readonly from: string;
  /** `HH:MM`, exclusive; earlier than `from` when the night lies between. */
  readonly to: string;
  /** From this severity on an alert is sent in spite of the hour. */
  readonly breakSeverity: Severity;
}

export interface DigestRule {
  readonly id: string;
  /** Brand ids. */
  readonly brands: readonly string[];
  /** Recipient ids. */
  readonly recipients: readonly string[];
  /** Cron expression (five fields) read in each recipient's time zone; `at: "08:00"` in YAML is `0 8 * * *` here. */
  readonly cron: string;
  /** What it is about: the day before, or the seven days before. */
  readonly period: 'day' | 'week';
  /** Absent: every way in which a recipient can be reached. */
  readonly channels?: readonly Channel[];
}

/** What is said of a whole site, whichever targets begin there. */
export interface SiteRule {
  /** As posts are stored under it, or a host. */
  readonly id: string;
  /** What it is called in mails and pages; null: as its crawler says, or its host. */
  readonly name: string | null;
  readonly paused: boolean;
  readonly reason: string;
}

interface DetectConfig {
  /** False alarms accepted per brand and month, over all of its series together. */
  readonly falseAlarmsPerMonth: number;
  /** Holidays, campaigns, launches: while one runs, more is said than usual, and for a known reason. */
  readonly expected: readonly ExpectedCause[];
}

interface ExpectedCause {
  readonly name: string;
  /** Brand ids. */
  readonly brands: readonly string[];
  readonly start: Date;
  /** Exclusive. */
  readonly end: Date;
  /** Times the usual number of mentions, above 0. */
  readonly factor: number;
}
