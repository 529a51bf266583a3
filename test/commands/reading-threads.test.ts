/** Posts read in other threads come out as they would here, in their order, whatever becomes of the threads. */
import { afterEach, describe, expect, it, vi } from 'vitest';
import { ReadingThreads } from '../../src/cli/reading-threads.ts';
import { shippedScorer } from '../../src/cli/shipped-scorer.ts';
import { silentLogger } from '../../src/log.ts';
import type { Brand } from '../../src/model.ts';
import { createAnalyzer } from '../../src/pipeline/analyzer.ts';
import { type PostReader, readerHere } from '../../src/pipeline/reading.ts';
import { BENCH_BRAND, makePosts } from '../bench/posts.ts';

const posts = makePosts(150);
const place = { target: 'forum', about: null };
const scorer = shippedScorer();
const hereBy = (brand: Brand): PostReader =>
  readerHere({ analyzer: createAnalyzer([brand], scorer, ''), brandIds: new Set([brand.id]) });
const here = hereBy(BENCH_BRAND);
/** Reads nothing: whoever asks it did not get an answer elsewhere. */
const nobody: PostReader = { read: () => Promise.reject(new Error('read in the main thread')) };

describe('reading threads', () => {
  let threads: ReadingThreads;
  afterEach(() => threads.close());

  it('read as the main thread does, several batches at once', async () => {
    threads = new ReadingThreads(silentLogger);
    const reader = threads.reader([BENCH_BRAND], 2, nobody);
    const batches = [posts, posts.slice(50), posts.toReversed()];
    const read = await Promise.all(batches.map((batch) => reader.read(batch, place)));
    for (const [i, batch] of batches.entries()) expect(read[i]).toEqual(await here.read(batch, place));
    expect(read[0]!.filter(({ mentions }) => mentions.length > 0)).toHaveLength(posts.length);
    expect(threads.running).toBe(2);
  });

  it('read by the brands of the configuration that is in use', async () => {
    threads = new ReadingThreads(silentLogger);
    const other = { ...BENCH_BRAND, id: 'other' };
    const before = threads.reader([BENCH_BRAND], 1, nobody);
    const after = threads.reader([other], 1, nobody);
    const brandsIn = async (reader: PostReader) =>
      new Set((await reader.read(posts, place)).flatMap(({ mentions }) => mentions.map(({ brand }) => brand)));
    expect(await brandsIn(before)).toEqual(new Set(['acme']));
    expect(await brandsIn(after)).toEqual(new Set(['other']));
    expect(await brandsIn(before)).toEqual(new Set(['acme']));
  });

  it('are not started for a page of posts, nor where there are to be none', async () => {
    threads = new ReadingThreads(silentLogger);
    await threads.reader([BENCH_BRAND], 2, here).read(posts.slice(0, 20), place);
    await threads.reader([BENCH_BRAND], 0, here).read(posts, place);
    expect(threads.running).toBe(0);
  });

  it('end when nothing more comes, and start again', async () => {
    threads = new ReadingThreads(silentLogger, 1);
    const reader = threads.reader([BENCH_BRAND], 1, nobody);
    await reader.read(posts, place);
    await vi.waitFor(() => expect(threads.running).toBe(0), { timeout: 10_000 });
    expect(await reader.read(posts.slice(0, 40), place)).toHaveLength(40);
  });

  it('leave to the main thread what they do not finish', async () => {
    threads = new ReadingThreads(silentLogger);
    const reading = threads.reader([BENCH_BRAND], 2, here).read(posts, place);
    await threads.close();
    expect(await reading).toEqual(await here.read(posts, place));
  });
});
