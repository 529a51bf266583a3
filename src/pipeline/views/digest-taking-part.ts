/** Taking part: complaints and their answers, incidents as the period ended, messages that may not have arrived. */
import type { DeliveryLine, DigestView } from '../../notify/views/digest.ts';
import { countAnswered, countRanges, troubledDeliveries } from '../../store/digests.ts';
import type { MentionFilter } from '../../store/mention-filter.ts';
import { listMentions } from '../../store/mention-list.ts';
import { incidentLines } from './digest-incidents.ts';
import type { DigestPeriod, DigestViewDeps } from './digest-view.ts';
import { figure, postView } from './parts.ts';

const WAITING_POSTS = 5;
/** Complaints of so many days, the period's last one included, are looked at for answers. */
const WAITING_DAYS = 7;

export async function takingPart(
  deps: DigestViewDeps,
  { brand, bounds }: DigestPeriod,
): Promise<DigestView['takingPart']> {
  const { db, siteNames } = deps;
  const since = new Date(bounds.to.getTime() - WAITING_DAYS * 24 * 3_600_000);
  const complaints: MentionFilter = { brand: brand.id, from: since, to: bounds.to, label: 'negative' };
  const [all] = await countRanges(db, brand.id, 'all', [{ from: since, to: bounds.to }]);
  const { answered, medianMinutes } = await countAnswered(db, complaints);
  const withAnswer: MentionFilter = { ...complaints, answered: true };
  const without: MentionFilter = { ...complaints, answered: false };
  const waiting = await listMentions(db, without, { order: 'oldest', limit: WAITING_POSTS });
  const troubled = await troubledDeliveries(db, brand.id, bounds.from, bounds.to);
  return {
    days: WAITING_DAYS,
    unanswered: figure((all?.negative ?? 0) - answered, without),
    waiting: waiting.map((mention) => postView(mention, siteNames)),
    answered: figure(answered, withAnswer),
    responseMinutes: medianMinutes === null ? null : figure(medianMinutes, withAnswer),
    incidents: await incidentLines(deps, brand, bounds),
    unconfirmed: troubled.map(
      (delivery): DeliveryLine => ({
        recipient: delivery.recipient,
        channel: delivery.channel,
        subject: delivery.subject ?? delivery.key,
        at: delivery.at.toISOString(),
        state: delivery.state === 'dead' ? 'dead' : 'unconfirmed',
        error: delivery.error,
        link: '/outbox',
      }),
    ),
  };
}
