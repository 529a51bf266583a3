/**
 * Who is told about what, and when. Pure: an incident's change and the rules in, deliveries out; the caller writes them
 * in the transaction that made the change. Nothing is dropped for the hour's sake: quiet hours and cool-down delay.
 */
import { createHash } from 'node:crypto';
import type { Channel, Recipient, Severity, TransitionKind } from '../model.ts';
import { onCallAt, type Roster } from './on-call.ts';
import type { ClaimedDelivery, DeliveryDraft } from './outbox.ts';
import { type QuietHours, quietUntil } from './quiet.ts';

/** An incident's transition, as stored. */
export interface IncidentChange {
  readonly incidentId: string;
  readonly transitionId: string;
  readonly brand: string;
  readonly kind: TransitionKind;
  /** After the change. */
  readonly severity: Severity;
}

/** Who is told about incidents of which brands, and when not. */
export interface AlertRule {
  readonly id: string;
  /** Brand ids. */
  readonly brands: readonly string[];
  /** Recipient ids. */
  readonly recipients: readonly string[];
  readonly minSeverity: Severity;
  /** In each recipient's time zone. */
  readonly quietHours: (QuietHours & { readonly breakSeverity: Severity }) | null;
  /** Least time between two messages about one incident to one recipient, unless it grows more severe. */
  readonly cooldownMinutes: number;
  /** Absent: every channel over which a recipient can be reached. */
  readonly channels?: readonly Channel[];
  /** Who is told beside `recipients`, by the day on which the message goes out. */
  readonly onCall?: Roster;
  /** Who is told next where nobody acknowledges. */
  readonly escalate?: { readonly afterMinutes: number; readonly to: readonly string[] };
}

/** What a recipient already knows of the incident over one channel: its deliveries so far, sent or still waiting. */
export interface ThreadState {
  readonly recipientId: string;
  readonly channel: Channel;
  /** When the last one was sent; null while all of them wait. */
  readonly lastSentAt: Date | null;
  /** The highest severity among those sent or waiting. */
  readonly severity: Severity;
}

/** Changes for the worse: told to everybody whose rule covers the severity, and the only ones that break quiet hours. */
export const ALARMS: ReadonlySet<TransitionKind> = new Set(['opened', 'worse', 'reopened', 'unmuted']);
/** Changes for the better: told to those who know of the incident. A cooling incident is told about when it ends. */
const NEWS: ReadonlySet<TransitionKind> = new Set(['acknowledged', 'answered', 'resolved', 'dismissed']);

/**
 * The deliveries that `change` calls for. `known`: this incident's threads. Two rules that cover the same recipient
 * make one delivery, at the earlier of their times. Keys depend on the change alone, so planning it twice is harmless.
 */
export function planAlerts(
  change: IncidentChange,
  rules: readonly AlertRule[],
  recipients: readonly Recipient[],
  now: Date,
  known: readonly ThreadState[],
): DeliveryDraft[] {
  if (!ALARMS.has(change.kind) && !NEWS.has(change.kind)) return [];
  const planned = new Map<string, DeliveryDraft>();
  for (const rule of rules) {
    if (!rule.brands.includes(change.brand)) continue;
    for (const recipient of recipients) {
      for (const channel of channelsOf(rule.channels, recipient)) {
        const thread = known.find((state) => state.recipientId === recipient.id && state.channel === channel);
        if (!concerns(change, rule, thread)) continue;
        const due = dueAt(change, rule, recipient, now, thread);
        if (!listens(change, rule, recipient.id, due, thread)) continue;
        const draft = alertDraft(change, recipient, channel, due);
        const other = planned.get(draft.key);
        if (other === undefined || draft.notBefore < other.notBefore) planned.set(draft.key, draft);
      }
    }
  }
  return [...planned.values()];
}

/**
 * The deliveries of an escalation: whoever is next hears of an incident that nobody has acknowledged, over every channel
 * of the rule; in their quiet hours only where its severity breaks them. `change` is the escalation itself.
 */
export function planEscalation(
  change: IncidentChange,
  rule: AlertRule,
  recipients: readonly Recipient[],
  now: Date,
): DeliveryDraft[] {
  return recipients
    .filter(({ id }) => rule.escalate?.to.includes(id))
    .flatMap((recipient) =>
      channelsOf(rule.channels, recipient).map((channel) =>
        alertDraft(change, recipient, channel, dueAt(change, rule, recipient, now, undefined)),
      ),
    );
}

/** Whoever a rule tells first, on whatever day; whoever it escalates to is not among them. */
export function audienceOf(rule: AlertRule): ReadonlySet<string> {
  return new Set([...rule.recipients, ...(rule.onCall?.days.flat() ?? [])]);
}

/**
 * Whether a recipient is one of the rule's at `due`. Whose duty is over hears how it ends, but new alarms go to whoever
 * has taken over; whoever was escalated to stays with it.
 */
function listens(
  change: IncidentChange,
  rule: AlertRule,
  id: string,
  due: Date,
  thread: ThreadState | undefined,
): boolean {
  if (rule.recipients.includes(id)) return true;
  if (rule.onCall !== undefined && onCallAt(rule.onCall, due).includes(id)) return true;
  if (thread === undefined) return false;
  if (rule.escalate?.to.includes(id)) return true;
  return NEWS.has(change.kind) && audienceOf(rule).has(id);
}

/** The channels a rule asks for, of those over which the recipient can be reached. */
export function channelsOf(
  asked: readonly Channel[] | undefined,
  { channels = ['mail'] }: Recipient,
): readonly Channel[] {
  return asked === undefined ? channels : channels.filter((channel) => asked.includes(channel));
}

/** Who has been told of an incident hears how it goes on, even below the severity that would have opened the thread. */
function concerns(change: IncidentChange, rule: AlertRule, thread: ThreadState | undefined): boolean {
  if (thread !== undefined) return true;
  return ALARMS.has(change.kind) && change.severity >= rule.minSeverity;
}

function dueAt(
  change: IncidentChange,
  rule: AlertRule,
  recipient: Recipient,
  now: Date,
  thread: ThreadState | undefined,
): Date {
  let due = now;
  const moreSevere = thread === undefined || change.severity > thread.severity;
  if (!moreSevere && thread.lastSentAt !== null) {
    const cooled = new Date(thread.lastSentAt.getTime() + rule.cooldownMinutes * 60_000);
    if (cooled > due) due = cooled;
  }
  const { quietHours } = rule;
  if (quietHours === null) return due;
  if (!NEWS.has(change.kind) && change.severity >= quietHours.breakSeverity) return due;
  return quietUntil(due, quietHours, recipient.timezone) ?? due;
}

/** An alert in hand as if it had just been planned for `recipient`, to be looked at; it is in no outbox. */
export function previewDelivery(
  { incidentId, brand, severity }: { incidentId: string; brand: { id: string }; severity: Severity },
  recipient: Recipient,
  now: Date,
): ClaimedDelivery {
  const change = { incidentId, transitionId: 'preview', brand: brand.id, kind: 'opened', severity } as const;
  return { ...alertDraft(change, recipient, 'mail', now), attempt: 1 };
}

function alertDraft(change: IncidentChange, recipient: Recipient, channel: Channel, notBefore: Date): DeliveryDraft {
  const { incidentId, transitionId, brand, severity } = change;
  const key = `alert:${transitionId}:${recipient.id}:${channel}`;
  return {
    key,
    about: { kind: 'alert', brand, incidentId, transitionId },
    recipientId: recipient.id,
    channel,
    severity,
    messageId: idOf('alert', key),
    thread: idOf('incident', `${incidentId}:${recipient.id}:${channel}`),
    notBefore,
  };
}

/** A brand's digest, as stored. */
export interface DigestIssue {
  readonly digestId: string;
  readonly brand: string;
  readonly period: 'day' | 'week';
  /** First day of the period. */
  readonly day: string;
  /** 0 for the first issue; each amendment counts up and is sent again. */
  readonly edition: number;
}

/** The deliveries of one digest. The key names the day, so that no overlap of schedules can send it twice. */
export function planDigest(
  issue: DigestIssue,
  recipientIds: readonly string[],
  channels: readonly Channel[],
  notBefore: Date,
): DeliveryDraft[] {
  const { digestId, brand, period, day, edition } = issue;
  return recipientIds.flatMap((recipientId) =>
    channels.map((channel): DeliveryDraft => {
      const key = `digest:${brand}:${period}:${day}:${edition}:${recipientId}:${channel}`;
      return {
        key,
        about: { kind: 'digest', brand, digestId },
        recipientId,
        channel,
        severity: null,
        messageId: idOf('digest', key),
        thread: null,
        notBefore,
      };
    }),
  );
}

/** A stored digest once more, on somebody's word at `now`: a message of its own, whatever was sent before. */
export function planResend(
  issue: DigestIssue,
  recipientId: string,
  channels: readonly Channel[],
  now: Date,
): DeliveryDraft[] {
  return planDigest(issue, [recipientId], channels, now).map((draft) => {
    const key = `${draft.key}:again:${now.toISOString()}`;
    return { ...draft, key, messageId: idOf('digest', key) };
  });
}

/** A message that was sent, to the same recipient once more, to the letter: in no thread, so that it ends nothing there. */
export function planAgain(sent: Omit<DeliveryDraft, 'notBefore' | 'messageId' | 'thread'>, now: Date): DeliveryDraft {
  // To the minute: a second click is not a second message.
  const key = `${sent.key}:again:${now.toISOString().slice(0, 16)}Z`;
  const { about, recipientId, channel, severity, key: againOf } = sent;
  return {
    key,
    about,
    recipientId,
    channel,
    severity,
    messageId: idOf('again', key),
    thread: null,
    notBefore: now,
    againOf,
  };
}

/**
 * The deliveries of one notice to operators. `thread`: what all notices about one target refer to; null where it is about
 * several.
 */
export function planNotice(
  noticeId: string,
  thread: string | null,
  operators: readonly Recipient[],
  notBefore: Date,
): DeliveryDraft[] {
  return operators.flatMap((operator) =>
    channelsOf(undefined, operator).map((channel): DeliveryDraft => {
      const key = `operator:${noticeId}:${operator.id}:${channel}`;
      return {
        key,
        about: { kind: 'operator', brand: '', noticeId },
        recipientId: operator.id,
        channel,
        severity: null,
        messageId: idOf('operator', key),
        thread: thread === null ? null : idOf('target', `${thread}:${operator.id}:${channel}`),
        notBefore,
      };
    }),
  );
}

/** The local part of a Message-ID: the same for the same key, and telling nothing about who receives it. */
function idOf(prefix: string, key: string): string {
  return `${prefix}.${createHash('sha256').update(key).digest('hex').slice(0, 32)}`;
}
