/**
 * The requests of this process to one host stand in line here, and only the first of them asks the shared budget: those
 * behind would be told to come again, over and over.
 */
interface Lane {
  busy: number;
  readonly waiting: (() => void)[];
}

export class Lanes {
  readonly #lanes = new Map<string, Lane>();

  /** Resolves, in order of asking, once fewer than `width` of those who entered are still inside; returns how to leave. */
  async enter(host: string, width: number): Promise<() => void> {
    const lane = this.#lanes.get(host) ?? { busy: 0, waiting: [] };
    this.#lanes.set(host, lane);
    if (lane.busy >= width) await new Promise<void>((resolve) => lane.waiting.push(resolve));
    else lane.busy++;
    return () => this.#leave(host, lane);
  }

  /** Who leaves hands the place on. */
  #leave(host: string, lane: Lane): void {
    const next = lane.waiting.shift();
    if (next !== undefined) {
      next();
      return;
    }
    lane.busy--;
    if (lane.busy === 0) this.#lanes.delete(host);
  }
}
