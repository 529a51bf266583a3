/** Joining posts that say the same into stories, in memory; the store does the same with its table of bands. */

import type { Fingerprint } from '../model.ts';
import { sameStory } from './fingerprint.ts';

/**
 * Stories by the bands of their first post. New posts are compared with first posts only, never with later copies: so
 * that a story cannot drift from one text to another by small steps.
 */
export class StoryIndex {
  readonly #founders = new Map<string, Fingerprint>();
  readonly #byBand = new Map<string, string[]>();

  /**
   * The story of post `id`: that of the earliest post it is a copy of, else a new one named after itself. A post without
   * a fingerprint is a story of its own. `parentStory`: the story of the post it shares or quotes, which it joins
   * whatever its own words.
   */
  join(id: string, fingerprint: Fingerprint | null, parentStory?: string): string {
    if (parentStory !== undefined) return parentStory;
    if (fingerprint === null) return id;
    const seen = new Set<string>();
    for (const band of fingerprint.bands) {
      for (const story of this.#byBand.get(band) ?? []) {
        if (seen.has(story)) continue;
        seen.add(story);
        if (sameStory(this.#founders.get(story)!, fingerprint)) return story;
      }
    }
    this.#founders.set(id, fingerprint);
    for (const band of fingerprint.bands) {
      const stories = this.#byBand.get(band);
      if (stories === undefined) this.#byBand.set(band, [id]);
      else stories.push(id);
    }
    return id;
  }
}
