/** The brand's public answers, for a replay: each post is asked about once, whenever the answer comes. */

import { answersToPosts, type PostAnswer } from '../store/answers.ts';
import { formatPostRef, parsePostRef } from '../store/post-ref.ts';
import type { Db } from '../store/store.ts';

const EVER = new Date(0);

export class AnswerMemory {
  readonly #db: Db;
  readonly #brand: string;
  readonly #known = new Map<string, PostAnswer[]>();

  constructor(db: Db, brand: string) {
    this.#db = db;
    this.#brand = brand;
  }

  /** Answers to these posts, those of the future included. */
  async to(posts: readonly string[]): Promise<readonly PostAnswer[]> {
    const unknown = posts.filter((post) => !this.#known.has(post));
    if (unknown.length > 0) {
      for (const post of unknown) this.#known.set(post, []);
      const found = await answersToPosts(this.#db, this.#brand, unknown.map(parsePostRef), EVER);
      for (const answer of found) this.#known.get(formatPostRef(answer.asked))!.push(answer);
    }
    return posts.flatMap((post) => this.#known.get(post)!);
  }
}
