/** What a delivery says: composed from rows when it is due, and whenever it is looked at. */
import type { Recipient } from '../../model.ts';
import type { OperatorView } from '../../notify/operator-view.ts';
import type { ClaimedDelivery, Notice } from '../../notify/outbox.ts';
import type { DigestView } from '../../notify/views/digest.ts';
import { readTransitionId } from '../../store/deliveries.ts';
import { findDigest } from '../../store/digests.ts';
import { findNotice } from '../../store/target-health.ts';
import { type AlertViewDeps, composeAlert } from './alert-view.ts';

/** Null where what it is about no longer exists. A test says what its sender hands over: null. */
export async function composeNotice(
  deps: AlertViewDeps,
  about: ClaimedDelivery['about'],
  recipient: Recipient,
): Promise<Notice | null> {
  if (about.kind === 'alert') {
    const { incidentId, seq } = readTransitionId(about.transitionId);
    const view = await composeAlert(deps, incidentId, seq, recipient);
    return view && { kind: 'alert', view, recipient };
  }
  if (about.kind === 'operator') {
    const view = await findNotice(deps.db, Number(about.noticeId));
    return view === null ? null : { kind: 'operator', view: view as OperatorView, recipient };
  }
  if (about.kind === 'test') return null;
  const digest = await findDigest(deps.db, Number(about.digestId));
  return digest && { kind: 'digest', view: digest.view as DigestView, recipient };
}
