/** What operators look after, as the program around the pages knows it. */
import type { HostLimits } from '../crawl/ports.ts';
import type { Trial } from '../crawl/trial.ts';
import type { BrandMatch } from '../model.ts';
import type { AlertRule } from '../notify/plan.ts';
import type { TargetStatus } from '../pipeline/status.ts';

/** A target or door as configured. */
export interface TargetAbout {
  readonly id: string;
  /** Its posts are brought, not crawled. */
  readonly door: boolean;
  readonly brands: readonly string[];
  /** `every 30 min`; null where nothing is scheduled. */
  readonly schedule: string | null;
  readonly hosts: readonly string[];
  /** Where a try begins unless another address is given; null where there is none. */
  readonly address: string | null;
  readonly requestsPerMinute: number | null;
}

/** What a page would have given, with the brands it is about, by position of the post. */
export interface Tried {
  readonly trial: Trial;
  readonly matches: readonly (readonly BrandMatch[])[];
}

export interface Operating {
  readonly targets: readonly TargetAbout[];
  /** How it stands, judged afresh. Throws `RangeError` where there is no such target. */
  readonly status: (id: string, now: Date) => Promise<TargetStatus>;
  /** Reads a page as the target would, without storing anything: fetched from `url`, or `page` as saved from there. */
  readonly tryPage: (id: string, url: string, page: string | null) => Promise<Tried>;
  /** Who is told of what, as configured. */
  readonly rules: readonly AlertRule[];
  /** How often a host may be asked. */
  readonly limits: (host: string) => HostLimits;
}
