/** What operators are told about targets: plain data, stored as JSON. */
import type { HealthState } from '../model.ts';
import type { IsoTime } from './views.ts';

/** One target whose state has changed. */
export interface TargetChange {
  readonly target: string;
  readonly state: HealthState;
  /** What operators were told last. */
  readonly before: HealthState;
  readonly since: IsoTime;
  /** The last crawl's own words; empty where it has none. */
  readonly reason: string;
  /** New posts per day until then; null where that is not known. */
  readonly perDay: number | null;
}

/** One message to operators. */
export interface OperatorView {
  readonly at: IsoTime;
  /** Where it is about the way to all sites rather than about one of them. */
  readonly network: {
    readonly down: boolean;
    readonly since: IsoTime;
    /** Targets out of reach, of all that are crawled. */
    readonly targets: number;
    readonly of: number;
  } | null;
  readonly changes: readonly TargetChange[];
}
