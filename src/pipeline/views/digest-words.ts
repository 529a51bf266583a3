/** Words that people use more than in past weeks: what a day was about where no aspect has a name for it. */
import { countWords, topicsOf } from '../../analyze/topics.ts';
import type { Brand } from '../../model.ts';
import type { TopicChange } from '../../notify/views.ts';
import type { MentionFilter } from '../../store/mention-filter.ts';
import { countMentions, countTotal, topStories } from '../../store/mention-list.ts';
import { sampleTexts } from '../../store/samples.ts';
import type { Db } from '../../store/store.ts';
import { searchOf } from '../search.ts';
import { departure } from './digest-topics.ts';
import { evidencePath, figure, postView, type SiteNames } from './parts.ts';

interface Span {
  readonly from: Date;
  readonly to: Date;
}

/** The period, and each of the weeks before, is read in so many stretches of so many texts. */
const STRETCHES = 12;
const EACH = 25;
const EACH_BEFORE = 12;
/** Words looked at, and told. */
const CANDIDATES = 8;
const TOLD = 3;

/** Those that rose most, the strongest first. `weeks`: the same period of past weeks; without any, no word is news. */
export async function risenWords(
  deps: { readonly db: Db; readonly siteNames: SiteNames },
  brand: Brand,
  filter: MentionFilter & Span,
  weeks: readonly Span[],
): Promise<TopicChange[]> {
  if (weeks.length === 0) return [];
  const { db } = deps;
  const everywhen: MentionFilter = { brand: filter.brand };
  const texts = await sampleTexts(db, everywhen, stretchesOf(filter), EACH);
  const before = await sampleTexts(db, everywhen, weeks.flatMap(stretchesOf), EACH_BEFORE);
  const exclude = [brand.name, ...brand.terms.map(({ term }) => term)];
  const risen: { readonly by: number; readonly change: TopicChange }[] = [];
  for (const { word } of topicsOf(texts, countWords(before), { exclude, limit: CANDIDATES })) {
    const search = searchOf(word);
    if (search === null) continue;
    const own = { ...filter, search };
    const past: number[] = [];
    for (const { from, to } of weeks) past.push(await countTotal(db, { ...own, from, to }));
    const { total, negative, positive } = await countMentions(db, own);
    const by = departure(total, past);
    if (by <= 0) continue;
    const label = negative > positive ? 'negative' : positive > negative ? 'positive' : 'neutral';
    const [quote] = await topStories(db, label === 'neutral' ? own : { ...own, label }, 1);
    const usual = past.reduce((sum, count) => sum + count, 0) / past.length;
    risen.push({
      by,
      change: {
        topic: { words: word },
        label,
        now: figure(total, own),
        usual: { value: usual, evidence: evidencePath({ ...own, from: weeks.at(-1)!.from, to: weeks[0]!.to }) },
        quote: quote === undefined ? null : postView(quote, deps.siteNames),
      },
    });
  }
  return risen
    .sort((a, b) => b.by - a.by)
    .slice(0, TOLD)
    .map(({ change }) => change);
}

function stretchesOf({ from, to }: Span): Span[] {
  const step = (to.getTime() - from.getTime()) / STRETCHES;
  return Array.from({ length: STRETCHES }, (_, index) => ({
    from: new Date(from.getTime() + index * step),
    to: new Date(from.getTime() + (index + 1) * step),
  }));
}
