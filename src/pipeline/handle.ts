/** Whatever a person does with an incident, from wherever they do it. */

import { mute, unmute } from './mutes.ts';
import type { Act, ActResult, PeopleDeps } from './people.ts';
import { act, assign, note } from './people.ts';

export interface HandleRequest {
  readonly incidentId: number;
  readonly act: Act;
  /** Who: a recipient's or user's id. */
  readonly by: string;
  /** Empty where they wrote nothing. */
  readonly note: string;
  /** For `mute`: when it ends, by time or by growth. */
  readonly mute: { readonly until: Date | null; readonly factor: number | null };
  /** For `answered`: where the brand's answer stands. */
  readonly link?: string | undefined;
  /** For `assign`: whose it becomes. */
  readonly to?: string | undefined;
}

export function handle(deps: PeopleDeps, request: HandleRequest, now: Date): Promise<ActResult> {
  const { act: deed, incidentId, by, note: text } = request;
  switch (deed) {
    case 'mute':
      return mute(deps, { incidentId, by, note: text, ...request.mute }, now);
    case 'unmute':
      return unmute(deps, { incidentId, by, note: text }, now);
    case 'assign':
      return assign(deps, { incidentId, by, to: request.to ?? by, note: text }, now);
    case 'note':
      return note(deps, { incidentId, by, text }, now);
    default:
      return act(deps, { incidentId, act: deed, by, note: text, link: request.link }, now);
  }
}
