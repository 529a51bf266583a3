import { beforeAll, expect, it } from 'vitest';
import { type Clock, SteppedClock } from '../../src/clock.ts';
import { createLogger } from '../../src/log.ts';
import { AgreedClock } from '../../src/store/agreed-clock.ts';
import type { Store } from '../../src/store/store.ts';
import { describeOnEachStore } from '../support/stores.ts';

describeOnEachStore('the time on which processes agree', (stores) => {
  let store: Store;
  beforeAll(async () => {
    store = await stores.open();
  });

  /** A machine whose clock can be set to any time. */
  class WrongClock extends SteppedClock implements Clock {
    ahead = 0;
    override now(): Date {
      return new Date(Date.now() + this.ahead);
    }
  }

  it('is the database’s, however wrong this machine’s clock is, and that it is wrong is said once', async () => {
    const lines: string[] = [];
    const log = createLogger({ destination: { write: (line) => void lines.push(JSON.parse(line).msg) } });
    const own = new WrongClock(new Date());
    own.ahead = 2 * 3_600_000;
    const clock = await AgreedClock.open({ db: store.db, own, log });
    const off = () => Math.abs(clock.now().getTime() - Date.now());
    expect(off()).toBeLessThan(2_000);
    own.ahead = -26 * 3_600_000;
    expect(off()).toBeLessThan(2_000);
    await clock.look();
    expect(off()).toBeLessThan(2_000);
    own.ahead = 0;
    await clock.look();
    await clock.look();
    await clock.close();
    expect(lines).toEqual([
      expect.stringContaining("7200 s ahead of the database's"),
      "this machine's clock agrees with the database's again",
    ]);
  });

  it('goes on while nobody looks', async () => {
    const own = new WrongClock(new Date());
    const clock = await AgreedClock.open({ db: store.db, own, log: createLogger({ level: 'silent' }) });
    const before = clock.now().getTime();
    const begun = performance.now();
    while (performance.now() - begun < 5);
    expect(clock.now().getTime()).toBeGreaterThan(before);
    await clock.close();
  });
});
