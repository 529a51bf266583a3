/** What operators are told: plain data, stored as JSON. */
import type { HealthState } from '../model.ts';
import type { IsoTime } from './views/parts.ts';

/** One target whose state has changed. */
export interface TargetChange {
  readonly target: string;
  /** Its posts are brought, not crawled. */
  readonly door?: boolean;
  readonly state: HealthState;
  /** What operators were told last. */
  readonly before: HealthState;
  readonly since: IsoTime;
  /** The last crawl's own words; empty where it has none. */
  readonly reason: string;
  /** New posts per day until then; null where that is not known. */
  readonly perDay: number | null;
}

/** What is wrong with the telling itself, and since when. */
export type OperatorAlarm = { readonly since: IsoTime } & (
  | {
      /** `stopped`: the address is refused, and what is due to it waits. `dead`: a message was given up. */
      readonly what: 'stopped';
      readonly recipient: string;
      readonly channel: string;
      readonly address: string;
      readonly reason: string;
    }
  | {
      readonly what: 'dead';
      readonly recipient: string;
      readonly channel: string;
      /** Empty where none was made yet. */
      readonly subject: string;
      readonly reason: string;
    }
  /** The configuration on disk cannot be used, the last good one stays: the first problems with their places, of so many. */
  | { readonly what: 'config'; readonly problems: readonly string[]; readonly of: number }
  | { readonly what: 'config-mended' }
  /** Nothing has worked for a day; works again. */
  | { readonly what: 'still' | 'again'; readonly of: 'crawling' | 'delivery' }
);

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
  /** Where it is about deliveries, or about a day on which nothing worked: nothing else is in this message. */
  readonly alarms?: readonly OperatorAlarm[];
}
