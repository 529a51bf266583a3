/** Takes jobs and does them: each step answers "did I find work?", the loops are here. */
import type { Clock } from '../clock.ts';
import { messageOf } from '../errors.ts';
import type { Logger } from '../log.ts';
import type { Job, JobData, JobQueue, QueueName } from './queue.ts';

/** Does one unit of work; false where there was none. */
export type Step = () => Promise<boolean>;

/** A step that takes one job of a queue and handles it. A job that fails is given back to be tried again. */
export function jobStep<Name extends QueueName>(
  queue: JobQueue,
  name: Name,
  handle: (data: JobData[Name]) => Promise<void>,
  log: Logger,
): Step {
  return async () => {
    const job: Job<Name> | null = await queue.take(name);
    if (job === null) return false;
    const rest = queue.alive(name, job);
    try {
      await doJob(queue, name, job, handle, log);
    } finally {
      rest();
    }
    return true;
  };
}

async function doJob<Name extends QueueName>(
  queue: JobQueue,
  name: Name,
  job: Job<Name>,
  handle: (data: JobData[Name]) => Promise<void>,
  log: Logger,
): Promise<void> {
  try {
    await handle(job.data);
  } catch (error) {
    log.error({ err: error, queue: name, job: job.data }, 'job failed');
    await queue.fail(name, job, error);
    return;
  }
  await queue.complete(name, job);
}

/**
 * Does up to `most` jobs of a queue at a time; where more wait, as many again at the same moment, so that some are read
 * while others are thought about. `pass` goes over a batch and returns those that want handling one by one; the others are
 * done. Where it fails, all are handled one by one.
 */
export function jobsStep<Name extends QueueName>(
  queue: JobQueue,
  name: Name,
  most: number,
  pass: (jobs: readonly Job<Name>[]) => Promise<readonly Job<Name>[]>,
  handle: (data: JobData[Name]) => Promise<void>,
  log: Logger,
): Step {
  const doBatch = async (jobs: readonly Job<Name>[]): Promise<void> => {
    const rest = queue.alive(name, ...jobs);
    try {
      const left = await pass(jobs).catch((error: unknown) => {
        log.error({ err: error, queue: name, jobs: jobs.length }, 'jobs failed together, and are done one by one');
        return jobs;
      });
      await queue.complete(name, ...jobs.filter((job) => !left.includes(job)));
      for (const job of left) await doJob(queue, name, job, handle, log);
    } finally {
      rest();
    }
  };
  const another = async (): Promise<void> => {
    const jobs = await queue.takeSome(name, most);
    if (jobs.length > 0) await doBatch(jobs);
  };
  return async () => {
    const jobs = await queue.takeSome(name, most);
    if (jobs.length === 0) return false;
    const batches = [doBatch(jobs)];
    if (jobs.length === most) batches.push(another());
    // Each ends in its own time, and none is left behind by another's failure.
    const failed = (await Promise.allSettled(batches)).find((batch) => batch.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
    return true;
  };
}

/** Steps of one kind: as many of them at once as `workers` says. */
export interface Crew {
  readonly step: Step;
  readonly workers: number;
}

/** Lets each crew in turn work until none finds anything: a stepped clock's way of doing everything that is due. */
export async function drain(crews: readonly Crew[], signal?: AbortSignal): Promise<number> {
  let done = 0;
  for (let before = -1; before !== done; ) {
    before = done;
    for (const { step, workers } of crews) {
      // One who finds nothing sends the others home when they are done: each question costs as much as an answer.
      let over = false;
      const working = Array.from({ length: workers }, async () => {
        while (!over && !signal?.aborted) {
          if (await step()) done++;
          else over = true;
        }
      });
      await Promise.all(working);
    }
  }
  return done;
}

/** Pause of an idle loop, and after an error. */
const IDLE_MS = 1_000;
const AFTER_ERROR_MS = 5_000;

/** Repeats a step until the signal: at once while there is work, then with a pause. An error never ends it. */
export async function loop(name: string, step: Step, clock: Clock, log: Logger, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    let pause = 0;
    try {
      if (!(await step())) pause = IDLE_MS;
    } catch (error) {
      log.error({ err: error, loop: name }, `${name}: ${messageOf(error)}`);
      pause = AFTER_ERROR_MS;
    }
    if (pause > 0) await clock.sleep(pause, signal).catch(() => undefined);
  }
}
