/** All that is ever written in town, known beforehand: a pure function of the seed and the day the town opens. */
import { type Timeline, timelineFrom } from './calendar.ts';
import { ANSWER, disaster, FIRST_POST, type LinkedDraft } from './disaster.ts';
import { ordinaryLife, type Writers } from './life.ts';
import { People } from './people.ts';
import { PLACES, type Place, type TownPost } from './posts.ts';
import { Random } from './random.ts';
import { Writer } from './texts/writer.ts';

export interface Chronicle {
  readonly timeline: Timeline;
  /** Oldest first, by place. */
  readonly posts: Readonly<Record<Place, readonly TownPost[]>>;
  readonly firstPost: TownPost;
  readonly answer: TownPost;
}

const PREFIX: Readonly<Record<Place, string>> = { reviews: 'rv', microblog: '', forum: 't', news: 'n' };

export function writeChronicle(seed: number, start: Date): Chronicle {
  const timeline = timelineFrom(start);
  const random = new Random(seed);
  const people = Object.fromEntries(
    PLACES.map((place) => [place, new People(place, random.fork(`people ${place}`))]),
  ) as Record<Place, People>;
  const writers: Writers = { writer: new Writer(random.fork('words')), people, random: random.fork('life') };
  const drafts: LinkedDraft[] = [...ordinaryLife(timeline, writers), ...disaster(timeline, writers)];
  const keys = new Map<string, string>();
  const posts = Object.fromEntries(
    PLACES.map((place) => {
      const here = drafts.filter((draft) => draft.place === place).sort((a, b) => a.at - b.at);
      const named = here.map((draft, i) => ({ draft, id: idOf(place, draft.at, i) }));
      for (const { draft, id } of named) if (draft.key !== undefined) keys.set(draft.key, id);
      return [place, named.map(({ draft, id }) => finished(draft, id, keys))];
    }),
  ) as Record<Place, TownPost[]>;
  const find = (key: string) => posts.microblog.find((post) => post.id === keys.get(key))!;
  return { timeline, posts, firstPost: find(FIRST_POST), answer: find(ANSWER) };
}

/** Ids grow with time, as they do on most sites. */
function idOf(place: Place, at: number, index: number): string {
  return `${PREFIX[place]}${Math.floor(at / 1000) - 1_000_000_000}${String(index % 1000).padStart(3, '0')}`;
}

function finished(draft: LinkedDraft, id: string, keys: ReadonlyMap<string, string>): TownPost {
  const { key: _, parentKey, rootKey, ...post } = draft;
  const linked = (to: string | undefined) => (to === undefined ? null : (keys.get(to) ?? null));
  return { ...post, id, parent: linked(parentKey), root: linked(rootKey) };
}
