/** A thread that reads posts with models of its own. */
import { parentPort } from 'node:worker_threads';
import { messageOf } from '../errors.ts';
import type { Brand, Post } from '../model.ts';
import { createAnalyzer } from '../pipeline/analyzer.ts';
import { type Place, type PostReading, type ReadingTools, readPost } from '../pipeline/reading.ts';
import { shippedScorer } from './shipped-scorer.ts';

/** Sent to the thread. `brands` are read by from then on. */
export type Asked =
  | { readonly brands: readonly Brand[] }
  | { readonly id: number; readonly posts: readonly Post[]; readonly place: Place };
/** What it answers to posts. */
export type Answered =
  | { readonly id: number; readonly readings: readonly PostReading[] }
  | { readonly id: number; readonly failed: string };

const port = parentPort;
if (port === null) throw new Error('this file is a worker thread, not a program');

const scorer = shippedScorer();
let tools: ReadingTools | null = null;

function answer({ id, posts, place }: Extract<Asked, { id: number }>): Answered {
  try {
    if (tools === null) throw new TypeError('posts came before the brands');
    const by = tools;
    return { id, readings: posts.map((post) => readPost(post, place, by)) };
  } catch (error) {
    return { id, failed: messageOf(error) };
  }
}

port.on('message', (asked: Asked) => {
  if ('brands' in asked) {
    const brandIds = new Set(asked.brands.map(({ id }) => id));
    tools = { analyzer: createAnalyzer(asked.brands, scorer, ''), brandIds };
  } else port.postMessage(answer(asked));
});
