import { beforeEach, expect, it } from 'vitest';
import { JobQueue } from '../../src/jobs/queue.ts';
import { jobsStep } from '../../src/jobs/worker.ts';
import { createLogger, silentLogger } from '../../src/log.ts';
import { describeOnEachStore } from '../support/stores.ts';

describeOnEachStore('many jobs at a time', ({ open }) => {
  let queue: JobQueue;
  beforeEach(async () => {
    queue = await JobQueue.open(await open(), silentLogger, false);
    return () => queue.close();
  });

  const send = async (many: number) => {
    const brands = Array.from({ length: many }, (_, n) => `b${n}`);
    await queue.sendAll('judge', new Map(brands.map((brand) => [brand, { brand }])));
  };

  it('takes a second batch while the first is in hand, where there is one', async () => {
    await send(7);
    const sizes: number[] = [];
    const second = Promise.withResolvers<void>();
    const pass = async (jobs: readonly unknown[]) => {
      sizes.push(jobs.length);
      if (sizes.length === 2) second.resolve();
      // The first is not done before the second has begun.
      if (sizes.length < 3) await second.promise;
      return [];
    };
    const step = jobsStep(queue, 'judge', 3, pass, async () => undefined, silentLogger);
    expect(await step()).toBe(true);
    expect(sizes).toEqual([3, 3]);
    expect(await step()).toBe(true);
    expect(sizes).toEqual([3, 3, 1]);
    expect(await step()).toBe(false);
  });

  it('does one by one what is left, and what could not be done together', async () => {
    await send(4);
    const handled: string[] = [];
    const errors: string[] = [];
    const log = createLogger({ destination: { write: (line) => void errors.push(JSON.parse(line).msg) } });
    let batches = 0;
    const step = jobsStep(
      queue,
      'judge',
      2,
      async (jobs) => {
        if (batches++ === 1) throw new Error('the store is away');
        return jobs.slice(1);
      },
      async ({ brand }) => void handled.push(brand),
      log,
    );
    expect(await step()).toBe(true);
    // One of the first batch, both of the second.
    expect(handled).toHaveLength(3);
    expect(errors).toEqual(['jobs failed together, and are done one by one']);
    expect(await step()).toBe(false);
  });
});
