/** A post's address inside the store, as one word: `yyyymm-id`. The month leads straight to its partition. */
import { EarshotError } from '../errors.ts';

export interface PostRef {
  readonly month: number;
  readonly postId: number;
}

export function formatPostRef(ref: PostRef): string {
  return `${ref.month}-${ref.postId}`;
}

/** Throws `EarshotError` where the word is none of ours. */
export function parsePostRef(word: string): PostRef {
  const match = /^(\d{6})-(\d{1,15})$/.exec(word);
  if (match === null) throw new EarshotError(`not a post's id: ${JSON.stringify(word)}; it looks like 202611-42`);
  return { month: Number(match[1]), postId: Number(match[2]) };
}
