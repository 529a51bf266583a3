/** What an incident is called after: the parts that many of its posts name. */
import type { Intent } from '../model.ts';
import type { IncidentChange } from './incident-types.ts';

type Title = IncidentChange['title'];

/** How often the negative posts of an incident name what, the most frequent first. */
interface NamedTopics {
  /** Negative posts in all. */
  readonly posts: number;
  /** As criticised. */
  readonly aspects: readonly { readonly value: string; readonly count: number }[];
  readonly intents: readonly { readonly value: Intent; readonly count: number }[];
}

/** What fewer of the posts name than this share is in it, but is not what it is about. */
const FOREMOST = 0.2;
/** What people who complain say beside it. */
const NO_NAME: ReadonlySet<Intent> = new Set(['praise', 'repurchase', 'question']);

/**
 * The title that detection proposed, held against the posts: one threat of a lawsuit among forty complaints about the
 * service makes severe, but the mail is about the service.
 */
export function titleFrom(proposed: Title, { posts, aspects, intents }: NamedTopics): Title {
  if (posts === 0) return proposed;
  const foremost = (count: number) => count >= posts * FOREMOST;
  const named = intents.filter(({ value, count }) => foremost(count) && !NO_NAME.has(value));
  const kept = named.find(({ value }) => value === proposed.intent) ?? named[0];
  const [aspect] = aspects.filter(({ count }) => foremost(count));
  return { ...proposed, aspect: aspect?.value ?? proposed.aspect, intent: kept?.value ?? null };
}
