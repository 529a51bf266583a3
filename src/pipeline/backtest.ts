/**
 * What would have been told: a brand's stored history walked through under given settings and rules, with incidents that
 * are kept in memory alone. Nothing is written. What people did at the time (acknowledged, dismissed) is not replayed.
 */

import {
  type IncidentChange,
  type IncidentReason,
  type IncidentSnapshot,
  REMEMBER_MS,
} from '../detect/incident-types.ts';
import { decide } from '../detect/incidents.ts';
import type { Brand, Recipient, Severity, TransitionKind } from '../model.ts';
import { type AlertRule, planAlerts, type ThreadState } from '../notify/plan.ts';
import { formatPostRef } from '../store/post-ref.ts';
import type { Store } from '../store/store.ts';
import { type JudgeSettings, settingsOf } from './brand-settings.ts';
import { rewatched } from './judge.ts';
import { type Ledger, type ReplayRange, walk } from './replay.ts';
import { AnswerMemory } from './replay-answers.ts';
import { loadFreshMemory } from './replay-memory.ts';

export interface BacktestDeps extends JudgeSettings {
  readonly store: Store;
  readonly rules: readonly AlertRule[];
  readonly recipients: readonly Recipient[];
}

/** A change of an incident that the rules would have told somebody about. */
export interface BacktestAlert {
  readonly brand: string;
  /** Counted from 1 within the back-test of a brand. */
  readonly incident: number;
  readonly kind: TransitionKind;
  readonly at: Date;
  readonly severity: Severity;
  readonly to: readonly string[];
  readonly reason: IncidentReason;
  readonly title: IncidentChange['title'];
  readonly posts: readonly string[];
}

export interface BacktestIncident {
  readonly brand: string;
  readonly incident: number;
  readonly openedAt: Date;
  /** Null: still open at the end. */
  readonly closedAt: Date | null;
  readonly severity: Severity;
  /** Whether anybody would have been told of it. */
  readonly told: boolean;
}

export interface BacktestResult {
  readonly alerts: readonly BacktestAlert[];
  readonly incidents: readonly BacktestIncident[];
}

export async function backtestBrand(
  deps: BacktestDeps,
  brand: Brand,
  range: ReplayRange,
  onStep?: (at: Date) => void,
): Promise<BacktestResult> {
  const memory = await loadFreshMemory(deps.store.db, brand, range.from, range.to);
  const ledger = new MemoryLedger(deps, brand);
  await walk({ ...deps, settings: settingsOf(deps, brand.id) }, brand, range, memory, ledger, onStep);
  return { alerts: ledger.alerts, incidents: ledger.incidents() };
}

interface Kept {
  snapshot: IncidentSnapshot;
  closedAt: Date | null;
  severity: Severity;
  threads: ThreadState[];
  transitions: number;
}

/** Closed for detection; a cooling incident is still open. */
const ENDED: ReadonlySet<string> = new Set(['resolved', 'dismissed']);

class MemoryLedger implements Ledger {
  readonly alerts: BacktestAlert[] = [];
  readonly #deps: BacktestDeps;
  readonly #brand: Brand;
  readonly #kept: Kept[] = [];
  readonly #answers: AnswerMemory;

  constructor(deps: BacktestDeps, brand: Brand) {
    this.#deps = deps;
    this.#brand = brand;
    this.#answers = new AnswerMemory(deps.store.db, brand.id);
  }

  async open(): Promise<IncidentSnapshot[]> {
    return this.#kept.filter(({ closedAt }) => closedAt === null).map(({ snapshot }) => snapshot);
  }

  async answers(open: readonly IncidentSnapshot[], now: Date) {
    const found = [];
    for (const incident of open) {
      // An answer is told once: from then on only later ones are.
      const since = incident.state === 'answered' ? incident.changedAt : incident.openedAt;
      for (const { asked: _, ...answer } of await this.#answers.to(rewatched([incident]))) {
        if (answer.at <= since || answer.at > now) continue;
        const story = answer.storyId === null ? null : String(answer.storyId);
        found.push({ post: formatPostRef(answer), story, at: answer.at });
      }
    }
    return found;
  }

  async decide(signals: Parameters<Ledger['decide']>[0], now: Date): Promise<number> {
    const since = now.getTime() - REMEMBER_MS;
    const recent = this.#kept.filter(({ closedAt }) => closedAt === null || closedAt.getTime() > since);
    const incidents = recent.map(({ snapshot }) => snapshot);
    const changes = decide({
      brand: this.#brand.id,
      now,
      incidents,
      ...signals,
      settings: settingsOf(this.#deps, this.#brand.id),
    });
    let told = 0;
    for (const change of changes) {
      const kept = this.#keep(change);
      if (change.kind === 'updated') continue;
      told++;
      this.#tell(kept, change, now);
    }
    return told;
  }

  incidents(): BacktestIncident[] {
    return this.#kept.map(({ snapshot, closedAt, severity, threads }) => ({
      brand: this.#brand.id,
      incident: Number(snapshot.id),
      openedAt: snapshot.openedAt,
      closedAt,
      severity,
      told: threads.length > 0,
    }));
  }

  #keep(change: IncidentChange): Kept {
    const { incidentId, at, state, severity, scope, memory, kind } = change;
    const before = this.#kept.find(({ snapshot }) => snapshot.id === incidentId);
    const snapshot = {
      id: before?.snapshot.id ?? String(this.#kept.length + 1),
      state,
      severity,
      openedAt: before?.snapshot.openedAt ?? at,
      changedAt: before === undefined || kind !== 'updated' ? at : before.snapshot.changedAt,
      scope,
      memory,
    };
    const kept = before ?? { snapshot, closedAt: null, severity, threads: [], transitions: 0 };
    kept.snapshot = snapshot;
    kept.closedAt = ENDED.has(state) ? (kept.closedAt ?? at) : null;
    kept.severity = Math.max(kept.severity, severity) as Severity;
    if (before === undefined) this.#kept.push(kept);
    return kept;
  }

  #tell(kept: Kept, change: IncidentChange, now: Date): void {
    const { rules, recipients } = this.#deps;
    const { kind, severity, reason, title, scope } = change;
    if (kind === 'updated') return;
    const [incidentId, brand] = [kept.snapshot.id, this.#brand.id];
    const transitionId = `${incidentId}.${++kept.transitions}`;
    const drafts = planAlerts(
      { incidentId, transitionId, brand, kind, severity },
      rules,
      recipients,
      now,
      kept.threads,
    );
    if (drafts.length === 0) return;
    for (const { recipientId, channel, notBefore } of drafts) {
      const thread = kept.threads.find((one) => one.recipientId === recipientId && one.channel === channel);
      const told = Math.max(severity, thread?.severity ?? 1) as Severity;
      kept.threads = kept.threads.filter((one) => one !== thread);
      kept.threads.push({ recipientId, channel, lastSentAt: notBefore, severity: told });
    }
    const to = [...new Set(drafts.map(({ recipientId }) => recipientId))].sort();
    const posts = scope.posts.slice(0, 10);
    this.alerts.push({ brand, incident: Number(incidentId), kind, at: change.at, severity, to, reason, title, posts });
  }
}
