/** Topics: what rose and fell, what was praised and what was criticised, in people's own words. */
import type { Block, Limits } from '../content/blocks.ts';
import type { Format } from '../content/format.ts';
import { figure, type Line } from '../content/inline.ts';
import { list, postBlock, section, subsection, topicBars } from '../content/pieces.ts';
import type { DigestView, TopicChange } from '../views/digest.ts';
import type { PostView } from '../views/parts.ts';
import { DIGEST_WORDS } from '../words/index.ts';
import { topicName } from './headline.ts';

export function topics(view: DigestView, format: Format, limits: Limits): Block[] {
  const words = DIGEST_WORDS[format.language];
  const { risen, fallen, aspects, intents } = view.topics;
  const bars = topicBars(aspects.slice(0, limits.rows), intents.slice(0, limits.rows), format);
  const quotes = Math.ceil(limits.posts / 3);
  const elsewhere = new Set(
    [...shownTop(view.top.negative, limits), ...shownTop(view.top.positive, limits)].map((p) => p.postId),
  );
  const quoted = (posts: readonly (PostView | null)[]): Block[] =>
    distinct(posts)
      .filter((post) => !elsewhere.has(post.postId))
      .slice(0, quotes)
      .map((post) => postBlock(post, format, limits.excerpt));
  return section(
    words.topics,
    [
      ...subsection(words.risen, list(risen.slice(0, limits.rows).map((change) => moved(change, format)))),
      ...subsection(words.fallen, list(fallen.slice(0, limits.rows).map((change) => moved(change, format)))),
      ...subsection(words.aspects, bars.length === 0 ? [] : [{ is: 'bars', rows: bars }]),
      ...subsection(
        words.criticism,
        quoted([...risen.map((change) => change.quote), ...aspects.map((a) => a.criticism)].filter(isNegative)),
      ),
      ...subsection(words.praise, quoted(aspects.map((a) => a.praise))),
    ],
    words.topicsNote,
  );
}

/** The most seen posts of the day; they are not quoted a second time under their topics. */
export function topPosts(view: DigestView, format: Format, limits: Limits): Block[] {
  const words = DIGEST_WORDS[format.language];
  const posts = (of: readonly PostView[]): Block[] =>
    shownTop(of, limits).map((post) => postBlock(post, format, limits.excerpt));
  // Sites that show no audience leave nothing to rank by.
  const ranked = [...view.top.negative, ...view.top.positive].some((post) => post.reach !== null);
  return section(
    ranked ? words.top : words.topUnranked,
    [
      ...subsection(words.topNegative, posts(view.top.negative)),
      ...subsection(words.topPositive, posts(view.top.positive)),
    ],
    words.topNote,
  );
}

function shownTop(of: readonly PostView[], limits: Limits): readonly PostView[] {
  return of.slice(0, Math.ceil(limits.posts / 2));
}

function moved(change: TopicChange, format: Format): Line {
  const now = figure(change.now, format.integer(change.now.value));
  const usual = figure(change.usual, format.decimal(change.usual.value));
  return DIGEST_WORDS[format.language].topicMoved(topicName(change.topic, format), now, usual);
}

function isNegative(post: PostView | null): boolean {
  return post?.label === 'negative';
}

/** Each post once, in order. */
function distinct(posts: readonly (PostView | null)[]): PostView[] {
  const kept = new Map<string, PostView>();
  for (const post of posts) if (post !== null && !kept.has(post.postId)) kept.set(post.postId, post);
  return [...kept.values()];
}
