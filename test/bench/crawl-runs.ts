/** What the processes of the crawl bench are told and what they answer; the work is the same for each crawler. */
import { performance } from 'node:perf_hooks';

/** Listings read at once, each by following its link to the next page: as many as one of our processes crawls. */
export const AT_ONCE = 4;

/** What one process is to read. */
export interface Work {
  readonly origin: string;
  readonly pages: number;
  /** Pages of one listing. */
  readonly pagesEach: number;
}

/** What came of it, and at what price. */
export interface Run {
  readonly pages: number;
  readonly posts: number;
  readonly seconds: number;
  /** Processor time of this process, all its threads, in seconds. */
  readonly cpu: number;
  /** Highest resident memory of the process, MB. */
  readonly peak: number;
  /** Heap and buffers in use after a collection, MB, at ten points; empty where nobody asked. */
  readonly heap: readonly number[];
  /** Resident memory at the same points, MB. */
  readonly rss: readonly number[];
}

export function workFromArguments(): Work {
  const [origin = '', pages = '', pagesEach = ''] = process.argv.slice(2);
  return { origin, pages: Number(pages), pagesEach: Number(pagesEach) };
}

/** Times `read`, which returns the number of posts it found, and prints the answer for the process that asked. */
export async function timeRun(
  pages: number,
  memory: Pick<Run, 'heap' | 'rss'>,
  read: () => Promise<number>,
): Promise<void> {
  const before = process.cpuUsage();
  const start = performance.now();
  const posts = await read();
  const seconds = (performance.now() - start) / 1000;
  const { user, system } = process.cpuUsage(before);
  const peak = process.resourceUsage().maxRSS / 1024;
  const run: Run = { pages, posts, seconds, cpu: (user + system) / 1e6, peak, ...memory };
  process.stdout.write(`${JSON.stringify(run)}\n`);
}

/** A listing of its own for every `pagesEach` pages; the first ones are for warming up. */
export function listings({ origin, pages, pagesEach }: Work, from: number): string[] {
  return Array.from({ length: Math.ceil(pages / pagesEach) }, (_, i) => `${origin}/list/${from + i}?page=1`);
}
