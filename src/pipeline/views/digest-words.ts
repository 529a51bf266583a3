/** Words that people use more than in past weeks: what a day was about where no aspect has a name for it. */
import { countWords, topicsOf } from '../../analyze/topics.ts';
import type { TopicChange } from '../../notify/views/digest.ts';
import type { MentionFilter, Search, Stretch } from '../../store/mention-filter.ts';
import { topStories } from '../../store/mention-list.ts';
import { countSearches } from '../../store/period.ts';
import { sampleTexts } from '../../store/samples.ts';
import { searchOf } from '../search.ts';
import { departure } from './digest-topics.ts';
import { evidenceOfWeeks } from './digest-tracking.ts';
import type { DigestPeriod, DigestViewDeps } from './digest-view.ts';
import { figure, postView } from './parts.ts';

/** The period, and each of the weeks before, is read in so many stretches of so many texts. */
const STRETCHES = 12;
const EACH = 25;
const EACH_BEFORE = 12;
/** Words looked at, and told. */
const CANDIDATES = 8;
const TOLD = 3;

/** Those that rose most, the strongest first. Without past weeks, no word is news. */
export async function risenWords(
  { db, siteNames }: Omit<DigestViewDeps, 'brands'>,
  of: DigestPeriod,
): Promise<TopicChange[]> {
  const { brand, filter, past } = of;
  if (past.length === 0) return [];
  const everywhen: MentionFilter = { brand: filter.brand };
  const weeks = past.map(({ week }) => week);
  const texts = await sampleTexts(db, everywhen, stretchesOf(filter), EACH);
  const before = await sampleTexts(db, everywhen, weeks.flatMap(stretchesOf), EACH_BEFORE);
  const exclude = [brand.name, ...brand.terms.map(({ term }) => term)];
  const candidates = topicsOf(texts, countWords(before), { exclude, limit: CANDIDATES }).flatMap(({ word }) => {
    const search = searchOf(word);
    return search === null ? [] : [{ word, search }];
  });
  const searches = candidates.map(({ search }) => search);
  const [now = [], ...then] = await countSearches(db, filter, searches, [filter, ...weeks]);
  const risen = candidates
    .map(({ word, search }, index) => {
      const counts = then.map((week) => week[index]?.total ?? 0);
      const { total = 0, negative = 0, positive = 0 } = now[index] ?? {};
      return { word, search, total, negative, positive, counts, by: departure(total, counts) };
    })
    .filter(({ by }) => by > 0)
    .sort((a, b) => b.by - a.by)
    .slice(0, TOLD);
  const changes: TopicChange[] = [];
  for (const { word, search, total, negative, positive, counts } of risen) {
    const label = negative > positive ? 'negative' : positive > negative ? 'positive' : 'neutral';
    const own: MentionFilter & { search: Search } = { ...filter, search };
    const [quote] = await topStories(db, label === 'neutral' ? own : { ...own, label }, 1);
    changes.push({
      topic: { words: word },
      label,
      now: figure(total, own),
      usual: {
        value: counts.reduce((sum, count) => sum + count, 0) / counts.length,
        evidence: evidenceOfWeeks(own, past),
      },
      quote: quote === undefined ? null : postView(quote, siteNames),
    });
  }
  return changes;
}

function stretchesOf({ from, to }: Stretch): Stretch[] {
  const step = (to.getTime() - from.getTime()) / STRETCHES;
  return Array.from({ length: STRETCHES }, (_, index) => ({
    from: new Date(from.getTime() + index * step),
    to: new Date(from.getTime() + (index + 1) * step),
  }));
}
