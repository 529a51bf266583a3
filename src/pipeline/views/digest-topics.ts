/** What people talked of: aspects with quotations, and which of them rose or fell against past weeks. */
import { ASPECTS } from '../../model.ts';
import type { AspectTopic, DigestView, PostView, TopicChange } from '../../notify/views.ts';
import { countRanges } from '../../store/digests.ts';
import type { MentionFilter } from '../../store/mention-filter.ts';
import { countBy, topStories } from '../../store/mention-list.ts';
import type { Db } from '../../store/store.ts';
import { aspectCounts, evidencePath, figure, intentCounts, postView, type SiteNames } from './parts.ts';

/** Fewer mentions than these are no rise, however rare the topic was. */
const FEWEST = 3;

/** `weeks`: the same period of past weeks, as far back as the brand was watched, newest first. */
export async function digestTopics(
  deps: { db: Db; siteNames: SiteNames },
  filter: MentionFilter,
  weeks: readonly { from: Date; to: Date }[],
  ownAspects: readonly string[],
): Promise<DigestView['topics']> {
  const { db, siteNames } = deps;
  const rows = await countBy(db, filter, 'aspect');
  const aspects: AspectTopic[] = [];
  for (const counts of aspectCounts(rows, filter)) {
    const quote = async (feeling: 'negative' | 'positive') => {
      // A complaint with one kind word in it is no praise: the post as a whole has to agree.
      const [mention] = await topStories(db, { ...filter, aspect: counts.aspect, feeling, label: feeling }, 1);
      return mention === undefined ? null : postView(mention, siteNames);
    };
    aspects.push({ ...counts, criticism: await quote('negative'), praise: await quote('positive') });
  }
  const moved: { change: TopicChange; by: number }[] = [];
  if (weeks.length > 0) {
    for (const aspect of new Set([...rows.map(({ value }) => value), ...ASPECTS, ...ownAspects])) {
      const past = (await countRanges(db, filter.brand, `aspect:${aspect}`, weeks)).map(({ total }) => total);
      const row = rows.find(({ value }) => value === aspect);
      const by = departure(row?.total ?? 0, past);
      if (by === 0) continue;
      const own = { ...filter, aspect };
      const shown = aspects.find((one) => one.aspect === aspect);
      const { negative = 0, positive = 0 } = row ?? {};
      const usual = past.reduce((sum, count) => sum + count, 0) / past.length;
      const span = { ...own, from: weeks.at(-1)!.from, to: weeks[0]!.to };
      const quote: PostView | null = (negative > positive ? shown?.criticism : shown?.praise) ?? null;
      moved.push({
        by,
        change: {
          topic: { aspect },
          label: negative > positive ? 'negative' : positive > negative ? 'positive' : 'neutral',
          now: figure(row?.total ?? 0, own),
          usual: { value: usual, evidence: evidencePath(span) },
          quote,
        },
      });
    }
  }
  moved.sort((a, b) => Math.abs(b.by) - Math.abs(a.by));
  return {
    risen: moved.filter(({ by }) => by > 0).map(({ change }) => change),
    fallen: moved.filter(({ by }) => by < 0).map(({ change }) => change),
    aspects,
    intents: intentCounts(await countBy(db, filter, 'intent'), filter),
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
