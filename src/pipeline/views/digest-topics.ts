/** What people talked of: aspects with quotations, and which of them rose or fell against past weeks. */
import { ASPECTS } from '../../model.ts';
import type { AspectTopic, DigestView, TopicChange } from '../../notify/views/digest.ts';
import type { PostView } from '../../notify/views/parts.ts';
import { countSeries } from '../../store/digests.ts';
import type { PeriodCounts } from '../../store/period.ts';
import type { PostRef } from '../../store/post-ref.ts';
import type { Db } from '../../store/store.ts';
import { evidenceOfWeeks } from './digest-tracking.ts';
import type { DigestPeriod } from './digest-view.ts';
import { aspectCounts, figure, intentCounts } from './parts.ts';

/** Fewer mentions than these are no rise, however rare the topic was. */
const FEWEST = 3;

export async function digestTopics(
  db: Db,
  { brand, filter, past }: DigestPeriod,
  said: PeriodCounts,
  quote: (ref: PostRef) => PostView | null,
): Promise<DigestView['topics']> {
  // A complaint with one kind word in it is no praise: the post as a whole has to agree.
  const voice = (aspect: string, label: 'negative' | 'positive') => {
    const post = said.voices.find((one) => one.aspect === aspect && one.label === label);
    return post === undefined ? null : quote(post);
  };
  const aspects = aspectCounts(said.aspects, filter).map(
    (counts): AspectTopic => ({
      ...counts,
      criticism: voice(counts.aspect, 'negative'),
      praise: voice(counts.aspect, 'positive'),
    }),
  );
  const moved: { change: TopicChange; by: number }[] = [];
  if (past.length > 0) {
    const names = [...new Set([...said.aspects.map(({ value }) => value), ...ASPECTS, ...Object.keys(brand.aspects)])];
    const series = names.map((aspect) => `aspect:${aspect}`);
    const stretches = past.map(({ week }) => week);
    const before = await countSeries(db, brand.id, series, stretches);
    for (const aspect of names) {
      const counts = (before.get(`aspect:${aspect}`) ?? []).map(({ total }) => total);
      const row = said.aspects.find(({ value }) => value === aspect);
      const by = departure(row?.total ?? 0, counts);
      if (by === 0) continue;
      const own = { ...filter, aspect };
      const shown = aspects.find((one) => one.aspect === aspect);
      const { negative = 0, positive = 0 } = row ?? {};
      const usual = counts.reduce((sum, count) => sum + count, 0) / counts.length;
      moved.push({
        by,
        change: {
          topic: { aspect },
          label: negative > positive ? 'negative' : positive > negative ? 'positive' : 'neutral',
          now: figure(row?.total ?? 0, own),
          usual: { value: usual, evidence: evidenceOfWeeks(own, past) },
          quote: (negative > positive ? shown?.criticism : shown?.praise) ?? null,
        },
      });
    }
  }
  moved.sort((a, b) => Math.abs(b.by) - Math.abs(a.by));
  return {
    risen: moved.filter(({ by }) => by > 0).map(({ change }) => change),
    fallen: moved.filter(({ by }) => by < 0).map(({ change }) => change),
    aspects,
    intents: intentCounts(said.intents, filter),
  };
}

/**
 * By how many standard deviations `now` lies outside of what past weeks let expect (1.96 of them), signed; 0 inside.
 * Counts vary at least as much as Poisson's law says, and a mean of few weeks is itself uncertain.
 */
export function departure(now: number, past: readonly number[]): number {
  const mean = past.reduce((sum, count) => sum + count, 0) / past.length;
  const sample = past.reduce((sum, count) => sum + (count - mean) ** 2, 0) / Math.max(1, past.length - 1);
  const deviation = Math.sqrt(Math.max(sample, mean, 1) * (1 + 1 / past.length));
  const score = (now - mean) / deviation;
  if (Math.abs(score) <= 1.96 || Math.max(now, mean) < FEWEST) return 0;
  return score;
}
