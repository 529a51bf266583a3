/** Talkers: who speaks, who is new, who is loud, who keeps praising, who says that they leave. */
import type { DigestView } from '../../notify/views/digest.ts';
import type { TalkerView } from '../../notify/views/parts.ts';
import { countNewcomers } from '../../store/first-heard.ts';
import { type KnownTalker, leavingTalkers, loyalTalkers } from '../../store/known-talkers.ts';
import type { MentionFilter } from '../../store/mention-filter.ts';
import type { PeriodCounts } from '../../store/period.ts';
import type { DigestPeriod, DigestViewDeps } from './digest-view.ts';
import { figure, talkerView } from './parts.ts';

const TOLD = 3;
/** How far back people are remembered. */
const REMEMBERED_WEEKS = 12;
const WEEK_MS = 7 * 86_400_000;

export async function talkers(
  { db, siteNames }: DigestViewDeps,
  { filter }: DigestPeriod,
  { counts, loud }: PeriodCounts,
): Promise<DigestView['talkers']> {
  const since = new Date(filter.from.getTime() - REMEMBERED_WEEKS * WEEK_MS);
  /** `said`: what their posts now are; `before`: what is counted of what they said earlier. */
  const known = (said: MentionFilter, before: Partial<MentionFilter>) => (talker: KnownTalker) => {
    const earlier = { ...filter, ...before, from: since, to: filter.from, author: talker.authorKey };
    return { ...talkerView(talker, said, siteNames), earlier: figure(talker.earlier, earlier) } satisfies TalkerView;
  };
  const praise = { label: 'positive' } as const;
  return {
    authors: figure(counts.authors, filter),
    newcomers: figure(await countNewcomers(db, filter), { ...filter, newcomer: true }),
    loud: loud.map((author) => talkerView(author, filter, siteNames)),
    loyal: (await loyalTalkers(db, filter, since, TOLD)).map(known({ ...filter, ...praise }, praise)),
    leaving: (await leavingTalkers(db, filter, since, TOLD)).map(known({ ...filter, intent: 'churn' }, {})),
  };
}
