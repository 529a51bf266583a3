/** The outbox's contract in memory: what the store does with SQL, for tests of everything that stands on it. */
import type { ClaimedDelivery, DeliveryDraft, FailedAttempt, Notice, Outbox } from '../../src/notify/outbox.ts';

export interface Row {
  readonly draft: DeliveryDraft;
  state: 'pending' | 'sent' | 'dead' | 'superseded' | 'refused';
  attempt: number;
  dueAt: Date;
  leasedUntil: Date;
  subject: string | null;
  error: string | null;
  unconfirmed: boolean;
}

export class MemoryOutbox implements Outbox {
  readonly rows = new Map<string, Row>();
  readonly #notice: (delivery: ClaimedDelivery) => Notice | null;

  constructor(notice: (delivery: ClaimedDelivery) => Notice | null) {
    this.#notice = notice;
  }

  /** As the incident's transaction does: a key that is there already stays as it is. */
  add(...drafts: readonly DeliveryDraft[]): void {
    for (const draft of drafts) {
      if (this.rows.has(draft.key)) continue;
      const row = { draft, attempt: 0, dueAt: draft.notBefore, leasedUntil: new Date(0), subject: null, error: null };
      this.rows.set(draft.key, { ...row, state: 'pending', unconfirmed: false });
    }
  }

  row(key: string): Row {
    const row = this.rows.get(key);
    if (row === undefined) throw new Error(`no delivery ${key}`);
    return row;
  }

  states(): string[] {
    return [...this.rows.values()].map((row) => row.state);
  }

  async claimDue(now: Date, leaseMs: number, limit: number): Promise<readonly ClaimedDelivery[]> {
    const due = [...this.rows.values()].filter((r) => r.state === 'pending' && r.dueAt <= now && r.leasedUntil <= now);
    return due.slice(0, limit).map((row) => {
      row.attempt++;
      row.leasedUntil = new Date(now.getTime() + leaseMs);
      return { ...row.draft, attempt: row.attempt };
    });
  }

  async renew(delivery: ClaimedDelivery, until: Date): Promise<boolean> {
    const row = this.#held(delivery);
    if (row !== null) row.leasedUntil = until;
    return row !== null;
  }

  async load(delivery: ClaimedDelivery): Promise<Notice | null> {
    return this.#notice(delivery);
  }

  async markSent(delivery: ClaimedDelivery, { subject }: { subject: string }): Promise<boolean> {
    const row = this.#held(delivery);
    if (row === null) return false;
    Object.assign(row, { state: 'sent', subject, error: null, unconfirmed: false });
    for (const earlier of this.rows.values()) {
      if (earlier === row) break;
      if (earlier.draft.thread !== null && earlier.draft.thread === row.draft.thread && earlier.state === 'pending') {
        earlier.state = 'superseded';
      }
    }
    return true;
  }

  async markFailed(delivery: ClaimedDelivery, failed: FailedAttempt & { readonly retryAt: Date }): Promise<boolean> {
    const row = this.#held(delivery);
    if (row === null) return false;
    Object.assign(row, { dueAt: failed.retryAt, leasedUntil: new Date(0), error: failed.error });
    row.unconfirmed ||= failed.unconfirmed;
    return true;
  }

  async markRefused(delivery: ClaimedDelivery, refused: FailedAttempt): Promise<boolean> {
    const row = this.#held(delivery);
    if (row === null) return false;
    Object.assign(row, { state: 'refused', error: refused.error });
    return true;
  }

  async markDead(delivery: ClaimedDelivery, dead: FailedAttempt): Promise<boolean> {
    const row = this.#held(delivery);
    if (row === null) return false;
    Object.assign(row, { state: 'dead', error: dead.error });
    row.unconfirmed ||= dead.unconfirmed;
    return true;
  }

  #held(delivery: ClaimedDelivery): Row | null {
    const row = this.row(delivery.key);
    return row.state === 'pending' && row.attempt === delivery.attempt ? row : null;
  }
}
