/** What the pages need from the program around them. */
import type { Clock } from '../clock.ts';
import type { Logger } from '../log.ts';
import type { Brand, Recipient } from '../model.ts';
import type { BrandCause } from '../pipeline/brand-settings.ts';
import type { HandleRequest } from '../pipeline/handle.ts';
import type { ActResult } from '../pipeline/people.ts';
import type { AlertViewDeps } from '../pipeline/views/alert-view.ts';
import type { Store } from '../store/store.ts';
import type { IngestDeps } from './api/ingest.ts';
import type { SignIn } from './auth/accounts.ts';
import type { Operating } from './operating.ts';

export interface WebDeps {
  readonly store: Store;
  readonly brands: readonly Brand[];
  readonly recipients: readonly Recipient[];
  /** Holidays and campaigns from config: shown where they explain a rise. */
  readonly causes: readonly BrandCause[];
  readonly siteNames: (site: string) => string;
  readonly timezone: string;
  readonly publicUrl: string;
  readonly serviceName: string;
  /** Signs the acts that mails link to. */
  readonly secret: string;
  /** Where posts are pushed. */
  readonly ingest: Omit<IngestDeps, 'clock' | 'log'>;
  /** Who may do what. */
  readonly signIn: SignIn;
  /** What the views of incidents are composed from. */
  readonly views: AlertViewDeps;
  /** What operators look after. */
  readonly operating: Operating;
  readonly handle: (request: HandleRequest) => Promise<ActResult>;
  readonly clock: Clock;
  readonly log: Logger;
}
