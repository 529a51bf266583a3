/** What a channel is, and how it says that it failed. */
import type { Channel } from '../../model.ts';
import type { ClaimedDelivery, Notice } from '../outbox.ts';
import type { SentBody } from '../sent-body.ts';

/** Takes a delivery to where its recipient reads it. */
export interface Transport {
  readonly channel: Channel;
  /** Resolves once the other side has taken the message; rejects with `DeliveryError` when it has not. */
  send(delivery: ClaimedDelivery, notice: Notice, at: Date): Promise<Sent>;
  /** Lets go of connections. */
  close(): Promise<void>;
}

export interface Sent {
  /** As the recipient sees it. */
  readonly subject: string;
  /** What the other side answered. */
  readonly response: string;
  /** What it was given. */
  readonly body: SentBody;
}

/** The other side did not take a message, or did not say so. */
export class DeliveryError extends Error {
  override readonly name = 'DeliveryError';
  /** Whether trying again may help. */
  readonly retryable: boolean;
  /** It may have arrived all the same: the connection broke after the message had been handed over. */
  readonly unconfirmed: boolean;
  /** The other side's own word on when to try again, in milliseconds; null where it gave none. */
  readonly retryAfterMs: number | null;
  /** The address that the other side says takes no mail, for good; null: it is about this message, or may pass. */
  readonly refusedAddress: string | null;

  constructor(
    message: string,
    verdict: {
      retryable: boolean;
      unconfirmed?: boolean;
      retryAfterMs?: number | null;
      refusedAddress?: string | null;
      cause?: unknown;
    },
  ) {
    super(message, { cause: verdict.cause });
    this.retryable = verdict.retryable;
    this.unconfirmed = verdict.unconfirmed ?? false;
    this.retryAfterMs = verdict.retryAfterMs ?? null;
    this.refusedAddress = verdict.refusedAddress ?? null;
  }
}
