/** What an account of an incident on one page is made from. */
import type { Severity, TransitionKind } from '../../model.ts';
import type { AlertView } from './alert.ts';
import type { Figure, IsoTime, Path } from './parts.ts';

/** An incident on one page. */
export interface BriefView {
  /** When it was made. */
  readonly at: IsoTime;
  /** As it stands. */
  readonly alert: AlertView;
  /** Oldest first. */
  readonly history: readonly {
    readonly kind: TransitionKind;
    readonly at: IsoTime;
    readonly severity: Severity;
    /** Null where Earshot itself decided. */
    readonly by: string | null;
    readonly note: string | null;
  }[];
  readonly notes: readonly { readonly at: IsoTime; readonly by: string; readonly text: string }[];
  readonly mentions: Figure;
  /** Pages kept as they were fetched. */
  readonly kept: number;
  readonly page: Path;
}
