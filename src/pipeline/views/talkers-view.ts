/** Who drives what is said of a brand: authors, kinds of talkers, stories that many tell, and hints at orchestration. */
import { looksCoordinated } from '../../analyze/talkers.ts';
import type { MentionFilter } from '../../store/mention-filter.ts';
import type { Db } from '../../store/store.ts';
import {
  copiesOf,
  type Driver,
  drivenBy,
  MOST_LOOKED_AT,
  type TalkerKind,
  type ToldStory,
  talkerKinds,
} from '../../store/talkers.ts';

export interface StoryTold extends ToldStory {
  /** At least five accounts, most of them small, posted it as their own within a day: a hint, no verdict. */
  readonly coordinated: boolean;
}

export interface TalkersView {
  readonly kinds: readonly TalkerKind[];
  readonly drivers: readonly Driver[];
  readonly stories: readonly StoryTold[];
  /** More was said than is looked at: the latest `looked`. */
  readonly cut: boolean;
  readonly looked: number;
}

const DRIVERS = 15;
const STORIES = 15;
const COPIES = 500;

export async function talkersView(db: Db, filter: MentionFilter): Promise<TalkersView> {
  const kinds = await talkerKinds(db, filter);
  const { drivers, stories } = await drivenBy(db, filter, { drivers: DRIVERS, stories: STORIES });
  const copies = await copiesOf(
    db,
    filter,
    stories.map(({ storyId }) => storyId),
    COPIES,
  );
  const byStory = Map.groupBy(copies, ({ storyId }) => storyId);
  const looked = kinds.reduce((sum, { posts }) => sum + posts, 0);
  return {
    kinds,
    drivers,
    stories: stories.map((story) => ({ ...story, coordinated: looksCoordinated(byStory.get(story.storyId) ?? []) })),
    cut: looked >= MOST_LOOKED_AT,
    looked,
  };
}
