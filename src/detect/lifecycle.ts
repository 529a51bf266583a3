/** An incident that is known, at one more look: worse, cooling, over, back again, or nothing that people need to hear. */
import type { Severity } from '../model.ts';
import type {
  AnswerInput,
  IncidentChange,
  IncidentMemory,
  IncidentReasonCode,
  IncidentSnapshot,
} from './incident-types.ts';
import { isRunning, overlap, titleOf } from './scope.ts';
import { GRAVE_INTENTS } from './severity.ts';
import { codesOf, isTrending, remember, type Signals, type Weighed, weigh } from './weigh.ts';

const HOUR = 3_600_000;
/** Without an alarm for so long an incident cools; for so long, it is over. */
const COOL_AFTER = 6 * HOUR;
const RESOLVE_AFTER = 24 * HOUR;
/** A grave word that nobody has answered or taken on stays open longer: silence is not its cure. */
const RESOLVE_GRAVE_AFTER = 72 * HOUR;
/** People do not hear "worse" again sooner than this, unless the severity rises. */
const PAUSE = 3 * HOUR;
/** A cooling incident that stirs is news again only after this long. */
const STIR_PAUSE = 12 * HOUR;
/** Growth that is worth telling, times what people were told. */
const CLEARLY_MORE = 2;
/** Growth that brings back what a person has dismissed. */
const AFTER_DISMISSAL = 3;

/** The change, or null where there is nothing to write. */
export function follow(
  incident: IncidentSnapshot,
  signals: Signals,
  answers: readonly AnswerInput[],
  now: Date,
): IncidentChange | null {
  const before = incident.memory ?? lostMemory(incident);
  const active = isActive(signals) || brokeOut(incident, signals);
  const step = new Step(incident, before, signals, active, now);
  if (!isRunning(incident)) return active ? comeBack(incident, before, step) : null;
  if (incident.state !== 'answered' && isAnswered(incident, answers))
    return step.to('answered', 'answered', ['brand-answered'], false);
  if (active) return stir(incident, before, step, now.getTime());
  return rest(incident, before, step, now.getTime());
}

/** Makes the changes of one look. */
class Step {
  readonly weighed: Weighed;
  readonly brokeOut: boolean;
  readonly #incident: IncidentSnapshot;
  readonly #before: IncidentMemory;
  readonly #signals: Signals;
  readonly #active: boolean;
  readonly #now: Date;

  constructor(incident: IncidentSnapshot, before: IncidentMemory, signals: Signals, active: boolean, now: Date) {
    this.#incident = incident;
    this.#before = before;
    this.#signals = signals;
    this.#active = active;
    this.#now = now;
    this.weighed = weigh(incident.scope, signals, []);
    this.brokeOut = brokeOut(incident, signals);
  }

  /** `told`: people hear of it, and further news is measured against it. */
  to(
    kind: IncidentChange['kind'],
    state: IncidentChange['state'],
    codes: readonly IncidentReasonCode[],
    told: boolean,
  ): IncidentChange {
    const { scope, reason } = this.weighed;
    const severity = Math.max(this.weighed.severity, this.#incident.severity) as Severity;
    return {
      kind,
      incidentId: this.#incident.id,
      at: this.#now,
      state,
      severity,
      reason: { ...reason, codes: [...codes, ...codesOf(this.#signals).filter((code) => !codes.includes(code))] },
      title: titleOf(scope),
      scope,
      memory: remember(
        this.#before,
        { ...this.weighed, severity },
        this.#now.getTime(),
        this.#active,
        told,
        this.#signals,
      ),
    };
  }
}

function comeBack(incident: IncidentSnapshot, before: IncidentMemory, step: Step): IncidentChange | null {
  if (incident.state === 'resolved') return step.to('reopened', 'open', ['growing-again'], true);
  const more = grown(before, step.weighed, AFTER_DISMISSAL);
  return more ? step.to('reopened', 'open', ['after-dismissal', 'clearly-more'], true) : null;
}

function stir(incident: IncidentSnapshot, before: IncidentMemory, step: Step, at: number): IncidentChange {
  const { weighed } = step;
  // What people did stays done: an incident that grows after the answer was not un-answered by growing.
  const state = incident.state === 'acknowledged' || incident.state === 'answered' ? incident.state : 'open';
  const rested = at - before.toldAt >= PAUSE;
  if (weighed.severity > before.told.severity) return step.to('worse', state, ['severity-up'], true);
  // That the whole site talks of it is news whatever was told an hour ago.
  if (step.brokeOut) return step.to('worse', state, ['trending'], true);
  const codes: IncidentReasonCode[] = [];
  if (weighed.scope.sites.length > incident.scope.sites.length) codes.push('new-site');
  if (grown(before, weighed, CLEARLY_MORE)) codes.push('clearly-more');
  if (weighed.r > 1 && before.told.r <= 1 && before.toldAt < at) codes.push('growing-again');
  if (rested && codes.length > 0) return step.to('worse', state, codes, true);
  const cooling = incident.state === 'cooling';
  if (cooling && at - before.toldAt >= STIR_PAUSE && at - incident.changedAt.getTime() >= COOL_AFTER) {
    return step.to('worse', state, ['growing-again'], true);
  }
  return step.to('updated', incident.state, [], false);
}

function rest(incident: IncidentSnapshot, before: IncidentMemory, step: Step, at: number): IncidentChange | null {
  const quiet = at - before.activeAt;
  const grave = incident.scope.intents.some((intent) => GRAVE_INTENTS.has(intent));
  const unattended = incident.state === 'open' || incident.state === 'cooling';
  const enough = grave && unattended ? RESOLVE_GRAVE_AFTER : RESOLVE_AFTER;
  if (quiet >= enough) return step.to('resolved', 'resolved', ['back-to-normal'], false);
  if (quiet >= COOL_AFTER && incident.state === 'open') return step.to('cooling', 'cooling', ['quiet'], false);
  return null;
}

function isActive(signals: Signals): boolean {
  return signals.standing.length > 0 || signals.viral.some(({ verdict }) => verdict.alarm && isMoving(verdict));
}

/** Whether it has come onto a trend list since the last look. */
function brokeOut({ memory }: IncidentSnapshot, signals: Signals): boolean {
  return signals.viral.some((viral) => isTrending(viral) && !memory?.trends?.includes(viral.post));
}

/** A post that was loud and lies still now is history, however large. */
function isMoving({ velocity, forecast, observed }: Signals['viral'][number]['verdict']): boolean {
  return velocity > 0 && forecast.predicted > observed * 1.05;
}

function isAnswered(incident: IncidentSnapshot, answers: readonly AnswerInput[]): boolean {
  return answers.some(
    ({ post, story }) =>
      incident.scope.posts.includes(post) || (story !== null && overlap(incident.scope.stories, [story])),
  );
}

/** Clearly more than people were told: voices from 3, shares from 100 on. */
function grown({ told }: IncidentMemory, now: Weighed, factor: number): boolean {
  return now.excess >= Math.max(3, told.excess) * factor || now.forecast >= Math.max(100, told.forecast) * factor;
}

/** Begins to remember where it was lost: people were told when the state last changed. */
function lostMemory(incident: IncidentSnapshot): IncidentMemory {
  const at = incident.changedAt.getTime();
  const nothing = { excess: 0, forecast: 0, r: 0 };
  return { version: 1, activeAt: at, told: { ...nothing, severity: incident.severity }, peak: nothing, toldAt: at };
}
