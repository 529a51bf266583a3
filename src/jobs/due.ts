/** When something is due: node-cron says what an expression means, our clock says what time it is. */
import { createTask, type ScheduledTask } from 'node-cron';

const MINUTE_MS = 60_000;
/** How far back a start looks for a slot that was missed. */
const LOOK_BACK_MS = 25 * 3_600_000;

/** A cron expression in a time zone, asked for its latest slot as time goes on. */
export class Schedule {
  readonly #task: ScheduledTask;
  readonly #stepMs: number;
  #checked: number | null = null;
  #latest: Date | null = null;

  /** `expression`: five or six fields, already validated. Never started: it is only asked, it never fires by itself. */
  constructor(expression: string, timezone: string) {
    this.#task = createTask(expression, () => undefined, { timezone });
    this.#stepMs = expression.trim().split(/\s+/).length > 5 ? 1_000 : MINUTE_MS;
  }

  /** The latest slot at or before `now`, within the last 25 hours; null where there is none. */
  latest(now: Date): Date | null {
    const end = Math.floor(now.getTime() / this.#stepMs) * this.#stepMs;
    const from = this.#checked === null || end - this.#checked > LOOK_BACK_MS ? end - LOOK_BACK_MS : this.#checked;
    for (let time = end; time > from; time -= this.#stepMs) {
      if (this.#task.match(new Date(time))) {
        this.#latest = new Date(time);
        break;
      }
    }
    this.#checked = end;
    return this.#latest;
  }

  /** The next slot after `now`, within a week; null where there is none. */
  next(now: Date): Date | null {
    const start = Math.floor(now.getTime() / this.#stepMs) * this.#stepMs + this.#stepMs;
    for (let time = start; time < start + 7 * 24 * 3_600_000; time += this.#stepMs) {
      if (this.#task.match(new Date(time))) return new Date(time);
    }
    return null;
  }
}
