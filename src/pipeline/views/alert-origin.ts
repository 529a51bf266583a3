/** Where an incident comes from: when it began, and the posts that people should read. */
import type { IncidentReason } from '../../detect/incident-types.ts';
import type { IncidentRow } from '../../store/incidents.ts';
import type { MentionFilter } from '../../store/mention-filter.ts';
import { type ListedMention, listMentions, mentionsByRef, topStories } from '../../store/mention-list.ts';
import { parsePostRef } from '../../store/post-ref.ts';
import type { Db } from '../../store/store.ts';

/** Before that a story that says the same is an older one. */
const STORY_MS = 3 * 86_400_000;

/**
 * Time of the first post that belongs to the incident, `first`. Where one post alone opened it, that of its story: what takes off
 * is often a copy, and the story began when the first one was written.
 */
export async function beganAt(
  db: Db,
  incident: IncidentRow,
  reason: IncidentReason | null,
  first: Date | null,
): Promise<Date> {
  const viral = reason?.viral?.post;
  const [furthest] = viral === undefined ? [] : await mentionsByRef(db, incident.brand, [parsePostRef(viral)]);
  const told = furthest === undefined ? null : await oldest(db, storyOf(incident, furthest.storyId));
  const known = [first, told].filter((at) => at !== null);
  return known.length === 0 ? incident.openedAt : new Date(Math.min(...known.map((at) => at.getTime())));
}

/** For each of the incident's foremost posts the widest-reaching that tells its story, whether or not it is a copy that drives. */
export async function drivingPosts(
  db: Db,
  incident: IncidentRow,
  foremost: readonly ListedMention[],
): Promise<ListedMention[]> {
  const posts: ListedMention[] = [];
  for (const post of foremost) {
    const [widest] = await topStories(db, { ...storyOf(incident, post.storyId), label: 'negative' }, 1);
    posts.push(widest ?? post);
  }
  return posts;
}

function storyOf({ brand, openedAt }: IncidentRow, story: number): MentionFilter {
  return { brand, story, from: new Date(openedAt.getTime() - STORY_MS) };
}

async function oldest(db: Db, filter: MentionFilter): Promise<Date | null> {
  const [first] = await listMentions(db, filter, { order: 'oldest', limit: 1 });
  return first?.occurredAt ?? null;
}
