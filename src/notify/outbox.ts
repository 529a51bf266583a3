/**
 * The outbox: what is to be sent is written in the transaction that made it true, and sent afterwards. The store keeps
 * it; this file says what it must be able to do. A delivery is claimed under a lease, sent, and only then marked: a
 * process that dies in between leaves a lease that runs out, and the same message, with the same Message-ID, goes out
 * again. Keys are unique in the store, so planning the same change twice plans nothing new.
 */
import type { Channel, Recipient, Severity } from '../model.ts';
import type { Sent } from './channels/channel.ts';
import type { OperatorView } from './operator-view.ts';
import type { SentBody } from './sent-body.ts';
import type { TestView } from './test-message.ts';
import type { AlertView } from './views/alert.ts';
import type { DigestView } from './views/digest.ts';

/** What a delivery is about; the store loads the view from it when it is due. */
type DeliverySubject =
  | { readonly kind: 'alert'; readonly brand: string; readonly incidentId: string; readonly transitionId: string }
  | { readonly kind: 'digest'; readonly brand: string; readonly digestId: string }
  /** To operators, about targets: no brand's business. */
  | { readonly kind: 'operator'; readonly brand: ''; readonly noticeId: string };

/** A delivery to be written to the outbox. */
export interface DeliveryDraft {
  /** Unique: (incident change or digest, recipient, channel). A key already in the outbox is left as it is. */
  readonly key: string;
  readonly about: DeliverySubject;
  readonly recipientId: string;
  readonly channel: Channel;
  /** 1…5 for alerts; null for digests. */
  readonly severity: Severity | null;
  /** Message-ID without its host part: derived from `key`, the same on every attempt. */
  readonly messageId: string;
  /**
   * What all messages about one incident to one recipient over one channel refer to (References, without host part);
   * null for digests.
   */
  readonly thread: string | null;
  /** Not sent before this moment (quiet hours, cool-down). */
  readonly notBefore: Date;
  /** The delivery whose message this one repeats to the letter. */
  readonly againOf?: string | null;
}

/** A delivery in hand. */
export interface ClaimedDelivery extends Omit<DeliveryDraft, 'about'> {
  /** A test is sent at once, never from the outbox. */
  readonly about: DeliverySubject | { readonly kind: 'test'; readonly brand: '' };
  /** How often it was claimed, this time included; the fencing token of `mark…`. */
  readonly attempt: number;
  /** What it goes back to, for the log: the crawl, push or file after which it was planned. */
  readonly trace?: string | null;
}

/** What a delivery says, in the form its channel renders. */
export type Notice = ComposedNotice | RepeatedNotice;

/** A message that was sent before, to be sent again as it was. */
export interface RepeatedNotice {
  readonly kind: 'again';
  readonly subject: string;
  readonly body: SentBody;
  readonly recipient: Recipient;
}

export type ComposedNotice = (
  | { readonly kind: 'alert'; readonly view: AlertView }
  | { readonly kind: 'digest'; readonly view: DigestView }
  | { readonly kind: 'operator'; readonly view: OperatorView }
  | { readonly kind: 'test'; readonly view: TestView }
) & { readonly recipient: Recipient };

/** What went wrong with an attempt. */
export interface FailedAttempt {
  readonly at: Date;
  readonly error: string;
  /** It may have arrived all the same; the next digest says so until an attempt is confirmed. */
  readonly unconfirmed: boolean;
}

/**
 * The store's side. Every `mark…` changes a row only while its `attempt` is still the one given, and answers whether it
 * did: false means that the lease ran out and somebody else has the delivery.
 */
export interface Outbox {
  /**
   * Claims up to `limit` deliveries that are due (`notBefore` and retry time passed, no live lease; neither sent, dead
   * nor superseded), in the order they were planned, by conditional UPDATE that counts `attempt` up; their lease ends
   * at `now + leaseMs`.
   */
  claimDue(now: Date, leaseMs: number, limit: number): Promise<readonly ClaimedDelivery[]>;
  /** Whoever sends still lives: the lease goes on until `until`. False where somebody else has it. */
  renew(delivery: ClaimedDelivery, until: Date): Promise<boolean>;
  /** The view and recipient of a claimed delivery. Null where they no longer exist (recipient removed from config). */
  load(delivery: ClaimedDelivery): Promise<Notice | null>;
  /**
   * The channel took it. `subject` is kept: it is the subject of the thread from now on; so is what was said. Deliveries of the same thread
   * that were planned earlier and still wait become superseded in the same statement: this one has told everything.
   */
  markSent(delivery: ClaimedDelivery, sent: Sent & { readonly at: Date }): Promise<boolean>;
  /** Not taken now; due again at `retryAt`. */
  markFailed(delivery: ClaimedDelivery, failed: FailedAttempt & { readonly retryAt: Date }): Promise<boolean>;
  /**
   * The address takes nothing more, for good: everything due to this recipient over this channel waits, this delivery
   * included, until somebody lifts it or the address changes. Operators are told.
   */
  markRefused(delivery: ClaimedDelivery, refused: FailedAttempt & { readonly address: string }): Promise<boolean>;
  /** Given up, with the reason: shown in status and in the next digest. */
  markDead(delivery: ClaimedDelivery, dead: FailedAttempt): Promise<boolean>;
}
